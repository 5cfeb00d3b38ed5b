import { call, items, path } from '../../api';
import type { Instant } from '../../api';
import type { QueryState as RunState } from '../queries/api';

/** The mesh at one moment, as GET operations tells it; counters are since the server's start. */
export interface Operations {
  at: Instant;
  whole: boolean;
  server: {
    version: string;
    startedAt: Instant;
    role: string;
    gateway: string;
    kafka: string;
    heapUsed: number;
    heapMax: number;
    checks: Record<string, string>;
  };
  gateway: {
    connections: number;
    loginsFailed: number;
    requests: number;
    refusals: number;
    delivered: number;
    filtered: number;
    withheld: number;
    bytesDelivered: number;
    decisions: number;
  };
  /** How many decisions took at most so many microseconds; the last class has no bound. */
  decisions: { count: number; nanos: number; bounds: number[]; counts: number[] };
  storage: { total: number; usable: number; ports: number; own: number; other: number; problem: string };
  topics: TopicState[];
  groups: GroupState[];
  flows: FlowState[];
  queries: QueryState[];
  environments: { name: string; description: string; connect: string; flink: string; flows: number }[];
  work: Work[];
  alerts: Alert[];
}

/** What somebody has begun and that goes on for a while. */
export interface Work {
  kind: string;
  name: string;
  step: string;
  by: string;
  since: Instant;
  done: number;
  of: number;
}

/** What happens to one document. */
export interface WrittenChange {
  kind: string;
  name: string;
  action: string;
  diff: string[];
  notes: string[];
}

export interface Applied {
  changes: WrittenChange[];
  applied: boolean;
}

export interface TopicState {
  topic: string;
  kind: string;
  port?: string | null;
  partitions: number;
  records: number;
  bytes: number;
}

export interface GroupState {
  principal: string;
  group: string;
  topic: string;
  lag: number;
}

export interface FlowState {
  name: string;
  product: string;
  status: string;
  since: Instant;
  message: string;
  in: number;
  out: number;
  failed: number;
  queued: number;
  fullest: number;
}

export interface QueryState {
  name: string;
  product: string;
  state: RunState;
  since: Instant;
  message: string;
  in: number;
  out: number;
  lag: number;
  busy: number;
  beside?: { state: string; since: Instant; lag: number; caughtUp: boolean } | null;
}

export interface Alert {
  severity: string;
  code: string;
  kind: string;
  name: string;
  message: string;
  since?: Instant | null;
}

/** Rates in one step of the last hour, as the server remembers them. */
export interface Step {
  at: Instant;
  delivered: number;
  bytes: number;
  requests: number;
  decisions: number;
  /** Only for who sees all flows. */
  flows?: number | null;
  connections: number;
  heap: number;
}

const applied = (file: { name: string; text: string }, dryRun: boolean) =>
  call<Applied>('POST', path('apply'), { documents: [{ file: file.name, text: file.text }], dryRun });

export const operations = {
  plan: (file: { name: string; text: string }) => applied(file, true),
  apply: (file: { name: string; text: string }) => applied(file, false),
  stream: path('operations'),
  history: (signal?: AbortSignal) =>
    call<{ stepSeconds: number; steps: Step[] }>('GET', path('operations', 'history'), undefined, signal),
  export: (signal?: AbortSignal) => items<{ file: string; text: string }>(path('export'), signal),
};
