import { Button } from '@mantine/core';
import { Link, useParams } from 'react-router';
import type { FieldTag } from '../../api';
import { count, size } from '../../format';
import { texts } from '../../texts';
import { CopyIcon } from '../../ui/CodeBlock';
import { IconLineage, IconSql } from '../../ui/icons';
import { Fact, Facts, Moment, PageHead, Panel, PortLink } from '../../ui/parts';
import { Answer } from '../../ui/states';
import { SqlText } from '../sql/SqlText';
import { Beside } from './Beside';
import { LeftOut, TraceLink } from './LeftOut';
import { OutputFields } from './Outputs';
import { QuerySwitch } from './QuerySwitch';
import { Rows } from './Rows';
import type { CpuShare, Output, QueryPage as Page, QueryStatus } from './api';
import { usePort, useQueryPage } from './queries';
import { QueryBadge, isBad } from './query';
import './queries.css';

const words = texts.queries;

export default function QueryPage() {
  const { name = '' } = useParams();
  return <Answer of={useQueryPage(name)}>{(page) => <Content page={page} />}</Answer>;
}

function Content({ page }: { page: Page }) {
  const { query, status, plan } = page;
  return (
    <>
      <PageHead
        title={query.name}
        crumbs={
          <>
            <Link to="/queries">{words.title}</Link>
            <span>/</span>
            <Link to={`/products/${encodeURIComponent(query.product)}`}>{query.product}</Link>
          </>
        }
        badges={<QueryBadge state={status.state} />}
        lead={
          <>
            {words.since} <Moment at={status.since} />
          </>
        }
        actions={
          <>
            <Button
              component={Link}
              to={`/lineage?node=${encodeURIComponent('query/' + query.name)}`}
              variant="default"
              leftSection={<IconLineage size={15} />}
            >
              {words.lineage}
            </Button>
            <Button
              component={Link}
              to={`/sql?query=${encodeURIComponent(query.name)}`}
              variant="default"
              leftSection={<IconSql size={15} />}
            >
              {words.open}
            </Button>
            <QuerySwitch query={status} />
          </>
        }
      />
      <div className="columns">
        <div className="stack">
          <Standing status={status} />
          {status.next && <Beside status={status} next={status.next} />}
          <Panel title={words.statement} aside={<CopyIcon value={query.sql} label={words.statement} />} flush>
            <SqlText text={query.sql} label={words.statement} />
          </Panel>
          {plan ? (
            plan.outputs.map((output) => <Result key={output.port} output={output} />)
          ) : (
            <p className="notice">{words.noPlan}</p>
          )}
        </div>
        <div className="stack side">
          <Numbers status={status} />
          {status.leftOut.count > 0 && <LeftOut of={status.leftOut} />}
          <Panel title={words.description}>
            {query.description && <p className="query-about">{query.description}</p>}
            <Facts>
              <Fact name={words.reads}>
                {(plan?.reads ?? []).map((port) => (
                  <div key={port}>
                    <PortLink port={port} />
                  </div>
                ))}
              </Fact>
              <Fact name={words.into}>
                {status.into.map((port) => (
                  <div key={port}>
                    <PortLink port={port} />
                  </div>
                ))}
              </Fact>
            </Facts>
          </Panel>
        </div>
      </div>
    </>
  );
}

/** What it gives to one port: its fields, and its rows where they have a key. */
function Result({ output }: { output: Output }) {
  return (
    <>
      <PortFields output={output} />
      {output.port && output.key.length > 0 && (
        <Rows port={output.port} columns={output.fields.map(({ name }) => name)} />
      )}
    </>
  );
}

/** The plan has no tags, since they come and go without it: the port has those that its fields carry now. */
function PortFields({ output }: { output: Output }) {
  const known = usePort(output.port ?? '', Boolean(output.port)).data?.fields ?? [];
  const tagsOf = (name: string) =>
    known
      .filter(({ path }) => path === name)
      .flatMap(({ tags }) => tags.filter(isKept).map(({ tag }) => tag));
  const fields = output.fields.map((field) => ({ ...field, tags: tagsOf(field.name) }));
  const label = words.fields(output.port ?? '');
  return (
    <Panel title={label} flush>
      <OutputFields output={{ ...output, fields }} label={label} />
    </Panel>
  );
}

const isKept = ({ status }: FieldTag) => status !== 'REJECTED';

function Standing({ status }: { status: QueryStatus }) {
  if (!status.message && status.causes.length === 0) {
    return null;
  }
  return (
    <div className="stack">
      {status.message && (
        <p className={isBad(status.state) ? 'notice notice-warn' : 'notice'} role="status">
          {status.message}
        </p>
      )}
      {status.record && (
        <p>
          {words.leftOut.failedAt} <TraceLink place={status.record} />
        </p>
      )}
      {status.causes.length > 0 && (
        <Panel title={words.causes} aside={words.causesHint}>
          <ol className="causes">
            {status.causes.map((cause, index) => (
              <li key={index}>{cause}</li>
            ))}
          </ol>
        </Panel>
      )}
    </div>
  );
}

function Numbers({ status }: { status: QueryStatus }) {
  const { numbers } = status;
  const { checkpoint } = numbers;
  return (
    <Panel title={words.numbers}>
      {status.state !== 'RUNNING' ? (
        <p className="dim">{words.noNumbers}</p>
      ) : (
        <div className="stack">
          <dl className="counts">
            <Count name={words.recordsIn} value={count(numbers.recordsIn)} />
            <Count name={words.recordsOut} value={count(numbers.recordsOut)} />
            <Count name={words.lagLong} value={count(numbers.lag)} />
            <Count name={words.busy} value={words.percent(numbers.busy)} />
            <Count name={words.backPressure} value={words.percent(numbers.backPressure)} />
          </dl>
          <Facts>
            <Fact name={words.checkpointLong}>
              {checkpoint ? (
                <>
                  <Moment at={checkpoint.at} /> ·{' '}
                  {words.checkpointText(size(checkpoint.bytes), String(checkpoint.millis))}
                  {checkpoint.failed > 0 && (
                    <span className="bad"> · {words.checkpointsFailed(checkpoint.failed)}</span>
                  )}
                </>
              ) : (
                words.noCheckpoint
              )}
            </Fact>
            <Fact name={words.cpu}>{status.cpu ? <Cpu share={status.cpu} /> : words.notMeasured}</Fact>
            <Fact name={words.cluster}>{status.cluster || words.embedded}</Fact>
            <Fact name={words.job}>
              <span className="mono">{status.job}</span>
            </Fact>
          </Facts>
        </div>
      )}
    </Panel>
  );
}

/** How much of the processor it has, and how much its product may have where that is limited. */
function Cpu({ share }: { share: CpuShare }) {
  return (
    <>
      {words.cores(share.cores)}
      {share.most != null && <> · {words.cpuTogether(share.productCores, share.most)}</>}
      {share.held && <span className="bad"> · {words.cpuHeld}</span>}
    </>
  );
}

function Count({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
