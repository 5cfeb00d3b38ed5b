import { Fragment } from 'react';
import { Link } from 'react-router';
import { texts } from '../../texts';
import { TableFrame, Tags, portAddress } from '../../ui/parts';
import type { Origin, Output, OutputField, Use } from './api';

const words = texts.queries;

/** What a statement gives: each field with its type, its tags and where its values come from. */
export function OutputFields({ output, label }: { output: Output; label: string }) {
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
            </tr>
          </thead>
          <tbody>
            {output.fields.map((field, index) => (
              <FieldRow key={index} field={field} isKey={output.key.includes(field.name)} />
            ))}
          </tbody>
        </table>
      </TableFrame>
      <Uses uses={output.uses} />
    </>
  );
}

function FieldRow({ field, isKey }: { field: OutputField; isKey: boolean }) {
  return (
    <tr>
      <td>
        <span className="row field-name">
          <span className="mono">{field.name}</span>
          {isKey && <span className="mark">{words.key}</span>}
        </span>
        <span className="mono dim output-type">
          {field.type}
          {!field.nullable && ` · ${words.notNull}`}
        </span>
        <Tags tags={field.tags ?? []} />
      </td>
      <td>
        {field.from.length === 0 ? (
          <span className="dim">{words.fromNothing}</span>
        ) : (
          field.from.map((origin) => <OriginLine key={`${origin.port}/${origin.field}`} origin={origin} />)
        )}
      </td>
    </tr>
  );
}

/** A long name may be broken behind its dots only. */
function Dotted({ name }: { name: string }) {
  return name.split('.').map((part, index) => (
    <Fragment key={index}>
      {index > 0 && (
        <>
          .<wbr />
        </>
      )}
      {part}
    </Fragment>
  ));
}

function OriginLine({ origin }: { origin: Origin }) {
  const how = words.how[origin.how] ?? origin.how.toLowerCase();
  return (
    <div className="origin">
      <Link to={portAddress(origin.port)} className="mono text-link">
        <Dotted name={`${origin.port}.${origin.field}`} />
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
            <Dotted name={`${use.port}.${use.field}`} />
          </span>{' '}
          ({words.useAs[use.as] ?? use.as.toLowerCase()})
        </span>
      ))}
    </p>
  );
}
