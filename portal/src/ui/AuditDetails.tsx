import type { AuditItem } from '../api';
import { asText } from '../format';
import { texts } from '../texts';
import { Diff } from './Diff';
import { Fact, Facts } from './parts';

const asLines = (value: unknown) =>
  value === undefined || value === null
    ? ''
    : typeof value === 'string'
      ? value
      : JSON.stringify(value, null, 2);

/** All that is recorded of one act; what a change did is shown as a difference. */
export function AuditDetails({ item }: { item: AuditItem }) {
  const { before, after, ...rest } = item.details ?? {};
  const others = Object.entries(rest).filter(([, value]) => value !== null && value !== '');
  const changed = before !== undefined || after !== undefined;
  return (
    <div className="audit-body">
      {changed && (
        <Diff
          before={asLines(before)}
          after={asLines(after)}
          label={`${texts.audit.before}, ${texts.audit.after}`}
        />
      )}
      {!changed && others.length === 0 && <p className="dim">{texts.audit.noDetails}</p>}
      <Facts>
        {others.map(([name, value]) => (
          <Fact key={name} name={name}>
            {typeof value === 'object' ? (
              <pre className="json">{JSON.stringify(value, null, 2)}</pre>
            ) : (
              <span className="mono">{asText(value)}</span>
            )}
          </Fact>
        ))}
        <Fact name={texts.audit.sequence}>
          <span className="mono">
            {item.sequence} {item.writer && `· ${item.writer}`}
          </span>
        </Fact>
        {item.hash && (
          <Fact name={texts.audit.hash}>
            <span className="mono">{item.hash}</span>
          </Fact>
        )}
      </Facts>
    </div>
  );
}
