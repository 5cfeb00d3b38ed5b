import { call, items, path, withQuery } from '../../api';
import type { Instant } from '../../api';

/** The governance of domains, sources and products as the server tells it; see docs/rest.md. */
export type Stage = 'NONE' | 'DESIGNATED' | 'VERIFIED' | 'APPROVED' | 'ENFORCED';

export interface HistoryEntry {
  act: string;
  by: string;
  at: Instant;
  stage: string;
  comment: string;
}

export interface Vote {
  motion: 'APPROVE' | 'WITHDRAW';
  until: Instant;
  voters: string[];
  needed: number;
  votes: { by: string; yes: boolean; at: Instant; comment: string }[];
}

export interface Standing {
  domain: string;
  title: string;
  stage: Stage;
  steps: { stage: Stage; by: string; at: Instant; comment: string }[];
  vote?: Vote;
  due?: Instant;
  overdue: boolean;
  acts: DomainAct[];
  history: HistoryEntry[];
}

export type DomainAct = 'designate' | 'verify' | 'vote' | 'enforce' | 'reject' | 'withdraw';

export interface Source {
  domain: string;
  term: string;
  port: string;
  provisioner: string;
  stage: 'DESIGNATED' | 'VERIFIED' | 'LAPSED';
  holds: boolean;
  enforced: boolean;
  designatedBy: string;
  designatedAt: Instant;
  verifiedBy?: string;
  verifiedAt?: Instant;
  until: Instant;
  dueSoon: boolean;
  withdrawal?: { by: string; at: Instant; why: string };
  acts: ('verify' | 'withdraw')[];
}

export interface Exception {
  id: string;
  domain: string;
  term: string;
  port: string;
  principal: string;
  reason: string;
  until: Instant;
  stage: 'ASKED' | 'GRANTED' | 'REFUSED' | 'ENDED';
  askedBy: string;
  askedAt: Instant;
  vote?: Vote;
  acts: ('vote' | 'end')[];
}

export interface Violation {
  subscription: string;
  principal: string;
  port: string;
  purpose: string;
  term: string;
  source: string;
  excepted: boolean;
  policies: string[];
}

export interface Breach {
  product: string;
  document: string;
  message: string;
}

export type LifeStage = 'DRAFT' | 'PROPOSED' | 'APPROVED' | 'ACTIVE' | 'DEPRECATED' | 'RETIRED';

export type Property = 'LOGIC' | 'DATA' | 'ENVIRONMENT' | 'GOVERNANCE';

export interface Life {
  product: string;
  stage: LifeStage;
  publishing: 'FILE' | 'COMPLETE' | 'APPROVAL';
  gaps: { property: Property; sentence: string; hint: string }[];
  proposedBy?: string;
  acts: LifeAct[];
  history: HistoryEntry[];
}

export type LifeAct = 'propose' | 'approve' | 'reject' | 'activate' | 'deprecate' | 'retire';

/** What a person says with an act; what is empty is left out. */
export interface Said {
  comment?: string;
  vote?: 'yes' | 'no';
  due?: Instant;
  until?: Instant;
}

const post = <T>(url: string, body: unknown) => call<T>('POST', url, body);

export const governance = {
  standings: (signal?: AbortSignal) => items<Standing>(path('domains'), signal),
  standing: (domain: string, signal?: AbortSignal) =>
    call<Standing>('GET', path('domains', domain, 'standing'), undefined, signal),
  stand: (domain: string, act: DomainAct, said: Said) =>
    post<Standing>(path('domains', domain, 'standing', act), said),
  breaches: (domain: string, signal?: AbortSignal) =>
    items<Breach>(path('domains', domain, 'rule-breaches'), signal),
  violations: (domain: string, signal?: AbortSignal) =>
    items<Violation>(path('domains', domain, 'violations'), signal),
  sources: (of: { domain?: string; term?: string; product?: string }, signal?: AbortSignal) =>
    items<Source>(withQuery(path('authoritative-sources'), of), signal),
  designate: (domain: string, term: string, body: Said & { port: string; provisioner?: string }) =>
    post<unknown>(path('domains', domain, 'sources', term), body),
  verify: (domain: string, term: string, said: Said) =>
    post<unknown>(path('domains', domain, 'sources', term, 'verify'), said),
  withdraw: (domain: string, term: string, said: Said) =>
    post<unknown>(path('domains', domain, 'sources', term, 'withdraw'), said),
  exceptions: (domain: string, signal?: AbortSignal) =>
    items<Exception>(path('domains', domain, 'exceptions'), signal),
  askException: (domain: string, asked: { term: string; port: string; reason: string; until?: Instant }) =>
    post<unknown>(path('domains', domain, 'exceptions'), asked),
  voteException: (domain: string, id: string, said: Said) =>
    post<unknown>(path('domains', domain, 'exceptions', id, 'vote'), said),
  endException: (domain: string, id: string, said: Said) =>
    post<unknown>(path('domains', domain, 'exceptions', id, 'end'), said),
  life: (product: string, signal?: AbortSignal) =>
    call<Life>('GET', path('products', product, 'life'), undefined, signal),
  live: (product: string, act: LifeAct, said: { comment?: string; force?: string }) =>
    post<Life>(path('products', product, 'life', act), said),
};
