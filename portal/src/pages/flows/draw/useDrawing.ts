import { useEffect, useReducer, useState } from 'react';
import type { FlowDocument } from '../../../api';
import { checkFlow } from './api';
import type { FlowDraft } from './api';
import { begun, next } from './history';

const pauseMillis = 250;

export interface Drawing {
  document: FlowDocument;
  /** As it is written: by a person while they write, else as git would have it. */
  text: string;
  draft?: FlowDraft;
  /** What is known is not yet about what is drawn. */
  pending: boolean;
  error?: Error;
  change: (document: FlowDocument, kind?: string) => void;
  write: (text: string) => void;
  undo?: () => void;
  redo?: () => void;
  checkAgain: () => void;
}

/** One flow as a picture and as a text, whichever is being worked on; the server says what is wrong with it. */
export function useDrawing(start: FlowDocument): Drawing {
  const [history, act] = useReducer(next, start, begun);
  const [written, setWritten] = useState<string>();
  const [answer, setAnswer] = useState<{ draft: FlowDraft; of: unknown }>();
  const [error, setError] = useState<Error>();
  const [round, setRound] = useState(0);
  const document = history.present;
  const source = written ?? document;

  useEffect(() => {
    const aborter = new AbortController();
    const timer = setTimeout(() => {
      checkFlow(written === undefined ? { document } : { text: written }, aborter.signal).then(
        (draft) => {
          setError(undefined);
          setAnswer({ draft, of: source });
          if (written !== undefined && draft.document) {
            act({ do: 'change', document: draft.document, kind: 'text' });
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

  const drawn = (change: Parameters<typeof act>[0]) => {
    setWritten(undefined);
    act(change);
  };
  return {
    document,
    text: written ?? answer?.draft.text ?? '',
    draft: answer?.draft,
    pending: answer?.of !== source && !error,
    error,
    change: (to, kind) => drawn({ do: 'change', document: to, kind }),
    write: setWritten,
    undo: history.past.length > 0 ? () => drawn({ do: 'undo' }) : undefined,
    redo: history.future.length > 0 ? () => drawn({ do: 'redo' }) : undefined,
    checkAgain: () => setRound((before) => before + 1),
  };
}
