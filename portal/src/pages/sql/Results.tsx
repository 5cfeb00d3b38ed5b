import { Button, SegmentedControl, Select } from '@mantine/core';
import { Suspense, lazy, useMemo, useState } from 'react';
import { asText, count } from '../../format';
import { texts } from '../../texts';
import { IconDownload } from '../../ui/icons';
import { TableFrame } from '../../ui/parts';
import { Empty, Loading, Problems } from '../../ui/states';
import { axesOf, columnsOf, pointsOf } from './axes';
import { isOpen, rowsKept } from './run';
import type { Row, Run } from './run';

const words = texts.sql;
const Chart = lazy(() => import('./Chart'));

/** The rows as they come: a table, or a picture where there are numbers. */
export function Results({ run }: { run: Run }) {
  const [view, setView] = useState('table');
  return (
    <section className="panel" aria-label={words.rows}>
      <div className="panel-head">
        <h2>{words.rows}</h2>
        <div className="panel-aside">
          <span role="status">{progress(run)}</span>
          {run.rows.length > 0 && (
            <>
              <SegmentedControl
                aria-label={words.rows}
                value={view}
                onChange={setView}
                data={[
                  { value: 'table', label: words.table },
                  { value: 'chart', label: words.chart },
                ]}
              />
              <Download rows={run.rows} />
            </>
          )}
        </div>
      </div>
      {run.error && (
        <div className="panel-body">
          <Problems error={run.error} />
        </div>
      )}
      {run.rows.length === 0 ? (
        <NoRows run={run} />
      ) : view === 'table' ? (
        <RowTable rows={run.rows} />
      ) : (
        <Picture rows={run.rows} />
      )}
      {run.count > rowsKept && run.rows.length === rowsKept && (
        <p className="output-note list-text">{words.latest(count(rowsKept))}</p>
      )}
    </section>
  );
}

function progress(run: Run): string {
  const rows = count(run.count);
  switch (run.state) {
    case 'starting':
      return words.starting;
    case 'running':
      return words.running(rows);
    case 'stopped':
      return words.stopped(rows);
    case 'ended':
      return run.count >= run.max ? words.limited(rows) : words.ended(rows);
    default:
      return '';
  }
}

function NoRows({ run }: { run: Run }) {
  if (isOpen(run)) {
    return <Loading />;
  }
  if (run.state === 'ended') {
    return <Empty title={words.emptyResult} hint={words.emptyResultHint} />;
  }
  return run.error ? null : <Empty title={words.noRows} hint={words.noRowsHint} />;
}

function RowTable({ rows }: { rows: Row[] }) {
  const columns = columnsOf(rows);
  return (
    <div className="sql-rows">
      <TableFrame label={words.rows}>
        <table className="data sql-table">
          <thead>
            <tr>
              {columns.map((column) => (
                <th scope="col" key={column} className="mono">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {columns.map((column) => (
                  <Cell key={column} value={row[column]} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </div>
  );
}

function Cell({ value }: { value: unknown }) {
  if (value === undefined || value === null) {
    return <td className="faint-cell">{words.null}</td>;
  }
  const text = asText(value);
  return (
    <td className={typeof value === 'number' ? 'number' : 'cell'} title={text.length > 40 ? text : undefined}>
      {text}
    </td>
  );
}

function Picture({ rows }: { rows: Row[] }) {
  const axes = useMemo(() => axesOf(rows), [rows]);
  const [chosen, setChosen] = useState<{ category?: string; value?: string; form?: 'bar' | 'line' }>({});
  const category = chosen.category ?? axes.categories[0];
  const value = chosen.value ?? axes.values.find((name) => name !== category);
  const isTime = category !== undefined && axes.isTime(category);
  const form = chosen.form ?? (isTime ? 'line' : 'bar');
  const points = useMemo(
    () => (category && value ? pointsOf(rows, category, value, isTime) : []),
    [rows, category, value, isTime],
  );
  if (!category || !value) {
    return <Empty title={words.noChart} />;
  }
  return (
    <div className="panel-body">
      <div className="filters">
        <Select
          label={words.value}
          data={axes.values}
          value={value}
          onChange={(next) => setChosen({ ...chosen, value: next ?? undefined })}
          allowDeselect={false}
        />
        <Select
          label={words.category}
          data={axes.categories}
          value={category}
          onChange={(next) => setChosen({ ...chosen, category: next ?? undefined })}
          allowDeselect={false}
        />
        <SegmentedControl
          className="fixed"
          aria-label={words.kind}
          value={form}
          onChange={(next) => setChosen({ ...chosen, form: next === 'line' ? 'line' : 'bar' })}
          data={[
            { value: 'bar', label: words.kinds.bar },
            { value: 'line', label: words.kinds.line },
          ]}
        />
      </div>
      <Suspense fallback={<Loading />}>
        <Chart form={form} category={category} value={value} points={points} />
      </Suspense>
    </div>
  );
}

/** What is shown, as a file; it is made here, so nothing is read a second time. */
function Download({ rows }: { rows: Row[] }) {
  const save = () => {
    const file = new Blob([rows.map((row) => JSON.stringify(row) + '\n').join('')], {
      type: 'application/x-ndjson',
    });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = 'rows.ndjson';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <Button variant="default" aria-label={words.download} title={words.download} onClick={save}>
      <IconDownload size={15} aria-hidden />
    </Button>
  );
}
