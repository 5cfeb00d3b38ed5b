import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { call, path } from '../../api';
import type { Port } from '../../api';
import { queries } from './api';
import type { RowQuestion } from './api';

const refetchInterval = 2_000;

export const useQueryList = () =>
  useQuery({ queryKey: ['queries'], queryFn: ({ signal }) => queries.list(signal), refetchInterval });

export const useQueryPage = (name: string) =>
  useQuery({
    queryKey: ['queries', name],
    queryFn: ({ signal }) => queries.page(name, signal),
    refetchInterval,
  });

/** Rows of a port with a primary key; asked once, since every look is on record. */
export const useRows = (port: string, asked: RowQuestion) =>
  useQuery({
    queryKey: ['rows', port, asked],
    queryFn: ({ signal }) => queries.rows(port, asked, signal),
    retry: false,
  });

export const useJarFunctions = () =>
  useQuery({ queryKey: ['functions', 'jars'], queryFn: ({ signal }) => queries.functions(signal) });

export const useJars = () =>
  useQuery({ queryKey: ['function-jars'], queryFn: ({ signal }) => queries.jars(signal) });

/** What the planner says of a statement; the one before stays until it is there. */
export const useCheck = (sql: string) =>
  useQuery({
    queryKey: ['check', sql],
    queryFn: ({ signal }) => queries.check(sql, signal),
    enabled: sql.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });

const portQuery = (port: string) => ({
  queryKey: ['product', 'port', port],
  queryFn: ({ signal }: { signal: AbortSignal }) => call<Port>('GET', path('ports', port), undefined, signal),
  staleTime: 60_000,
});

export const usePort = (port: string, enabled: boolean) => useQuery({ ...portQuery(port), enabled });

/** The pages of these ports, as far as they have come and as the caller may know of them. */
export const usePorts = (ports: string[]): Port[] =>
  useQueries({
    queries: ports.map(portQuery),
    combine: (all) => all.flatMap(({ data }) => (data ? [data] : [])),
  });
