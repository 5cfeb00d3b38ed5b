import { texts } from '../../texts';
import { Badge } from '../../ui/parts';
import type { Tone } from '../../ui/parts';
import type { QueryState } from './api';

const tones: Record<QueryState, Tone> = {
  WAITING: 'info',
  STARTING: 'info',
  RUNNING: 'good',
  RESTARTING: 'warn',
  STOPPING: 'quiet',
  STOPPED: 'quiet',
  FAILED: 'bad',
};

export function QueryBadge({ state }: { state: QueryState }) {
  return <Badge tone={tones[state] ?? 'quiet'}>{texts.queries.states[state] ?? state}</Badge>;
}

/** Whether somebody has to do something. */
export const isBad = (state: QueryState) => state === 'FAILED' || state === 'RESTARTING';
