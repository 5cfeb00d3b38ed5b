import type { LineageEdge, LineageNode } from '../../api';

/** A node with its place; `layer` counts from the sources (0) along the data. */
export interface Placed extends LineageNode {
  layer: number;
  x: number;
  y: number;
}

export const nodeWidth = 190;
export const nodeHeight = 54;
const defaultColumnGap = 52;
const rowGap = 22;
const sweeps = 8;

/**
 * Places a graph in columns along the data: each node one column after its furthest predecessor, and in each column
 * ordered by the middle of its neighbours, so that few edges cross. What nothing leads to stands right before what it
 * leads to. Cycles are allowed; an edge that closes one does
 * not push its target on. Linear in nodes and edges for each sweep.
 */
export function layered(nodes: LineageNode[], edges: LineageEdge[], columnGap = defaultColumnGap): Placed[] {
  const ids = new Set(nodes.map(({ id }) => id));
  const inside = edges.filter(({ from, to }) => ids.has(from) && ids.has(to) && from !== to);
  const forward = withoutCycles(nodes, inside);
  const layers = longestPaths(nodes, forward);
  pullBeginnings(nodes, forward, layers);
  const columns = order(nodes, inside, layers);
  const tallest = Math.max(0, ...columns.map((column) => column.length));
  return columns.flatMap((column, layer) =>
    column.map((node, row) => ({
      ...node,
      layer,
      x: layer * (nodeWidth + columnGap),
      y: (row + (tallest - column.length) / 2) * (nodeHeight + rowGap),
    })),
  );
}

function neighbours(edges: LineageEdge[], from: 'from' | 'to'): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const edge of edges) {
    const list = found.get(edge[from]) ?? [];
    list.push(from === 'from' ? edge.to : edge.from);
    found.set(edge[from], list);
  }
  return found;
}

/** Depth-first, with a stack of our own, since a chain may be longer than the call stack. */
function withoutCycles(nodes: LineageNode[], edges: LineageEdge[]): LineageEdge[] {
  const after = neighbours(edges, 'from');
  const state = new Map<string, 'open' | 'done'>();
  const closing = new Set<string>();
  for (const { id } of nodes) {
    const stack = state.has(id) ? [] : [{ id, next: 0 }];
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      state.set(top.id, 'open');
      const target = after.get(top.id)?.[top.next++];
      if (target === undefined) {
        state.set(top.id, 'done');
        stack.pop();
      } else if (state.get(target) === 'open') {
        closing.add(`${top.id}\n${target}`);
      } else if (!state.has(target)) {
        stack.push({ id: target, next: 0 });
      }
    }
  }
  return edges.filter(({ from, to }) => !closing.has(`${from}\n${to}`));
}

function longestPaths(nodes: LineageNode[], edges: LineageEdge[]): Map<string, number> {
  const after = neighbours(edges, 'from');
  const waiting = new Map(nodes.map(({ id }) => [id, 0]));
  edges.forEach(({ to }) => waiting.set(to, (waiting.get(to) ?? 0) + 1));
  const layers = new Map(nodes.map(({ id }) => [id, 0]));
  const ready = nodes.map(({ id }) => id).filter((id) => waiting.get(id) === 0);
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    for (const next of after.get(id) ?? []) {
      layers.set(next, Math.max(layers.get(next)!, layers.get(id)! + 1));
      waiting.set(next, waiting.get(next)! - 1);
      if (waiting.get(next) === 0) {
        ready.push(next);
      }
    }
  }
  return layers;
}

function pullBeginnings(nodes: LineageNode[], edges: LineageEdge[], layers: Map<string, number>) {
  const after = neighbours(edges, 'from');
  const before = neighbours(edges, 'to');
  for (const { id } of nodes) {
    const next = (after.get(id) ?? []).map((other) => layers.get(other)!);
    if (!before.has(id) && next.length > 0) {
      layers.set(id, Math.min(...next) - 1);
    }
  }
}

function order(nodes: LineageNode[], edges: LineageEdge[], layers: Map<string, number>): LineageNode[][] {
  const depth = nodes.reduce((most, { id }) => Math.max(most, layers.get(id)! + 1), 0);
  const columns: LineageNode[][] = Array.from({ length: depth }, () => []);
  nodes.forEach((node) => columns[layers.get(node.id)!]!.push(node));
  const before = neighbours(edges, 'to');
  const after = neighbours(edges, 'from');
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const down = sweep % 2 === 0;
    const sequence = down ? columns : [...columns].reverse();
    const place = new Map<string, number>();
    for (const column of sequence) {
      const middle = (node: LineageNode, otherwise: number) => {
        const places = ((down ? before : after).get(node.id) ?? []).flatMap((id) => place.get(id) ?? []);
        return places.length === 0
          ? otherwise
          : places.reduce((sum, value) => sum + value, 0) / places.length;
      };
      const wanted = new Map(column.map((node, row) => [node.id, middle(node, row)]));
      column.sort((a, b) => wanted.get(a.id)! - wanted.get(b.id)!);
      column.forEach((node, row) => place.set(node.id, row));
    }
  }
  return columns;
}

/** Everything upstream and downstream of a node, itself included. */
export function pathThrough(id: string, edges: LineageEdge[]): Set<string> {
  return new Set([...reach(id, neighbours(edges, 'to')), ...reach(id, neighbours(edges, 'from'))]);
}

function reach(start: string, next: Map<string, string[]>): Set<string> {
  const seen = new Set([start]);
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const other of next.get(id) ?? []) {
      if (!seen.has(other)) {
        seen.add(other);
        open.push(other);
      }
    }
  }
  return seen;
}
