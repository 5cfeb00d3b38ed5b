/**
 * What the server says, as in docs/rest.md, and the one way to ask it. A refusal becomes a ProblemError whose
 * message and hint are written for people and are shown as they are.
 */
export type Instant = string;

export interface Place {
  file?: string;
  line?: number;
  column?: number;
  path?: string;
}

export interface Problem {
  kind: string;
  code: string;
  place?: Place;
  message: string;
  hint?: string;
}

export interface Whoami {
  name: string;
  title: string;
  groups: string[];
  roles: string[];
  owns: string[];
  stewards: string[];
  expiresAt?: Instant;
}

export interface Highlight {
  field: string;
  text: string;
}

export interface Hit {
  kind: string;
  name: string;
  title: string;
  description: string;
  domain?: string;
  owners: string[];
  tags: string[];
  port?: string;
  /** All that is told of it: who wants to know more asks its owners. */
  restricted?: boolean;
  highlights: Highlight[];
  /** Why it was found, in words. */
  why?: { text: string; meaning?: number };
  score: number;
}

export interface FacetValue {
  value: string;
  count: number;
}

export type FacetName = 'kind' | 'domain' | 'tag' | 'owner' | 'status' | 'format';

export interface SearchAnswer {
  total: number;
  items: Hit[];
  /** Those of {@link FacetName}, and SET.ATTRIBUTE of business metadata. */
  facets: Partial<Record<string, FacetValue[]>>;
  /** How the question was understood, in words. */
  reading?: { text: string };
}

export interface ProductSummary {
  id: string;
  name: string;
  version: string;
  status: string;
  domain: string;
  purpose: string;
  owners: string[];
  stewards: string[];
  tags: string[];
  ports: string[];
  changedAt: Instant;
}

export interface FieldTag {
  tag: string;
  confidence?: number;
  evidence?: string;
  source?: string;
  status?: string;
  /** When it holds; left out: always. */
  validity?: { from?: Instant; until?: Instant }[];
}

export type Rule = 'show' | 'mask' | 'withhold';

export interface Field {
  path: string;
  type: string;
  description?: string;
  required: boolean;
  primaryKey: boolean;
  inContract: boolean;
  atSource?: string;
  tags: FieldTag[];
  /** Those whose time is over, or has not come. */
  otherTags?: FieldTag[];
  myRule: Rule;
  myMask?: string;
  myPolicy?: string;
}

export interface Access {
  allowed: boolean;
  reason: string;
  policies: string[];
  until?: Instant;
  /** The newest of one's own requests for the port, whatever became of it. */
  subscription?: Subscription;
  /** On which terms; only where there is access. */
  terms?: Terms;
}

export interface Terms {
  from?: Instant;
  to?: Instant;
  lookback?: string;
  bytesPerSecond?: number;
  requestsPerSecond?: number;
  audited: boolean;
}

export type WhoView = 'any' | 'raw' | 'masked';

export interface Sighting {
  principal: string;
  sight: string;
  exact: boolean;
  delivered: number;
  first: Instant;
  last?: Instant;
  policies: string[];
  purposes: string[];
}

export interface WhoAnswer {
  port: string;
  field?: string;
  since?: Instant;
  items: Sighting[];
}

export interface Quarantined {
  partition: number;
  offset: number;
  timestamp: Instant;
  flow?: string;
  processor?: string;
  source?: string;
  position?: string;
  violations: { rule: string; field?: string; message?: string }[];
}

export interface ReplayEffect {
  effect: string;
  principal: string;
  port: string;
  reads: number;
  last?: Instant;
  reason: string;
  fields: { path: string; before: string; after: string }[];
  filter?: { before: string; after: string };
  terms?: string;
}

export interface Replayed {
  from: Instant;
  accesses: number;
  complete: boolean;
  effects: ReplayEffect[];
}

export interface Consumer {
  principal: string;
  subscription?: string;
  purpose?: string;
  until?: Instant;
  lastRead?: Instant;
  delivered?: number;
}

export interface ServiceLevel {
  property: string;
  value: string | number;
  unit?: string;
}

export interface Port {
  port: string;
  description?: string;
  contractId?: string;
  contractVersion?: string;
  fields: Field[];
  access: Access;
  consumers: Consumer[];
  records?: number;
  partitions?: number;
  serviceLevels: ServiceLevel[];
  /** Whether it is for one subscriber at a time. */
  oneSubscriber?: boolean;
}

export interface InputPort {
  name: string;
  contractId?: string;
  port?: string;
}

export interface Product {
  id: string;
  name: string;
  version: string;
  status: string;
  domain: string;
  domainTitle?: string;
  purpose?: string;
  limitations?: string;
  usage?: string;
  owners: string[];
  stewards: string[];
  tags: string[];
  environment?: string;
  inputPorts: InputPort[];
  outputPorts: Port[];
  flows: string[];
  queries: string[];
}

export interface SampleRecord {
  partition: number;
  offset: number;
  timestamp: Instant | number;
  key: unknown;
  value: unknown;
}

export type SubscriptionStatus = 'REQUESTED' | 'APPROVED' | 'REJECTED' | 'REVOKED' | 'EXPIRED';

export interface Subscription {
  id: string;
  principal: string;
  port: string;
  purpose: string;
  fields: string[];
  until?: Instant;
  status: SubscriptionStatus;
  requestedBy: string;
  requestedAt: Instant;
  /** Until when its port's contract holds, if that is deprecated. */
  portEnds?: string;
  brokenPromises?: string[];
  decidedBy?: string;
  decidedAt?: Instant;
  why: string;
  review?: Review;
}

/** How a request was decided and is confirmed; nothing of it where one owner's word was enough. */
export interface Review {
  note: string;
  seats: string[];
  route: string;
  approvals: { seat: string; by: string; onBehalfOf?: string; at: Instant }[];
  terms?: { version: string; by: string; at: Instant };
  certified?: { by: string; at: Instant };
  certifyBy?: Instant;
  acceptBy?: Instant;
}

export interface AccessRequest {
  note?: string;
  acceptTerms?: string;
  port: string;
  purpose: string;
  fields?: string[];
  until?: Instant;
}

export interface ClientKey {
  id: string;
  principal: string;
  description: string;
  createdAt: Instant;
  expiresAt?: Instant;
  revoked: boolean;
}

export interface NewKey {
  id: string;
  secret: string;
  bootstrap: string;
  mechanism: string;
  /** SASL_SSL or SASL_PLAINTEXT, as Kafka's security.protocol. */
  security: string;
  port?: string;
  /** The gateway's certificate as PEM, where clients must be told whom to trust. */
  trust?: string;
}

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

/** The server's refusal, or that it could not be reached. The first problem is the message. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly hint: string;
  readonly problems: Problem[];
  /** Seconds to wait before another try, where the server says so. */
  readonly retryAfterSeconds?: number;

  constructor(status: number, problems: Problem[], retryAfterSeconds?: number) {
    const first = problems[0] ?? { kind: 'INTERNAL', code: 'unknown', message: 'The server said no more.' };
    super(first.message);
    this.name = 'ProblemError';
    this.status = status;
    this.code = first.code;
    this.hint = first.hint ?? '';
    this.problems = problems;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

type Query = Record<string, string | number | boolean | undefined>;

/** Parts of a path, each encoded; a slash inside a name stays inside it. */
export function path(...parts: (string | number)[]): string {
  return '/api/v1/' + parts.map((part) => encodeURIComponent(part)).join('/');
}

/** The path with a query; what is undefined or empty is left out. */
export function withQuery(base: string, query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length === 0 ? base : base + '?' + search.toString();
}

export async function call<T>(method: string, url: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') {
    headers['X-Weft-Request'] = '1';
  }
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  const answer = await reach(url, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    credentials: 'same-origin',
    signal,
  });
  if (!answer.ok) {
    throw await refusal(answer);
  }
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

export async function reach(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request);
  } catch (failure) {
    if (request.signal?.aborted) {
      throw failure;
    }
    throw new ProblemError(0, [
      {
        kind: 'ENVIRONMENT',
        code: 'unreachable',
        message: 'Weft does not answer.',
        hint: 'It may be starting again. This page tries by itself; nothing you typed is lost.',
      },
    ]);
  }
}

/** Reads problem+json; anything else (a proxy's page, a cut answer) still becomes a readable problem. */
export async function refusal(answer: Response): Promise<ProblemError> {
  const wait = Number(answer.headers.get('Retry-After')) || undefined;
  try {
    const body = (await answer.json()) as { title?: string; code?: string; problems?: Problem[] };
    const problems = body.problems?.length
      ? body.problems
      : [{ kind: 'INTERNAL', code: body.code ?? 'unknown', message: body.title ?? answer.statusText }];
    return new ProblemError(answer.status, problems, wait);
  } catch {
    const message = `The server answered ${answer.status} ${answer.statusText}`.trim() + '.';
    return new ProblemError(answer.status, [{ kind: 'INTERNAL', code: 'unreadable', message }], wait);
  }
}

/** Flows say how they are in one of four words, whatever the case they are written in. */
function inWords(flow: Flow): Flow {
  const word = <Word extends string>(status: Word) => status.toLowerCase() as Word;
  const processors = flow.processors.map((processor) => ({ ...processor, status: word(processor.status) }));
  return { ...flow, status: word(flow.status), processors };
}

/** Two nodes may be joined for several reasons; for looking at, one edge between them is enough. */
function withoutTwins(lineage: Lineage): Lineage {
  const edges = new Map(lineage.edges.map((edge) => [`${edge.from}\n${edge.to}`, edge]));
  return { ...lineage, edges: [...edges.values()] };
}

const get = <T>(url: string, signal?: AbortSignal) => call<T>('GET', url, undefined, signal);
const post = <T>(url: string, body: unknown = {}) => call<T>('POST', url, body);

/** A function from a jar that queries may call, as `product.function`. */
export interface MeshFunction {
  name: string;
  product: string;
  description: string;
}

export async function items<T>(url: string, signal?: AbortSignal): Promise<T[]> {
  return (await get<{ items: T[] }>(url, signal)).items;
}

export interface SearchQuery {
  q?: string;
  kind?: string;
  domain?: string;
  tag?: string;
  owner?: string;
  status?: string;
  format?: string;
  limit?: number;
}

export interface ProductQuery {
  /** Words in ids, names and names of ports. */
  q?: string;
  domain?: string;
  /** Who owns or tends them. */
  person?: string;
  order?: 'newest';
  from?: number;
  limit?: number;
}

export interface AuditQuery {
  actor?: string;
  action?: string;
  subject?: string;
  from?: string;
  to?: string;
  limit?: number;
}

export type SubscriptionView = 'mine' | 'to-decide' | 'to-confirm' | 'all';

/** Every call the portal makes, one line each. */
export const api = {
  login: (name: string, password: string) => post<unknown>(path('session'), { name, password }),
  logout: () => call<{ signOut?: string } | undefined>('DELETE', path('session')),
  whoami: (signal?: AbortSignal) => get<Whoami>(path('whoami'), signal),
  changePassword: (user: string, password: string) =>
    call<void>('PUT', path('users', user, 'password'), { password }),

  keys: (signal?: AbortSignal) => items<ClientKey>(path('keys'), signal),
  makeKey: (key: { port?: string; description?: string; until?: Instant }) => post<NewKey>(path('keys'), key),
  revokeKey: (id: string) => call<void>('DELETE', path('keys', id)),

  search: (query: SearchQuery, meta: string[], signal?: AbortSignal) =>
    get<SearchAnswer>(
      meta.reduce(
        (url, one) => `${url}&meta=${encodeURIComponent(one)}`,
        withQuery(path('search'), { ...query }),
      ),
      signal,
    ),
  functions: (signal?: AbortSignal) => items<MeshFunction>(path('functions'), signal),
  products: (query: ProductQuery, signal?: AbortSignal) =>
    get<{ items: ProductSummary[]; total: number }>(withQuery(path('products'), { ...query }), signal),
  product: (id: string, signal?: AbortSignal) => get<Product>(path('products', id), signal),
  sample: (port: string, max: number, signal?: AbortSignal) =>
    items<SampleRecord>(withQuery(path('ports', port, 'sample'), { max }), signal),
  quarantine: (port: string, signal?: AbortSignal) =>
    items<Quarantined>(path('ports', port, 'quarantine'), signal),
  who: (port: string, field: string, view: WhoView) =>
    post<WhoAnswer>(path('audit', 'who'), { port, field, view }),
  /** What a document would change for those whose accesses of this time are on record. */
  tryOut: (text: string, replay: string) =>
    post<{ replay?: Replayed }>(path('apply'), {
      documents: [{ file: 'tried.yaml', text }],
      dryRun: true,
      replay,
    }),
  lineage: (node: string, direction: string, depth: number, at?: Instant, signal?: AbortSignal) =>
    get<Lineage>(withQuery(path('lineage', node), { direction, depth, at }), signal).then(withoutTwins),
  trace: (port: string, partition: number, offset: number, signal?: AbortSignal) =>
    get<Trace>(withQuery(path('trace', port, partition, offset), { made: true, readers: true }), signal),
  explain: (principal: string, port: string, signal?: AbortSignal) =>
    get<Explanation>(withQuery(path('explain'), { principal, port }), signal),

  ask: (request: AccessRequest) => post<Subscription>(path('subscriptions'), request),
  subscriptions: (view: SubscriptionView, signal?: AbortSignal) =>
    items<Subscription>(withQuery(path('subscriptions'), { view }), signal),
  approve: (id: string) => post<Subscription>(path('subscriptions', id, 'approve')),
  reject: (id: string, why: string) => post<Subscription>(path('subscriptions', id, 'reject'), { why }),
  revoke: (id: string, why?: string) => post<Subscription>(path('subscriptions', id, 'revoke'), { why }),

  flows: (signal?: AbortSignal) => items<Flow>(path('flows'), signal).then((flows) => flows.map(inWords)),
  flow: (name: string, signal?: AbortSignal) => get<Flow>(path('flows', name), signal).then(inWords),
  startFlow: (name: string) => post<Flow>(path('flows', name, 'start')),
  stopFlow: (name: string) => post<Flow>(path('flows', name, 'stop')),
  /** A processor, or all of a group. */
  pauseProcessor: (flow: string, name: string) =>
    post<Flow>(path('flows', flow, 'processors', name, 'pause')),
  resumeProcessor: (flow: string, name: string) =>
    post<Flow>(path('flows', flow, 'processors', name, 'resume')),
  flowHistory: (flow: string, signal?: AbortSignal) => items<History>(path('flows', flow, 'history'), signal),
  flowDestinations: (flow: string, signal?: AbortSignal) =>
    items<Destination>(path('flows', flow, 'destinations'), signal),
  flowParameters: (flow: string, signal?: AbortSignal) =>
    items<FlowParameter>(path('flows', flow, 'parameters'), signal),
  queue: (flow: string, connection: string, signal?: AbortSignal) =>
    items<Queued>(withQuery(path('flows', flow, 'queue'), { connection }), signal),
  queued: (flow: string, connection: string, number: number, signal?: AbortSignal) =>
    get<QueuePreview>(withQuery(path('flows', flow, 'queue', number), { connection }), signal),
  dropQueue: (flow: string, connection: string) =>
    post<{ records: number }>(withQuery(path('flows', flow, 'queue', 'drop'), { connection })),
  processorTypes: (signal?: AbortSignal) => items<ProcessorType>(path('processor-types'), signal),
  /** Applies a flow as it now is; with dryRun it is only checked. */
  applyFlow: (document: FlowDocument, dryRun: boolean) =>
    post<{ applied: boolean }>(path('apply'), {
      documents: [{ file: `${document.name}.flow.yaml`, text: JSON.stringify(document, undefined, 2) }],
      dryRun,
    }),

  audit: (query: AuditQuery, signal?: AbortSignal) =>
    items<AuditItem>(withQuery(path('audit'), { ...query }), signal),
  status: (signal?: AbortSignal) => get<Status>(path('status'), signal),

  resources: <T>(kind: string, query: { q?: string; limit?: number } = {}, signal?: AbortSignal) =>
    items<Resource<T>>(withQuery(path('resources', kind), query), signal),
  resource: <T>(kind: string, name: string, signal?: AbortSignal) =>
    get<Resource<T>>(path('resources', kind, name), signal),
};
