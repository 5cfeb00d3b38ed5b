import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { MeshEvent } from './api';

/** Which cached answers a change of a resource of this kind may have made stale. */
export function staleAfter(event: Pick<MeshEvent, 'kind'>): string[] {
  switch (event.kind.toLowerCase().replaceAll(/[^a-z]/g, '')) {
    case 'subscription':
      return ['subscriptions', 'product', 'sample', 'lineage', 'explain', 'status'];
    case 'flow':
    case 'flowcontrol':
      return ['flows', 'flow', 'lineage', 'product', 'status'];
    case 'policy':
      return ['product', 'sample', 'explain'];
    case 'key':
    case 'clientkey':
      return ['keys'];
    case 'user':
    case 'group':
      return ['resource', 'resources', 'whoami', 'product', 'explain'];
    case 'domain':
    case 'term':
      return ['resource', 'resources', 'search', 'product'];
    default:
      return ['products', 'product', 'search', 'lineage', 'resource', 'resources', 'sample', 'status'];
  }
}

/** Keeps every page live: the server says what changed, and only that is asked for again. */
export function useMeshEvents() {
  const client = useQueryClient();
  useEffect(() => {
    const source = new EventSource('/api/v1/events');
    const pending = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    // A burst of changes (an apply of a whole mesh) becomes one round of questions.
    const flush = () => {
      timer = undefined;
      pending.forEach((key) => void client.invalidateQueries({ queryKey: [key] }));
      pending.clear();
    };
    const changed = (message: MessageEvent<string>) => {
      staleAfter(JSON.parse(message.data) as MeshEvent).forEach((key) => pending.add(key));
      timer ??= setTimeout(flush, 150);
    };
    let opened = false;
    source.onopen = () => {
      if (opened) {
        void client.invalidateQueries(); // Events may have been missed while the line was down.
      }
      opened = true;
    };
    source.addEventListener('resource', changed);
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, [client]);
}
