import { Button, SegmentedControl, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api';
import type { Port, Sighting, WhoAnswer, WhoView } from '../../api';
import { count } from '../../format';
import { texts } from '../../texts';
import { Badge, Moment, Policies, Principal, TableFrame } from '../../ui/parts';
import type { Tone } from '../../ui/parts';
import { Empty, Problems } from '../../ui/states';

const views: WhoView[] = ['any', 'raw', 'masked'];
const tones: Record<string, Tone> = { raw: 'warn', partly: 'info', masked: 'quiet' };

/** Who has seen the port or one of its fields. Asked only on demand, since every question is on record. */
export function Seen({ port }: { port: Port }) {
  const [field, setField] = useState<string | null>(null);
  const [view, setView] = useState<WhoView>('any');
  const ask = useMutation({ mutationFn: () => api.who(port.port, field ?? '', view) });
  return (
    <>
      <div className="fields-bar">
        <Select
          aria-label={texts.seen.field}
          placeholder={texts.seen.anyField}
          data={port.fields.map(({ path }) => path)}
          value={field}
          onChange={setField}
          clearable
          searchable
        />
        <SegmentedControl
          aria-label={texts.seen.view}
          value={view}
          onChange={(next) => setView(next as WhoView)}
          data={views.map((value) => ({ value, label: texts.seen.views[value] }))}
        />
        <Button loading={ask.isPending} onClick={() => ask.mutate()}>
          {texts.seen.ask}
        </Button>
      </div>
      {ask.error && <Problems error={ask.error} />}
      {ask.data ? <Found answer={ask.data} /> : !ask.error && <Empty title={texts.seen.lead} />}
    </>
  );
}

function Found({ answer }: { answer: WhoAnswer }) {
  return (
    <>
      {answer.since && (
        <p className="notice" role="status">
          {texts.seen.since} <Moment at={answer.since} />
        </p>
      )}
      {answer.items.length === 0 ? (
        <Empty title={texts.seen.nobody} />
      ) : (
        <TableFrame label={texts.product.tabs.seen}>
          <table className="data seen-table">
            <thead>
              <tr>
                <th scope="col">{texts.seen.who}</th>
                <th scope="col">{texts.seen.saw}</th>
                <th scope="col" className="number">
                  {texts.seen.records}
                </th>
                <th scope="col">{texts.seen.first}</th>
                <th scope="col">{texts.seen.last}</th>
                <th scope="col">{texts.seen.by}</th>
                <th scope="col">{texts.seen.purpose}</th>
              </tr>
            </thead>
            <tbody>
              {answer.items.map((item) => (
                <Row key={`${item.principal} ${item.sight} ${item.exact}`} item={item} />
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </>
  );
}

function Row({ item }: { item: Sighting }) {
  return (
    <tr>
      <td>
        <Principal name={item.principal} />
      </td>
      <td>
        <Badge tone={tones[item.sight] ?? 'quiet'}>{texts.seen.sights[item.sight] ?? item.sight}</Badge>
        {!item.exact && <span className="dim"> {texts.seen.maybe}</span>}
      </td>
      <td className="number">{count(item.delivered)}</td>
      <td>
        <Moment at={item.first} />
      </td>
      <td>{item.last && <Moment at={item.last} />}</td>
      <td>
        <Policies names={item.policies} />
      </td>
      <td>{item.purposes.join(', ')}</td>
    </tr>
  );
}
