import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api } from '../../api';
import type { Bulletin, Flow, FlowProcessor, History } from '../../api';
import { count } from '../../format';
import { texts } from '../../texts';
import { Badge, Moment, PageHead, Panel, TableFrame } from '../../ui/parts';
import { Answer } from '../../ui/states';
import { Destinations } from './Destinations';
import { Events } from './Events';
import { FlowPicture } from './FlowPicture';
import { FlowSwitch } from './FlowSwitch';
import { HistoryChart } from './HistoryChart';
import { Parameters } from './Parameters';
import { PauseButton } from './PauseButton';
import { ProcessorDrawer } from './ProcessorDrawer';
import { QueueDrawer } from './QueueDrawer';
import { Queues } from './Queues';
import { FlowBadge, connectionName } from './flow';
import './flows.css';

export default function FlowPage() {
  const { name = '' } = useParams();
  const flow = useQuery({
    queryKey: ['flow', name],
    queryFn: ({ signal }) => api.flow(name, signal),
    refetchInterval: 2_000,
  });
  return <Answer of={flow}>{(found) => <Content key={name} flow={found} />}</Answer>;
}

function Content({ flow }: { flow: Flow }) {
  const [chosen, setChosen] = useState<string>();
  const [looked, setLooked] = useState<string>();
  const history = useQuery({
    queryKey: ['flow', flow.name, 'history'],
    queryFn: ({ signal }) => api.flowHistory(flow.name, signal),
    refetchInterval: 10_000,
  });
  const histories = new Map((history.data ?? []).map((one) => [one.processor, one]));
  const look = (connection: Flow['connections'][number]) => setLooked(connectionName(connection));
  return (
    <>
      <PageHead
        title={flow.name}
        crumbs={
          <>
            <Link to="/flows">{texts.flows.title}</Link>
            <span>/</span>
            <Link to={`/products/${encodeURIComponent(flow.product)}`}>{flow.product}</Link>
          </>
        }
        badges={<FlowBadge status={flow.status} />}
        lead={
          flow.since && (
            <>
              {texts.flows.since} <Moment at={flow.since} />
            </>
          )
        }
        actions={
          <>
            <Button component={Link} to={`/draw/${encodeURIComponent(flow.name)}`} variant="default">
              {texts.flows.draw}
            </Button>
            <FlowSwitch flow={flow} />
          </>
        }
      />
      <div className="stack">
        {flow.message && (
          <p className={flow.status === 'failed' ? 'notice notice-warn' : 'notice'} role="status">
            {flow.message}
          </p>
        )}
        {flow.processors.length > 0 && <FlowPicture flow={flow} choose={setChosen} look={look} />}
        {flow.processors.length > 0 && <Processors flow={flow} histories={histories} choose={setChosen} />}
        {flow.connections.length > 0 && <Queues connections={flow.connections} look={look} />}
        <Destinations flow={flow.name} />
        <Parameters flow={flow.name} />
        <Bulletins bulletins={flow.bulletins ?? []} />
        <Events flow={flow} />
      </div>
      <ProcessorDrawer
        flow={flow}
        processor={flow.processors.find(({ name }) => name === chosen)}
        history={chosen ? histories.get(chosen) : undefined}
        close={() => setChosen(undefined)}
      />
      <QueueDrawer
        flow={flow.name}
        connection={flow.connections.find((one) => connectionName(one) === looked)}
        close={() => setLooked(undefined)}
      />
    </>
  );
}

function Processors({
  flow,
  histories,
  choose,
}: {
  flow: Flow;
  histories: Map<string, History>;
  choose: (processor: string) => void;
}) {
  return (
    <Panel title={texts.flows.processors} flush>
      <TableFrame label={texts.flows.processors}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{texts.flows.processor}</th>
              <th scope="col">{texts.flows.status}</th>
              <th scope="col" className="number">
                {texts.flows.in}
              </th>
              <th scope="col" className="number">
                {texts.flows.out}
              </th>
              <th scope="col" className="number">
                {texts.flows.failed}
              </th>
              <th scope="col">{texts.flows.recent}</th>
              <th aria-label={`${texts.flows.pause}, ${texts.flows.settings}`} />
            </tr>
          </thead>
          <tbody>
            {flow.processors.map((processor) => (
              <Row
                key={processor.name}
                flow={flow.name}
                processor={processor}
                history={histories.get(processor.name)}
                choose={choose}
              />
            ))}
          </tbody>
        </table>
      </TableFrame>
    </Panel>
  );
}

function Row({
  flow,
  processor,
  history,
  choose,
}: {
  flow: string;
  processor: FlowProcessor;
  history?: History;
  choose: (processor: string) => void;
}) {
  const counters = Object.entries(processor.counters ?? {});
  return (
    <tr>
      <td>
        <span className="list-title">{processor.name}</span> <span className="dim">{processor.type}</span>
        {counters.length > 0 && (
          <span className="flow-message">
            {counters.map(([name, value]) => `${name} ${count(value)}`).join(' · ')}
          </span>
        )}
        {processor.message && <span className="flow-message">{processor.message}</span>}
      </td>
      <td>
        <FlowBadge status={processor.status} />
      </td>
      <td className="number">{count(processor.in)}</td>
      <td className="number">{count(processor.out)}</td>
      <td className={processor.failed > 0 ? 'number bad' : 'number'}>{count(processor.failed)}</td>
      <td>{history && <HistoryChart history={history} height={24} />}</td>
      <td className="number">
        <span className="row-actions">
          <PauseButton flow={flow} name={processor.name} paused={processor.status === 'stopped'} compact />
          <Button
            variant="default"
            size="compact-xs"
            aria-label={texts.flows.openLabel(processor.name)}
            onClick={() => choose(processor.name)}
          >
            {texts.flows.settings}
          </Button>
        </span>
      </td>
    </tr>
  );
}

const tones = { info: 'info', warning: 'warn', error: 'bad' } as const;

function Bulletins({ bulletins }: { bulletins: Bulletin[] }) {
  return (
    <Panel title={texts.flows.bulletins} flush>
      {bulletins.length === 0 ? (
        <p className="panel-body dim">{texts.flows.noBulletins}</p>
      ) : (
        <ul className="bulletins" aria-label={texts.flows.bulletins}>
          {bulletins.map((one) => (
            <li key={`${one.time}${one.processor}${one.text}`}>
              <Badge tone={tones[one.level] ?? 'quiet'}>{one.level}</Badge>
              <span className="dim">
                <Moment at={one.time} />
              </span>
              <span>
                {one.processor && <strong>{one.processor}: </strong>}
                {one.text}
                {one.times > 1 && <span className="dim"> · {texts.flows.times(one.times)}</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
