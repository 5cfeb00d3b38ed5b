import { useEffect, useRef, useState } from 'react';
import { ProblemError, path, refusal } from '../../api';
import type { Problem } from '../../api';
import { texts } from '../../texts';

export type Row = Record<string, unknown>;

/** A run of a statement, and how far it has come. */
export interface Run {
  state: 'none' | 'starting' | 'running' | 'ended' | 'stopped' | 'failed';
  rows: Row[];
  /** How many came in all; only the newest are kept. */
  count: number;
  max: number;
  error?: Error;
}

/** More rows than this nobody reads, and a page would grow slow. */
export const rowsKept = 1_000;
/** A live look goes on until somebody stops it, or so many rows have come. */
const liveMax = 100_000;
const drawEveryMillis = 120;
export const noRun: Run = { state: 'none', rows: [], count: 0, max: 0 };

/** One server-sent event. */
export interface ServerEvent {
  event: string;
  data: string;
}

/** Takes a stream apart into its events; gives what is not a whole event yet back. */
export function eventsOf(text: string): { events: ServerEvent[]; rest: string } {
  const blocks = text.replaceAll('\r\n', '\n').split('\n\n');
  const rest = blocks.pop() ?? '';
  const events = blocks.flatMap((block) => {
    const lines = block.split('\n');
    const of = (name: string) =>
      lines
        .filter((line) => line.startsWith(name + ':'))
        .map((line) => line.slice(name.length + 1).trimStart());
    const data = of('data');
    return data.length === 0 ? [] : [{ event: of('event')[0] ?? 'message', data: data.join('\n') }];
  });
  return { events, rest };
}

/** Adds rows; one with the same key as another takes its place, as the query replaces it. */
export function merged(rows: Row[], more: Row[], key: string[]): Row[] {
  if (key.length === 0) {
    return [...rows, ...more].slice(-rowsKept);
  }
  const keyOf = (row: Row) => JSON.stringify(key.map((name) => row[name] ?? null));
  const all = new Map(rows.map((row) => [keyOf(row), row]));
  more.forEach((row) => all.set(keyOf(row), row));
  return [...all.values()].slice(-rowsKept);
}

interface Asked {
  sql: string;
  live: boolean;
  max: number;
  /** What tells one row from the others, where rows are replaced. */
  key: string[];
}

/** Asks for rows and tells them as they come. Aborting ends the job too: the server notices that nobody reads. */
async function stream(asked: Asked, signal: AbortSignal, tell: (rows: Row[]) => void): Promise<void> {
  const answer = await fetch(path('queries', 'run'), {
    method: 'POST',
    headers: { Accept: 'text/event-stream', 'Content-Type': 'application/json', 'X-Weft-Request': '1' },
    body: JSON.stringify({ sql: asked.sql, follow: asked.live, max: asked.live ? liveMax : asked.max }),
    credentials: 'same-origin',
    signal,
  });
  if (!answer.ok) {
    throw await refusal(answer);
  }
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      throw new Error(texts.sql.cut);
    }
    const { events, rest } = eventsOf(text + value);
    text = rest;
    tell(events.filter(({ event }) => event === 'message').map(({ data }) => JSON.parse(data) as Row));
    const last = events.find(({ event }) => event !== 'message');
    if (last?.event === 'problem') {
      throw new ProblemError(503, (JSON.parse(last.data) as { problems: Problem[] }).problems);
    }
    if (last) {
      return;
    }
  }
}

/** Runs statements, one at a time; leaving the page ends the run. */
export function useRun() {
  const [run, setRun] = useState<Run>(noRun);
  const current = useRef<AbortController>(null);
  useEffect(() => () => current.current?.abort(), []);

  const stop = () => {
    current.current?.abort();
    current.current = null;
  };

  const begin = (asked: Asked) => {
    stop();
    const mine = new AbortController();
    current.current = mine;
    const max = asked.live ? liveMax : asked.max;
    let pending: Row[] = [];
    let drawing: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      drawing = undefined;
      const more = pending;
      pending = [];
      setRun((old) => ({
        ...old,
        state: old.state === 'starting' ? 'running' : old.state,
        rows: merged(old.rows, more, asked.key),
        count: old.count + more.length,
      }));
    };
    const end = (state: Run['state'], error?: Error) => {
      clearTimeout(drawing);
      draw();
      setRun((old) => ({ ...old, state, error }));
    };
    setRun({ ...noRun, state: 'starting', max });
    stream(asked, mine.signal, (rows) => {
      pending.push(...rows);
      if (rows.length > 0) {
        drawing ??= setTimeout(draw, drawEveryMillis);
      }
    }).then(
      () => end('ended'),
      (failure: Error) => {
        if (current.current === mine || !mine.signal.aborted) {
          end('failed', failure);
        } else if (!current.current) {
          end('stopped');
        } else {
          clearTimeout(drawing);
        }
      },
    );
  };

  return { run, begin, stop };
}

export const isOpen = (run: Run) => run.state === 'starting' || run.state === 'running';
