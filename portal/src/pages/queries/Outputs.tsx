import { Link } from 'react-router';
import { texts } from '../../texts';
import { TableFrame, Tags, portAddress } from '../../ui/parts';
import type { Origin, Output, OutputField, Use } from './api';

const words = texts.queries;

/** What a statement gives: each field with its type, its tags and where its values come from. */
export function OutputFields({ output, label }: { output: Output; label: string }) {
  const tagged = output.fields.some(({ tags }) => tags && tags.length > 0);
  return (
    <>
      <p className="output-note list-text">
        {output.changes === 'UPSERT' ? words.upserts(output.key.join(', ')) : words.appends}
      </p>
      <TableFrame label={label}>
        <table className="data output-table">
          <thead>
            <tr>
              <th scope="col">{words.field}</th>
              <th scope="col">{words.comesFrom}</th>
              {tagged && <th scope="col">{words.tags}</th>}
            </tr>
          </thead>
          <tbody>
            {output.fields.map((field, index) => (
              <FieldRow key={index} field={field} isKey={output.key.includes(field.name)} tagged={tagged} />
            ))}
          </tbody>
        </table>
      </TableFrame>
      <Uses uses={output.uses} />
    </>
  );
}

function FieldRow({ field, isKey, tagged }: { field: OutputField; isKey: boolean; tagged: boolean }) {
  return (
    <tr>
      <td>
        <span className="row field-name">
          <span className="mono">{field.name}</span>
          {isKey && <span className="mark">{words.key}</span>}
        </span>
        <span className="mono dim output-type">
          {field.type}
          {!field.nullable && <span className="faint"> · {words.notNull}</span>}
        </span>
      </td>
      <td>
        {field.from.length === 0 ? (
          <span className="dim">{words.fromNothing}</span>
        ) : (
          field.from.map((origin) => <OriginLine key={`${origin.port}/${origin.field}`} origin={origin} />)
        )}
      </td>
      {tagged && (
        <td>
          <Tags tags={field.tags ?? []} />
        </td>
      )}
    </tr>
  );
}

function OriginLine({ origin }: { origin: Origin }) {
  const how = words.how[origin.how] ?? origin.how.toLowerCase();
  return (
    <div className="origin">
      <Link to={portAddress(origin.port)} className="mono text-link">
        {origin.port}.{origin.field}
      </Link>
      {how && <span className="dim"> {how}</span>}
    </div>
  );
}

function Uses({ uses }: { uses: Use[] }) {
  if (uses.length === 0) {
    return null;
  }
  return (
    <p className="output-uses list-text">
      {words.uses}{' '}
      {uses.map((use, index) => (
        <span key={`${use.port}/${use.field}/${use.as}`}>
          {index > 0 && ', '}
          <span className="mono">
            {use.port}.{use.field}
          </span>{' '}
          ({words.useAs[use.as] ?? use.as.toLowerCase()})
        </span>
      ))}
    </p>
  );
}
