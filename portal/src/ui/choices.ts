import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../api';
import type { Person, ProductSummary, Resource } from '../api';

/** So many are offered while somebody types; who does not see theirs types on. */
const offered = 25;
const settleMillis = 120;

function useSettled(typed: string): string {
  const [settled] = useDebouncedValue(typed.trim(), settleMillis, { leading: true });
  return settled;
}

/** Products with what was typed in their id, their name or a port's name. */
export function useProductChoices(typed: string, within: { domain?: string; person?: string } = {}) {
  const wanted = { q: useSettled(typed), limit: offered, ...within };
  return useQuery({
    queryKey: ['products', wanted],
    queryFn: ({ signal }) => api.products(wanted, signal),
    placeholderData: keepPreviousData,
  });
}

const portsOf = ({ id, ports }: ProductSummary) =>
  ports.map((name) => (name.includes('.') ? name : `${id}.${name}`));

/** Names of ports, as product.port, with what was typed in them or in their product. */
export function usePortNames(typed: string, domain?: string): string[] {
  return (useProductChoices(typed, { domain }).data?.items ?? []).flatMap(portsOf);
}

export function useProductIds(typed: string): string[] {
  return (useProductChoices(typed).data?.items ?? []).map(({ id }) => id);
}

/** People with what was typed in their name or title. */
export function usePeople(typed: string): Resource<Person>[] {
  const q = useSettled(typed);
  const found = useQuery({
    queryKey: ['resources', 'user', q],
    queryFn: ({ signal }) => api.resources<Person>('user', { q, limit: offered }, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  return found.data ?? [];
}

/** Whoever may read: people, and products as `product:name`. */
export function usePrincipals(typed: string): string[] {
  const people = usePeople(typed).map(({ name }) => name);
  const products = useProductIds(typed.replace(/^product:/, '')).map((id) => `product:${id}`);
  return [...new Set([...people, ...products])];
}
