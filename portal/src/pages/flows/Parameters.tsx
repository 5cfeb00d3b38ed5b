import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api } from '../../api';
import type { FlowParameter } from '../../api';
import { texts } from '../../texts';
import { Badge, Panel, TableFrame } from '../../ui/parts';
import { Answer } from '../../ui/states';

/** From which context each parameter of a flow has its value; nothing where a flow has none. Values are never shown. */
export function Parameters({ flow }: { flow: string }) {
  const parameters = useQuery({
    queryKey: ['flow', flow, 'parameters'],
    queryFn: ({ signal }) => api.flowParameters(flow, signal),
  });
  return <Answer of={parameters}>{(all) => (all.length === 0 ? null : <Table parameters={all} />)}</Answer>;
}

function Table({ parameters }: { parameters: FlowParameter[] }) {
  return (
    <Panel title={texts.flows.parameters} flush>
      <TableFrame label={texts.flows.parameters}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{texts.flows.parameter}</th>
              <th scope="col">{texts.flows.valueFrom}</th>
            </tr>
          </thead>
          <tbody>
            {parameters.map((one) => (
              <tr key={one.name}>
                <td>
                  <span className="list-title">{one.name}</span>{' '}
                  {one.sensitive && <Badge tone="quiet">{texts.flows.sensitive}</Badge>}
                  {one.description && <span className="flow-message">{one.description}</span>}
                </td>
                <td>
                  <Source of={one} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </Panel>
  );
}

function Source({ of }: { of: FlowParameter }) {
  if (of.from !== 'context') {
    return of.from === 'nothing' ? (
      <span className={of.used ? 'bad' : 'dim'}>{texts.flows.from.nothing}</span>
    ) : (
      <>{texts.flows.from[of.from]}</>
    );
  }
  return (
    <>
      <Link to={`/resources/parametercontext/${encodeURIComponent(of.context)}`}>{of.context}</Link>{' '}
      <span className="dim">{texts.flows.by[of.by]}</span>
    </>
  );
}
