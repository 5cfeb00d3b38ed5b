import { call, items, path, withQuery } from '../../api';
import type { Instant } from '../../api';

/** Wishes as the server tells them; see docs/rest.md. */
export type WishStatus = 'OPEN' | 'FULFILLED' | 'DECLINED' | 'WITHDRAWN';

export interface Offer {
  by: string;
  product: string;
  text: string;
  at: Instant;
}

export interface Wish {
  id: string;
  title: string;
  description: string;
  purpose: string;
  domain: string;
  by: string;
  at: Instant;
  status: WishStatus;
  votes: string[];
  offers: Offer[];
  product: string;
  closedBy?: string;
  closedAt?: Instant;
  why: string;
}

export type WishView = 'open' | 'mine' | 'all';

export interface NewWish {
  title: string;
  description?: string;
  purpose: string;
  domain?: string;
}

export interface WishEnd {
  status: 'fulfilled' | 'declined' | 'withdrawn';
  product?: string;
  why?: string;
}

export const wishes = {
  list: (view: WishView, signal?: AbortSignal) => items<Wish>(withQuery(path('wishes'), { view }), signal),
  get: (id: string, signal?: AbortSignal) => call<Wish>('GET', path('wishes', id), undefined, signal),
  add: (wish: NewWish) => call<Wish>('POST', path('wishes'), wish),
  vote: (id: string) => call<Wish>('PUT', path('wishes', id, 'vote'), {}),
  unvote: (id: string) => call<Wish>('DELETE', path('wishes', id, 'vote')),
  offer: (id: string, offer: { text: string; product?: string }) =>
    call<Wish>('POST', path('wishes', id, 'offers'), offer),
  close: (id: string, end: WishEnd) => call<Wish>('POST', path('wishes', id, 'close'), end),
};
