import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Port, SampleRecord } from '../../api';
import { asText, formatMoment } from '../../format';
import { useSample } from '../../queries';
import { texts } from '../../texts';
import { IconRefresh, IconSql, IconTrace } from '../../ui/icons';
import { TableFrame } from '../../ui/parts';
import { Answer, Empty } from '../../ui/states';

/** Records as the one who looks may see them. Loaded only on demand, since every look is a read on record. */
export function Sample({ port }: { port: Port }) {
  const [view, setView] = useState('table');
  const [wanted, setWanted] = useState(false);
  const sample = useSample(port.port, wanted);
  if (!port.access.allowed) {
    return <Empty title={texts.sample.noAccess} hint={texts.sample.noAccessHint} />;
  }
  if (!wanted) {
    return (
      <Empty title={texts.sample.lead}>
        <div className="row">
          <Button onClick={() => setWanted(true)}>{texts.sample.load}</Button>
          <Button
            component={Link}
            to={`/sql?port=${encodeURIComponent(port.port)}`}
            variant="default"
            leftSection={<IconSql size={14} />}
          >
            {texts.sample.sql}
          </Button>
        </div>
      </Empty>
    );
  }
  return (
    <Answer of={sample}>
      {(records) =>
        records.length === 0 ? (
          <Empty title={texts.sample.empty} hint={texts.sample.emptyHint} />
        ) : (
          <>
            <div className="fields-bar">
              <SegmentedControl
                aria-label={texts.product.tabs.sample}
                value={view}
                onChange={setView}
                data={[
                  { value: 'table', label: texts.sample.table },
                  { value: 'json', label: texts.sample.json },
                ]}
              />
              <Button
                variant="default"
                leftSection={<IconRefresh size={14} />}
                loading={sample.isFetching}
                onClick={() => void sample.refetch()}
              >
                {texts.sample.refresh}
              </Button>
            </div>
            {view === 'table' ? (
              <AsTable port={port} records={records} />
            ) : (
              <AsJson port={port} records={records} />
            )}
          </>
        )
      }
    </Answer>
  );
}

/** The columns: the contract's order first, then whatever else the records have. */
export function columnsOf(records: SampleRecord[], known: string[]): string[] {
  const seen = new Set<string>();
  for (const { value } of records) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      Object.keys(value).forEach((name) => seen.add(name));
    }
  }
  const ordered = known.filter((name) => seen.delete(name));
  return [...ordered, ...seen];
}

function TraceLink({ port, record }: { port: Port; record: SampleRecord }) {
  const at = `${port.port}/${record.partition}/${record.offset}`;
  return (
    <Link
      to={`/trace?at=${encodeURIComponent(at)}`}
      className="text-link row"
      aria-label={texts.sample.traceLabel(at)}
    >
      <IconTrace size={14} aria-hidden />
      <span className="mono">
        {record.partition} / {record.offset}
      </span>
    </Link>
  );
}

function AsTable({ port, records }: { port: Port; records: SampleRecord[] }) {
  const columns = columnsOf(
    records,
    port.fields.map(({ path }) => path),
  );
  return (
    <TableFrame label={texts.product.tabs.sample}>
      <table className="data sample-table">
        <thead>
          <tr>
            <th scope="col">{texts.sample.position}</th>
            {columns.map((column) => (
              <th scope="col" key={column} className="mono">
                {column}
              </th>
            ))}
            {columns.length === 0 && <th scope="col">{texts.sample.json}</th>}
            <th scope="col">{texts.sample.time}</th>
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <tr key={`${record.partition}/${record.offset}`}>
              <td>
                <TraceLink port={port} record={record} />
              </td>
              {columns.map((column) => (
                <Cell key={column} value={(record.value as Record<string, unknown> | null)?.[column]} />
              ))}
              {columns.length === 0 && <Cell value={record.value} />}
              <td className="nowrap dim">{formatMoment(record.timestamp)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function Cell({ value }: { value: unknown }) {
  if (value === undefined) {
    return <td />;
  }
  if (value === null) {
    return <td className="faint-cell">{texts.sample.null}</td>;
  }
  const text = asText(value);
  return (
    <td className={typeof value === 'number' ? 'number' : 'cell'} title={text.length > 40 ? text : undefined}>
      {text}
    </td>
  );
}

function AsJson({ port, records }: { port: Port; records: SampleRecord[] }) {
  return (
    <ul className="list">
      {records.map((record) => (
        <li key={`${record.partition}/${record.offset}`} className="list-row">
          <TraceLink port={port} record={record} />
          <pre className="json">{JSON.stringify(record.value, null, 2)}</pre>
        </li>
      ))}
    </ul>
  );
}
