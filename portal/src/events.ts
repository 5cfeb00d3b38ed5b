import { useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { MeshEvent } from './api';

/** Which cached answers a change of a resource of this kind may have made stale. */
export function staleAfter(event: Pick<MeshEvent, 'kind'>): string[] {
  switch (event.kind.toLowerCase().replaceAll(/[^a-z]/g, '')) {
    case 'subscription':
      return ['subscriptions', 'inbox', 'product', 'sample', 'lineage', 'explain', 'status'];
    case 'wish':
      return ['wishes', 'inbox'];
    case 'absence':
      return ['absence', 'subscriptions', 'inbox'];
    case 'inboxmarks':
      return ['inbox'];
    case 'noticechoice':
    case 'noticemarks':
      return [];
    case 'flow':
    case 'flowcontrol':
      return ['flows', 'flow', 'lineage', 'product', 'status'];
    case 'query':
      return ['queries', 'products', 'product', 'search', 'lineage', 'resource', 'resources'];
    case 'function':
      return ['functions', 'search', 'resource', 'resources'];
    case 'querycontrol':
    case 'queryrun':
    case 'queryplan':
      return ['queries'];
    case 'businessmetadata':
    case 'businessvalues':
      return ['product', 'search'];
    case 'porthealth':
      return ['quality', 'subscriptions', 'inbox'];
    case 'portfields':
      return ['product', 'search', 'sample', 'inbox'];
    case 'datacontract':
      return [
        'products',
        'product',
        'search',
        'lineage',
        'resource',
        'resources',
        'sample',
        'asking',
        'inbox',
      ];
    case 'policy':
      return ['product', 'sample', 'explain', 'resource'];
    case 'clientkey':
      return ['keys'];
    case 'user':
    case 'group':
      return ['resource', 'resources', 'whoami', 'product', 'explain'];
    case 'domain':
      return ['resource', 'resources', 'search', 'product', 'governance', 'asking', 'subscriptions', 'inbox'];
    case 'domainstanding':
    case 'sourcedesignation':
    case 'sourceexception':
    case 'productlife':
      return ['governance', 'product', 'inbox'];
    case 'term':
    case 'assignments':
      return ['resource', 'resources', 'search', 'product', 'terms', 'port-terms', 'inbox'];
    case 'parameters':
    case 'contextparameters':
      return ['flows', 'flow'];
    case 'parametercontext':
      return ['flows', 'flow', 'resource', 'resources'];
    case 'externaljob':
    case 'externaldataset':
      return ['lineage', 'search'];
    case 'erasure':
      return ['erasures', 'inbox'];
    case 'accesstoken':
    case 'password':
      return [];
    default:
      return ['products', 'product', 'search', 'lineage', 'resource', 'resources', 'sample', 'status'];
  }
}

const gatherMillis = 150;
const againMillis = 5_000;
const patienceMillis = 4_000;

/** Listens until it is closed; tells whether the line to the server is up. */
class MeshEvents {
  private source?: EventSource;
  private opened = false;
  private gathering?: ReturnType<typeof setTimeout>;
  private again?: ReturnType<typeof setTimeout>;
  private losing?: ReturnType<typeof setTimeout>;
  private readonly pending = new Set<string>();

  constructor(
    private readonly client: QueryClient,
    private readonly tell: (up: boolean) => void,
  ) {
    this.listen();
  }

  close() {
    this.source?.close();
    [this.gathering, this.again, this.losing].forEach(clearTimeout);
  }

  private listen() {
    this.source = new EventSource('/api/v1/events');
    this.source.onopen = () => this.up();
    this.source.onerror = () => this.down();
    this.source.addEventListener('resource', (message: MessageEvent<string>) => this.changed(message.data));
  }

  private up() {
    clearTimeout(this.losing);
    this.losing = undefined;
    this.tell(true);
    if (this.opened) {
      void this.client.invalidateQueries(); // Events may have been missed while the line was down.
    }
    this.opened = true;
  }

  /** The browser dials again by itself unless it was refused. A short interruption is not worth a word. */
  private down() {
    this.losing ??= setTimeout(() => this.tell(false), patienceMillis);
    if (this.source?.readyState === EventSource.CLOSED) {
      this.again = setTimeout(() => this.listen(), againMillis);
      void this.client.invalidateQueries({ queryKey: ['whoami'] });
    }
  }

  /** A burst of changes (an apply of a whole mesh) becomes one round of questions. */
  private changed(data: string) {
    staleAfter(JSON.parse(data) as MeshEvent).forEach((key) => this.pending.add(key));
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      this.pending.forEach((key) => void this.client.invalidateQueries({ queryKey: [key] }));
      this.pending.clear();
    }, gatherMillis);
  }
}

/** Keeps every page live: the server says what changed, and only that is asked for again. False while it is away. */
export function useMeshEvents(): boolean {
  const client = useQueryClient();
  const [up, setUp] = useState(true);
  useEffect(() => {
    const events = new MeshEvents(client, setUp);
    return () => events.close();
  }, [client]);
  return up;
}
