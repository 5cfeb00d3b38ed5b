import { Button, Tabs } from '@mantine/core';
import { Link, useParams, useSearchParams } from 'react-router';
import type { Port, Product, Whoami } from '../../api';
import { count } from '../../format';
import { useProduct } from '../../queries';
import { texts } from '../../texts';
import { IconLineage } from '../../ui/icons';
import { LifeBadge, PageHead, Panel, Tags } from '../../ui/parts';
import { Answer, Empty } from '../../ui/states';
import { LifePanel, SourceOf } from '../governance/LifePanel';
import { About } from './About';
import { BusinessFacts } from '../metadata/BusinessFacts';
import { Lags } from '../metadata/Lags';
import { AccessPanel } from './AccessPanel';
import { Connect } from './Connect';
import { Consumers } from './Consumers';
import { Fields } from './Fields';
import { Promises } from './Promises';
import { Properties } from './Properties';
import { Quarantine } from './Quarantine';
import { Sample } from './Sample';
import { Seen } from './Seen';
import { Versions } from './Versions';
import './product.css';

export default function ProductPage({ me }: { me: Whoami }) {
  const { id = '' } = useParams();
  return <Answer of={useProduct(id)}>{(product) => <Content product={product} me={me} />}</Answer>;
}

function Content({ product, me }: { product: Product; me: Whoami }) {
  const [params, setParams] = useSearchParams();
  const port = product.outputPorts.find(({ port }) => port === params.get('port')) ?? product.outputPorts[0];
  const choose = (name: string, value: string) =>
    setParams((old) => new URLSearchParams([...[...old].filter(([key]) => key !== name), [name, value]]), {
      replace: true,
    });
  return (
    <>
      <PageHead
        title={product.name}
        crumbs={
          <Link to={`/domains/${encodeURIComponent(product.domain)}`}>
            {product.domainTitle || product.domain}
          </Link>
        }
        badges={
          <>
            <LifeBadge status={product.status} />
            <span className="dim">{product.version}</span>
            <Tags tags={product.tags} />
          </>
        }
        actions={
          <Button
            component={Link}
            to={`/lineage?node=${encodeURIComponent('product/' + product.id)}`}
            variant="default"
            leftSection={<IconLineage size={15} />}
          >
            {texts.product.lineage}
          </Button>
        }
      />
      <div className="columns product-columns">
        <div className="stack">
          <About product={product} />
          {port ? (
            <PortPanel
              key={port.port}
              product={product}
              port={port}
              tabs={tabsFor(me, product)}
              mayTag={tends(me, product) || me.roles.includes('admin')}
              tab={params.get('tab') ?? 'fields'}
              choosePort={(name) => choose('port', name)}
              chooseTab={(name) => choose('tab', name)}
            />
          ) : (
            <Panel title={texts.product.ports}>
              <Empty title={texts.product.noPorts} />
            </Panel>
          )}
        </div>
        <div className="stack side">
          {port && (
            <AccessPanel product={product} port={port} me={me} connect={() => choose('tab', 'connect')} />
          )}
          <LifePanel product={product.id} />
          <SourceOf product={product.id} />
          <Properties product={product} />
          <BusinessFacts kind="product" name={product.id} />
          {port && <BusinessFacts key={port.port} kind="port" name={port.port} />}
        </div>
      </div>
    </>
  );
}

const tends = (me: Whoami, product: Product) =>
  me.stewards.includes(product.id) || me.stewards.includes(product.domain);

type Tab = keyof typeof texts.product.tabs;

/** Who looks back and who answers for a product have more to look at. */
function tabsFor(me: Whoami, product: Product): Tab[] {
  const admin = me.roles.includes('admin');
  const owns = me.owns.includes(product.id);
  const tabs: Tab[] = ['fields', 'sample', 'connect', 'consumers', 'quality', 'versions'];
  if (owns || admin || me.roles.includes('auditor')) {
    tabs.push('seen');
  }
  if (owns || admin || tends(me, product)) {
    tabs.push('quarantine');
  }
  return tabs;
}

function PortPanel({
  product,
  port,
  tabs,
  mayTag,
  tab,
  choosePort,
  chooseTab,
}: {
  product: Product;
  port: Port;
  tabs: Tab[];
  mayTag: boolean;
  tab: string;
  choosePort: (port: string) => void;
  chooseTab: (tab: string) => void;
}) {
  const words = texts.product.tabs;
  return (
    <section className="panel" aria-label={port.port}>
      <PortHead product={product} port={port} choose={choosePort} />
      <Tabs
        value={tabs.find((name) => name === tab) ?? 'fields'}
        onChange={(next) => next && chooseTab(next)}
        keepMounted={false}
      >
        <Tabs.List className="port-tabs">
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {words[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="fields">
          <Fields fields={port.fields} label={port.port} allowed={port.access.allowed} mayTag={mayTag} />
        </Tabs.Panel>
        <Tabs.Panel value="sample">
          <Sample port={port} />
        </Tabs.Panel>
        <Tabs.Panel value="connect">
          <Connect port={port} />
        </Tabs.Panel>
        <Tabs.Panel value="consumers">
          <Consumers port={port} />
          <Lags port={port.port} />
        </Tabs.Panel>
        <Tabs.Panel value="quality">
          <Promises port={port} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <Versions product={product} port={port} />
        </Tabs.Panel>
        <Tabs.Panel value="seen">
          <Seen port={port} />
        </Tabs.Panel>
        <Tabs.Panel value="quarantine">
          <Quarantine port={port} />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

function PortHead({
  product,
  port,
  choose,
}: {
  product: Product;
  port: Port;
  choose: (port: string) => void;
}) {
  return (
    <div className="port-head">
      {product.outputPorts.length > 1 ? (
        <div className="port-choice" role="group" aria-label={texts.product.ports}>
          {product.outputPorts.map((other) => (
            <button
              type="button"
              key={other.port}
              className="port-button mono"
              aria-pressed={other.port === port.port}
              onClick={() => choose(other.port)}
            >
              {other.port}
            </button>
          ))}
        </div>
      ) : (
        <h2 className="mono">{port.port}</h2>
      )}
      {port.description && <p className="list-text">{port.description}</p>}
      <p className="list-meta">
        {port.records !== undefined && (
          <span>
            {count(port.records)} {texts.port.records}
          </span>
        )}
        {port.partitions !== undefined && (
          <span>
            {port.partitions} {texts.port.partitions}
          </span>
        )}
        <span>{texts.port.fieldCount(port.fields.length)}</span>
        {port.contractId && (
          <span>
            {texts.port.contract} <span className="mono">{port.contractId}</span> {port.contractVersion}
          </span>
        )}
      </p>
    </div>
  );
}
