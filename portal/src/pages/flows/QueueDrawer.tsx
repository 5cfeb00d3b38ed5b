import { Button, Drawer, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api';
import type { FlowConnection, Queued } from '../../api';
import { count, size } from '../../format';
import { useChange } from '../../queries';
import { texts } from '../../texts';
import { IconTrash } from '../../ui/icons';
import { Moment } from '../../ui/parts';
import { Answer, Empty, Problems } from '../../ui/states';
import { yaml } from '../../ui/yaml';
import { Pressure } from './Queues';
import { connectionName } from './flow';

const shownAtOnce = 50;

/** What waits in a connection; each FlowFile with its attributes, and its content for those who may see it. */
export function QueueDrawer({
  flow,
  connection,
  close,
}: {
  flow: string;
  connection?: FlowConnection;
  close: () => void;
}) {
  return (
    <Drawer
      opened={connection !== undefined}
      onClose={close}
      position="right"
      closeButtonProps={{ 'aria-label': texts.flows.close }}
      size="lg"
      title={
        connection && (
          <span className="mono flow-connection">
            {connection.from}
            <span className="dim">.{connection.relationship} →</span> {connection.to}
          </span>
        )
      }
    >
      {connection && <Content flow={flow} connection={connection} />}
    </Drawer>
  );
}

function Content({ flow, connection }: { flow: string; connection: FlowConnection }) {
  const name = connectionName(connection);
  const queue = useQuery({
    queryKey: ['flow', flow, 'queue', name],
    queryFn: ({ signal }) => api.queue(flow, name, signal),
    refetchInterval: 3_000,
  });
  return (
    <div className="stack">
      <Pressure connection={connection} />
      <Answer of={queue}>
        {(waiting) =>
          waiting.length === 0 ? (
            <Empty title={texts.flows.nothingWaits} hint={texts.flows.nothingWaitsHint} />
          ) : (
            <Waiting flow={flow} name={name} waiting={waiting} />
          )
        }
      </Answer>
    </div>
  );
}

function Waiting({ flow, name, waiting }: { flow: string; name: string; waiting: Queued[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? waiting : waiting.slice(0, shownAtOnce);
  const records = waiting.reduce((sum, one) => sum + one.records, 0);
  const bytes = waiting.reduce((sum, one) => sum + one.bytes, 0);
  return (
    <>
      <div className="row queue-head">
        <span className="dim">
          {texts.flows.flowFiles(waiting.length)} · {texts.flows.records(count(records))} · {size(bytes)}
        </span>
        <Drop flow={flow} name={name} flowFiles={waiting.length} />
      </div>
      <ol className="queue">
        {shown.map((one) => (
          <FlowFile key={one.number} flow={flow} connection={name} one={one} />
        ))}
      </ol>
      {!all && waiting.length > shownAtOnce && (
        <Button variant="default" onClick={() => setAll(true)}>
          {texts.search.more}
        </Button>
      )}
    </>
  );
}

function FlowFile({ flow, connection, one }: { flow: string; connection: string; one: Queued }) {
  const [opened, setOpened] = useState(false);
  const attributes = Object.entries(one.attributes);
  return (
    <li className="queued">
      <div className="queued-head">
        <span className="mono dim">#{one.number}</span>
        <span>
          {one.content === 'records' ? texts.flows.records(count(one.records)) : texts.flows.content}
          {' · '}
          {size(one.bytes)}
        </span>
        <span className="dim">
          <Moment at={one.since} />
        </span>
        {(one.tried ?? 0) > 0 && (
          <span className="badge badge-warn">
            {texts.flows.tried(one.tried!)}
            {one.notBefore && (
              <>
                , {texts.flows.again} <Moment at={one.notBefore} />
              </>
            )}
          </span>
        )}
        <Button
          variant="subtle"
          size="compact-xs"
          className="queued-show"
          aria-expanded={opened}
          aria-label={texts.flows.showContentOf(one.number)}
          onClick={() => setOpened(!opened)}
        >
          {texts.flows.showContent}
        </Button>
      </div>
      {attributes.length > 0 && (
        <dl className="attributes mono">
          {attributes.map(([key, value]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {opened && <Preview flow={flow} connection={connection} number={one.number} />}
    </li>
  );
}

function Preview({ flow, connection, number }: { flow: string; connection: string; number: number }) {
  const preview = useQuery({
    queryKey: ['queued', flow, connection, number],
    queryFn: ({ signal }) => api.queued(flow, connection, number, signal),
    // Looking is audited: once for each time it is opened.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    retry: false,
  });
  return (
    <Answer of={preview}>
      {({ records, text, withheld }) =>
        withheld ? (
          <p className="notice">{withheld}</p>
        ) : (
          <pre className="queued-content" tabIndex={0}>
            {records.length > 0 ? records.map((record) => yaml(record)).join('---\n') : text}
          </pre>
        )
      }
    </Answer>
  );
}

function Drop({ flow, name, flowFiles }: { flow: string; name: string; flowFiles: number }) {
  const [asked, setAsked] = useState(false);
  const drop = useChange(() => api.dropQueue(flow, name), ['flow', 'flows']);
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        color="red"
        leftSection={<IconTrash size={14} />}
        aria-label={texts.flows.dropLabel(name)}
        onClick={() => setAsked(true)}
      >
        {texts.flows.drop}
      </Button>
      <Modal
        opened={asked}
        onClose={() => setAsked(false)}
        title={texts.flows.dropTitle}
        centered
        closeButtonProps={{ 'aria-label': texts.flows.close }}
      >
        <div className="stack">
          <p>{texts.flows.dropText(flowFiles, name)}</p>
          {drop.error && <Problems error={drop.error} />}
          <div className="row dialog-actions">
            <Button variant="default" data-autofocus onClick={() => setAsked(false)}>
              {texts.flows.keep}
            </Button>
            <Button
              color="red.9"
              loading={drop.isPending}
              onClick={() => drop.mutate(undefined, { onSuccess: () => setAsked(false) })}
            >
              {texts.flows.dropNow}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  );
}
