import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { ProductSummary, Whoami } from '../api';
import { count } from '../format';
import { useFlows, useProducts, useStatus, useSubscriptions } from '../queries';
import { texts } from '../texts';
import { Badge, Fact, Facts, LifeBadge, Moment, PageHead, Panel, PortLink, Tags } from '../ui/parts';
import { Answer, Empty } from '../ui/states';
import { StatusBadge } from '../ui/subscription';
import './home.css';

/** More than this is a matter for search. */
const productsMax = 30;

export default function HomePage({ me }: { me: Whoami }) {
  return (
    <>
      <PageHead title={texts.home.title} lead={texts.home.hello(me.title || me.name)} />
      <div className="columns">
        <div className="stack">
          <ToDecide />
          <Products me={me} />
        </div>
        <div className="stack">
          <MyRequests />
          <Health />
        </div>
      </div>
    </>
  );
}

function SeeAll({ to }: { to: string }) {
  return (
    <Link to={to} className="text-link">
      {texts.home.see}
    </Link>
  );
}

/** Only there when something waits: a person who decides nothing never sees it. */
function ToDecide() {
  const waiting = useSubscriptions('to-decide').data ?? [];
  if (waiting.length === 0) {
    return null;
  }
  return (
    <Panel title={texts.home.waiting} aside={<SeeAll to="/requests" />} flush>
      <ul className="list">
        {waiting.slice(0, 5).map((request) => (
          <li key={request.id}>
            <Link to="/requests" className="list-row">
              <span className="row">
                <span className="list-title">{request.principal}</span>
                <span className="dim">{texts.inbox.asks}</span>
                <span className="mono">{request.port}</span>
              </span>
              <span className="list-text">{request.purpose}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Products({ me }: { me: Whoami }) {
  const products = useProducts();
  const [whose, setWhose] = useState('all');
  const isMine = (product: ProductSummary) =>
    product.owners.includes(me.name) || product.stewards.includes(me.name);
  const mine = (products.data ?? []).filter(isMine);
  const aside = (products.data ?? []).length > 0 && (
    <SegmentedControl
      aria-label={texts.home.products}
      value={whose}
      onChange={setWhose}
      data={[
        { value: 'all', label: texts.home.all },
        ...(mine.length > 0 ? [{ value: 'mine', label: texts.home.mine }] : []),
        { value: 'domains', label: texts.home.byDomain },
      ]}
    />
  );
  return (
    <Panel title={texts.home.products} aside={aside} flush>
      <Answer of={products}>
        {(all) => {
          const shown = whose === 'mine' ? mine : all;
          if (whose === 'domains' && shown.length > 0) {
            return <ByDomain products={shown} />;
          }
          return shown.length === 0 ? (
            <Empty title={texts.home.noProducts} hint={texts.home.noProductsHint} />
          ) : (
            <ul className="list">
              {shown.slice(0, productsMax).map((product) => (
                <ProductRow key={product.id} product={product} />
              ))}
              {shown.length > productsMax && (
                <li>
                  <Link to="/search?kind=product" className="list-row text-link">
                    {texts.home.more(count(shown.length))}
                  </Link>
                </li>
              )}
            </ul>
          );
        }}
      </Answer>
    </Panel>
  );
}

/** The mesh as a map of its domains, the largest first. */
function ByDomain({ products }: { products: ProductSummary[] }) {
  const domains = new Map<string, ProductSummary[]>();
  products.forEach((product) =>
    domains.set(product.domain, [...(domains.get(product.domain) ?? []), product]),
  );
  const found = [...domains].sort(([, one], [, other]) => other.length - one.length);
  return (
    <ul className="domain-map">
      {found.map(([domain, its]) => (
        <li key={domain} className="domain-box">
          <Link to={`/domains/${encodeURIComponent(domain)}`} className="list-title text-link">
            {domain}
          </Link>
          <ul className="domain-products">
            {its.map((product) => (
              <li key={product.id}>
                <Link to={`/products/${encodeURIComponent(product.id)}`} className="domain-product">
                  {product.name || product.id}
                </Link>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function ProductRow({ product }: { product: ProductSummary }) {
  return (
    <li>
      <Link to={`/products/${encodeURIComponent(product.id)}`} className="list-row">
        <span className="row">
          <span className="list-title">{product.name}</span>
          <LifeBadge status={product.status} />
          <Tags tags={product.tags} />
        </span>
        <span className="list-text clamp">{product.purpose}</span>
        <span className="list-meta">
          <span>{product.domain}</span>
          <span className="mono">{product.ports.join('  ')}</span>
        </span>
      </Link>
    </li>
  );
}

function MyRequests() {
  const mine = useSubscriptions('mine');
  return (
    <Panel
      title={texts.home.myRequests}
      aside={mine.data?.length ? <SeeAll to="/requests?view=mine" /> : undefined}
      flush
    >
      <Answer of={mine}>
        {(requests) =>
          requests.length === 0 ? (
            <Empty title={texts.home.noRequests} hint={texts.home.noRequestsHint} />
          ) : (
            <ul className="list">
              {requests.slice(0, 6).map((request) => (
                <li key={request.id} className="list-row">
                  <span className="row spread">
                    <PortLink port={request.port} />
                    <StatusBadge status={request.status} />
                  </span>
                  <span className="list-meta">
                    <Moment at={request.decidedAt ?? request.requestedAt} />
                    {request.why && <span>{request.why}</span>}
                    {request.portEnds && <Badge tone="warn">{texts.home.portEnds(request.portEnds)}</Badge>}
                    {request.brokenPromises && (
                      <span title={request.brokenPromises.join('; ')}>
                        <Badge tone="bad">{texts.home.brokenPromises(request.brokenPromises.length)}</Badge>
                      </span>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
}

function Health() {
  const status = useStatus();
  const failed = (useFlows().data ?? []).filter((flow) => flow.status === 'failed').length;
  return (
    <Panel
      title={texts.home.health}
      aside={
        <Link to="/flows">
          <Badge tone={failed ? 'bad' : 'good'}>
            {failed ? texts.home.flowsFailed(failed) : texts.home.flowsWell}
          </Badge>
        </Link>
      }
    >
      <Answer of={status}>
        {(now) => (
          <div className="stack">
            <dl className="counts">
              {(Object.keys(texts.home.counts) as (keyof typeof texts.home.counts)[]).map((name) => (
                <div key={name}>
                  <dt>{texts.home.counts[name]}</dt>
                  <dd>{count(now[name] ?? 0)}</dd>
                </div>
              ))}
            </dl>
            <Facts>
              <Fact name={texts.home.gateway}>
                <span className="mono">{now.gateway}</span>
              </Fact>
              <Fact name={texts.home.since}>
                <Moment at={now.startedAt} /> · {now.role} · {now.version}
              </Fact>
            </Facts>
          </div>
        )}
      </Answer>
    </Panel>
  );
}
