import { useQuery } from '@tanstack/react-query';
import { api } from '../../api';
import { texts } from '../../texts';
import { Badge, Panel, TableFrame } from '../../ui/parts';

/** Where a flow sends to, and what decides on it; nothing for a flow that stays in the mesh. */
export function Destinations({ flow }: { flow: string }) {
  const found = useQuery({
    queryKey: ['flow', flow, 'destinations'],
    queryFn: ({ signal }) => api.flowDestinations(flow, signal),
    refetchInterval: 10_000,
  });
  const all = found.data ?? [];
  if (all.length === 0) {
    return null;
  }
  return (
    <Panel title={texts.flows.destinations} flush>
      <TableFrame label={texts.flows.destinations}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{texts.flows.processor}</th>
              <th scope="col">{texts.flows.place}</th>
              <th scope="col">{texts.flows.decision}</th>
            </tr>
          </thead>
          <tbody>
            {all.map((one) => (
              <tr key={`${one.processor} ${one.place}`}>
                <td>{one.processor}</td>
                <td>
                  <code>{one.place}</code>
                </td>
                <td>
                  <Badge tone={one.allowed ? 'good' : 'bad'}>
                    {one.allowed ? texts.flows.sendAllowed : texts.flows.sendRefused}
                  </Badge>{' '}
                  <span className="dim">{one.reason}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </Panel>
  );
}
