import type { Flow, FlowConnection } from '../../api';
import { texts } from '../../texts';
import { Badge } from '../../ui/parts';
import type { Tone } from '../../ui/parts';

const tones: Record<string, Tone> = { running: 'good', stopped: 'quiet', failed: 'bad', waiting: 'info' };

export function FlowBadge({ status }: { status: string }) {
  return <Badge tone={tones[status] ?? 'quiet'}>{texts.flows.statuses[status] ?? status}</Badge>;
}

/** As its author writes it. */
export const connectionName = ({ from, relationship, to }: FlowConnection) =>
  `${from}.${relationship} -> ${to}`;

/** From 0, empty, to 1, where the senders wait; what is beyond is 1 as well. */
export function fullness({ queued, bytes = 0, recordsMax = 0, bytesMax = 0 }: FlowConnection): number {
  const part = (now: number, most: number) => (most > 0 ? now / most : 0);
  return Math.min(1, Math.max(part(queued, recordsMax), part(bytes, bytesMax)));
}

/** What enters the flow: the output of the processors that nothing leads to. */
export function recordsIn(flow: Flow): number {
  const fed = new Set(flow.connections.map(({ to }) => to));
  const sources = flow.processors.filter(({ name }) => !fed.has(name));
  return sources.reduce((sum, processor) => sum + Math.max(processor.in, processor.out), 0);
}

/** What leaves the flow: the output, or for a sink the input, of the processors that lead nowhere. */
export function recordsOut(flow: Flow): number {
  const feeding = new Set(flow.connections.map(({ from }) => from));
  const ends = flow.processors.filter(({ name }) => !feeding.has(name));
  return ends.reduce((sum, processor) => sum + (processor.out || processor.in), 0);
}
