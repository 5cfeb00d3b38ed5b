import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api } from '../../api';
import type { Flow, FlowProcessor } from '../../api';
import { count } from '../../format';
import { texts } from '../../texts';
import { Moment, PageHead, Panel, TableFrame } from '../../ui/parts';
import { Answer } from '../../ui/states';
import { FlowPicture } from './FlowPicture';
import { FlowSwitch } from './FlowSwitch';
import { FlowBadge } from './flow';
import './flows.css';

export default function FlowPage() {
  const { name = '' } = useParams();
  const flow = useQuery({
    queryKey: ['flow', name],
    queryFn: ({ signal }) => api.flow(name, signal),
    refetchInterval: 2_000,
  });
  return <Answer of={flow}>{(found) => <Content flow={found} />}</Answer>;
}

function Content({ flow }: { flow: Flow }) {
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
        actions={<FlowSwitch flow={flow} />}
      />
      <div className="stack">
        {flow.message && (
          <p className={flow.status === 'failed' ? 'notice notice-warn' : 'notice'} role="status">
            {flow.message}
          </p>
        )}
        <FlowPicture flow={flow} />
        <Processors processors={flow.processors} />
      </div>
    </>
  );
}

function Processors({ processors }: { processors: FlowProcessor[] }) {
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
              <th scope="col">{texts.flows.counters}</th>
            </tr>
          </thead>
          <tbody>
            {processors.map((processor) => (
              <Row key={processor.name} processor={processor} />
            ))}
          </tbody>
        </table>
      </TableFrame>
    </Panel>
  );
}

function Row({ processor }: { processor: FlowProcessor }) {
  const counters = Object.entries(processor.counters ?? {});
  return (
    <tr>
      <td>
        <span className="list-title">{processor.name}</span> <span className="dim">{processor.type}</span>
        {processor.message && <span className="flow-message">{processor.message}</span>}
      </td>
      <td>
        <FlowBadge status={processor.status} />
      </td>
      <td className="number">{count(processor.in)}</td>
      <td className="number">{count(processor.out)}</td>
      <td className={processor.failed > 0 ? 'number bad' : 'number'}>{count(processor.failed)}</td>
      <td className="list-text">{counters.map(([name, value]) => `${name} ${count(value)}`).join(' · ')}</td>
    </tr>
  );
}
