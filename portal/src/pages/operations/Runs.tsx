import { Link } from 'react-router';
import { count } from '../../format';
import { Panel, TableFrame } from '../../ui/parts';
import { FlowBadge } from '../flows/flow';
import { QueryBadge } from '../queries/query';
import type { FlowState, Operations, QueryState } from './api';
import { operationsTexts as texts } from './texts';

const urgency = ['failed', 'waiting', 'running', 'stopped'];

/** Flows, those that need somebody first. */
export function Flows({ now }: { now: Operations }) {
  const found = [...now.flows].sort(
    (a, b) => urgency.indexOf(a.status) - urgency.indexOf(b.status) || b.queued - a.queued,
  );
  if (found.length === 0) {
    return null;
  }
  return (
    <Panel title={texts.flows} flush>
      <TableFrame label={texts.flows}>
        <table className="data">
          <Head names={[texts.in, texts.out, texts.failed, texts.queued]} />
          <tbody>
            {found.map((flow) => (
              <FlowRow key={flow.name} flow={flow} />
            ))}
          </tbody>
        </table>
      </TableFrame>
    </Panel>
  );
}

function Head({ names }: { names: string[] }) {
  return (
    <thead>
      <tr>
        <th scope="col">{texts.name}</th>
        <th scope="col">{texts.status}</th>
        {names.map((name) => (
          <th key={name} scope="col" className="number">
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function FlowRow({ flow }: { flow: FlowState }) {
  return (
    <tr>
      <td>
        <Link to={`/flows/${encodeURIComponent(flow.name)}`} className="list-title text-link">
          {flow.name}
        </Link>
        {flow.message && <span className="run-message">{flow.message}</span>}
      </td>
      <td>
        <FlowBadge status={flow.status} />
      </td>
      <td className="number">{count(flow.in)}</td>
      <td className="number">{count(flow.out)}</td>
      <td className={flow.failed > 0 ? 'number bad' : 'number'}>{count(flow.failed)}</td>
      <td className={flow.fullest >= 1 ? 'number bad' : 'number'}>{count(flow.queued)}</td>
    </tr>
  );
}

/** Queries, and what is being computed beside them to take their place. */
export function Queries({ now }: { now: Operations }) {
  if (now.queries.length === 0) {
    return null;
  }
  return (
    <Panel title={texts.queries} flush>
      <TableFrame label={texts.queries}>
        <table className="data">
          <Head names={[texts.in, texts.out, texts.lagNumber, texts.busy]} />
          <tbody>
            {now.queries.map((query) => (
              <QueryRow key={query.name} query={query} />
            ))}
          </tbody>
        </table>
      </TableFrame>
    </Panel>
  );
}

function QueryRow({ query }: { query: QueryState }) {
  const { beside } = query;
  return (
    <tr>
      <td>
        <Link to={`/queries/${encodeURIComponent(query.name)}`} className="list-title text-link">
          {query.name}
        </Link>
        {query.message && <span className="run-message">{query.message}</span>}
        {beside && (
          <span className="run-message">
            {beside.caughtUp ? texts.caughtUp : texts.beside(beside.state.toLowerCase(), count(beside.lag))}
          </span>
        )}
      </td>
      <td>
        <QueryBadge state={query.state} />
      </td>
      <td className="number">{count(query.in)}</td>
      <td className="number">{count(query.out)}</td>
      <td className="number">{count(query.lag)}</td>
      <td className="number">{Math.round(query.busy * 100)} %</td>
    </tr>
  );
}
