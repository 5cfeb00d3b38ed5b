import type { Lineage, LineageEdge, LineageNode } from '../../api';

const productOf = (port: string) => port.slice(0, Math.max(0, port.indexOf('.')));

/** To which product each node belongs that is part of one: its ports, and the flows and queries that fill it. */
function homes({ nodes, edges }: Lineage): Map<string, string> {
  const found = new Map<string, string>();
  const products = new Set(nodes.filter(({ kind }) => kind === 'product').map(({ id }) => id));
  const known = (product: string) => (products.has(`product/${product}`) ? `product/${product}` : undefined);
  for (const node of nodes.filter(({ kind }) => kind === 'port')) {
    const home = known(productOf(node.name));
    if (home) {
      found.set(node.id, home);
    }
  }
  for (const node of nodes.filter(({ kind }) => kind === 'flow' || kind === 'query')) {
    const fills = edges
      .filter(({ from }) => from === node.id)
      .map(({ to }) => (products.has(to) ? to : found.get(to)))
      .find((home) => home !== undefined);
    if (fills) {
      found.set(node.id, fills);
    }
  }
  return found;
}

/**
 * The same graph with each product as one node, which stands for its ports, flows and queries and has their tags. What is
 * opened stays as it is.
 */
export function collapsed(graph: Lineage, open: ReadonlySet<string> = new Set()): Lineage {
  const home = homes(graph);
  const standsFor = (id: string) => {
    const product = home.get(id);
    return product && !open.has(product) ? product : id;
  };
  const tags = new Map<string, Set<string>>();
  for (const node of graph.nodes) {
    const into = tags.get(standsFor(node.id)) ?? new Set();
    node.tags?.forEach((tag) => into.add(tag));
    tags.set(standsFor(node.id), into);
  }
  const nodes: LineageNode[] = graph.nodes
    .filter(({ id }) => standsFor(id) === id)
    .map((node) => ({ ...node, tags: [...(tags.get(node.id) ?? [])].sort() }));
  const edges = new Map<string, LineageEdge>();
  for (const edge of graph.edges) {
    const [from, to] = [standsFor(edge.from), standsFor(edge.to)];
    if (from !== to) {
      edges.set(`${from}>${to}`, { ...edge, from, to });
    }
  }
  return { nodes, edges: [...edges.values()] };
}

/** Every tag of the graph. */
export const tagsOf = ({ nodes }: Lineage): string[] =>
  [...new Set(nodes.flatMap(({ tags }) => tags ?? []))].sort();
