import { useMemo } from 'react';
import './diff.css';
import { diffLines } from './diff';
import type { DiffLine } from './diff';

const signs = { same: ' ', gone: '−', new: '+' };

/** What differs between two texts, line by line; of what is the same only some lines around it, if it is asked so. */
export function Diff({
  before,
  after,
  label,
  around,
}: {
  before: string;
  after: string;
  label: string;
  around?: number;
}) {
  const lines = useMemo(() => near(diffLines(before, after), around), [before, after, around]);
  return (
    <pre className="diff" aria-label={label} tabIndex={0}>
      {lines.map((line, index) =>
        line ? (
          <span key={index} className={`diff-line diff-${line.kind}`}>
            {signs[line.kind]} {line.text}
            {'\n'}
          </span>
        ) : (
          <span key={index} className="diff-line diff-left-out">
            {'⋯\n'}
          </span>
        ),
      )}
    </pre>
  );
}

/** The lines that are changed and so many around them; nothing where lines are left out. */
function near(lines: DiffLine[], around?: number): (DiffLine | undefined)[] {
  if (around === undefined) {
    return lines;
  }
  const shown = lines.map((_, at) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some(({ kind }) => kind !== 'same'),
  );
  return lines.flatMap((line, at) => (shown[at] ? [line] : at === 0 || shown[at - 1] ? [undefined] : []));
}
