import { api, call, path, withQuery } from '../../api';
import type { ExplainField, Explanation, Instant, Port } from '../../api';

/** One record, as one person sees it. */
export interface Sight {
  outcome: 'shown' | 'filtered' | 'withheld' | 'refused';
  value?: Record<string, unknown>;
}

export interface PreviewRow {
  partition: number;
  offset: number;
  timestamp: Instant;
  /** As who asks sees it. */
  value: unknown;
  now: Sight;
  then?: Sight;
}

export interface Preview {
  now: Explanation;
  then?: Explanation;
  records: PreviewRow[];
  /** What who asks does not see as it is. */
  hidden: string[];
  unsure: boolean;
  noRecords?: string;
}

export interface FieldReader {
  principal: string;
  title: string;
  reason: string;
  policies: string[];
  filter?: string;
  shown: number;
  masked: number;
  withheld: number;
  field?: ExplainField;
}

export interface Readers {
  port: string;
  field?: string;
  asked: number;
  complete: boolean;
  items: FieldReader[];
}

export const policies = {
  preview: (principal: string, port: string, purpose: string, planned?: string) =>
    call<Preview>('POST', path('explain', 'preview'), {
      principal,
      port,
      purpose,
      max: 50,
      documents: planned === undefined ? [] : [{ file: 'policy.yaml', text: planned }],
    }),
  readers: (port: string, field: string, signal?: AbortSignal) =>
    call<Readers>('GET', withQuery(path('explain', 'readers'), { port, field }), undefined, signal),
  port: (port: string, signal?: AbortSignal) => call<Port>('GET', path('ports', port), undefined, signal),
  tryOut: api.tryOut,
  delete: (name: string) => call<void>('DELETE', path('resources', 'policy', name)),
};
