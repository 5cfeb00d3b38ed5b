import { number, size } from '../../format';
import { Badge, Fact, Facts, Moment, Panel, TableFrame } from '../../ui/parts';
import type { Operations } from './api';
import { operationsTexts as texts } from './texts';

/** The process itself, and its checks. */
export function Server({ now: { server } }: { now: Operations }) {
  return (
    <Panel title={texts.server}>
      <Facts>
        <Fact name={texts.version}>{server.version}</Fact>
        <Fact name={texts.role}>{texts.roles[server.role] ?? server.role}</Fact>
        <Fact name={texts.since}>
          <Moment at={server.startedAt} />
        </Fact>
        <Fact name={texts.gateway}>
          <span className="mono">{server.gateway}</span>
        </Fact>
        <Fact name={texts.kafka}>
          <span className="mono">{server.kafka}</span>
        </Fact>
        <Fact name={texts.checks}>
          <span className="row">
            {Object.entries(server.checks).map(([name, text]) => (
              <Badge key={name} tone={text === 'ok' ? 'good' : text.startsWith('warning: ') ? 'warn' : 'bad'}>
                {name}: {text}
              </Badge>
            ))}
          </span>
        </Fact>
      </Facts>
    </Panel>
  );
}

/** How full the disk is, and what takes how much. */
export function Storage({ now: { storage } }: { now: Operations }) {
  const used = storage.total > 0 ? 1 - storage.usable / storage.total : 0;
  return (
    <Panel title={texts.storage}>
      <div className="stack">
        <div>
          <p className="row">
            <strong>{texts.disk}</strong>
            <span className="dim">{texts.free(size(storage.usable), size(storage.total))}</span>
          </p>
          <span
            className={used > 0.97 ? 'room is-full' : used > 0.9 ? 'room is-high' : 'room'}
            role="meter"
            aria-label={texts.disk}
            aria-valuenow={Math.round(used * 100)}
            aria-valuemin={0}
            aria-valuemax={100}
          >
            <span style={{ width: `${Math.round(used * 100)}%` }} />
          </span>
        </div>
        <Facts>
          <Fact name={texts.ports}>{size(storage.ports)}</Fact>
          <Fact name={texts.own}>{size(storage.own)}</Fact>
          {storage.other > 0 && <Fact name={texts.others}>{size(storage.other)}</Fact>}
        </Facts>
      </div>
    </Panel>
  );
}

/** Where flows and queries run. */
export function Environments({ now: { environments } }: { now: Operations }) {
  return (
    <Panel title={texts.environments} flush>
      {environments.length === 0 ? (
        <p className="panel-body dim">{texts.noEnvironments}</p>
      ) : (
        <TableFrame label={texts.environments}>
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{texts.environment}</th>
                <th scope="col">{texts.connect}</th>
                <th scope="col">{texts.flink}</th>
                <th scope="col" className="number">
                  {texts.flows}
                </th>
              </tr>
            </thead>
            <tbody>
              {environments.map((one) => (
                <tr key={one.name}>
                  <td>
                    <span className="list-title">{one.name}</span>
                    <span className="run-message">{one.description}</span>
                  </td>
                  <td className="mono">{one.connect || texts.embedded}</td>
                  <td className="mono">{one.flink || texts.embedded}</td>
                  <td className="number">{number(one.flows)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </Panel>
  );
}
