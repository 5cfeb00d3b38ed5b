import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { ProblemError } from '../../api';
import { Diff } from '../Diff';
import { Problems } from '../states';
import { checkDocument } from './api';
import './draft.css';
import { draftTexts } from './texts';
import type { Draft } from './useDraft';

/** What would change, to be looked at before it does; then it does. */
export function ReviewDialog<D>({
  name,
  draft,
  sentences,
  children,
  hasMore = false,
  close,
  apply,
}: {
  name: string;
  draft: Pick<Draft<D>, 'answer' | 'checkAgain'>;
  /** Whether what changes is also said in sentences. */
  sentences: boolean;
  /** What else is wanted before it is applied. */
  children?: ReactNode;
  /** Whether that is worth applying although the text is the same. */
  hasMore?: boolean;
  close: () => void;
  /** Applies it and goes elsewhere. */
  apply: () => Promise<void>;
}) {
  const [failure, setFailure] = useState<Error>();
  const [busy, setBusy] = useState(false);
  const answer = draft.answer!;
  const unchanged = answer.before !== '' && answer.before === answer.text;
  const go = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      if ((await checkDocument<D>({ text: answer.text })).version !== answer.version) {
        draft.checkAgain();
        throw new Error(draftTexts.meanwhile);
      }
      await apply();
    } catch (error) {
      setFailure(error as Error);
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={close}
      size="xl"
      title={answer.version === 0 ? draftTexts.reviewNew(name) : draftTexts.reviewTitle(name)}
    >
      <div className="stack">
        {unchanged && <p>{draftTexts.reviewNothing}</p>}
        {sentences && answer.version > 0 && (
          <ul className="sentences">
            {answer.changes.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        )}
        {!unchanged && (
          <Diff before={answer.before} after={answer.text} around={3} label={draftTexts.difference} />
        )}
        {answer.notes.map((note) => (
          <p key={note} className="notice">
            {note}
          </p>
        ))}
        {children}
        {answer.problems.length > 0 && <Problems error={new ProblemError(400, answer.problems)} />}
        {failure && <Problems error={failure} />}
        <div className="row dialog-actions">
          <Button variant="default" onClick={close}>
            {draftTexts.back}
          </Button>
          <Button
            loading={busy}
            disabled={answer.problems.length > 0 || (unchanged && !hasMore)}
            onClick={() => void go()}
          >
            {draftTexts.apply}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
