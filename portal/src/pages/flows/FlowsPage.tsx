import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { Flow } from '../../api';
import { count } from '../../format';
import { useFlows } from '../../queries';
import { texts } from '../../texts';
import { Moment, PageHead, TableFrame } from '../../ui/parts';
import { Answer, Empty } from '../../ui/states';
import { FlowSwitch } from './FlowSwitch';
import { FlowBadge, recordsIn, recordsOut } from './flow';
import './flows.css';

export default function FlowsPage() {
  const flows = useFlows();
  return (
    <>
      <PageHead
        title={texts.flows.title}
        actions={
          <Button component={Link} to="/draw">
            {texts.flows.drawNew}
          </Button>
        }
      />
      <div className="panel">
        <Answer of={flows}>
          {(all) =>
            all.length === 0 ? (
              <Empty title={texts.flows.empty} hint={texts.flows.emptyHint} />
            ) : (
              <FlowTable flows={all} />
            )
          }
        </Answer>
      </div>
    </>
  );
}

function FlowTable({ flows }: { flows: Flow[] }) {
  return (
    <TableFrame label={texts.flows.title}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{texts.flows.flow}</th>
            <th scope="col">{texts.flows.status}</th>
            <th scope="col">{texts.flows.product}</th>
            <th scope="col" className="number">
              {texts.flows.in}
            </th>
            <th scope="col" className="number">
              {texts.flows.out}
            </th>
            <th scope="col" className="number">
              {texts.flows.failed}
            </th>
            <th aria-label={`${texts.flows.start}, ${texts.flows.stop}`} />
          </tr>
        </thead>
        <tbody>
          {flows.map((flow) => (
            <Row key={flow.name} flow={flow} />
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function Row({ flow }: { flow: Flow }) {
  const failed = flow.processors.reduce((sum, processor) => sum + processor.failed, 0);
  return (
    <tr>
      <td>
        <Link to={`/flows/${encodeURIComponent(flow.name)}`} className="list-title flow-link">
          {flow.name}
        </Link>
        <span className="list-text flow-steps mono">
          {flow.processors.map(({ name }) => name).join(' → ')}
        </span>
      </td>
      <td>
        <FlowBadge status={flow.status} />{' '}
        {flow.since && (
          <span className="dim">
            <Moment at={flow.since} />
          </span>
        )}
        {flow.message && (
          <span className={flow.status === 'failed' ? 'flow-message bad' : 'flow-message'}>
            {flow.message}
          </span>
        )}
      </td>
      <td>
        <Link to={`/products/${encodeURIComponent(flow.product)}`} className="text-link">
          {flow.product}
        </Link>
      </td>
      <td className="number">{count(recordsIn(flow))}</td>
      <td className="number">{count(recordsOut(flow))}</td>
      <td className={failed > 0 ? 'number bad' : 'number'}>{count(failed)}</td>
      <td className="number">
        <FlowSwitch flow={flow} />
      </td>
    </tr>
  );
}
