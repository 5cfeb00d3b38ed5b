import { Button, NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api';
import type { ReplayEffect, Replayed } from '../../api';
import { count } from '../../format';
import { texts } from '../../texts';
import { Badge, Moment, Principal, TableFrame } from '../../ui/parts';
import type { Tone } from '../../ui/parts';
import { Empty, Problems } from '../../ui/states';
import { policyTexts } from './texts';

const tones: Record<string, Tone> = { loses: 'bad', gains: 'good', changes: 'info' };
const days = ['1d', '7d', '30d', '90d'];

/** What the policy as it is written would have done to the accesses that are on record. Nothing is changed. */
export function DryRun({ text }: { text: string }) {
  const [replay, setReplay] = useState('7d');
  const attempt = useMutation({ mutationFn: () => api.tryOut(text, replay) });
  return (
    <div className="stack">
      <p className="list-text">{policyTexts.dryRunLead}</p>
      <div className="row">
        <NativeSelect
          aria-label={texts.tryOut.days}
          data={days.map((value) => ({ value, label: texts.tryOut.last(value.replace('d', '')) }))}
          value={replay}
          onChange={(event) => setReplay(event.currentTarget.value)}
        />
        <Button loading={attempt.isPending} onClick={() => attempt.mutate()}>
          {texts.tryOut.run}
        </Button>
      </div>
      {attempt.error && <Problems error={attempt.error} />}
      {attempt.data?.replay && <Effects replayed={attempt.data.replay} />}
    </div>
  );
}

function Effects({ replayed }: { replayed: Replayed }) {
  return (
    <>
      <p className="list-meta" role="status">
        {texts.tryOut.looked(count(replayed.accesses))} <Moment at={replayed.from} />
        {!replayed.complete && ` ${texts.tryOut.incomplete}`}
      </p>
      {replayed.effects.length === 0 ? (
        <Empty title={texts.tryOut.nothing} />
      ) : (
        <TableFrame label={texts.tryOut.title}>
          <table className="data effects-table">
            <thead>
              <tr>
                <th scope="col">{texts.tryOut.who}</th>
                <th scope="col">{texts.tryOut.effect}</th>
                <th scope="col">{texts.tryOut.port}</th>
                <th scope="col">{texts.tryOut.what}</th>
                <th scope="col" className="number">
                  {texts.tryOut.reads}
                </th>
                <th scope="col">{texts.tryOut.lastRead}</th>
              </tr>
            </thead>
            <tbody>
              {replayed.effects.map((effect, index) => (
                <Row key={index} effect={effect} />
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </>
  );
}

function Row({ effect }: { effect: ReplayEffect }) {
  return (
    <tr>
      <td>
        <Principal name={effect.principal} />
      </td>
      <td>
        <Badge tone={tones[effect.effect] ?? 'quiet'}>
          {texts.tryOut.effects[effect.effect] ?? effect.effect}
        </Badge>
      </td>
      <td className="mono">{effect.port}</td>
      <td>
        {effect.fields.map((field) => (
          <p key={field.path}>
            <span className="mono">{field.path}</span>: {field.before} → {field.after}
          </p>
        ))}
        {effect.filter && (
          <p>
            {texts.tryOut.filter}: <code>{effect.filter.before || '–'}</code> →{' '}
            <code>{effect.filter.after || '–'}</code>
          </p>
        )}
        {effect.terms && <p>{effect.terms}</p>}
        {effect.fields.length === 0 && !effect.filter && <p className="dim">{effect.reason}</p>}
      </td>
      <td className="number">{count(effect.reads)}</td>
      <td>{effect.last && <Moment at={effect.last} />}</td>
    </tr>
  );
}
