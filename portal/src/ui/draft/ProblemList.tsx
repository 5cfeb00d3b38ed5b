import type { Problem } from '../../api';
import './draft.css';

/** What is wrong with a text, each with its place in it. */
export function ProblemList({ problems }: { problems: Problem[] }) {
  if (problems.length === 0) {
    return null;
  }
  return (
    <ul className="draft-problems">
      {problems.map(({ place, message, hint, code }, index) => (
        <li key={index}>
          <span className="mono">{place?.line ? `${place.line}:${place.column ?? 1}` : code}</span> {message}{' '}
          {hint && <span className="dim">{hint}</span>}
        </li>
      ))}
    </ul>
  );
}
