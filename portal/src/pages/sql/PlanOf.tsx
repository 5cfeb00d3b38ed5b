import { texts } from '../../texts';
import { Badge } from '../../ui/parts';
import type { Tone } from '../../ui/parts';
import type { Change } from '../queries/api';

const words = texts.sql.publishing;
const tones: Record<string, Tone> = { create: 'good', change: 'warn', unchanged: 'quiet' };

/** What an apply would change: each resource, what it is noted for, and its lines that go and come. */
export function PlanOf({ changes }: { changes: Change[] }) {
  return (
    <ul className="plan" aria-label={words.plan}>
      {changes.map((change) => (
        <li key={`${change.kind}/${change.name}`}>
          <p className="row">
            <Badge tone={tones[change.action] ?? 'info'}>
              {words.actions[change.action] ?? change.action}
            </Badge>
            <span>
              {change.kind} <span className="mono">{change.name}</span>
            </span>
          </p>
          {change.notes.map((note) => (
            <p key={note} className="dim">
              {note}
            </p>
          ))}
          {change.action === 'change' && <Lines change={change} />}
        </li>
      ))}
    </ul>
  );
}

function Lines({ change }: { change: Change }) {
  return (
    <pre className="diff" tabIndex={0} aria-label={words.diffOf(change.name)}>
      {change.diff.map((line, index) => (
        <span key={index} className={`diff-line ${look(line)}`}>
          {line + '\n'}
        </span>
      ))}
    </pre>
  );
}

const look = (line: string) =>
  line.startsWith('+') ? 'diff-new' : line.startsWith('-') ? 'diff-gone' : 'diff-same';
