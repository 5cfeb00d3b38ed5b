import type { FlowDocument, GroupDocument, ProcessorDocument, QueueDocument } from '../../../api';

/** A connection between processors, with groups laid flat: a processor within is `group/processor`. */
export interface Wire {
  from: string;
  relationship: string;
  to: string;
}

export interface Place {
  x: number;
  y: number;
}

/** A connection, and where it is written. */
interface Written {
  wire: Wire;
  group: string;
  text: string;
}

const arrow = /^\s*(\S+)\.([A-Za-z0-9_-]+)\s*->\s*([^\s.]\S*)\s*$/;

export const wireName = ({ from, relationship, to }: Wire) => `${from}.${relationship} -> ${to}`;

export const parentOf = (name: string) => name.slice(0, Math.max(0, name.lastIndexOf('/')));
export const baseOf = (name: string) => name.slice(name.lastIndexOf('/') + 1);

export const isWithin = (name: string, group: string) => group === '' || name.startsWith(group + '/');

/** The group of this path; the flow itself for none. */
export function groupAt(flow: FlowDocument, path: string): GroupDocument | undefined {
  let group: GroupDocument | undefined = flow;
  for (const name of path === '' ? [] : path.split('/')) {
    group = group?.groups?.find((one) => one.name === name);
  }
  return group;
}

export interface Drawn {
  name: string;
  processor: ProcessorDocument;
}

/** All processors, by the names that they have when groups are laid flat. */
export function processorsOf(flow: FlowDocument): Drawn[] {
  const walk = (group: GroupDocument, prefix: string): Drawn[] => [
    ...(group.processors ?? []).map((processor) => ({ name: prefix + processor.name, processor })),
    ...(group.groups ?? []).flatMap((inner) => walk(inner, `${prefix}${inner.name}/`)),
  ];
  return walk(flow, '');
}

/** What a port of a group stands for, through as many groups as there are. */
function behind(prefix: string, text: string, groups: GroupDocument[], ports: 'inputs' | 'outputs'): string {
  const dot = text.indexOf('.');
  const group = dot > 0 ? groups.find(({ name }) => name === text.slice(0, dot)) : undefined;
  const inner = group?.[ports]?.[text.slice(dot + 1)];
  return group && inner !== undefined
    ? behind(`${prefix}${group.name}/`, inner, group.groups ?? [], ports)
    : prefix + text;
}

function written(flow: FlowDocument): Written[] {
  const walk = (group: GroupDocument, path: string): Written[] => {
    const prefix = path === '' ? '' : path + '/';
    const groups = group.groups ?? [];
    const here = (group.connections ?? []).flatMap((text) => {
      const parts = arrow.exec(text);
      if (!parts) {
        return [];
      }
      const from = behind(prefix, `${parts[1]}.${parts[2]}`, groups, 'outputs');
      const dot = from.lastIndexOf('.');
      const to = behind(prefix, parts[3]!, groups, 'inputs');
      return [
        { wire: { from: from.slice(0, dot), relationship: from.slice(dot + 1), to }, group: path, text },
      ];
    });
    return [...here, ...groups.flatMap((inner) => walk(inner, prefix + inner.name))];
  };
  return walk(flow, '');
}

/** All connections, groups laid flat. */
export const wiresOf = (flow: FlowDocument): Wire[] => written(flow).map(({ wire }) => wire);

const same = (one: string, other: string) => one.replace(/\s+/g, '') === other.replace(/\s+/g, '');

function freeName(wanted: string, taken: string[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!taken.includes(name)) {
      return name;
    }
  }
}

/** `PublishPort` as people name one: `publish-port`. */
const asName = (type: string) =>
  type
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();

/** With one more processor, in a group if one is given. */
export function added(
  flow: FlowDocument,
  type: string,
  { group = '', at }: { group?: string; at?: Place } = {},
): { flow: FlowDocument; name: string } {
  const copy = structuredClone(flow);
  const home = groupAt(copy, group) ?? copy;
  const taken = [...(home.processors ?? []), ...(home.groups ?? [])].map(({ name }) => name);
  const short = freeName(asName(type), taken);
  home.processors = [...(home.processors ?? []), { name: short, type }];
  const name = (home === copy ? '' : group + '/') + short;
  return { flow: at ? moved(copy, name, at) : copy, name };
}

/** The name of the port of a group that leads to this; made if there is none. */
function portTo(group: GroupDocument, ports: 'inputs' | 'outputs', target: string, wanted: string): string {
  const all = (group[ports] ??= {});
  const known = Object.entries(all).find(([, value]) => value === target);
  if (known) {
    return known[0];
  }
  const name = freeName(wanted, Object.keys(all));
  all[name] = target;
  return name;
}

function common(one: string, other: string): string {
  let group = parentOf(one);
  while (group !== '' && !isWithin(other, group)) {
    group = parentOf(group);
  }
  return group;
}

/** With this connection; where it crosses the border of a group, that gets a port for it. */
export function connected(flow: FlowDocument, wire: Wire): FlowDocument {
  if (wiresOf(flow).some((one) => wireName(one) === wireName(wire))) {
    return flow;
  }
  const copy = structuredClone(flow);
  const top = common(wire.from, wire.to);
  const through = (name: string, text: string, ports: 'inputs' | 'outputs', wanted: string) => {
    let seen = text;
    for (let at = parentOf(name); at !== top; at = parentOf(at)) {
      const group = groupAt(copy, at)!;
      seen = `${group.name}.${portTo(group, ports, seen, wanted)}`;
    }
    return seen;
  };
  const from = through(wire.from, `${baseOf(wire.from)}.${wire.relationship}`, 'outputs', wire.relationship);
  const to = through(wire.to, baseOf(wire.to), 'inputs', 'in');
  const home = groupAt(copy, top)!;
  home.connections = [...(home.connections ?? []), `${from} -> ${to}`];
  return copy;
}

/** Without this connection and what is said of its queue. */
export function disconnected(flow: FlowDocument, wire: Wire): FlowDocument {
  const copy = structuredClone(flow);
  for (const one of written(copy).filter((other) => wireName(other.wire) === wireName(wire))) {
    const home = groupAt(copy, one.group)!;
    home.connections = home.connections?.filter((text) => !same(text, one.text));
    setQueue(home, one.text, undefined);
  }
  return copy;
}

function setQueue(home: GroupDocument, connection: string, queue: QueueDocument | undefined) {
  const others = (home.queues ?? []).filter((one) => !same(one.connection, connection));
  const all = queue ? [...others, queue] : others;
  if (all.length > 0) {
    home.queues = all;
  } else {
    delete home.queues;
  }
}

/** What is said of the queue of a connection. */
export function queueOf(flow: FlowDocument, wire: Wire): Omit<QueueDocument, 'connection'> {
  const one = written(flow).find((other) => wireName(other.wire) === wireName(wire));
  const found = one && groupAt(flow, one.group)?.queues?.find(({ connection }) => same(connection, one.text));
  const { connection: _, ...options } = found ?? { connection: '' };
  return options;
}

/** With this said of the queue of a connection; nothing for the defaults. */
export function queued(
  flow: FlowDocument,
  wire: Wire,
  options: Omit<QueueDocument, 'connection'>,
): FlowDocument {
  const copy = structuredClone(flow);
  const one = written(copy).find((other) => wireName(other.wire) === wireName(wire));
  if (one) {
    const said = Object.entries(options).filter(([, value]) => value !== undefined && value !== '');
    const queue = { connection: one.text, ...(Object.fromEntries(said) as typeof options) };
    setQueue(groupAt(copy, one.group)!, one.text, said.length > 0 ? queue : undefined);
  }
  return copy;
}

/** Takes away the ports of a group that lead to something, and those further out that lead to these. */
function closePorts(flow: FlowDocument, path: string, leads: (target: string) => boolean) {
  const group = path === '' ? undefined : groupAt(flow, path);
  for (const ports of ['inputs', 'outputs'] as const) {
    for (const [port, target] of Object.entries(group?.[ports] ?? {})) {
      if (leads(target)) {
        delete group![ports]![port];
        closePorts(flow, parentOf(path), (outer) => outer === `${group!.name}.${port}`);
      }
    }
  }
}

/** Without these processors and groups, and without what led to and from them. */
export function removed(flow: FlowDocument, names: string[]): FlowDocument {
  let copy = structuredClone(flow);
  for (const name of names) {
    const touches = (end: string) => end === name || isWithin(end, name);
    for (const wire of wiresOf(copy).filter(({ from, to }) => touches(from) || touches(to))) {
      copy = disconnected(copy, wire);
    }
    const base = baseOf(name);
    closePorts(copy, parentOf(name), (target) => target === base || target.startsWith(base + '.'));
    const home = groupAt(copy, parentOf(name));
    if (home) {
      home.processors = (home.processors ?? []).filter((one) => one.name !== base);
      if (home.groups) {
        home.groups = home.groups.filter((one) => one.name !== base);
      }
    }
    forget(copy, touches);
  }
  return copy;
}

function forget(flow: FlowDocument, which: (name: string) => boolean) {
  if (flow.layout) {
    const kept = Object.entries(flow.layout).filter(([name]) => !which(name));
    flow.layout = Object.fromEntries(kept);
    if (kept.length === 0) {
      delete flow.layout;
    }
  }
}

/** With another name for a processor or a group, wherever it is spoken of. */
export function renamed(flow: FlowDocument, name: string, to: string): FlowDocument {
  const copy = structuredClone(flow);
  const [base, path] = [baseOf(name), parentOf(name)];
  const home = groupAt(copy, path);
  const one = [...(home?.processors ?? []), ...(home?.groups ?? [])].find((each) => each.name === base);
  if (!home || !one) {
    return flow;
  }
  one.name = to;
  const end = (text: string) =>
    text === base ? to : text.startsWith(base + '.') ? to + text.slice(base.length) : text;
  const line = (text: string) => {
    const parts = arrow.exec(text);
    return parts ? `${end(`${parts[1]}.${parts[2]}`)} -> ${end(parts[3]!)}` : text;
  };
  home.connections = home.connections?.map(line);
  home.queues?.forEach((queue) => (queue.connection = line(queue.connection)));
  for (const ports of path === '' ? [] : [home.inputs, home.outputs]) {
    Object.keys(ports ?? {}).forEach((port) => (ports![port] = end(ports![port]!)));
  }
  if (copy.layout) {
    const now = (path === '' ? '' : path + '/') + to;
    copy.layout = Object.fromEntries(
      Object.entries(copy.layout).map(([each, place]) => [
        each === name ? now : isWithin(each, name) ? now + each.slice(name.length) : each,
        place,
      ]),
    );
  }
  return copy;
}

/** With a processor or a group drawn here; in a group, from its corner. */
export function moved(flow: FlowDocument, name: string, { x, y }: Place): FlowDocument {
  return { ...flow, layout: { ...flow.layout, [name]: { x: Math.round(x), y: Math.round(y) } } };
}

/** Drawn as computed from what leads where. */
export function arranged(flow: FlowDocument): FlowDocument {
  const { layout: _, ...rest } = flow;
  return rest as FlowDocument;
}

/** A flow of which nothing is known but what it is called. */
export const blank = (name: string, product: string): FlowDocument => ({
  apiVersion: 'weft.dev/v1',
  kind: 'Flow',
  name,
  product,
  processors: [],
  connections: [],
});
