import { ActionIcon, Autocomplete, Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Explanation } from '../../api';
import { asText } from '../../format';
import { usePortNames, usePrincipals } from '../../ui/choices';
import { IconArrowLeft, IconArrowRight, IconCheck, IconLock } from '../../ui/icons';
import { TableFrame } from '../../ui/parts';
import { Empty, Problems } from '../../ui/states';
import { policies } from './api';
import type { Preview, PreviewRow, Sight } from './api';
import { policyTexts } from './texts';

/** What somebody would see: the record as one sees it oneself, as they do, and as they would. */
export function PreviewPanel({ planned, hasProblems }: { planned?: string; hasProblems: boolean }) {
  const [who, setWho] = useState('');
  const [port, setPort] = useState('');
  const [purpose, setPurpose] = useState('');
  const principals = usePrincipals(who);
  const ports = usePortNames(port);
  const look = useMutation({
    mutationFn: () => policies.preview(who.trim(), port.trim(), purpose.trim(), planned),
  });
  return (
    <div className="stack">
      <p className="list-text">{policyTexts.previewLead}</p>
      <form
        className="policy-ask"
        onSubmit={(event) => {
          event.preventDefault();
          look.mutate();
        }}
      >
        <Autocomplete label={policyTexts.who} data={principals} value={who} onChange={setWho} />
        <Autocomplete label={policyTexts.port} data={ports} value={port} onChange={setPort} />
        <TextInput
          label={policyTexts.purpose}
          value={purpose}
          onChange={(event) => setPurpose(event.currentTarget.value)}
        />
        <Button type="submit" loading={look.isPending} disabled={who.trim() === '' || port.trim() === ''}>
          {policyTexts.look}
        </Button>
      </form>
      {hasProblems && <p className="notice">{policyTexts.planned}</p>}
      {look.error && <Problems error={look.error} />}
      {look.data && <Seen key={look.submittedAt} preview={look.data} />}
    </div>
  );
}

function Seen({ preview }: { preview: Preview }) {
  // The first that they get: what is left out says less.
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      preview.records.findIndex(({ now, then }) => [now, then].some((sight) => sight?.outcome === 'shown')),
    ),
  );
  const row = preview.records[at];
  return (
    <div className="stack" role="status">
      <Sentence title={policyTexts.now} found={preview.now} />
      {preview.then && <Sentence title={policyTexts.then} found={preview.then} />}
      {row === undefined ? (
        <Empty title={policyTexts.noRecords} hint={preview.noRecords} />
      ) : (
        <>
          <div className="row">
            <ActionIcon
              aria-label={policyTexts.previous}
              disabled={at === 0}
              onClick={() => setAt(at - 1)}
              variant="default"
            >
              <IconArrowLeft size={15} />
            </ActionIcon>
            <span className="dim">{policyTexts.recordOf(at + 1, preview.records.length)}</span>
            <ActionIcon
              aria-label={policyTexts.next}
              disabled={at + 1 >= preview.records.length}
              onClick={() => setAt(at + 1)}
              variant="default"
            >
              <IconArrowRight size={15} />
            </ActionIcon>
          </div>
          <Record row={row} />
        </>
      )}
      {preview.hidden.length > 0 && (
        <p className="list-text">
          {policyTexts.hidden(preview.hidden.join(', '))} {preview.unsure && policyTexts.unsure}
        </p>
      )}
    </div>
  );
}

function Sentence({ title, found }: { title: string; found: Explanation }) {
  const Icon = found.allowed ? IconCheck : IconLock;
  return (
    <p className="row">
      <strong>{title}</strong>
      <Icon size={15} aria-hidden />
      <span>{found.allowed ? policyTexts.mayRead : policyTexts.mayNot}</span>
      <span className="dim">{found.reason}</span>
    </p>
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function Record({ row }: { row: PreviewRow }) {
  const mine = isRecord(row.value) ? row.value : { value: row.value };
  const sights = [row.now, ...(row.then ? [row.then] : [])];
  const left = sights.map(({ outcome }) => policyTexts.outcomes[outcome]);
  return (
    <>
      {left.map(
        (text, index) =>
          text && (
            <p key={index} className="notice">
              <strong>{index === 0 ? policyTexts.now : policyTexts.then}:</strong> {text}
            </p>
          ),
      )}
      <TableFrame label={policyTexts.preview}>
        <table className="data preview-table">
          <thead>
            <tr>
              <th scope="col">{policyTexts.field}</th>
              <th scope="col">{policyTexts.you}</th>
              <th scope="col">{policyTexts.theyNow}</th>
              {row.then && <th scope="col">{policyTexts.theyThen}</th>}
            </tr>
          </thead>
          <tbody>
            {Object.keys(mine).map((field) => (
              <tr key={field}>
                <th scope="row" className="mono">
                  {field}
                </th>
                <td className="mono">{asText(mine[field] ?? null)}</td>
                {sights.map((sight, index) => (
                  <Cell
                    key={index}
                    sight={sight}
                    field={field}
                    mine={mine[field]}
                    before={sights[index - 1]}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </>
  );
}

/** What is not as one sees it oneself stands out, and more so what the change makes different. */
function Cell({
  sight,
  field,
  mine,
  before,
}: {
  sight: Sight;
  field: string;
  mine: unknown;
  before?: Sight;
}) {
  const shown = (one?: Sight) =>
    one?.outcome === 'shown' && one.value && field in one.value
      ? asText(one.value[field] ?? null)
      : undefined;
  const text = shown(sight);
  const differs = text !== asText(mine ?? null);
  const moves = before !== undefined && shown(before) !== text;
  return (
    <td className={moves ? 'mono is-moved' : differs ? 'mono is-other' : 'mono'}>
      {text ?? <span className="dim">{policyTexts.absent}</span>}
    </td>
  );
}
