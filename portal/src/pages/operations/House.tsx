import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { number, size } from '../../format';
import { IconDownload } from '../../ui/icons';
import { Badge, Fact, Facts, Moment, Panel, TableFrame } from '../../ui/parts';
import { Problems } from '../../ui/states';
import { operations } from './api';
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

/** All that people have written, as a file. */
export function Backup() {
  const save = useMutation({
    mutationFn: () => operations.export(),
    onSuccess: (files) =>
      download('weft-export.yaml', files.map(({ text }) => text.trimEnd()).join('\n---\n') + '\n'),
  });
  return (
    <Panel title={texts.backup}>
      <div className="stack">
        <p className="list-text">{texts.backupLead}</p>
        <div className="row">
          <Button
            variant="default"
            leftSection={<IconDownload size={15} />}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            {texts.download}
          </Button>
          {save.data && <span className="dim">{texts.backupFiles(number(save.data.length))}</span>}
        </div>
        {save.error && <Problems error={save.error} />}
        <p className="list-text">
          {texts.restore}: <code>weft apply -f weft-export.yaml</code>
        </p>
      </div>
    </Panel>
  );
}

function download(name: string, text: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
