import { call, items, path } from '../../api';
import type { Instant, Problem } from '../../api';

/** Queries as the server tells them; see docs/rest.md. */
export type QueryState =
  'WAITING' | 'STARTING' | 'RUNNING' | 'RESTARTING' | 'STOPPING' | 'STOPPED' | 'FAILED';

export interface JobNumbers {
  recordsIn: number;
  recordsOut: number;
  lag: number;
  /** From 0 to 1. */
  busy: number;
  backPressure: number;
  checkpoint?: { at: Instant; bytes: number; millis: number; failed: number } | null;
}

export interface QueryStatus {
  name: string;
  product: string;
  into: string[];
  state: QueryState;
  since: Instant;
  message: string;
  causes: string[];
  job: string;
  cluster: string;
  numbers: JobNumbers;
}

export type How = 'IDENTITY' | 'TRANSFORMED' | 'AGGREGATED' | 'HIDDEN';

export interface Origin {
  port: string;
  field: string;
  how: How;
}

export interface OutputField {
  name: string;
  type: string;
  nullable: boolean;
  from: Origin[];
  tags?: string[];
}

export interface Use {
  port: string;
  field: string;
  as: string;
}

/** One result of a statement. */
export interface Output {
  port?: string | null;
  changes: 'APPEND' | 'UPSERT';
  key: string[];
  fields: OutputField[];
  uses: Use[];
}

export interface QueryDocument {
  name: string;
  product: string;
  into: string[];
  description: string;
  sql: string;
}

export interface QueryPage {
  query: QueryDocument;
  status: QueryStatus;
  plan?: { reads: string[]; outputs: Output[] } | null;
}

/** What a statement would do. */
export interface Check {
  problems: Problem[];
  warnings: Problem[];
  reads: string[];
  outputs: Output[];
}

export interface Change {
  kind: string;
  name: string;
  action: 'create' | 'change' | 'unchanged';
  diff: string[];
  notes: string[];
}

/** A text that becomes resources of the mesh. */
export interface SourceText {
  file: string;
  text: string;
}

const post = <T>(url: string, body: unknown = {}, signal?: AbortSignal) => call<T>('POST', url, body, signal);

export const queries = {
  list: (signal?: AbortSignal) => items<QueryStatus>(path('queries'), signal),
  page: (name: string, signal?: AbortSignal) =>
    call<QueryPage>('GET', path('queries', name), undefined, signal),
  start: (name: string) => post<QueryStatus>(path('queries', name, 'start')),
  stop: (name: string) => post<QueryStatus>(path('queries', name, 'stop')),
  restart: (name: string) => post<QueryStatus>(path('queries', name, 'restart')),
  check: (sql: string, signal?: AbortSignal) => post<Check>(path('queries', 'check'), { sql }, signal),
  draft: (sql: string, product: string, port: string) =>
    post<{ document: Record<string, unknown> }>(path('queries', 'draft'), { sql, product, port }),
  apply: (documents: SourceText[], dryRun: boolean) =>
    post<{ changes: Change[]; applied: boolean }>(path('apply'), { documents, dryRun }),
};
