import type { Instant } from './http';

/* The mesh itself: its audit, its documents and its people. */

export interface AuditItem {
  writer?: string;
  sequence: number;
  time: Instant;
  actor: string;
  action: string;
  subject: string;
  successful: boolean;
  details: Record<string, unknown>;
  hash?: string;
}

export interface AuditCheck {
  events: number;
  chains: number | unknown[];
  faults: unknown[];
}

export interface Status {
  version: string;
  startedAt: Instant;
  role: string;
  writer?: string;
  gateway: string;
  kafka?: string;
  products: number;
  ports: number;
  flows: number;
  flowsFailed: number;
  subscriptions: number;
  readers: number;
}

export interface Resource<T = Record<string, unknown>> {
  kind: string;
  name: string;
  version: number;
  changedAt: Instant;
  changedBy: string;
  document: T;
}

export interface Domain {
  name: string;
  title: string;
  description?: string;
  governance?: {
    body?: string[];
    stewards?: string[];
    regulations?: string[];
    quorum?: string | number;
    publishing?: string;
    rules?: { name: string; expression: string; message: string }[];
    purposes?: { name: string; title?: string; description?: string }[];
    requests?: RequestRules;
  };
}

/** How requests for a domain's data are decided. */
export interface RequestRules {
  longestPeriod?: string;
  remindAfter?: string;
  escalateAfter?: string;
  recertifyEvery?: string;
  routes?: { name?: string; tags?: string[]; when?: string; seats?: string[]; automatic?: boolean }[];
}

export interface Person {
  name: string;
  title: string;
  email?: string;
  groups?: string[];
  roles?: string[];
  attributes?: Record<string, unknown>;
  disabled?: boolean;
}

export interface MeshEvent {
  kind: string;
  name: string;
  version: number;
  deleted: boolean;
}

/** A function from a jar that queries may call, as `product.function`. */
export interface MeshFunction {
  name: string;
  product: string;
  description: string;
}
