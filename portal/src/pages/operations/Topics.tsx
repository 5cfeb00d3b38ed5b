import { Switch } from '@mantine/core';
import { useState } from 'react';
import { count, size } from '../../format';
import { Badge, Panel, PortLink, Principal, TableFrame } from '../../ui/parts';
import { Empty } from '../../ui/states';
import type { Operations } from './api';
import { operationsTexts as texts } from './texts';

const shownAtOnce = 50;

/** Topics, the largest first. */
export function Topics({ now }: { now: Operations }) {
  const [all, setAll] = useState(false);
  const found = now.topics
    .filter(({ kind, records }) => all || kind === 'port' || (kind === 'quarantine' && records > 0))
    .sort((a, b) => b.bytes - a.bytes || b.records - a.records);
  return (
    <Panel
      title={texts.topics}
      flush
      aside={
        <Switch
          size="xs"
          label={now.whole ? texts.showOwn : texts.showEmpty}
          checked={all}
          onChange={(event) => setAll(event.currentTarget.checked)}
        />
      }
    >
      {found.length === 0 ? (
        <Empty title={texts.noTopics} />
      ) : (
        <TableFrame label={texts.topics}>
          <table className="data topics-table">
            <thead>
              <tr>
                <th scope="col">{texts.topic}</th>
                <th scope="col">{texts.kind}</th>
                <th scope="col" className="number">
                  {texts.partitions}
                </th>
                <th scope="col" className="number">
                  {texts.records}
                </th>
                <th scope="col" className="number">
                  {texts.size}
                </th>
              </tr>
            </thead>
            <tbody>
              {found.slice(0, shownAtOnce).map((one) => (
                <tr key={one.topic}>
                  <td>
                    {one.kind === 'port' && one.port ? (
                      <PortLink port={one.port} />
                    ) : (
                      <span className="mono">{one.topic}</span>
                    )}
                  </td>
                  <td>
                    <Badge tone={one.kind === 'quarantine' && one.records > 0 ? 'warn' : 'quiet'}>
                      {texts.kinds[one.kind] ?? one.kind}
                    </Badge>
                  </td>
                  <td className="number">{count(one.partitions)}</td>
                  <td className="number">{count(one.records)}</td>
                  <td className="number">{size(one.bytes)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </Panel>
  );
}

/** Consumer groups, the furthest behind first. */
export function Lag({ now }: { now: Operations }) {
  const found = [...now.groups].sort((a, b) => b.lag - a.lag);
  const most = Math.max(1, ...found.map(({ lag }) => lag));
  return (
    <Panel title={texts.lag} flush>
      {found.length === 0 ? (
        <p className="panel-body dim">{texts.noLag}</p>
      ) : (
        <TableFrame label={texts.lag}>
          <table className="data lag-table">
            <thead>
              <tr>
                <th scope="col">{texts.reader}</th>
                <th scope="col">{texts.group}</th>
                <th scope="col">{texts.topic}</th>
                <th scope="col" className="number">
                  {texts.behind}
                </th>
              </tr>
            </thead>
            <tbody>
              {found.slice(0, shownAtOnce).map((one) => (
                <tr key={`${one.principal} ${one.group} ${one.topic}`}>
                  <td>
                    {one.principal ? <Principal name={one.principal} /> : <span className="dim">–</span>}
                  </td>
                  <td className="mono lag-group">{one.group}</td>
                  <td className="mono">{one.topic}</td>
                  <td className="number">
                    <span className="lag-bar" style={{ width: `${Math.round((one.lag / most) * 60)}px` }} />{' '}
                    {count(one.lag)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </Panel>
  );
}
