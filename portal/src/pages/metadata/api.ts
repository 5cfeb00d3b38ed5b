import { useQuery } from '@tanstack/react-query';
import { api, call, path } from '../../api';

/** What stewards want to know of things, and what they decide; see docs/rest.md. */
export interface BusinessValue {
  name: string;
  type: 'string' | 'boolean' | 'integer' | 'number' | 'date' | 'timestamp' | 'enum';
  description?: string;
  many?: boolean;
  required?: boolean;
  /** The choices of an enum. */
  values?: string[];
  value?: unknown;
  /** What the document says counts, and is changed there. */
  from?: 'document' | 'hand' | '';
}

export interface BusinessSet {
  set: string;
  title: string;
  description: string;
  attributes: BusinessValue[];
}

export interface BusinessPage {
  mayChange: boolean;
  sets: BusinessSet[];
  missing: string[];
}

/** Of the thing itself, or of one field of a port. */
export const useBusiness = (kind: string, name: string, field = '') =>
  useQuery({
    queryKey: ['metadata', kind, name, field],
    queryFn: ({ signal }) =>
      call<BusinessPage>(
        'GET',
        path('metadata', kind, name) + (field ? `?field=${encodeURIComponent(field)}` : ''),
        undefined,
        signal,
      ),
  });

/** Gives values, by SET.ATTRIBUTE; null takes one back. */
export const giveBusiness = (kind: string, name: string, field: string, values: Record<string, unknown>) =>
  call<BusinessPage>('PUT', path('metadata', kind, name), { field, values });

export interface LiveGroup {
  principal: string;
  /** As its members call it; or flow/NAME, query/NAME. */
  group: string;
  lag: number;
  /** Of so many ports together. */
  ports: number;
  lastRead?: string;
}

export interface Live {
  newest?: string;
  groups: LiveGroup[];
  allGroups: boolean;
  problem: string;
}

const againMillis = 10_000;

export const useLive = (port: string) =>
  useQuery({
    queryKey: ['live', port],
    queryFn: ({ signal }) => call<Live>('GET', path('ports', port, 'live'), undefined, signal),
    refetchInterval: againMillis,
  });

export type TagDecision = 'confirm' | 'reject';

/** When a confirmed tag holds; empty ends are open. */
export interface Period {
  from: string;
  until: string;
}

export const decideTag = (
  port: string,
  field: string,
  tag: string,
  decision: TagDecision,
  why: string,
  period?: Period,
) => call<unknown>('POST', path('ports', port, 'tags'), { field, tag, decision, why, ...period });

interface WrittenRelation {
  term: string;
  status?: string;
  description?: string;
}

interface WrittenTerm {
  name: string;
  relations?: Record<string, (string | WrittenRelation)[]>;
}

/** Writes the term's file anew with one relation more, or without one; all checks are the server's. */
export async function relate(name: string, kind: string, other: WrittenRelation, there: boolean) {
  const { document } = await api.resource<WrittenTerm & Record<string, unknown>>('term', name);
  const before = document.relations?.[kind] ?? [];
  const others = before.filter((one) => (typeof one === 'string' ? one : one.term) !== other.term);
  const changed = {
    ...document,
    relations: { ...document.relations, [kind]: there ? [...others, other] : others },
  };
  return call<{ applied: boolean }>('POST', path('apply'), {
    documents: [{ file: `${name}.term.yaml`, text: JSON.stringify(changed, undefined, 2) }],
    dryRun: false,
  });
}
