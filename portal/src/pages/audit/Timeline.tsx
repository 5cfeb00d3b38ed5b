import type { AuditItem } from '../../api';
import { formatMoment, number } from '../../format';
import { texts } from '../../texts';
import { Bars } from '../../ui/Bars';
import { times } from './timeline';

/** When the lines below happened; what was refused is on top. */
export function Timeline({ items }: { items: AuditItem[] }) {
  const found = times(items);
  if (!found || found.bars.length < 2) {
    return null;
  }
  const refused = items.filter(({ successful }) => !successful).length;
  return (
    <figure className="history audit-timeline">
      <Bars
        bars={found.bars}
        label={texts.audit.timeline(number(items.length), number(refused))}
        height={48}
      />
      <figcaption className="list-text">
        <span>{formatMoment(found.from)}</span>
        <span>{texts.audit.timeline(number(items.length), number(refused))}</span>
        <span>{formatMoment(found.to)}</span>
      </figcaption>
    </figure>
  );
}
