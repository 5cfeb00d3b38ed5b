import { call, items, path } from '../../api';
import type { Instant } from '../../api';
import { watched } from '../../watched';
import type { Passed } from '../../watched';

/** Erasures of persons' records as the server tells them; see docs/rest.md. */
export type Way = 'TOMBSTONE' | 'SHRED' | 'COMPACTION' | 'RETENTION' | 'FLOW' | 'REMAINS';

export interface ErasurePlace {
  name: string;
  fields: string[];
  records: number;
  derived: number;
  replaced: number;
  keys: number;
  way: Way;
  until?: Instant;
  note: string;
}

export interface Beyond {
  name: string;
  title: string;
  by: string[];
  tell: string[];
}

export interface ErasureReader {
  principal: string;
  port: string;
  sight: string;
  records: number;
  maybe: number;
  last?: Instant;
}

export interface Consent {
  domain: string;
  agrees: boolean;
  by: string;
  at: Instant;
  why: string;
}

export type ErasureStatus = 'PLANNED' | 'APPLYING' | 'APPLIED' | 'REPLACED';

export interface Erasure {
  id: string;
  scope: { of: string; domain: string; derived: boolean };
  plannedBy: string;
  plannedAt: Instant;
  expires: Instant;
  places: ErasurePlace[];
  sources: Beyond[];
  outside: Beyond[];
  readers: ErasureReader[];
  /** What the plan does not reach, in sentences. */
  open: string[];
  complete: boolean;
  asks: string[];
  consents: Consent[];
  status: ErasureStatus;
  appliedBy?: string;
  appliedAt?: Instant;
  why: string;
  /** Also while it is applied: what is behind it. */
  done: { name: string; way: Way; records: number; written: number; until?: Instant }[];
  checked?: { at: Instant; by: string; left: number; replaced: number; remaining: number };
  replacedBy?: string;
}

export interface Certificate {
  erasure: Erasure;
  audit: {
    writer: string;
    sequence: number;
    time: Instant;
    actor: string;
    previousHash: string;
    hash: string;
    intact: boolean;
  };
}

export interface Wanted {
  key: string;
  of?: string;
  domain?: string;
  derived: boolean;
}

type Watch = (progress: Passed) => void;

/** The person's key is in bodies only, and kept by nobody. */
export const erasures = {
  list: (signal?: AbortSignal) => items<Erasure>(path('erasures'), signal),
  get: (id: string, signal?: AbortSignal) => call<Erasure>('GET', path('erasures', id), undefined, signal),
  plan: (wanted: Wanted, watch: Watch) => watched<Erasure>(path('erasures'), watch, wanted),
  apply: (id: string, key: string, why: string, watch: Watch) =>
    watched<Erasure>(path('erasures', id, 'apply'), watch, { key, why }),
  check: (id: string, key: string, watch: Watch) =>
    watched<Erasure>(path('erasures', id, 'check'), watch, { key }),
  say: (id: string, domain: string, agrees: boolean, why: string) =>
    call<Erasure>('POST', path('erasures', id, 'say'), { domain, agrees, why }),
  certificate: (id: string, signal?: AbortSignal) =>
    call<Certificate>('GET', path('erasures', id, 'certificate'), undefined, signal),
};

/** Whether applying the plan writes something there. */
export const acts = ({ way }: ErasurePlace) => way === 'TOMBSTONE' || way === 'SHRED';
