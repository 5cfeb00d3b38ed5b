import { count } from '../../format';
import { Badge, Moment, Panel, Principal } from '../../ui/parts';
import type { Operations, Work } from './api';
import { operationsTexts } from './texts';

const texts = operationsTexts.work;

/** What somebody has begun and that goes on for a while; nothing where nothing does. */
export function LongWork({ now }: { now: Operations }) {
  if (now.work.length === 0) {
    return null;
  }
  return (
    <Panel title={texts.title} flush>
      <ul className="list" aria-label={texts.title}>
        {now.work.map((one) => (
          <li key={`${one.kind} ${one.name} ${one.step} ${one.since}`} className="list-row work-row">
            <Badge tone="info">{texts.steps[one.step] ?? one.step}</Badge>
            <span className="list-title">{one.name}</span>
            <span>{progress(one)}</span>
            {one.of > 0 && <progress max={one.of} value={one.done} aria-label={texts.steps[one.step]} />}
            <Principal name={one.by} />
            <span className="dim">
              <Moment at={one.since} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function progress({ kind, done, of }: Work): string {
  if (kind !== 'documents') {
    return texts.records(count(done), count(of));
  }
  return of === 0 ? texts.reading : texts.documents(count(done), count(of));
}
