import { classHighlighter, highlightCode } from '@lezer/highlight';
import { useMemo } from 'react';
import { flinkSql } from './dialect';

/** A statement to read, coloured as in the editor. */
export function SqlText({ text, label }: { text: string; label: string }) {
  const stretches = useMemo(() => coloured(text.trimEnd()), [text]);
  return (
    <pre className="sql-text" tabIndex={0} aria-label={label}>
      {stretches.map(({ text, look }, index) =>
        look ? (
          <span key={index} className={look}>
            {text}
          </span>
        ) : (
          text
        ),
      )}
    </pre>
  );
}

/** The text in stretches that look the same. */
export function coloured(text: string): { text: string; look: string }[] {
  const found: { text: string; look: string }[] = [];
  highlightCode(
    text,
    flinkSql.language.parser.parse(text),
    classHighlighter,
    (text, look) => found.push({ text, look }),
    () => found.push({ text: '\n', look: '' }),
  );
  return found;
}
