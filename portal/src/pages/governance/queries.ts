import { useQuery } from '@tanstack/react-query';
import { governance } from './api';

export const useStandings = () =>
  useQuery({ queryKey: ['governance', 'standings'], queryFn: ({ signal }) => governance.standings(signal) });

export const useStanding = (domain: string) =>
  useQuery({
    queryKey: ['governance', 'standing', domain],
    queryFn: ({ signal }) => governance.standing(domain, signal),
  });

export const useSources = (of: { domain?: string; term?: string; product?: string }) =>
  useQuery({
    queryKey: ['governance', 'sources', of],
    queryFn: ({ signal }) => governance.sources(of, signal),
  });

export const useExceptions = (domain: string) =>
  useQuery({
    queryKey: ['governance', 'exceptions', domain],
    queryFn: ({ signal }) => governance.exceptions(domain, signal),
  });

/** Only those who govern the domain and auditors are told. */
export const useViolations = (domain: string, enabled: boolean) =>
  useQuery({
    queryKey: ['governance', 'violations', domain],
    queryFn: ({ signal }) => governance.violations(domain, signal),
    enabled,
  });

export const useLife = (product: string) =>
  useQuery({
    queryKey: ['governance', 'life', product],
    queryFn: ({ signal }) => governance.life(product, signal),
  });

/** Asked only where the domain has rules. */
export const useBreaches = (domain: string, enabled: boolean) =>
  useQuery({
    queryKey: ['governance', 'breaches', domain],
    queryFn: ({ signal }) => governance.breaches(domain, signal),
    enabled,
  });
