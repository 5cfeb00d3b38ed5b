import { useQuery } from '@tanstack/react-query';
import { Button, Select, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Link, useParams } from 'react-router';
import type { Whoami } from '../../api';
import { useChange, useDomain } from '../../queries';
import { ProductPicker } from '../../ui/Pickers';
import { Fact, Facts, Moment, PageHead, Panel, Principal, Principals } from '../../ui/parts';
import { Answer, Empty, Problems } from '../../ui/states';
import { Vote, WishBadge } from './WishesPage';
import { wishes } from './api';
import type { Wish, WishEnd } from './api';
import { wishTexts as words } from './texts';
import './wishes.css';

export default function WishPage({ me }: { me: Whoami }) {
  const { id = '' } = useParams();
  const wish = useQuery({
    queryKey: ['wishes', 'one', id],
    queryFn: ({ signal }) => wishes.get(id, signal),
  });
  return <Answer of={wish}>{(found) => <Content wish={found} me={me} />}</Answer>;
}

function Content({ wish, me }: { wish: Wish; me: Whoami }) {
  const isOpen = wish.status === 'OPEN';
  const governs = useDomain(wish.domain).data?.document.governance?.body?.includes(me.name) ?? false;
  const mayOffer = me.owns.length > 0 || governs;
  return (
    <>
      <PageHead
        title={wish.title}
        crumbs={<Link to="/wishes">{words.title}</Link>}
        badges={<WishBadge status={wish.status} />}
        lead={words.people(wish.votes.length + 1)}
        actions={<Vote wish={wish} me={me} />}
      />
      <div className="columns">
        <div className="stack">
          <Panel>
            <Facts>
              <Fact name={words.purpose}>{wish.purpose}</Fact>
              {wish.description && <Fact name={words.details}>{wish.description}</Fact>}
              {wish.domain && (
                <Fact name={words.domain}>
                  <Link to={`/domains/${encodeURIComponent(wish.domain)}`} className="text-link">
                    {wish.domain}
                  </Link>
                </Fact>
              )}
              <Fact name={words.by}>
                <span className="row">
                  <Principal name={wish.by} />
                  <Moment at={wish.at} />
                </span>
              </Fact>
              <Fact name={words.voters}>
                <Principals names={wish.votes} none={words.nobody} />
              </Fact>
              {wish.product && (
                <Fact name={words.statuses[wish.status]}>
                  <Link to={`/products/${encodeURIComponent(wish.product)}`} className="text-link">
                    {words.result(wish.product)}
                  </Link>
                </Fact>
              )}
              {wish.why && <Fact name={words.why}>{wish.why}</Fact>}
            </Facts>
          </Panel>
          <Panel title={words.offersTitle} flush>
            <Offers wish={wish} />
          </Panel>
        </div>
        {isOpen && (
          <div className="stack">
            {mayOffer && <OfferForm wish={wish} me={me} />}
            <EndForm wish={wish} me={me} governs={governs} />
          </div>
        )}
      </div>
    </>
  );
}

function Offers({ wish }: { wish: Wish }) {
  if (wish.offers.length === 0) {
    return <Empty title={words.noOffers} hint={words.noOffersHint} />;
  }
  return (
    <ul className="list">
      {wish.offers.map((offer) => (
        <li key={offer.by + offer.at} className="list-row">
          <p className="row">
            <Principal name={offer.by} />
            {offer.product && (
              <Link to={`/products/${encodeURIComponent(offer.product)}`} className="text-link">
                {offer.product}
              </Link>
            )}
          </p>
          <p className="list-text">{offer.text}</p>
          <p className="list-meta">
            <Moment at={offer.at} />
          </p>
        </li>
      ))}
    </ul>
  );
}

function OfferForm({ wish, me }: { wish: Wish; me: Whoami }) {
  const [text, setText] = useState('');
  const [product, setProduct] = useState<string | null>(null);
  const offer = useChange(
    () => wishes.offer(wish.id, { text: text.trim(), product: product ?? undefined }),
    ['wishes'],
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) {
      offer.mutate(undefined, { onSuccess: () => setText('') });
    }
  };
  return (
    <Panel title={words.offer}>
      <form onSubmit={submit} className="stack" noValidate>
        <Textarea
          label={words.offerText}
          autosize
          minRows={2}
          maxLength={4000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Select label={words.offerProduct} data={me.owns} value={product} onChange={setProduct} clearable />
        {offer.error && <Problems error={offer.error} />}
        <Button type="submit" disabled={text.trim() === ''} loading={offer.isPending}>
          {words.offer}
        </Button>
      </form>
    </Panel>
  );
}

/** What this person may do to end it; nothing where they have no part in it. */
function EndForm({ wish, me, governs }: { wish: Wish; me: Whoami; governs: boolean }) {
  const [product, setProduct] = useState<string | null>(null);
  const [why, setWhy] = useState('');
  const end = useChange((how: WishEnd) => wishes.close(wish.id, how), ['wishes', 'inbox']);
  const isMine = wish.by === me.name;
  const mayDecline = governs || me.roles.includes('admin');
  if (!isMine && !mayDecline && me.owns.length === 0) {
    return null;
  }
  return (
    <Panel title={words.end}>
      <div className="stack">
        {(isMine || me.owns.length > 0) && (
          <>
            {isMine ? (
              <ProductPicker label={words.fulfilledBy} value={product} onChange={setProduct} clearable />
            ) : (
              <Select
                label={words.fulfilledBy}
                data={me.owns}
                value={product}
                onChange={setProduct}
                searchable
                clearable
              />
            )}
            <Button
              variant="default"
              disabled={!product}
              loading={end.isPending}
              onClick={() => end.mutate({ status: 'fulfilled', product: product ?? '' })}
            >
              {words.fulfilled}
            </Button>
          </>
        )}
        {isMine && (
          <Button
            variant="default"
            loading={end.isPending}
            onClick={() => end.mutate({ status: 'withdrawn' })}
          >
            {words.withdrawn}
          </Button>
        )}
        {mayDecline && (
          <>
            <TextInput
              label={words.why}
              maxLength={4000}
              value={why}
              onChange={(event) => setWhy(event.currentTarget.value)}
            />
            <Button
              variant="default"
              disabled={why.trim() === ''}
              loading={end.isPending}
              onClick={() => end.mutate({ status: 'declined', why: why.trim() })}
            >
              {words.declined}
            </Button>
          </>
        )}
        {end.error && <Problems error={end.error} />}
      </div>
    </Panel>
  );
}
