/** What was drawn or written, step by step; steps of one kind in a row, as letters typed into one field, are one. */
export interface History<D> {
  past: D[];
  present: D;
  future: D[];
  /** Of what kind the newest step was. */
  kind?: string;
}

export type Act<D> = { do: 'change'; document: D; kind?: string } | { do: 'undo' } | { do: 'redo' };

const stepsMax = 200;

export const begun = <D>(present: D): History<D> => ({ past: [], present, future: [] });

export function next<D>(history: History<D>, act: Act<D>): History<D> {
  const { past, present, future, kind } = history;
  switch (act.do) {
    case 'change':
      if (act.document === present) {
        return history;
      }
      return act.kind !== undefined && act.kind === kind
        ? { past, present: act.document, future: [], kind }
        : { past: [...past, present].slice(-stepsMax), present: act.document, future: [], kind: act.kind };
    case 'undo':
      return past.length === 0
        ? history
        : { past: past.slice(0, -1), present: past[past.length - 1]!, future: [present, ...future] };
    case 'redo':
      return future.length === 0
        ? history
        : { past: [...past, present], present: future[0]!, future: future.slice(1) };
  }
}
