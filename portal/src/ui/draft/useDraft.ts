import { useEffect, useReducer, useState } from 'react';
import type { DraftAnswer, DraftSource } from './api';
import { begun, next } from './history';
import type { Act, History } from './history';

const pauseMillis = 250;

/** A document that is being written. */
export interface Draft<D, A extends DraftAnswer<D> = DraftAnswer<D>> {
  document: D;
  /** As it is written: by a person while they write, else as git would have it. */
  text: string;
  answer?: A;
  /** What is known is not yet about what is written. */
  pending: boolean;
  error?: Error;
  /** Steps of one kind in a row are undone at once. */
  change: (document: D, kind?: string) => void;
  write: (text: string) => void;
  undo?: () => void;
  redo?: () => void;
  checkAgain: () => void;
}

/** One document as text and by other means, whichever is being worked on; the server says what is wrong with it. */
export function useDraft<D, A extends DraftAnswer<D>>(
  start: D,
  check: (source: DraftSource<D>, signal: AbortSignal) => Promise<A>,
): Draft<D, A> {
  const [history, act] = useReducer<History<D>, D, [Act<D>]>(next, start, begun);
  const [written, setWritten] = useState<string>();
  const [known, setKnown] = useState<{ answer: A; of: unknown }>();
  const [error, setError] = useState<Error>();
  const [round, setRound] = useState(0);
  const document = history.present;
  const source = written ?? document;

  useEffect(() => {
    const aborter = new AbortController();
    const timer = setTimeout(() => {
      check(written === undefined ? { document } : { text: written }, aborter.signal).then(
        (answer) => {
          setError(undefined);
          setKnown({ answer, of: source });
          if (written !== undefined && answer.document) {
            act({ do: 'change', document: answer.document, kind: 'text' });
          }
        },
        (failure: Error) => aborter.signal.aborted || setError(failure),
      );
    }, pauseMillis);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [source, round]);

  const step = (one: Act<D>) => {
    setWritten(undefined);
    act(one);
  };
  return {
    document,
    text: written ?? known?.answer.text ?? '',
    answer: known?.answer,
    pending: known?.of !== source && !error,
    error,
    change: (to, kind) => step({ do: 'change', document: to, kind }),
    write: setWritten,
    undo: history.past.length > 0 ? () => step({ do: 'undo' }) : undefined,
    redo: history.future.length > 0 ? () => step({ do: 'redo' }) : undefined,
    checkAgain: () => setRound((before) => before + 1),
  };
}
