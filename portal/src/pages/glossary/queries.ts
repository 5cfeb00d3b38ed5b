import { useQuery } from '@tanstack/react-query';
import { glossary } from './api';

export const useTerms = () =>
  useQuery({ queryKey: ['terms'], queryFn: ({ signal }) => glossary.terms(signal) });

export const useTerm = (name: string) =>
  useQuery({ queryKey: ['terms', name], queryFn: ({ signal }) => glossary.term(name, signal) });

export const usePortTerms = (port: string) =>
  useQuery({ queryKey: ['port-terms', port], queryFn: ({ signal }) => glossary.ofPort(port, signal) });

/** What a change of an assignment may have made stale: tags come with terms. */
export const touchedByTerms = ['terms', 'port-terms', 'product', 'search', 'explain'];
