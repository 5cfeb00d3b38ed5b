import { Badge } from '../../ui/parts';
import type { Tone } from '../../ui/parts';
import type { Erasure, ErasureStatus } from './api';
import { erasureTexts as words } from './texts';

const tones: Record<ErasureStatus, Tone> = {
  PLANNED: 'info',
  APPLYING: 'warn',
  APPLIED: 'good',
  REPLACED: 'quiet',
};

/** Whether it is a plan that nobody can apply any more. */
export const isOver = ({ status, expires }: Erasure) =>
  status === 'PLANNED' && new Date(expires).getTime() <= Date.now();

export function ErasureBadge({ erasure }: { erasure: Erasure }) {
  return isOver(erasure) ? (
    <Badge tone="quiet">{words.over}</Badge>
  ) : (
    <Badge tone={tones[erasure.status]}>{words.statuses[erasure.status]}</Badge>
  );
}
