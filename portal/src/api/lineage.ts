import type { Instant } from './http';
import type { Rule } from './products';

/* Where data comes from and goes, and who sees what. */

export interface LineageNode {
  id: string;
  kind: string;
  name: string;
  title?: string;
  domain?: string;
  tags?: string[];
  /** Of a job outside the mesh. */
  run?: { id: string; state: string; at: string };
}

export interface LineageEdge {
  from: string;
  to: string;
  kind?: string;
}

export interface Lineage {
  nodes: LineageNode[];
  edges: LineageEdge[];
}

export interface TraceStep {
  depth: number;
  flow: string;
  processors: string[];
  output: string;
  source: string;
  key?: unknown;
  position?: unknown;
  /** Of a stretch: how many positions, in equal steps. */
  count?: number;
  stride?: number;
  range?: { from: unknown; to: unknown };
  time?: Instant;
}

/** A record that was made from another. */
export interface TraceMade {
  depth: number;
  source: string;
  flow: string;
  topic: string;
  partition: number;
  offset: number;
}

export interface TraceReader {
  principal: string;
  clientId?: string;
  group?: string;
  from: number;
  to: number;
  time: Instant;
  /** False when it is only known that the record was open to the reader. */
  exact?: boolean;
  maskedFields: string[] | Record<string, string>;
  policies: string[];
}

export interface Trace {
  port: string;
  partition: number;
  offset: number;
  time?: Instant;
  steps: TraceStep[];
  made?: TraceMade[];
  /** False when there is more than is told. */
  complete?: boolean;
  readers?: TraceReader[];
}

export interface ExplainField {
  path: string;
  rule: Rule;
  mask?: string;
  policy?: string;
  tag?: string;
  evidence?: string;
}

export interface Explanation {
  principal: string;
  port: string;
  allowed: boolean;
  reason: string;
  policies: string[];
  filter?: string;
  fields: ExplainField[];
  considered: { policy: string; matched: boolean; why: string }[];
}

/** Two nodes may be joined for several reasons; for looking at, one edge between them is enough. */
export function withoutTwins(lineage: Lineage): Lineage {
  const edges = new Map(lineage.edges.map((edge) => [`${edge.from}\n${edge.to}`, edge]));
  return { ...lineage, edges: [...edges.values()] };
}
