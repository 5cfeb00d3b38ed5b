import { useQuery } from '@tanstack/react-query';
import { call, path } from '../../api';

/** How the promises of a port's contract stand; see docs/rest.md. */
export interface Quality {
  status: 'measured' | 'reading' | 'unmeasured';
  promises: {
    id: string;
    name: string;
    field?: string;
    promised: string;
    standing: 'kept' | 'broken' | 'unknown';
    found: string;
    severity?: string;
    brokenSince?: string;
  }[];
  unmeasured: { name: string; promised: string; why: string }[];
  slices: { from: string; records: number; quarantined: number; against: number[] }[];
  undecoded: number;
}

const againMillis = 10_000;

export const useQuality = (port: string) =>
  useQuery({
    queryKey: ['quality', port],
    queryFn: ({ signal }) => call<Quality>('GET', path('ports', port, 'quality'), undefined, signal),
    refetchInterval: againMillis,
  });
