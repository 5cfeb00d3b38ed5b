import { SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Lineage } from '../../api';
import { useLineage, useProducts } from '../../queries';
import { texts } from '../../texts';
import { PageHead } from '../../ui/parts';
import { Answer, Empty } from '../../ui/states';
import { Graph } from './Graph';
import { NodeList } from './NodeList';
import { NodePanel } from './NodePanel';
import './lineage.css';

/** More cannot be taken in at a glance; the rest is in the list. */
const nodesDrawnMax = 400;

export default function LineagePage() {
  const [params, setParams] = useSearchParams();
  const products = useProducts().data ?? [];
  const node = params.get('node') ?? (products[0] ? 'product/' + products[0].id : '');
  const direction = params.get('direction') ?? 'both';
  const depth = params.get('depth') ?? '3';
  const lineage = useLineage(node, direction, Number(depth) || 3);
  const set = (name: string, value: string | null) =>
    setParams(
      (old) => new URLSearchParams([...[...old].filter(([key]) => key !== name), [name, value ?? '']]),
    );
  const offered = products.map((product) => ({ value: 'product/' + product.id, label: product.name }));
  const known = offered.some(({ value }) => value === node);
  return (
    <>
      <PageHead title={texts.lineage.title} />
      <div className="filters">
        <Select
          label={texts.lineage.start}
          placeholder={texts.lineage.startPlaceholder}
          searchable
          allowDeselect={false}
          data={known || node === '' ? offered : [{ value: node, label: node }, ...offered]}
          value={node || null}
          onChange={(value) => set('node', value)}
        />
        <div className="fixed">
          <SegmentedControl
            aria-label={texts.lineage.direction}
            value={direction}
            onChange={(value) => set('direction', value)}
            data={[
              { value: 'up', label: texts.lineage.up },
              { value: 'both', label: texts.lineage.both },
              { value: 'down', label: texts.lineage.down },
            ]}
          />
        </div>
        <Select
          className="depth"
          label={texts.lineage.depth}
          allowDeselect={false}
          data={['1', '2', '3', '5', '8', '12']}
          value={depth}
          onChange={(value) => set('depth', value)}
        />
      </div>
      {node === '' ? (
        <Empty title={texts.lineage.empty} />
      ) : (
        <Answer of={lineage}>
          {(graph) => <Picture key={node} graph={graph} start={node} recentre={(id) => set('node', id)} />}
        </Answer>
      )}
    </>
  );
}

function Picture({
  graph,
  start,
  recentre,
}: {
  graph: Lineage;
  start: string;
  recentre: (id: string) => void;
}) {
  const [selected, setSelected] = useState<string>();
  if (graph.nodes.length <= 1 && graph.edges.length === 0) {
    return <Empty title={texts.lineage.nothing} hint={texts.lineage.nothingHint} />;
  }
  const chosen = graph.nodes.find(({ id }) => id === selected);
  const drawn =
    graph.nodes.length > nodesDrawnMax ? { ...graph, nodes: graph.nodes.slice(0, nodesDrawnMax) } : graph;
  return (
    <div className="stack">
      {drawn !== graph && <p className="notice">{texts.lineage.cut(nodesDrawnMax, graph.nodes.length)}</p>}
      <div className="lineage panel">
        <Graph graph={drawn} start={start} selected={selected} select={setSelected} />
        {chosen && (
          <NodePanel
            node={chosen}
            graph={graph}
            select={setSelected}
            close={() => setSelected(undefined)}
            recentre={chosen.id === start ? undefined : () => recentre(chosen.id)}
          />
        )}
      </div>
      <NodeList graph={graph} select={setSelected} />
    </div>
  );
}
