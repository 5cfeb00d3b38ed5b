import { call, path, withQuery } from '../../api';
import type { Instant } from '../../api';

export interface Spread {
  count: number;
  median: number;
  p90: number;
}

export interface Reuse {
  product: string;
  readers: number;
  subscribers: number;
  reads: number;
  delivered: number;
}

export interface Figure {
  name: string;
  unit: string;
  value: number;
  from: 'measured' | 'given' | 'assumed';
  about: string;
}

export interface Value {
  measured: {
    from: Instant;
    to: Instant;
    complete: boolean;
    requests: number;
    granted: number;
    served: number;
    decision: Spread;
    firstRecord: Spread;
    steps: Spread;
    reuse: Reuse[];
  };
  calculation: { inputs: Figure[]; results: Figure[] };
}

export const valueOf = (days: string, rates: Record<string, string>, signal?: AbortSignal) =>
  call<Value>('GET', withQuery(path('value'), { days, ...rates }), undefined, signal);
