import type { SubscriptionStatus } from '../api';
import { texts } from '../texts';
import { Badge } from './parts';
import type { Tone } from './parts';

const tones: Record<SubscriptionStatus, Tone> = {
  REQUESTED: 'info',
  APPROVED: 'good',
  REJECTED: 'bad',
  REVOKED: 'warn',
  EXPIRED: 'quiet',
};

export function StatusBadge({ status }: { status: SubscriptionStatus }) {
  return <Badge tone={tones[status] ?? 'quiet'}>{texts.inbox.status[status] ?? status}</Badge>;
}
