import type { AccessRequest, ClientKey, NewKey, Subscription } from './access';
import { inWords } from './flows';
import type {
  Destination,
  Flow,
  FlowDocument,
  FlowParameter,
  History,
  ProcessorType,
  QueuePreview,
  Queued,
} from './flows';
import { call, get, items, path, post, withQuery } from './http';
import type { Instant } from './http';
import { withoutTwins } from './lineage';
import type { Explanation, Lineage, Trace } from './lineage';
import type { AuditItem, MeshFunction, Resource, Status } from './mesh';
import type {
  Product,
  ProductSummary,
  Quarantined,
  Replayed,
  SampleRecord,
  SearchAnswer,
  WhoAnswer,
  WhoView,
  Whoami,
} from './products';

export type * from './access';
export type * from './flows';
export type * from './lineage';
export type * from './mesh';
export type * from './products';
export { ProblemError, call, items, path, reach, refusal, withQuery } from './http';
export type { Instant, Place, Problem } from './http';

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
