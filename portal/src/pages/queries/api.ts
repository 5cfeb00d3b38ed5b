import { call, items, path, reach, refusal } from '../../api';
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

/** A query's part of the processor, in cores. */
export interface CpuShare {
  seconds: number;
  cores: number;
  /** Of all queries that share its limit, if there is one. */
  productCores: number;
  most?: number | null;
  held: boolean;
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
  /** Missing where it is not measured: on a cluster of its own. */
  cpu?: CpuShare | null;
  /** The record that it failed at last, as `port/partition/offset`, where that is known. */
  record?: string | null;
  /** Records that it goes on without. */
  leftOut: { count: number; newest: string[] };
  next?: NextStatement | null;
}

/** A statement that is computed beside the one that people see the result of. */
export interface NextStatement {
  state: QueryState;
  since: Instant;
  message: string;
  numbers: JobNumbers;
  caughtUp: boolean;
  cutover: boolean;
}

/** One row of a port with a primary key. */
export interface KeyedRow {
  key: string;
  at: Instant;
  value: Record<string, unknown>;
}

/** A row by its key, or those of a range: from the first key to the one before the last. */
export type RowQuestion = { key: string } | { from: string; to: string };

/** A function from a jar; `here`: whether this server has the jar. */
export interface JarFunction {
  name: string;
  product: string;
  description: string;
  className: string;
  sha256: string;
  usableBy: string[];
  here: boolean;
}

/** A jar with functions that somebody has sent to the server. */
export interface OfferedJar {
  sha256: string;
  file: string;
  bytes: number;
  classes: number;
  offeredBy: string;
  offeredAt: Instant;
  /** Empty while nobody has let it in. */
  acceptedBy: string;
}

export const rowsMax = 200;

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

/** A file as it is. */
async function send<T>(url: string, file: File): Promise<T> {
  const answer = await reach(url, {
    method: 'POST',
    headers: {
      Accept: 'application/json',
      'X-Weft-Request': '1',
      'Content-Type': 'application/octet-stream',
    },
    body: file,
    credentials: 'same-origin',
  });
  if (!answer.ok) {
    throw await refusal(answer);
  }
  return (await answer.json()) as T;
}

async function rowsOf(url: string, asked: RowQuestion, signal?: AbortSignal): Promise<KeyedRow[]> {
  if ('key' in asked) {
    const row = call<KeyedRow>('GET', `${url}?${new URLSearchParams({ key: asked.key })}`, undefined, signal);
    return [await row];
  }
  const range = new URLSearchParams({ max: String(rowsMax) });
  Object.entries(asked).forEach(([name, value]) => value && range.set(name, value));
  return items<KeyedRow>(`${url}?${range}`, signal);
}

export const queries = {
  list: (signal?: AbortSignal) => items<QueryStatus>(path('queries'), signal),
  page: (name: string, signal?: AbortSignal) =>
    call<QueryPage>('GET', path('queries', name), undefined, signal),
  start: (name: string) => post<QueryStatus>(path('queries', name, 'start')),
  stop: (name: string) => post<QueryStatus>(path('queries', name, 'stop')),
  restart: (name: string) => post<QueryStatus>(path('queries', name, 'restart')),
  cutOver: (name: string) => post<QueryStatus>(path('queries', name, 'cutover')),
  abort: (name: string) => post<QueryStatus>(path('queries', name, 'abort')),
  rows: (port: string, asked: RowQuestion, signal?: AbortSignal) =>
    rowsOf(path('ports', port, 'rows'), asked, signal),
  functions: (signal?: AbortSignal) => items<JarFunction>(path('functions'), signal),
  jars: (signal?: AbortSignal) => items<OfferedJar>(path('function-jars'), signal),
  offerJar: (file: File) => send<OfferedJar>(path('function-jars', file.name), file),
  acceptJar: (sha256: string) => post<OfferedJar>(path('function-jars', sha256, 'accept')),
  withdrawJar: (sha256: string) => call<undefined>('DELETE', path('function-jars', sha256)),
  check: (sql: string, signal?: AbortSignal) => post<Check>(path('queries', 'check'), { sql }, signal),
  draft: (sql: string, product: string, port: string) =>
    post<{ document: Record<string, unknown> }>(path('queries', 'draft'), { sql, product, port }),
  apply: (documents: SourceText[], dryRun: boolean) =>
    post<{ changes: Change[]; applied: boolean }>(path('apply'), { documents, dryRun }),
};
