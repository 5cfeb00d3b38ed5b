import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { asText, count, formatMoment } from '../../format';
import { texts } from '../../texts';
import { Panel, TableFrame } from '../../ui/parts';
import { Answer, Empty } from '../../ui/states';
import type { KeyedRow, RowQuestion } from './api';
import { rowsMax } from './api';
import { useRows } from './queries';

const words = texts.queries.rows;

/** The result of a query with a primary key, as a table: by key or by a range of keys, on demand. */
export function Rows({ port, columns }: { port: string; columns: string[] }) {
  const [asked, setAsked] = useState<RowQuestion>();
  const label = words.title(port);
  return (
    <Panel title={label} aside={words.hint}>
      <div className="stack">
        <Question ask={setAsked} />
        {asked && <Found port={port} asked={asked} columns={columns} label={label} />}
      </div>
    </Panel>
  );
}

function Question({ ask }: { ask: (question: RowQuestion) => void }) {
  const [key, setKey] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask(key ? { key } : { from, to });
  };
  return (
    <form className="row-question" onSubmit={submit}>
      <TextInput label={words.key} value={key} onChange={(event) => setKey(event.currentTarget.value)} />
      <TextInput
        label={words.from}
        value={from}
        disabled={key !== ''}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        label={words.to}
        value={to}
        disabled={key !== ''}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <Button type="submit">{words.show}</Button>
    </form>
  );
}

function Found(of: { port: string; asked: RowQuestion; columns: string[]; label: string }) {
  const rows = useRows(of.port, of.asked);
  return (
    <Answer of={rows}>
      {(found) =>
        found.length === 0 ? (
          <Empty title={words.none} hint={words.noneHint} />
        ) : (
          <>
            <Table rows={found} columns={of.columns} label={of.label} />
            {found.length === rowsMax && <p className="dim">{words.more(count(rowsMax))}</p>}
          </>
        )
      }
    </Answer>
  );
}

function Table({ rows, columns, label }: { rows: KeyedRow[]; columns: string[]; label: string }) {
  return (
    <TableFrame label={label}>
      <table className="data">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
            <th scope="col">{words.at}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              {columns.map((column) => (
                <td key={column} className="mono">
                  {asText(row.value[column])}
                </td>
              ))}
              <td className="nowrap dim">{formatMoment(row.at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
