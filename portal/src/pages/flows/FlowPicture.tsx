import '@xyflow/react/dist/style.css';
import { ActionIcon, useComputedColorScheme } from '@mantine/core';
import { Background, Handle, MarkerType, Position, ReactFlow } from '@xyflow/react';
import type { Edge, Node, NodeProps } from '@xyflow/react';
import { memo, useMemo, useState } from 'react';
import type { Flow, FlowConnection, FlowProcessor } from '../../api';
import { count } from '../../format';
import { texts } from '../../texts';
import { IconChevronDown, IconChevronRight } from '../../ui/icons';
import { PauseButton } from './PauseButton';
import { arrange, groupsOf, visible } from './arrange';
import { connectionName, fullness } from './flow';

interface Group extends Record<string, unknown> {
  flow: string;
  name: string;
  open: boolean;
  members: FlowProcessor[];
  toggle: (name: string) => void;
}

type DrawnProcessor = Node<{ processor: FlowProcessor; label: string }, 'processor'>;
type DrawnGroup = Node<Group, 'group'>;

const nodeTypes = { processor: memo(ProcessorNode), group: memo(GroupNode) };

/** Groups are closed at first where there is too much to see at once. */
const processorsAtOnce = 14;

/** The flow as it breathes: processors with what passed through, connections with what waits in them. */
export function FlowPicture({
  flow,
  choose,
  look,
}: {
  flow: Flow;
  choose: (processor: string) => void;
  look: (connection: FlowConnection) => void;
}) {
  const scheme = useComputedColorScheme('light');
  const names = flow.processors.map(({ name }) => name);
  const [open, setOpen] = useState<Set<string>>(
    () => new Set(names.length > processorsAtOnce ? [] : groupsOf(names)),
  );
  const toggle = (name: string) =>
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(name)) {
        after.add(name);
      }
      return after;
    });
  const shape = JSON.stringify([names, flow.connections.map(({ from, to }) => [from, to]), [...open].sort()]);
  const boxes = useMemo(
    () => arrange(names, flow.connections, open),
    // The places depend on the shape only, not on the counters that change every two seconds.
    [shape],
  );
  const processors = new Map(flow.processors.map((processor) => [processor.name, processor]));
  const nodes = boxes.flatMap(
    ({ id, kind, open: isOpen, parent, ...place }): (DrawnProcessor | DrawnGroup)[] => {
      const common = {
        id,
        position: { x: place.x, y: place.y },
        width: place.width,
        height: place.height,
        ...(parent ? { parentId: parent } : {}),
      };
      const processor = processors.get(id);
      if (kind === 'group') {
        const members = flow.processors.filter(({ name }) => name.startsWith(id + '/'));
        return [
          { ...common, type: 'group', data: { flow: flow.name, name: id, open: isOpen, members, toggle } },
        ];
      }
      const label = parent ? id.slice(parent.length + 1) : id;
      return processor ? [{ ...common, type: 'processor', data: { processor, label } }] : [];
    },
  );
  const bottom = Math.max(1, ...boxes.filter(({ parent }) => !parent).map(({ y, height }) => y + height));
  return (
    <div
      className="graph panel flow-picture"
      style={{ height: Math.min(560, Math.max(170, 70 + bottom)) }}
      role="group"
      aria-label={texts.flows.picture}
    >
      <ReactFlow
        key={shape}
        nodes={nodes}
        edges={edgesOf(flow, open)}
        nodeTypes={nodeTypes}
        colorMode={scheme}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.08 }}
        minZoom={0.2}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        preventScrolling={false}
        onNodeClick={(_, node) => node.type === 'processor' && choose(node.id)}
        onEdgeClick={(_, { data }) => {
          const connection = (data as { connection?: FlowConnection } | undefined)?.connection;
          if (connection) {
            look(connection);
          }
        }}
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={22} size={1} />
      </ReactFlow>
    </div>
  );
}

/** Connections between what is drawn; several that a closed group hides are one line. */
function edgesOf(flow: Flow, open: Set<string>): Edge[] {
  const drawn = new Map<string, FlowConnection[]>();
  for (const connection of flow.connections) {
    const from = visible(connection.from, open);
    const to = visible(connection.to, open);
    if (from !== to) {
      const hidden = from !== connection.from || to !== connection.to;
      const id = hidden ? `${from}>${to}` : connectionName(connection);
      drawn.set(id, [...(drawn.get(id) ?? []), connection]);
    }
  }
  return [...drawn].map(([id, all]) => {
    const first = all[0]!;
    const queued = all.reduce((sum, one) => sum + one.queued, 0);
    const full = all.some((one) => fullness(one) >= 1);
    return {
      id,
      source: visible(first.from, open),
      target: visible(first.to, open),
      label: queued > 0 ? texts.flows.queued(count(queued)) : all.length > 1 ? '' : first.relationship,
      className: full ? 'edge-full' : queued > 0 ? 'edge-queued' : '',
      data: all.length === 1 ? { connection: first } : {},
      markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14 },
      animated: flow.status === 'running' && queued > 0,
      zIndex: 1,
    };
  });
}

function ProcessorNode({ data }: NodeProps<DrawnProcessor>) {
  const { processor, label } = data;
  return (
    <div className={`mesh-node flow-node status-${processor.status}`}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <span className="mesh-node-text">
        <span className="mesh-node-name">{label}</span>
        <span className="mesh-node-kind">
          {processor.type} · {count(processor.out || processor.in)}
        </span>
      </span>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
}

function GroupNode({ data }: NodeProps<DrawnGroup>) {
  const { flow, name, open, members, toggle } = data;
  const short = name.slice(name.lastIndexOf('/') + 1);
  const paused = members.every(({ status }) => status === 'stopped');
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <div className={open ? 'flow-group is-open' : 'mesh-node flow-group status-' + worst(members)}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <div className="flow-group-head nodrag nopan">
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-expanded={open}
          aria-label={open ? texts.flows.closeGroup(name) : texts.flows.openGroup(name)}
          onClick={() => toggle(name)}
        >
          <Chevron size={15} />
        </ActionIcon>
        <span className="mesh-node-text">
          <span className="mesh-node-name">{short}</span>
          {!open && <span className="mesh-node-kind">{texts.flows.inGroup(members.length)}</span>}
        </span>
        <PauseButton flow={flow} name={name} paused={paused} compact />
      </div>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
}

const byUrgency = ['failed', 'waiting', 'stopped', 'running'];

function worst(members: FlowProcessor[]): string {
  return byUrgency.find((status) => members.some((one) => one.status === status)) ?? 'running';
}
