import type { Rule } from '../api';
import { texts } from '../texts';
import { IconExplain, IconHidden, IconMask } from './icons';

const icons: Record<Rule, typeof IconMask> = { show: IconExplain, mask: IconMask, withhold: IconHidden };

/** Shown, masked or withheld, and by whose word. A rule this portal does not know reads as withheld. */
export function Sight({ rule, mask, policy }: { rule: Rule; mask?: string; policy?: string }) {
  const known = rule in icons ? rule : 'withhold';
  const Icon = icons[known];
  return (
    <span className={`sight sight-${known}`}>
      <Icon size={15} stroke={1.8} aria-hidden />
      <span>
        {texts.fields[known]}
        {known === 'mask' && mask && ' ' + texts.fields.withMask(mask)}
        {policy && known !== 'show' && <span className="sight-policy">{texts.fields.by(policy)}</span>}
      </span>
    </span>
  );
}
