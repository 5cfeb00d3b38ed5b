import type { Operations } from './api';

/** What is drawn over time: so much of each at one moment, by the second. */
export interface Rates {
  delivered: number;
  bytes: number;
  requests: number;
  decisions: number;
  flows: number;
  connections: number;
  heap: number;
}

const intoFlows = ({ flows }: Operations) => flows.reduce((sum, flow) => sum + flow.in, 0);

/** What happened between two looks; nothing negative, as when a server has started again between them. */
export function ratesOf(before: Operations, now: Operations): Rates {
  const seconds = Math.max(0.5, (Date.parse(now.at) - Date.parse(before.at)) / 1000);
  const rate = (was: number, is: number) => Math.max(0, is - was) / seconds;
  return {
    delivered: rate(before.gateway.delivered, now.gateway.delivered),
    bytes: rate(before.gateway.bytesDelivered, now.gateway.bytesDelivered),
    requests: rate(before.gateway.requests, now.gateway.requests),
    decisions: rate(before.decisions.count, now.decisions.count),
    flows: rate(intoFlows(before), intoFlows(now)),
    connections: now.gateway.connections,
    heap: now.server.heapUsed,
  };
}

/**
 * Within how many microseconds this share of the decisions was made between two looks: the bound of the class in which it
 * lies, Infinity for the last; undefined when there were none.
 */
export function quantile(before: Operations, now: Operations, share: number): number | undefined {
  const counts = now.decisions.counts.map((count, at) =>
    Math.max(0, count - (before.decisions.counts[at] ?? 0)),
  );
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) {
    return undefined;
  }
  let below = 0;
  const at = counts.findIndex((count) => (below += count) >= share * all);
  return now.decisions.bounds[at] ?? Infinity;
}
