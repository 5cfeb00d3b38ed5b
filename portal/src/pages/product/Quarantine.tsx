import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Port, Quarantined } from '../../api';
import { formatMoment } from '../../format';
import { useQuarantine } from '../../queries';
import { texts } from '../../texts';
import { TableFrame } from '../../ui/parts';
import { Answer, Empty } from '../../ui/states';

/** What waits in the quarantine and why, never its values. Loaded on demand: every look is on record. */
export function Quarantine({ port }: { port: Port }) {
  const [wanted, setWanted] = useState(false);
  const waiting = useQuarantine(port.port, wanted);
  if (!wanted) {
    return (
      <Empty title={texts.quarantine.lead}>
        <Button onClick={() => setWanted(true)}>{texts.quarantine.load}</Button>
      </Empty>
    );
  }
  return (
    <Answer of={waiting}>
      {(records) =>
        records.length === 0 ? <Empty title={texts.quarantine.empty} /> : <Records records={records} />
      }
    </Answer>
  );
}

function Records({ records }: { records: Quarantined[] }) {
  return (
    <TableFrame label={texts.product.tabs.quarantine}>
      <table className="data quarantine-table">
        <thead>
          <tr>
            <th scope="col">{texts.quarantine.offset}</th>
            <th scope="col">{texts.quarantine.why}</th>
            <th scope="col">{texts.quarantine.from}</th>
            <th scope="col">{texts.quarantine.time}</th>
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <tr key={`${record.partition}/${record.offset}`}>
              <td className="mono">{record.offset}</td>
              <td>
                {record.violations.map((violation, index) => (
                  <p key={index}>
                    {violation.field && <span className="mono">{violation.field}: </span>}
                    {violation.message || violation.rule}
                  </p>
                ))}
              </td>
              <td className="mono">
                {[record.flow, record.source, record.position].filter(Boolean).join(' · ')}
              </td>
              <td className="nowrap dim">{formatMoment(record.timestamp)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
