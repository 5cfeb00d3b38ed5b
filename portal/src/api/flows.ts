import type { Instant } from './http';

/* Flows as they run, and as they are written. */

export type FlowStatus = 'running' | 'stopped' | 'failed' | 'waiting';

export interface Passed {
  in: number;
  out: number;
  failed: number;
}

export interface FlowProcessor {
  name: string;
  type: string;
  status: string;
  in: number;
  out: number;
  failed: number;
  counters?: Record<string, number>;
  message?: string;
  recent?: Passed;
}

export interface FlowConnection {
  from: string;
  relationship: string;
  to: string;
  /** Records that wait, in so many FlowFiles, about so many bytes. */
  queued: number;
  flowFiles?: number;
  bytes?: number;
  /** After so many records, or bytes, the senders wait. */
  recordsMax?: number;
  bytesMax?: number;
}

export interface Bulletin {
  time: Instant;
  level: 'info' | 'warning' | 'error';
  processor: string;
  text: string;
  times: number;
}

/** A place outside of the mesh to which a flow sends, and what decides on it. */
export interface Destination {
  processor: string;
  place: string;
  allowed: boolean;
  policy: string;
  reason: string;
}

/** What a processor did in each step of the last five minutes, the oldest first. */
export interface History {
  processor: string;
  from: Instant;
  stepSeconds: number;
  steps: Passed[];
}

/** A parameter of a flow: from where it has its value, never the value. */
export interface FlowParameter {
  name: string;
  description: string;
  sensitive: boolean;
  used: boolean;
  from: 'flow' | 'context' | 'default' | 'nothing';
  context: string;
  by: 'bound' | 'environment' | 'file' | 'document';
}

/** A FlowFile that waits, without its content. */
export interface Queued {
  number: number;
  since: Instant;
  attributes: Record<string, string>;
  content: string;
  records: number;
  bytes: number;
  path: string[];
  tried?: number;
  notBefore?: Instant;
}

export interface QueuePreview {
  flowFile: Queued;
  records: Record<string, unknown>[];
  text: string;
  withheld: string;
}

export interface SettingType {
  name: string;
  type: string;
  doc: string;
  required: boolean;
  sensitive: boolean;
  default?: string;
}

export interface ProcessorType {
  name: string;
  summary: string;
  source: boolean;
  relationships: string[];
  settings: SettingType[];
}

export interface RelationshipOptions {
  autoTerminate?: boolean;
  retry?: number;
  backoff?: string;
  maxBackoff?: string;
}

/** A processor as its author wrote it. */
export interface ProcessorDocument {
  name: string;
  type: string;
  settings?: Record<string, unknown>;
  concurrentTasks?: number;
  penalty?: string;
  yield?: string;
  relationships?: Record<string, RelationshipOptions>;
  schedule?: { every?: string; cron?: string; timezone?: string };
  [key: string]: unknown;
}

export interface GroupDocument {
  name: string;
  processors?: ProcessorDocument[];
  groups?: GroupDocument[];
  /** Each as `from.relationship -> to`. */
  connections?: string[];
  queues?: QueueDocument[];
  inputs?: Record<string, string>;
  outputs?: Record<string, string>;
  [key: string]: unknown;
}

/** How the queue of one connection behaves; what is left out has the default. */
export interface QueueDocument {
  connection: string;
  records?: number;
  bytes?: number;
  order?: string;
  expiry?: string;
}

/** A flow as its author wrote it. */
export interface FlowDocument extends GroupDocument {
  product: string;
  /** Where somebody has put a processor or a group, from the corner of what it is in. */
  layout?: Record<string, { x: number; y: number }>;
  parameters?: Record<string, { description?: string; sensitive?: boolean; default?: unknown }>;
}

export interface Flow {
  name: string;
  product: string;
  status: FlowStatus;
  since?: Instant;
  message?: string;
  processors: FlowProcessor[];
  connections: FlowConnection[];
  bulletins?: Bulletin[];
}

/** Flows say how they are in one of four words, whatever the case they are written in. */
export function inWords(flow: Flow): Flow {
  const word = <Word extends string>(status: Word) => status.toLowerCase() as Word;
  const processors = flow.processors.map((processor) => ({ ...processor, status: word(processor.status) }));
  return { ...flow, status: word(flow.status), processors };
}
