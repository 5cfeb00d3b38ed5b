import '@xyflow/react/dist/style.css';
import { useComputedColorScheme } from '@mantine/core';
import { Background, Handle, MarkerType, Position, ReactFlow } from '@xyflow/react';
import type { Edge, Node, NodeProps } from '@xyflow/react';
import { memo, useMemo } from 'react';
import type { Flow, FlowProcessor } from '../../api';
import { count } from '../../format';
import { texts } from '../../texts';
import { layered, nodeHeight, nodeWidth } from '../lineage/layout';

type Drawn = Node<{ processor: FlowProcessor }, 'processor'>;

/** Wide enough for the name of a relationship. */
const gapForLabels = 110;

const nodeTypes = { processor: memo(ProcessorNode) };

/** The flow as it breathes: processors with what passed through, connections with what waits in them. */
export function FlowPicture({ flow }: { flow: Flow }) {
  const scheme = useComputedColorScheme('light');
  const shape = JSON.stringify([
    flow.processors.map(({ name }) => name),
    flow.connections.map(({ from, to }) => [from, to]),
  ]);
  const placed = useMemo(
    () =>
      layered(
        flow.processors.map(({ name }) => ({ id: name, kind: 'processor', name })),
        flow.connections,
        gapForLabels,
      ),
    // The places depend on the shape only, not on the counters that change every two seconds.
    [shape],
  );
  const processors = new Map(flow.processors.map((processor) => [processor.name, processor]));
  const nodes = placed.flatMap(({ id, x, y }): Drawn[] => {
    const processor = processors.get(id);
    return processor
      ? [
          {
            id,
            type: 'processor',
            position: { x, y },
            width: nodeWidth,
            height: nodeHeight,
            data: { processor },
          },
        ]
      : [];
  });
  const edges: Edge[] = flow.connections.map(({ from, relationship, to, queued }) => ({
    id: `${from}.${relationship}>${to}`,
    source: from,
    target: to,
    label: queued > 0 ? texts.flows.queued(count(queued)) : relationship,
    markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14 },
    animated: flow.status === 'running' && queued > 0,
  }));
  const rows = Math.max(1, ...placed.map(({ y }) => y / nodeHeight + 1));
  return (
    <div
      className="graph panel flow-picture"
      style={{ height: Math.min(420, 100 + rows * 80) }}
      role="group"
      aria-label={texts.flows.picture}
    >
      <ReactFlow
        key={shape}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        colorMode={scheme}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.12 }}
        minZoom={0.2}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        preventScrolling={false}
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={22} size={1} />
      </ReactFlow>
    </div>
  );
}

function ProcessorNode({ data }: NodeProps<Drawn>) {
  const { processor } = data;
  return (
    <div className={`mesh-node flow-node status-${processor.status}`}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <span className="mesh-node-text">
        <span className="mesh-node-name">{processor.name}</span>
        <span className="mesh-node-kind">
          {processor.type} · {count(processor.out || processor.in)}
        </span>
      </span>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
}
