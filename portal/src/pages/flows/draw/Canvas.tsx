import '@xyflow/react/dist/style.css';
import { ActionIcon, useComputedColorScheme } from '@mantine/core';
import {
  Background,
  Controls,
  Handle,
  MarkerType,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react';
import type { Edge, EdgeChange, Node, NodeChange, NodeProps } from '@xyflow/react';
import { memo, useEffect, useMemo, useState } from 'react';
import type { DragEvent } from 'react';
import type { Flow, FlowConnection, FlowDocument, FlowProcessor } from '../../../api';
import { count } from '../../../format';
import { texts } from '../../../texts';
import { IconChevronDown, IconChevronRight, IconWarning } from '../../../ui/icons';
import { visible } from '../arrange';
import { fullness } from '../flow';
import { baseOf, isWithin, parentOf, processorsOf, wireName, wiresOf } from './drawing';
import type { Place, Wire } from './drawing';
import { dragged } from './Palette';
import { placed } from './places';
import { drawTexts } from './texts';
import { draftTexts } from '../../../ui/draft/texts';

interface Look extends Record<string, unknown> {
  label: string;
  type: string;
  live?: FlowProcessor;
  problems: number;
}

interface GroupLook extends Record<string, unknown> {
  name: string;
  open: boolean;
  inside: number;
  toggle: (name: string) => void;
}

type DrawnProcessor = Node<Look, 'processor'>;
type DrawnGroup = Node<GroupLook, 'group'>;

const fitting = { maxZoom: 1, padding: 0.12 };
const fitMillis = 60;
const nodeTypes = { processor: memo(ProcessorNode), group: memo(GroupNode) };

export interface CanvasProps {
  flow: FlowDocument;
  /** The same flow as it runs now, if it does. */
  live?: Flow;
  /** How much is wrong with which processor. */
  problems: ReadonlyMap<string, number>;
  /** The group in which one is; the flow itself when it is none. */
  inside?: string;
  enter?: (group: string) => void;
  /** Counts up when all of it is to be seen again. */
  fit: number;
  /** Names of processors and groups, and of pairs that are connected, as `from>to`. */
  selected: ReadonlySet<string>;
  select: (selected: ReadonlySet<string>) => void;
  connect: (from: string, to: string) => void;
  move: (name: string, to: Place) => void;
  drop: (type: string, at: Place) => void;
}

/** What connects the same two, or what a closed group hides, is one line. */
export const pairName = (from: string, to: string) => `${from}>${to}`;

/** The flow as a picture that can be changed: moved, connected, selected; what runs is seen to run meanwhile. */
export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Surface {...props} />
    </ReactFlowProvider>
  );
}

function Surface(props: CanvasProps) {
  const { flow, live, problems, inside = '', enter, fit, selected, select, connect, move, drop } = props;
  const scheme = useComputedColorScheme('light');
  const { screenToFlowPosition, fitView } = useReactFlow();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [dragging, setDragging] = useState<Record<string, Place>>({});
  const boxes = useMemo(() => {
    const around = ancestors(inside);
    const shut = new Set([...closed].filter((group) => !around.includes(group)));
    return seenFrom(inside, placed(flow, shut));
  }, [flow, closed, inside]);
  const toggle = (name: string) =>
    setClosed(
      (before) => new Set(before.has(name) ? [...before].filter((one) => one !== name) : [...before, name]),
    );
  const nodes = useNodes(flow, boxes, live, problems, selected, dragging, toggle);
  const open = boxes.filter((box) => box.open).map(({ id }) => id);
  const drawn = new Set(boxes.map(({ id }) => id));
  const edges = edgesOf(flow, live, inside === '' ? open : [...open, ...ancestors(inside)], selected).filter(
    ({ source, target }) => drawn.has(source) && drawn.has(target),
  );

  useEffect(() => {
    if (fit === 0) {
      return;
    }
    // A moment later: what was just added has to be drawn before it can be brought into view.
    const timer = setTimeout(() => void fitView(fitting), fitMillis);
    return () => clearTimeout(timer);
  }, [fit, fitView]);

  const onNodesChange = (changes: NodeChange<DrawnProcessor | DrawnGroup>[]) => {
    select(afterSelection(selected, changes));
    for (const change of changes) {
      if (change.type === 'position' && change.position) {
        if (change.dragging) {
          setDragging((before) => ({ ...before, [change.id]: change.position! }));
        } else if (
          dragging[change.id] ||
          !same(
            change.position,
            boxes.find(({ id }) => id === change.id),
          )
        ) {
          setDragging(({ [change.id]: _, ...others }) => others);
          move(change.id, change.position);
        }
      }
    }
  };
  const onDrop = (event: DragEvent) => {
    const type = event.dataTransfer.getData(dragged);
    if (type) {
      event.preventDefault();
      drop(type, screenToFlowPosition({ x: event.clientX - 20, y: event.clientY - 20 }));
    }
  };

  return (
    <div
      className="graph draw-canvas"
      role="group"
      aria-label={drawTexts.picture}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        colorMode={scheme}
        fitView
        fitViewOptions={fitting}
        minZoom={0.15}
        deleteKeyCode={null}
        connectionRadius={36}
        isValidConnection={({ source, target }) => source !== target}
        onConnect={({ source, target }) => connect(source, target)}
        onNodesChange={onNodesChange}
        onEdgesChange={(changes) => select(afterSelection(selected, changes))}
        onPaneClick={() => select(new Set())}
        onNodeDoubleClick={(_, { id, type }) => type === 'group' && enter?.(id)}
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={22} size={1} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

/** A group and all that it is in. */
function ancestors(group: string): string[] {
  return group === '' ? [] : [...ancestors(parentOf(group)), group];
}

/** What is in a group, as if there were nothing around it. */
function seenFrom(inside: string, boxes: ReturnType<typeof placed>) {
  return inside === ''
    ? boxes
    : boxes
        .filter(({ id }) => isWithin(id, inside))
        .map((box) => (box.parent === inside ? { ...box, parent: undefined } : box));
}

const same = (one: Place, other?: Place) =>
  other !== undefined &&
  Math.round(one.x) === Math.round(other.x) &&
  Math.round(one.y) === Math.round(other.y);

/** The same set where nothing changes, so that nothing is drawn again. */
function afterSelection(
  before: ReadonlySet<string>,
  changes: (NodeChange<DrawnProcessor | DrawnGroup> | EdgeChange)[],
): ReadonlySet<string> {
  const now = new Set(before);
  for (const change of changes) {
    if (change.type === 'select') {
      if (change.selected) {
        now.add(change.id);
      } else {
        now.delete(change.id);
      }
    }
  }
  return now.size === before.size && [...now].every((one) => before.has(one)) ? before : now;
}

function useNodes(
  flow: FlowDocument,
  boxes: ReturnType<typeof placed>,
  live: Flow | undefined,
  problems: ReadonlyMap<string, number>,
  selected: ReadonlySet<string>,
  dragging: Record<string, Place>,
  toggle: (name: string) => void,
): (DrawnProcessor | DrawnGroup)[] {
  const all = processorsOf(flow);
  const processors = new Map(all.map(({ name, processor }) => [name, processor]));
  const running = new Map(live?.processors.map((one) => [one.name, one]) ?? []);
  return boxes.flatMap(({ id, kind, open, parent, x, y, width, height }): (DrawnProcessor | DrawnGroup)[] => {
    const common = {
      id,
      position: dragging[id] ?? { x, y },
      width,
      height,
      measured: { width, height },
      selected: selected.has(id),
      ...(parent ? { parentId: parent } : {}),
    };
    if (kind === 'group') {
      const inside = all.filter(({ name }) => name.startsWith(id + '/')).length;
      return [{ ...common, type: 'group', ariaLabel: id, data: { name: id, open, inside, toggle } }];
    }
    const processor = processors.get(id);
    if (!processor) {
      return [];
    }
    const data = {
      label: baseOf(id),
      type: processor.type,
      live: running.get(id),
      problems: problems.get(id) ?? 0,
    };
    return [{ ...common, type: 'processor', ariaLabel: `${id}, ${processor.type}`, data }];
  });
}

function edgesOf(
  flow: FlowDocument,
  live: Flow | undefined,
  open: string[],
  selected: ReadonlySet<string>,
): Edge[] {
  const opened = new Set(open);
  const running = new Map(live?.connections.map((one) => [wireName(one), one]) ?? []);
  const pairs = new Map<string, { from: string; to: string; wires: Wire[] }>();
  for (const wire of wiresOf(flow)) {
    const [from, to] = [visible(wire.from, opened), visible(wire.to, opened)];
    if (from !== to) {
      const pair = pairs.get(pairName(from, to)) ?? { from, to, wires: [] };
      pairs.set(pairName(from, to), { ...pair, wires: [...pair.wires, wire] });
    }
  }
  return [...pairs].map(([id, { from, to, wires }]) => {
    const known = wires.flatMap((wire): FlowConnection[] => [running.get(wireName(wire)) ?? []].flat());
    const waiting = known.reduce((sum, one) => sum + one.queued, 0);
    const names = [...new Set(wires.map(({ relationship }) => relationship))].join(', ');
    return {
      id,
      source: from,
      target: to,
      selected: selected.has(id),
      label: waiting > 0 ? `${names} · ${texts.flows.queued(count(waiting))}` : names,
      ariaLabel: `${from}.${names} → ${to}`,
      className: known.some((one) => fullness(one) >= 1) ? 'edge-full' : waiting > 0 ? 'edge-queued' : '',
      markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14 },
      animated: live?.status === 'running' && waiting > 0,
      interactionWidth: 24,
      zIndex: 1,
    };
  });
}

function ProcessorNode({ data }: NodeProps<DrawnProcessor>) {
  const { label, type, live, problems } = data;
  return (
    <div
      className={`mesh-node flow-node status-${live?.status ?? 'drawn'} ${problems > 0 ? 'is-wrong' : ''}`}
    >
      <Handle type="target" position={Position.Left} />
      <span className="mesh-node-text">
        <span className="mesh-node-name">{label}</span>
        <span className="mesh-node-kind">
          {type}
          {live && ` · ${count(live.out || live.in)}`}
        </span>
      </span>
      {problems > 0 && (
        <span className="node-problems" title={draftTexts.problems(problems)}>
          <IconWarning size={14} aria-label={draftTexts.problems(problems)} />
        </span>
      )}
      <Handle type="source" position={Position.Right} />
    </div>
  );
}

function GroupNode({ data }: NodeProps<DrawnGroup>) {
  const { name, open, inside, toggle } = data;
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <div className={open ? 'flow-group is-open' : 'mesh-node flow-group'}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <div className="flow-group-head">
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          className="nodrag nopan"
          aria-expanded={open}
          aria-label={open ? texts.flows.closeGroup(name) : texts.flows.openGroup(name)}
          onClick={() => toggle(name)}
        >
          <Chevron size={15} />
        </ActionIcon>
        <span className="mesh-node-text">
          <span className="mesh-node-name">{parentOf(name) ? baseOf(name) : name}</span>
          {!open && <span className="mesh-node-kind">{texts.flows.inGroup(inside)}</span>}
        </span>
      </div>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
}
