import { texts } from '../../texts';
import { Badge } from '../../ui/parts';
import type { AssignmentStatus } from './api';

/** A term that is in use needs no word for it. */
export function TermStatus({ status }: { status: string }) {
  return status === 'active' ? null : <Badge tone={status === 'draft' ? 'info' : 'warn'}>{status}</Badge>;
}

export function AssignmentBadge({ status }: { status: AssignmentStatus }) {
  const accepted = status === 'VALIDATED' || status === 'IMPORTED';
  const tone = accepted ? 'good' : status === 'REJECTED' ? 'bad' : 'info';
  return <Badge tone={tone}>{texts.glossary.status[status]}</Badge>;
}
