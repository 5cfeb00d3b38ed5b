import type { FlowConnection } from '../../api';
import { layered, nodeHeight, nodeWidth } from '../lineage/layout';

/** Something drawn: a processor, a closed group, or an open one, within which others are drawn. */
export interface Box {
  id: string;
  kind: 'processor' | 'group';
  open: boolean;
  /** The open group that it is drawn within. */
  parent?: string;
  /** From the upper left corner of the parent. */
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Wide enough for the name of a relationship. */
const columnGap = 88;
const rowGap = 24;
const padding = 18;
export const groupHead = 38;

const within = (name: string, group: string) => group === '' || name.startsWith(group + '/');

/** What a name is part of at this level: the processor itself, or the group that holds it. */
function unitOf(name: string, group: string): string {
  const rest = group === '' ? name : name.slice(group.length + 1);
  const slash = rest.indexOf('/');
  return slash < 0 ? name : name.slice(0, name.length - rest.length + slash);
}

/** Every group of a flow, the outer ones first. */
export function groupsOf(processors: string[]): string[] {
  const groups = new Set<string>();
  for (const name of processors) {
    for (let slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
      groups.add(name.slice(0, slash));
    }
  }
  return [...groups].sort();
}

/** The outermost closed group that holds a processor, or the processor itself. */
export function visible(name: string, open: Set<string>): string {
  for (let slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
    const group = name.slice(0, slash);
    if (!open.has(group)) {
      return group;
    }
  }
  return name;
}

/** Places a flow along its data, groups within their boxes; parents come before what is in them. */
export function arrange(processors: string[], connections: FlowConnection[], open: Set<string>): Box[] {
  return place('', processors, connections, open).boxes;
}

interface Area {
  boxes: Box[];
  width: number;
  height: number;
}

function place(group: string, names: string[], connections: FlowConnection[], open: Set<string>): Area {
  const mine = names.filter((name) => within(name, group));
  const ids = [...new Set(mine.map((name) => unitOf(name, group)))];
  const insides = new Map<string, Area>();
  for (const id of ids) {
    if (!names.includes(id) && open.has(id)) {
      insides.set(id, place(id, mine, connections, open));
    }
  }
  const edges = connections
    .filter(({ from, to }) => within(from, group) && within(to, group))
    .map(({ from, to }) => ({ from: unitOf(from, group), to: unitOf(to, group) }))
    .filter(({ from, to }) => from !== to);
  const placed = layered(
    ids.map((id) => ({ id, kind: 'processor', name: id })),
    edges,
  );
  const sizeOf = (id: string) => {
    const inside = insides.get(id);
    return inside
      ? { width: inside.width + 2 * padding, height: inside.height + groupHead + padding }
      : { width: nodeWidth, height: nodeHeight };
  };
  const columns: string[][] = [];
  for (const { id, layer } of [...placed].sort((a, b) => a.y - b.y)) {
    (columns[layer] ??= []).push(id);
  }
  const heights = columns.map((column) =>
    column.reduce((sum, id) => sum + sizeOf(id).height + rowGap, -rowGap),
  );
  const height = Math.max(0, ...heights);
  const boxes: Box[] = [];
  let x = 0;
  columns.forEach((column, layer) => {
    const width = Math.max(...column.map((id) => sizeOf(id).width));
    let y = (height - heights[layer]!) / 2;
    for (const id of column) {
      const its = sizeOf(id);
      const inside = insides.get(id);
      boxes.push({
        id,
        kind: names.includes(id) ? 'processor' : 'group',
        open: inside !== undefined,
        x: x + (width - its.width) / 2,
        y,
        ...its,
      });
      for (const box of inside?.boxes ?? []) {
        boxes.push(box.parent ? box : { ...box, parent: id, x: box.x + padding, y: box.y + groupHead });
      }
      y += its.height + rowGap;
    }
    x += width + columnGap;
  });
  return { boxes, width: Math.max(0, x - columnGap), height };
}
