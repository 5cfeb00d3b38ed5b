import { count } from '../../format';
import { Badge, Moment, Panel, Principal } from '../../ui/parts';
import type { Operations } from './api';

interface Work {
  kind: string;
  name: string;
  step: string;
  by: string;
  since: string;
  done: number;
  of: number;
}

const words = {
  title: 'Takes its time',
  steps: {
    plan: 'An erasure is planned',
    apply: 'An erasure is applied',
    check: 'An erasure is looked at again',
  } as Record<string, string>,
  progress: (done: string, of: string) => `${done} of about ${of} records looked at`,
};

/** What somebody has begun and that goes on for a while; nothing where nothing does. */
export function LongWork({ now }: { now: Operations & { work?: Work[] } }) {
  if (!now.work?.length) {
    return null;
  }
  return (
    <Panel title={words.title} flush>
      <ul className="list" aria-label={words.title}>
        {now.work.map((one) => (
          <li key={`${one.kind} ${one.name} ${one.step}`} className="list-row">
            <Badge tone="info">{words.steps[one.step] ?? one.step}</Badge>
            <span className="list-title">{one.name}</span>
            <span>{words.progress(count(one.done), count(one.of))}</span>
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
