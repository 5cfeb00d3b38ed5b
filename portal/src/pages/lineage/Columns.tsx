import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { texts } from '../../texts';
import { Badge, Panel, TableFrame, Tags } from '../../ui/parts';
import { Answer } from '../../ui/states';
import { columnsOf, lines } from './columns';

const words = texts.lineage.columns;

/** The lineage of a port field by field: where each comes from, through what, and how. */
export function Columns({ port, at }: { port: string; at?: string }) {
  const columns = useQuery({
    queryKey: ['lineage', 'columns', port, at],
    queryFn: ({ signal }) => columnsOf(port, at, signal),
  });
  return (
    <Panel title={words.title(port)} flush>
      <Answer of={columns}>
        {(found) =>
          found.length === 0 ? (
            <p className="panel-body dim">{words.none}</p>
          ) : (
            <TableFrame label={words.title(port)}>
              <table className="data columns-table">
                <thead>
                  <tr>
                    <th scope="col">{words.field}</th>
                    <th scope="col">{words.how}</th>
                    <th scope="col">{words.from}</th>
                    <th scope="col">{words.through}</th>
                    <th scope="col">{texts.lineage.tags}</th>
                  </tr>
                </thead>
                <tbody>
                  {lines(found).map(({ field, origin }, index) => (
                    <tr key={index}>
                      <td className="mono">{field.field}</td>
                      <td>
                        {origin?.how && <Badge tone="quiet">{words.hows[origin.how] ?? origin.how}</Badge>}
                      </td>
                      <td className="mono">
                        {origin ? `${origin.of}.${origin.field}` : <span className="dim">–</span>}
                      </td>
                      <td>
                        {origin?.flow && (
                          <Link to={`/flows/${encodeURIComponent(origin.flow)}`} className="text-link">
                            {origin.flow}
                          </Link>
                        )}{' '}
                        <span className="dim">{origin?.through?.join(' → ')}</span>
                      </td>
                      <td>
                        <Tags tags={field.tags ?? []} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableFrame>
          )
        }
      </Answer>
    </Panel>
  );
}
