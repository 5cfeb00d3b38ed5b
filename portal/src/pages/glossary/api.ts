import { call, items, path, withQuery } from '../../api';

/** The glossary as the server tells it; see docs/rest.md. */
export interface TermRow {
  name: string;
  title: string;
  abbreviation: string;
  definition: string;
  domain: string;
  status: string;
  categories: string[];
  tags: string[];
  uses: number;
}

export interface RelatedTerm {
  kind: string;
  term: string;
  title: string;
  definition: string;
  status: string;
  description: string;
  /** Whether it is written at this term and not at the other. */
  here: boolean;
}

export type AssignmentStatus =
  'DISCOVERED' | 'PROPOSED' | 'IMPORTED' | 'VALIDATED' | 'DEPRECATED' | 'OBSOLETE' | 'OTHER' | 'REJECTED';

export interface TermUse {
  asset: string;
  field: string;
  status: AssignmentStatus;
  confidence: number;
  source: string;
  by: string;
  comment: string;
}

export interface TermDetail {
  term: TermRow & {
    description: string;
    alsoCalled: string[];
    examples: string[];
    stewards: string[];
  };
  relations: RelatedTerm[];
  uses: TermUse[];
  inheritedTags: string[];
  mayChange: boolean;
}

export interface Meaning {
  field: string;
  term: string;
  title: string;
  definition: string;
  status: AssignmentStatus;
  confidence: number;
  source: string;
  by: string;
  comment: string;
}

export interface SuggestedTerm {
  field: string;
  term: string;
  title: string;
  confidence: number;
  evidence: string;
}

export interface PortTerms {
  items: Meaning[];
  suggestions: SuggestedTerm[];
  mayAssign: boolean;
}

export interface NewAssignment {
  asset: string;
  field: string;
  status?: string;
  /** From 0 to 1. */
  confidence?: number;
  comment?: string;
}

export const glossary = {
  terms: (signal?: AbortSignal) => items<TermRow>(path('terms'), signal),
  term: (name: string, signal?: AbortSignal) =>
    call<TermDetail>('GET', path('terms', name), undefined, signal),
  ofPort: (port: string, signal?: AbortSignal) =>
    call<PortTerms>('GET', path('ports', port, 'terms'), undefined, signal),
  assign: (term: string, given: NewAssignment) =>
    call<unknown>('POST', path('terms', term, 'assignments'), given),
  unassign: (term: string, asset: string, field: string) =>
    call<void>('DELETE', withQuery(path('terms', term, 'assignments'), { asset, field })),
};
