import { Button } from '@mantine/core';
import type { FlowConnection } from '../../api';
import { count, size } from '../../format';
import { texts } from '../../texts';
import { Panel, TableFrame } from '../../ui/parts';
import { connectionName, fullness } from './flow';

/** All connections with what waits in them, and how near they are to stopping their senders. */
export function Queues({
  connections,
  look,
}: {
  connections: FlowConnection[];
  look: (connection: FlowConnection) => void;
}) {
  return (
    <Panel title={texts.flows.queues} flush>
      <TableFrame label={texts.flows.queues}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{texts.flows.connection}</th>
              <th scope="col" className="number">
                {texts.flows.waiting}
              </th>
              <th scope="col" className="number">
                {texts.flows.size}
              </th>
              <th scope="col">{texts.flows.backPressure}</th>
              <th aria-label={texts.flows.look} />
            </tr>
          </thead>
          <tbody>
            {connections.map((connection) => (
              <Row key={connectionName(connection)} connection={connection} look={look} />
            ))}
          </tbody>
        </table>
      </TableFrame>
    </Panel>
  );
}

function Row({ connection, look }: { connection: FlowConnection; look: (one: FlowConnection) => void }) {
  const name = connectionName(connection);
  return (
    <tr>
      <td className="mono flow-connection">
        {connection.from}
        <span className="dim">.{connection.relationship} →</span> {connection.to}
      </td>
      <td className="number">{count(connection.queued)}</td>
      <td className="number">{connection.bytes ? size(connection.bytes) : '–'}</td>
      <td>
        <Pressure connection={connection} />
      </td>
      <td className="number">
        <Button
          variant="default"
          size="compact-xs"
          aria-label={texts.flows.lookLabel(name)}
          onClick={() => look(connection)}
        >
          {texts.flows.look}
        </Button>
      </td>
    </tr>
  );
}

export function Pressure({ connection }: { connection: FlowConnection }) {
  const part = fullness(connection);
  const percent = part > 0 && part < 0.01 ? 1 : Math.round(part * 100);
  const tone = part >= 1 ? 'is-full' : part >= 0.7 ? 'is-high' : '';
  return (
    <span className="pressure-cell">
      <span
        className={`pressure ${tone}`}
        role="meter"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-label={texts.flows.backPressureOf(connectionName(connection))}
      >
        <span style={{ width: `${percent}%` }} />
      </span>
      <span className="dim">{part >= 1 ? texts.flows.full : texts.flows.fullness(percent)}</span>
    </span>
  );
}
