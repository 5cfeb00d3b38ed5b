import { call, items, path } from '../../api';
import type { Instant } from '../../api';

/** Ways to get in, and programs that do, as the server tells it; see docs/identity.md. */
export interface LoginWays {
  password: boolean;
  oidc?: { title: string; path: string };
}

/** A program without a browser that waits to be let in. */
export interface Asking {
  userCode: string;
  client: string;
  address: string;
  until: Instant;
}

export interface ServiceKey {
  id: string;
  createdAt: Instant;
  days: number;
  until?: Instant;
  old: boolean;
}

export interface Service {
  name: string;
  title: string;
  owners: string[];
  disabled: boolean;
  keys: ServiceKey[];
}

export interface FreshKey {
  service: string;
  id: string;
  secret: string;
  bootstrap: string;
  security: string;
}

export const identity = {
  ways: (signal?: AbortSignal) => call<LoginWays>('GET', path('login-ways'), undefined, signal),
  asking: (code: string, signal?: AbortSignal) =>
    call<Asking>('GET', path('device', code), undefined, signal),
  decide: (userCode: string, allow: boolean) =>
    call<void>('POST', path('device', 'decision'), { userCode, allow }),
  services: (signal?: AbortSignal) => items<Service>(path('services'), signal),
  create: (name: string, title: string) => call<FreshKey>('POST', path('services'), { name, title }),
  rotate: (name: string) => call<FreshKey>('POST', path('services', name, 'rotate'), { overlap: '7d' }),
  revokeKey: (name: string, id: string) => call<void>('DELETE', path('services', name, 'keys', id)),
};
