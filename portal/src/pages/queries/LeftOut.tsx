import { Link } from 'react-router';
import { texts } from '../../texts';
import { Panel } from '../../ui/parts';
import type { QueryStatus } from './api';

const words = texts.queries.leftOut;

/** The records that a query goes on without, the newest first. */
export function LeftOut({ of }: { of: QueryStatus['leftOut'] }) {
  return (
    <Panel title={words.title(of.count)} aside={words.hint}>
      <ul className="left-out">
        {[...of.newest].reverse().map((place) => (
          <li key={place}>
            <TraceLink place={place} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Where a record comes from, by its place. */
export function TraceLink({ place }: { place: string }) {
  return (
    <Link className="mono link" to={`/trace?at=${encodeURIComponent(place)}`}>
      {place}
    </Link>
  );
}
