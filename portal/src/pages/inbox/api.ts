import { call, path, withQuery } from '../../api';
import type { Instant, Subscription } from '../../api';

/** What a person should know and do, and what belongs to asking, as the server tells it; see docs/rest.md. */
export interface InboxItem {
  id: string;
  kind: string;
  title: string;
  text: string;
  about: string;
  at: Instant;
  due?: Instant;
  weight: 'TO_DO' | 'NEWS' | 'QUIET';
  link: string;
  unread: boolean;
}

export interface Inbox {
  items: InboxItem[];
  unread: number;
  toDo: number;
  more: number;
}

export interface NoticeChoice {
  who: string;
  /** on, off, or why there is none. */
  mail: string;
  webhook: string;
  /** Only of a webhook that was just set. */
  secret?: string;
}

export interface Absence {
  person: string;
  deputy: string;
  from: Instant;
  until: Instant;
}

export interface Purpose {
  name: string;
  title: string;
  description: string;
}

export interface TermsOfUse {
  version: string;
  text: string;
  url: string;
  acceptBy?: Instant;
}

/** What has to be said and accepted to ask for a port, and who decides. */
export interface Asking {
  port: string;
  purposes: Purpose[];
  terms?: TermsOfUse;
  latestEnd?: Instant;
  confirmedEvery?: string;
  automatic: boolean;
  rule: string;
  approvers: { seat: string; people: string[] }[];
}

const get = <T>(url: string, signal?: AbortSignal) => call<T>('GET', url, undefined, signal);
const many = (act: string, body: unknown) =>
  call<{ items: Subscription[] }>('POST', path('access', act), body);

export const inbox = {
  page: (signal?: AbortSignal) => get<Inbox>(path('inbox'), signal),
  read: (ids?: string[]) => call<Inbox>('POST', path('inbox', 'read'), ids ? { ids } : {}),
  unread: (ids: string[]) => call<Inbox>('POST', path('inbox', 'unread'), { ids }),

  notices: (signal?: AbortSignal) => get<NoticeChoice>(path('inbox', 'notices'), signal),
  mail: (on: boolean) => call<NoticeChoice>('PUT', path('inbox', 'notices'), { mail: on }),
  webhook: (url: string) => call<NoticeChoice>('PUT', path('inbox', 'webhook'), { url }),
  noWebhook: () => call<NoticeChoice>('DELETE', path('inbox', 'webhook')),

  absence: async (name: string, signal?: AbortSignal) =>
    (await get<Absence | undefined>(path('users', name, 'absence'), signal)) ?? null,
  away: (name: string, absence: { deputy: string; from: Instant; until: Instant }) =>
    call<Absence>('PUT', path('users', name, 'absence'), absence),
  back: (name: string) => call<void>('DELETE', path('users', name, 'absence')),

  asking: (port: string, fields: string[], purpose: string, signal?: AbortSignal) =>
    get<Asking>(
      withQuery(path('ports', port, 'asking'), {
        fields: fields.join(',') || undefined,
        purpose: purpose || undefined,
      }),
      signal,
    ),
  acceptTerms: (id: string, version: string) =>
    call<Subscription>('POST', path('subscriptions', id, 'accept-terms'), { version }),
  approveAll: (ids: string[]) => many('approve', { ids }),
  rejectAll: (ids: string[], why: string) => many('reject', { ids, why }),
  confirmAll: (ids: string[]) => many('confirm', { ids }),
};
