import { CloseButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api } from '../../api';
import type { Lineage, LineageEdge, LineageNode } from '../../api';
import { texts } from '../../texts';
import { Fact, Facts } from '../../ui/parts';
import { queries } from '../queries/api';
import { SqlText } from '../sql/SqlText';
import { addressOf } from './kinds';

/** What happens on the way from one node to the other: the steps of the flow, or the statement, at either end. */
export function EdgePanel({ edge, graph, close }: { edge: LineageEdge; graph: Lineage; close: () => void }) {
  const from = graph.nodes.find(({ id }) => id === edge.from);
  const to = graph.nodes.find(({ id }) => id === edge.to);
  if (!from || !to) {
    return null;
  }
  const worker = [from, to].find(({ kind }) => kind === 'flow' || kind === 'query');
  return (
    <aside className="node-panel" aria-label={texts.lineage.edge}>
      <div className="node-panel-head">
        <h2>{texts.lineage.edge}</h2>
        <CloseButton size="sm" aria-label={texts.lineage.close} onClick={close} />
      </div>
      <Facts>
        <Fact name={texts.lineage.upstream}>
          <NodeLink node={from} />
        </Fact>
        <Fact name={texts.lineage.downstream}>
          <NodeLink node={to} />
        </Fact>
        {edge.kind && (
          <Fact name={texts.lineage.relation}>{texts.lineage.relations[edge.kind] ?? edge.kind}</Fact>
        )}
      </Facts>
      {worker?.kind === 'flow' && <FlowSteps name={worker.name} />}
      {worker?.kind === 'query' && <Statement name={worker.name} />}
    </aside>
  );
}

function NodeLink({ node }: { node: LineageNode }) {
  const address = addressOf(node);
  const name = node.title || node.name;
  return address ? (
    <Link to={address} className="text-link">
      {name}
    </Link>
  ) : (
    <span>{name}</span>
  );
}

function FlowSteps({ name }: { name: string }) {
  const flow = useQuery({
    queryKey: ['flow', name],
    queryFn: ({ signal }) => api.flow(name, signal),
    retry: false,
  });
  return (
    <ol className="flow-steps-list" aria-label={texts.flows.processors}>
      {(flow.data?.processors ?? []).map((processor) => (
        <li key={processor.name}>
          {processor.name} <span className="dim">{processor.type}</span>
        </li>
      ))}
    </ol>
  );
}

function Statement({ name }: { name: string }) {
  const query = useQuery({
    queryKey: ['queries', name],
    queryFn: ({ signal }) => queries.page(name, signal),
    retry: false,
  });
  const sql = query.data?.query.sql;
  return sql ? <SqlText text={sql} label={name} /> : null;
}
