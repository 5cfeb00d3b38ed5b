import { texts } from '../../texts';
import { Moment, Principal } from '../../ui/parts';
import type { HistoryEntry } from './api';

/** All that was done, the newest first; closed until somebody wants to know. */
export function History({ entries, words }: { entries: HistoryEntry[]; words: Record<string, string> }) {
  if (entries.length === 0) {
    return null;
  }
  return (
    <details className="history">
      <summary>{texts.governance.history}</summary>
      <ol>
        {[...entries].reverse().map((entry, index) => (
          <li key={index}>
            <span className="history-act">{entry.act}</span> <Principal name={entry.by} />{' '}
            <Moment at={entry.at} /> <span className="dim">→ {words[entry.stage] ?? entry.stage}</span>
            {entry.comment && <p className="step-comment">{entry.comment}</p>}
          </li>
        ))}
      </ol>
    </details>
  );
}
