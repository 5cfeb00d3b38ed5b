import { IconCheck, IconWarning } from '../icons';
import './draft.css';
import { draftTexts } from './texts';
import type { Draft } from './useDraft';

/** Whether what is written would be applied, and if not, how much is wrong with it. */
export function DraftState({
  draft,
  show,
}: {
  draft: Pick<Draft<unknown>, 'answer' | 'pending'>;
  show: () => void;
}) {
  const count = draft.answer?.problems.length ?? 0;
  return (
    <span className="draft-state" role="status">
      {draft.pending || !draft.answer ? (
        <span className="dim">{draftTexts.checking}</span>
      ) : count > 0 ? (
        <button type="button" className="link-button bad" onClick={show}>
          <IconWarning size={15} aria-hidden /> {draftTexts.problems(count)}
        </button>
      ) : (
        <span className="draft-sound">
          <IconCheck size={15} aria-hidden /> {draftTexts.sound}
        </span>
      )}
    </span>
  );
}
