import '@xyflow/react/dist/style.css';
import { useComputedColorScheme } from '@mantine/core';
import { Background, Controls, Handle, MarkerType, Position, ReactFlow } from '@xyflow/react';
import type { Edge, Node, NodeProps } from '@xyflow/react';
import { memo, useMemo } from 'react';
import type { Lineage, LineageEdge, LineageNode } from '../../api';
import { texts } from '../../texts';
import { layered, nodeHeight, nodeWidth, pathThrough } from './layout';
import type { Placed } from './layout';
import { iconOf } from './kinds';

type Drawn = Node<{ node: LineageNode; start: boolean; faded: boolean }, 'mesh'>;

const nodeTypes = { mesh: memo(MeshNode) };

/** Names can still be read at this size; a graph that needs less is shown from the middle on. */
const readableZoom = 0.62;

/** What stands beside the graph: the menu and the margins. */
const besideGraph = 280;

/** What to show first: everything when that is readable, else the start and its neighbours. */
function near(placed: Placed[], start: string): { id: string }[] {
  const width = placed.reduce((most, { x }) => Math.max(most, x), 0) + nodeWidth;
  const middle = placed.find(({ id }) => id === start);
  return width * readableZoom <= window.innerWidth - besideGraph || !middle
    ? placed
    : placed.filter(({ layer }) => Math.abs(layer - middle.layer) <= 2);
}

/** The graph, laid out along the data; what the selected node is not connected with fades. */
export function Graph({
  graph,
  start,
  selected,
  select,
  tag,
  edge,
  chooseEdge,
}: {
  graph: Lineage;
  start: string;
  selected?: string;
  select: (id: string | undefined) => void;
  /** What has not this tag fades. */
  tag?: string;
  edge?: LineageEdge;
  chooseEdge: (edge: LineageEdge) => void;
}) {
  const scheme = useComputedColorScheme('light');
  const placed = useMemo(() => layered(graph.nodes, graph.edges), [graph]);
  const lit = useMemo(
    () => (selected ? pathThrough(selected, graph.edges) : undefined),
    [selected, graph.edges],
  );
  const fades = (node: LineageNode) =>
    (lit !== undefined && !lit.has(node.id)) || (tag !== undefined && !node.tags?.includes(tag));
  const nodes: Drawn[] = placed.map(({ x, y, ...node }) => ({
    id: node.id,
    type: 'mesh',
    position: { x, y },
    width: nodeWidth,
    height: nodeHeight,
    selected: node.id === selected,
    ariaLabel: `${texts.lineage.kinds[node.kind] ?? node.kind} ${node.title || node.name}`,
    data: { node, start: node.id === start, faded: fades(node) },
  }));
  const tagged = new Set(graph.nodes.filter((node) => tag && node.tags?.includes(tag)).map(({ id }) => id));
  const edges: Edge[] = graph.edges.map((one) => {
    const { from, to } = one;
    const isLit = (!lit || (lit.has(from) && lit.has(to))) && (!tag || (tagged.has(from) && tagged.has(to)));
    const isChosen = edge?.from === from && edge.to === to;
    return {
      id: `${from}>${to}`,
      source: from,
      target: to,
      ariaLabel: `${from} → ${to}`,
      interactionWidth: 20,
      data: { edge: one },
      markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14 },
      className: isChosen ? 'edge-lit edge-chosen' : isLit ? 'edge-lit' : 'edge-faded',
    };
  });
  return (
    <div className="graph" role="group" aria-label={texts.lineage.graph}>
      <ReactFlow
        key={placed.length}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        colorMode={scheme}
        fitView
        fitViewOptions={{ maxZoom: 1, minZoom: readableZoom, padding: 0.08, nodes: near(placed, start) }}
        minZoom={0.1}
        nodesDraggable={false}
        nodesConnectable={false}
        onlyRenderVisibleElements={placed.length > 150}
        proOptions={{ hideAttribution: true }}
        onNodesChange={(changes) => {
          const chosen = changes.find((change) => change.type === 'select' && change.selected);
          if (chosen?.type === 'select') {
            select(chosen.id);
          }
        }}
        onEdgeClick={(_, { data }) => chooseEdge((data as { edge: LineageEdge }).edge)}
        onEdgesChange={(changes) => {
          const chosen = changes.find((change) => change.type === 'select' && change.selected);
          const found =
            chosen?.type === 'select' && graph.edges.find(({ from, to }) => `${from}>${to}` === chosen.id);
          if (found) {
            chooseEdge(found);
          }
        }}
        onPaneClick={() => select(undefined)}
      >
        <Background gap={22} size={1} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

function MeshNode({ data }: NodeProps<Drawn>) {
  const { node, start, faded } = data;
  const Icon = iconOf(node.kind);
  return (
    <div
      className={['mesh-node', `kind-${node.kind}`, start && 'is-start', faded && 'is-faded']
        .filter(Boolean)
        .join(' ')}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <Icon size={17} stroke={1.6} aria-hidden />
      <span className="mesh-node-text">
        <span className="mesh-node-name">{node.title || node.name}</span>
        <span className="mesh-node-kind">
          {texts.lineage.kinds[node.kind] ?? node.kind}
          {node.domain && ` · ${node.domain}`}
        </span>
      </span>
      {(node.tags?.length ?? 0) > 0 && <span className="mesh-node-tags" title={node.tags?.join(', ')} />}
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
}
