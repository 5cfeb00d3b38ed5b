import type { Instant } from './http';

/* Asking for data, and keys to read it with. */

export type SubscriptionStatus = 'REQUESTED' | 'APPROVED' | 'REJECTED' | 'REVOKED' | 'EXPIRED';

export interface Subscription {
  id: string;
  principal: string;
  port: string;
  purpose: string;
  fields: string[];
  until?: Instant;
  status: SubscriptionStatus;
  requestedBy: string;
  requestedAt: Instant;
  /** Until when its port's contract holds, if that is deprecated. */
  portEnds?: string;
  brokenPromises?: string[];
  decidedBy?: string;
  decidedAt?: Instant;
  why: string;
  review?: Review;
}

/** How a request was decided and is confirmed; nothing of it where one owner's word was enough. */
export interface Review {
  note: string;
  seats: string[];
  route: string;
  approvals: { seat: string; by: string; onBehalfOf?: string; at: Instant }[];
  terms?: { version: string; by: string; at: Instant };
  certified?: { by: string; at: Instant };
  certifyBy?: Instant;
  acceptBy?: Instant;
}

export interface AccessRequest {
  note?: string;
  acceptTerms?: string;
  port: string;
  purpose: string;
  fields?: string[];
  until?: Instant;
}

export interface ClientKey {
  id: string;
  principal: string;
  description: string;
  createdAt: Instant;
  expiresAt?: Instant;
  revoked: boolean;
}

export interface NewKey {
  id: string;
  secret: string;
  bootstrap: string;
  mechanism: string;
  /** SASL_SSL or SASL_PLAINTEXT, as Kafka's security.protocol. */
  security: string;
  port?: string;
  /** The gateway's certificate as PEM, where clients must be told whom to trust. */
  trust?: string;
}
