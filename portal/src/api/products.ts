import type { Subscription } from './access';
import type { Instant } from './http';

/* What there is to find and to read. */

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
