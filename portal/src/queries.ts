import {
  MutationCache,
  QueryCache,
  QueryClient,
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { ProblemError, api } from './api';
import type { AuditQuery, Domain, ProductQuery, SearchQuery, SubscriptionView } from './api';

/** Tries again only what another try can mend: an unreachable or overwhelmed server, never a refusal. */
function worthAnotherTry(count: number, error: Error): boolean {
  const refused = error instanceof ProblemError && error.status >= 400 && error.status < 500;
  return !refused && count < 3;
}

/** One cache for the page; events from the server mark its entries stale (see events.ts). */
export function newQueryClient(): QueryClient {
  // A session that has ended is noticed by whatever is asked next: then the person is asked to sign in again.
  const onError = (error: Error, query?: { queryKey: readonly unknown[] }) => {
    if (error instanceof ProblemError && error.status === 401 && query?.queryKey[0] !== 'whoami') {
      void client.invalidateQueries({ queryKey: ['whoami'] });
    }
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError: (error) => onError(error) }),
    defaultOptions: {
      queries: { retry: worthAnotherTry, staleTime: 15_000, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
  return client;
}

export const useWhoami = () =>
  useQuery({ queryKey: ['whoami'], queryFn: ({ signal }) => api.whoami(signal), staleTime: 60_000 });

export const useSearch = (query: SearchQuery, meta: string[] = []) =>
  useQuery({
    queryKey: ['search', query, meta],
    queryFn: ({ signal }) => api.search(query, meta, signal),
    placeholderData: keepPreviousData,
  });

export const useFunctions = () =>
  useQuery({ queryKey: ['functions'], queryFn: ({ signal }) => api.functions(signal) });

/** Some of the products, never all: there may be very many. */
export const useProducts = (query: ProductQuery, enabled = true) =>
  useQuery({
    queryKey: ['products', query],
    queryFn: ({ signal }) => api.products(query, signal),
    placeholderData: keepPreviousData,
    enabled,
  });

export const useProduct = (id: string) =>
  useQuery({ queryKey: ['product', id], queryFn: ({ signal }) => api.product(id, signal) });

export const useSample = (port: string, enabled: boolean) =>
  useQuery({
    queryKey: ['sample', port],
    queryFn: ({ signal }) => api.sample(port, 20, signal),
    enabled,
  });

export const useQuarantine = (port: string, enabled: boolean) =>
  useQuery({
    queryKey: ['quarantine', port],
    queryFn: ({ signal }) => api.quarantine(port, signal),
    enabled,
  });

export const useSubscriptions = (view: SubscriptionView) =>
  useQuery({
    queryKey: ['subscriptions', view],
    queryFn: ({ signal }) => api.subscriptions(view, signal),
  });

export const useKeys = () => useQuery({ queryKey: ['keys'], queryFn: ({ signal }) => api.keys(signal) });

export const useFlows = () =>
  useQuery({ queryKey: ['flows'], queryFn: ({ signal }) => api.flows(signal), refetchInterval: 2_000 });

export const useStatus = () =>
  useQuery({ queryKey: ['status'], queryFn: ({ signal }) => api.status(signal), refetchInterval: 10_000 });

export const useAudit = (query: AuditQuery, live: boolean) =>
  useQuery({
    queryKey: ['audit', query],
    queryFn: ({ signal }) => api.audit(query, signal),
    placeholderData: keepPreviousData,
    refetchInterval: live ? 3_000 : false,
  });

/** As it is, or as it was at some time. */
export const useLineage = (node: string, direction: string, depth: number, at?: string) =>
  useQuery({
    queryKey: ['lineage', node, direction, depth, at],
    queryFn: ({ signal }) => api.lineage(node, direction, depth, at, signal),
    placeholderData: keepPreviousData,
    enabled: node !== '',
  });

export const useTrace = (port: string, partition: number, offset: number, enabled: boolean) =>
  useQuery({
    queryKey: ['trace', port, partition, offset],
    queryFn: ({ signal }) => api.trace(port, partition, offset, signal),
    enabled,
  });

export const useExplain = (principal: string, port: string) =>
  useQuery({
    queryKey: ['explain', principal, port],
    queryFn: ({ signal }) => api.explain(principal, port, signal),
    enabled: principal !== '' && port !== '',
  });

export const useDomain = (name: string) =>
  useQuery({
    queryKey: ['resource', 'domain', name],
    queryFn: ({ signal }) => api.resource<Domain>('domain', name, signal),
    enabled: name !== '',
  });

/** A change, after which whatever it may have touched is asked for again. */
export function useChange<Given, Answer>(change: (given: Given) => Promise<Answer>, touches: string[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => Promise.all(touches.map((touched) => client.invalidateQueries({ queryKey: [touched] }))),
  });
}
