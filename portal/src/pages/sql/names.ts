import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../../api';
import { tableWords } from './mentions';

/** So many tables of a statement are looked for, and so many choices for each: an editor shows no more. */
const tablesMax = 8;
const choicesMax = 25;
const settleMillis = 150;

/** The ports that are called like the tables in a statement, and some of all: what an editor can offer. */
export function useNamesIn(sql: string): string[] {
  const [settled] = useDebouncedValue(sql, settleMillis);
  const looked = ['', ...tableWords(settled).slice(0, tablesMax)];
  const found = useQueries({
    queries: looked.map((q) => ({
      queryKey: ['products', { q, limit: choicesMax }],
      queryFn: ({ signal }: { signal: AbortSignal }) => api.products({ q, limit: choicesMax }, signal),
      placeholderData: keepPreviousData,
      staleTime: 60_000,
    })),
    combine: (all) =>
      all
        .flatMap(({ data }) => data?.items ?? [])
        .flatMap(({ ports }) => ports)
        .join('\n'),
  });
  // One text, so that the same names are the same value and the editor is not set up anew.
  return useMemo(() => [...new Set(found.split('\n').filter(Boolean))].sort(), [found]);
}
