import { Autocomplete, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { number } from '../../format';
import { usePortNames } from '../../ui/choices';
import { Sight } from '../../ui/Sight';
import { Policies, Principal, TableFrame, TagChip } from '../../ui/parts';
import { Answer, Empty } from '../../ui/states';
import { policies } from './api';
import type { FieldReader, Readers } from './api';
import { policyTexts } from './texts';

/** Who sees a port or a field of it, how, and by which policy. */
export function ReadersPanel({ at = '' }: { at?: string }) {
  const [port, setPort] = useState(at);
  const [field, setField] = useState<string | null>(null);
  const ports = usePortNames(port);
  const known = ports.includes(port);
  const page = useQuery({
    queryKey: ['product', 'port', port],
    queryFn: ({ signal }) => policies.port(port, signal),
    enabled: known,
  });
  const readers = useQuery({
    queryKey: ['explain', 'readers', port, field],
    queryFn: ({ signal }) => policies.readers(port, field ?? '', signal),
    enabled: known,
  });
  return (
    <div className="stack">
      <p className="list-text">{policyTexts.readersLead}</p>
      <div className="policy-ask">
        <Autocomplete
          label={policyTexts.port}
          data={ports}
          value={port}
          onChange={(next) => {
            setPort(next);
            setField(null);
          }}
        />
        <Select
          label={policyTexts.field}
          placeholder={policyTexts.anyField}
          searchable
          clearable
          disabled={!page.data}
          data={(page.data?.fields ?? []).map(({ path }) => path)}
          value={field}
          onChange={setField}
        />
      </div>
      {known && <Answer of={readers}>{(found) => <Found found={found} />}</Answer>}
    </div>
  );
}

function Found({ found }: { found: Readers }) {
  if (found.items.length === 0) {
    return <Empty title={policyTexts.nobody} hint={policyTexts.asked(number(found.asked))} />;
  }
  return (
    <>
      <TableFrame label={policyTexts.readers}>
        <table className="data readers-table">
          <thead>
            <tr>
              <th scope="col">{policyTexts.who}</th>
              <th scope="col">{policyTexts.sees}</th>
              <th scope="col">{policyTexts.rows}</th>
              <th scope="col">{policyTexts.because}</th>
            </tr>
          </thead>
          <tbody>
            {found.items.map((one) => (
              <Row key={one.principal} one={one} />
            ))}
          </tbody>
        </table>
      </TableFrame>
      <p className="list-text">{policyTexts.asked(number(found.asked))}</p>
    </>
  );
}

function Row({ one }: { one: FieldReader }) {
  return (
    <tr>
      <td>
        <Principal name={one.principal} /> <span className="dim">{one.title}</span>
      </td>
      <td>
        {one.field ? (
          <Sight rule={one.field.rule} mask={one.field.mask} policy={one.field.policy} />
        ) : (
          policyTexts.fieldCounts(one.shown, one.masked, one.withheld)
        )}
      </td>
      <td>{one.filter ? <code>{one.filter}</code> : <span className="dim">{policyTexts.allRows}</span>}</td>
      <td>
        {one.field?.tag && <TagChip tag={one.field.tag} />} <span className="dim">{one.reason}</span>{' '}
        <Policies names={one.policies} />
      </td>
    </tr>
  );
}
