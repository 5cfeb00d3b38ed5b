import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { Suspense, lazy, useState } from 'react';
import type { FormEvent } from 'react';
import { Link, useNavigate } from 'react-router';
import type { ProductSummary, Whoami } from '../../api';
import { count } from '../../format';
import { useProducts, useStatus, useSubscriptions } from '../../queries';
import { texts } from '../../texts';
import { IconDomain, IconSearch } from '../../ui/icons';
import { Badge, Fact, Facts, LifeBadge, Moment, PageHead, Panel, PortLink, Tags } from '../../ui/parts';
import { Answer, Empty, Loading } from '../../ui/states';
import { StatusBadge } from '../../ui/subscription';
import { useInbox } from '../inbox/queries';
import './home.css';

// The picture's library is loaded by who looks at the map.
const MeshMap = lazy(() => import('../map/MeshMap'));

/** The newest; more is a matter for search. */
const productsMax = 8;
const mineAtOnce = 20;
const newsMax = 5;

export default function HomePage({ me }: { me: Whoami }) {
  return (
    <>
      <PageHead title={texts.home.hello(firstName(me))} lead={texts.home.lead} />
      <Find />
      <div className="columns">
        <div className="stack">
          <ToDecide />
          <News />
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

/** As one is spoken to: without what one is. */
const firstName = ({ title, name }: Whoami) => (title.split(',')[0] ?? '').trim() || name;

/** Where to begin, for who has come for something. */
function Find() {
  const navigate = useNavigate();
  const [words, setWords] = useState('');
  const look = (event: FormEvent) => {
    event.preventDefault();
    void navigate('/search?q=' + encodeURIComponent(words.trim()));
  };
  return (
    <div className="find">
      <form role="search" aria-label={texts.home.find} className="find-form" onSubmit={look}>
        <TextInput
          size="md"
          className="find-words"
          aria-label={texts.home.find}
          placeholder={texts.home.findPlaceholder}
          autoComplete="off"
          leftSection={<IconSearch size={18} aria-hidden />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Button type="submit" size="md">
          {texts.home.look}
        </Button>
      </form>
      <p className="find-more">
        {texts.home.ways.map(({ to, label }) => (
          <Link key={to} to={to} className="text-link">
            {label}
          </Link>
        ))}
      </p>
    </div>
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

/** What came since this person last looked, as their inbox has it. */
function News() {
  const unread = (useInbox().data?.items ?? []).filter(({ unread, weight }) => unread && weight !== 'TO_DO');
  if (unread.length === 0) {
    return null;
  }
  return (
    <Panel title={texts.home.news} aside={<SeeAll to="/inbox" />} flush>
      <ul className="list">
        {unread.slice(0, newsMax).map((item) => (
          <li key={item.id}>
            <Link to={item.link} className="list-row">
              <span className="list-title">{item.title}</span>
              {item.text && <span className="list-text clamp">{item.text}</span>}
              <span className="list-meta">
                <Moment at={item.at} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Products({ me }: { me: Whoami }) {
  const hasMine = me.owns.length + me.stewards.length > 0;
  const [whose, setWhose] = useState('all');
  const aside = (
    <SegmentedControl
      aria-label={texts.home.products}
      value={whose}
      onChange={setWhose}
      data={[
        { value: 'all', label: texts.home.all },
        ...(hasMine ? [{ value: 'mine', label: texts.home.mine }] : []),
        { value: 'domains', label: texts.home.byDomain },
      ]}
    />
  );
  return (
    <Panel title={texts.home.products} aside={aside} flush>
      {whose === 'domains' ? (
        <Suspense fallback={<Loading />}>
          <MeshMap />
        </Suspense>
      ) : whose === 'mine' ? (
        <Mine name={me.name} />
      ) : (
        <Newest />
      )}
    </Panel>
  );
}

function Newest() {
  return (
    <Answer of={useProducts({ order: 'newest', limit: productsMax })}>
      {({ items, total }) =>
        total === 0 ? (
          <Empty title={texts.home.noProducts} hint={texts.home.noProductsHint} />
        ) : (
          <ul className="list">
            {items.map((product) => (
              <ProductRow key={product.id} product={product} />
            ))}
            {total > items.length && (
              <li>
                <Link to="/search?kind=product" className="list-row text-link">
                  {texts.home.more(count(total))}
                </Link>
              </li>
            )}
          </ul>
        )
      }
    </Answer>
  );
}

function Mine({ name }: { name: string }) {
  const [limit, setLimit] = useState(mineAtOnce);
  return (
    <Answer of={useProducts({ person: name, limit })}>
      {({ items, total }) => (
        <>
          <ul className="list">
            {items.map((product) => (
              <ProductRow key={product.id} product={product} />
            ))}
          </ul>
          {total > items.length && (
            <p className="panel-body">
              <Button variant="default" onClick={() => setLimit(limit * 2)}>
                {texts.search.more}
              </Button>
            </p>
          )}
        </>
      )}
    </Answer>
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
          <span className="row row-tight">
            <IconDomain size={13} stroke={1.7} aria-hidden /> {product.domain}
          </span>
          <span className="mono">{product.ports.slice(0, 3).join('  ')}</span>
          <span>
            {texts.home.changed} <Moment at={product.changedAt} />
          </span>
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
  const failed = status.data?.flowsFailed ?? 0;
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
