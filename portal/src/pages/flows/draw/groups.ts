import type { FlowDocument, GroupDocument } from '../../../api';
import {
  baseOf,
  connected,
  disconnected,
  groupAt,
  isWithin,
  parentOf,
  processorsOf,
  queueOf,
  queued,
  wiresOf,
} from './drawing';
import type { Wire } from './drawing';

const within = (group: string, name: string) => (group === '' ? name : `${group}/${name}`);

/** All groups, the outer ones first. */
export function groupNames(flow: FlowDocument): string[] {
  const walk = (group: GroupDocument, path: string): string[] =>
    (group.groups ?? []).flatMap((one) => [within(path, one.name), ...walk(one, within(path, one.name))]);
  return walk(flow, '');
}

/** Whether these stand next to each other, so that they can be put into a group together. */
export function areNeighbours(names: string[]): boolean {
  return names.length > 0 && names.every((name) => parentOf(name) === parentOf(names[0]!));
}

/** With these in a new group where they stand; what leads to and from them goes through its ports. */
export function putTogether(flow: FlowDocument, names: string[], wanted: string) {
  const home = parentOf(names[0] ?? '');
  const name = freeIn(flow, home, wanted);
  const copy = structuredClone(flow);
  const outer = groupAt(copy, home) ?? copy;
  outer.groups = [...(outer.groups ?? []), { name, processors: [], connections: [] }];
  const group = within(home, name);
  const moves = new Map(names.map((one) => [one, within(group, baseOf(one))]));
  return { flow: rehung(copy, moves), name: group };
}

/** With what is in a group where the group was. */
export function takenApart(flow: FlowDocument, group: string): FlowDocument {
  const home = parentOf(group);
  const its = groupAt(flow, group);
  const inside = [...(its?.processors ?? []), ...(its?.groups ?? [])].map(({ name }) => name);
  const taken = new Set<string>();
  const moves = new Map(
    inside.map((name) => {
      const free = freeIn(flow, home, name, taken);
      taken.add(free);
      return [within(group, name), within(home, free)];
    }),
  );
  const copy = rehung(flow, moves);
  const outer = groupAt(copy, home) ?? copy;
  outer.groups = outer.groups?.filter(({ name }) => name !== baseOf(group));
  if (outer.groups?.length === 0) {
    delete outer.groups;
  }
  forgetPlace(copy, group);
  return copy;
}

function freeIn(flow: FlowDocument, home: string, wanted: string, also = new Set<string>()): string {
  const its = groupAt(flow, home) ?? flow;
  const taken = new Set([...(its.processors ?? []), ...(its.groups ?? [])].map(({ name }) => name));
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!taken.has(name) && !also.has(name)) {
      return name;
    }
  }
}

/** With processors and groups elsewhere: whatever led to and from them still does, with its queue. */
function rehung(flow: FlowDocument, moves: Map<string, string>): FlowDocument {
  const now = (name: string) => {
    const old = [...moves.keys()].find((one) => name === one || isWithin(name, one));
    return old === undefined ? name : moves.get(old)! + name.slice(old.length);
  };
  const touched = wiresOf(flow)
    .filter(({ from, to }) => now(from) !== from || now(to) !== to)
    .map((wire) => ({ wire, queue: queueOf(flow, wire) }));
  // What is wholly inside of a group that is moved goes along with it.
  const cut = touched.filter(({ wire }) => !movesAsOne(wire, moves));
  let copy = cut.reduce((left, { wire }) => disconnected(left, wire), structuredClone(flow));
  copy = withoutIdlePorts(copy);
  for (const [from, to] of moves) {
    move(copy, from, to);
  }
  for (const { wire, queue } of cut) {
    const moved = { ...wire, from: now(wire.from), to: now(wire.to) };
    copy = queued(connected(copy, moved), moved, queue);
  }
  return copy;
}

const movesAsOne = ({ from, to }: Wire, moves: Map<string, string>) =>
  [...moves.keys()].some((one) => isWithin(from, one) && isWithin(to, one));

/** Takes it out of where it stands and puts it where its new name says. */
function move(flow: FlowDocument, from: string, to: string) {
  const home = groupAt(flow, parentOf(from)) ?? flow;
  const target = groupAt(flow, parentOf(to)) ?? flow;
  const processor = home.processors?.find(({ name }) => name === baseOf(from));
  const group = home.groups?.find(({ name }) => name === baseOf(from));
  if (processor) {
    home.processors = home.processors?.filter((one) => one !== processor);
    target.processors = [...(target.processors ?? []), { ...processor, name: baseOf(to) }];
  } else if (group) {
    home.groups = home.groups?.filter((one) => one !== group);
    target.groups = [...(target.groups ?? []), { ...group, name: baseOf(to) }];
  }
  if (flow.layout) {
    // Places are from the corner of what something is in, so they would be wrong elsewhere.
    flow.layout = Object.fromEntries(
      Object.entries(flow.layout)
        .filter(([name]) => name !== from)
        .map(([name, place]) => [isWithin(name, from) ? to + name.slice(from.length) : name, place]),
    );
    if (Object.keys(flow.layout).length === 0) {
      delete flow.layout;
    }
  }
}

function forgetPlace(flow: FlowDocument, name: string) {
  if (flow.layout) {
    const { [name]: _, ...others } = flow.layout;
    flow.layout = others;
    if (Object.keys(others).length === 0) {
      delete flow.layout;
    }
  }
}

/** A port of a group that nothing uses any more would stay behind and lead nowhere. */
function withoutIdlePorts(flow: FlowDocument): FlowDocument {
  const copy = structuredClone(flow);
  for (const path of groupNames(copy)) {
    const outer = groupAt(copy, parentOf(path)) ?? copy;
    for (const ports of ['inputs', 'outputs'] as const) {
      const group = groupAt(copy, path)!;
      for (const port of Object.keys(group[ports] ?? {})) {
        if (!isUsed(outer, `${group.name}.${port}`)) {
          delete group[ports]![port];
        }
      }
      if (group[ports] && Object.keys(group[ports]).length === 0) {
        delete group[ports];
      }
    }
  }
  return copy;
}

const isUsed = (outer: GroupDocument, port: string) =>
  [...Object.values(outer.inputs ?? {}), ...Object.values(outer.outputs ?? {})].includes(port) ||
  (outer.connections ?? []).some((text) => text.split('->').some((end) => end.trim() === port));

/** A port of a group, and what it stands for inside. */
export interface GroupPort {
  side: 'inputs' | 'outputs';
  name: string;
  inside: string;
}

export function portsOf(flow: FlowDocument, group: string): GroupPort[] {
  const its = groupAt(flow, group);
  return (['inputs', 'outputs'] as const).flatMap((side) =>
    Object.entries(its?.[side] ?? {}).map(([name, inside]) => ({ side, name, inside })),
  );
}

/** With another name for a port of a group, wherever it is spoken of outside. */
export function portRenamed(
  flow: FlowDocument,
  group: string,
  side: GroupPort['side'],
  from: string,
  to: string,
) {
  const copy = structuredClone(flow);
  const its = groupAt(copy, group);
  if (group === '' || its?.[side]?.[from] === undefined || its[side][to] !== undefined) {
    return flow;
  }
  its[side] = Object.fromEntries(
    Object.entries(its[side]).map(([name, inside]) => [name === from ? to : name, inside]),
  );
  const outer = groupAt(copy, parentOf(group)) ?? copy;
  const [old, now] = [`${baseOf(group)}.${from}`, `${baseOf(group)}.${to}`];
  // An output begins a connection, an input ends one: both may have the same name.
  const line = (text: string) => {
    const ends = text.split('->').map((end) => end.trim());
    const at = side === 'outputs' ? 0 : 1;
    return ends.map((end, index) => (index === at && end === old ? now : end)).join(' -> ');
  };
  outer.connections = outer.connections?.map(line);
  outer.queues?.forEach((queue) => (queue.connection = line(queue.connection)));
  for (const [port, inside] of Object.entries(outer[side] ?? {})) {
    if (inside === old) {
      outer[side]![port] = now;
    }
  }
  return copy;
}

/** Only what is in a group, as a flow of its own to be looked at. */
export const insideOf = (flow: FlowDocument, group: string): string[] =>
  processorsOf(flow)
    .map(({ name }) => name)
    .filter((name) => isWithin(name, group));
