import { useQuery } from '@tanstack/react-query';
import { erasures } from './api';

export const useErasures = () =>
  useQuery({ queryKey: ['erasures', 'list'], queryFn: ({ signal }) => erasures.list(signal) });

export const useErasure = (id: string) =>
  useQuery({ queryKey: ['erasures', 'one', id], queryFn: ({ signal }) => erasures.get(id, signal) });

export const useCertificate = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: ['erasures', 'certificate', id],
    queryFn: ({ signal }) => erasures.certificate(id, signal),
    enabled,
  });
