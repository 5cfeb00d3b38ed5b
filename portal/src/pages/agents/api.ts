import { call, items, path } from '../../api';
import type { Instant } from '../../api';

/** A token that a person made for an AI agent, without its secret; see docs/agents.md. */
export interface AgentToken {
  id: string;
  agent: string;
  /** The one for which it may read; empty: it says one with each call. */
  purpose: string;
  createdAt: Instant;
  expiresAt: Instant;
}

export interface NewAgentToken {
  token: string;
  id: string;
  agent: string;
  purpose: string;
  expiresAt: Instant;
}

export interface WantedAgent {
  agent: string;
  purpose?: string;
  until: Instant;
}

export const agents = {
  list: (signal?: AbortSignal) => items<AgentToken>(path('agent-tokens'), signal),
  create: (wanted: WantedAgent) => call<NewAgentToken>('POST', path('agent-tokens'), wanted),
  revoke: (id: string) => call<void>('DELETE', path('agent-tokens', id)),
};
