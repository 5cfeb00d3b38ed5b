import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { inbox } from './api';

/** Events mark it stale; what only time brings, such as a reminder, comes with the next minute. */
export const useInbox = () =>
  useQuery({
    queryKey: ['inbox'],
    queryFn: ({ signal }) => inbox.page(signal),
    refetchInterval: 60_000,
  });

export const useNotices = () =>
  useQuery({ queryKey: ['notices'], queryFn: ({ signal }) => inbox.notices(signal) });

export const useAbsence = (name: string) =>
  useQuery({ queryKey: ['absence', name], queryFn: ({ signal }) => inbox.absence(name, signal) });

export const useAsking = (port: string, fields: string[], purpose: string, enabled = true) =>
  useQuery({
    queryKey: ['asking', port, fields, purpose],
    queryFn: ({ signal }) => inbox.asking(port, fields, purpose, signal),
    placeholderData: keepPreviousData,
    retry: false,
    enabled,
  });
