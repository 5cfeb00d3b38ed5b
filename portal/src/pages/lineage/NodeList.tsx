import { Link } from 'react-router';
import type { Lineage } from '../../api';
import { texts } from '../../texts';
import { Panel, TableFrame, Tags } from '../../ui/parts';
import { addressOf } from './kinds';
import { layered } from './layout';

/** The same graph as a table, along the data: for keyboards, screen readers and small screens. */
export function NodeList({ graph, select }: { graph: Lineage; select: (id: string) => void }) {
  const name = (id: string) => graph.nodes.find((node) => node.id === id)?.name ?? id;
  return (
    <Panel title={texts.lineage.asList} flush>
      <TableFrame label={texts.lineage.asList}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{texts.lineage.title}</th>
              <th scope="col">{texts.lineage.upstream}</th>
              <th scope="col">{texts.lineage.downstream}</th>
              <th scope="col">{texts.lineage.tags}</th>
            </tr>
          </thead>
          <tbody>
            {layered(graph.nodes, graph.edges).map((node) => {
              const address = addressOf(node);
              return (
                <tr key={node.id}>
                  <td onClick={() => select(node.id)}>
                    {address ? (
                      <Link to={address} className="text-link underlined">
                        {node.title || node.name}
                      </Link>
                    ) : (
                      node.title || node.name
                    )}{' '}
                    <span className="dim">{texts.lineage.kinds[node.kind] ?? node.kind}</span>
                  </td>
                  <td className="mono">
                    {graph.edges
                      .filter(({ to }) => to === node.id)
                      .map(({ from }) => name(from))
                      .join(', ')}
                  </td>
                  <td className="mono">
                    {graph.edges
                      .filter(({ from }) => from === node.id)
                      .map(({ to }) => name(to))
                      .join(', ')}
                  </td>
                  <td>
                    <Tags tags={node.tags ?? []} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableFrame>
    </Panel>
  );
}
