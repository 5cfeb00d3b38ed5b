import { useQuery } from '@tanstack/react-query';
import { Button, Modal, SegmentedControl, Select, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api } from '../../api';
import type { Domain, Whoami } from '../../api';
import { useChange } from '../../queries';
import { Badge, Moment, PageHead } from '../../ui/parts';
import type { Tone } from '../../ui/parts';
import { Answer, Empty, Problems } from '../../ui/states';
import { wishes } from './api';
import type { Wish, WishStatus, WishView } from './api';
import { wishTexts as words } from './texts';
import './wishes.css';

const tones: Record<WishStatus, Tone> = {
  OPEN: 'info',
  FULFILLED: 'good',
  DECLINED: 'bad',
  WITHDRAWN: 'quiet',
};

export function WishBadge({ status }: { status: WishStatus }) {
  return <Badge tone={tones[status]}>{words.statuses[status]}</Badge>;
}

export default function WishesPage({ me }: { me: Whoami }) {
  const [view, setView] = useState<WishView>('open');
  const [params, setParams] = useSearchParams();
  const wanted = params.get('wish'); // Such as from a search that has found nothing.
  const [wishing, setWishing] = useState(wanted !== null);
  const close = () => {
    setWishing(false);
    setParams({}, { replace: true });
  };
  const all = useQuery({
    queryKey: ['wishes', 'list', view],
    queryFn: ({ signal }) => wishes.list(view, signal),
  });
  return (
    <>
      <PageHead
        title={words.title}
        lead={words.lead}
        actions={<Button onClick={() => setWishing(true)}>{words.new}</Button>}
      />
      <div className="stack">
        <SegmentedControl
          aria-label={words.title}
          className="wish-views"
          value={view}
          onChange={(next) => setView(next as WishView)}
          data={(Object.keys(words.views) as WishView[]).map((value) => ({
            value,
            label: words.views[value],
          }))}
        />
        <div className="panel">
          <Answer of={all}>
            {(found) =>
              found.length === 0 ? (
                <Empty title={words.none} hint={words.noneHint} />
              ) : (
                <ul className="list">
                  {found.map((wish) => (
                    <Row key={wish.id} wish={wish} me={me} />
                  ))}
                </ul>
              )
            }
          </Answer>
        </div>
      </div>
      <Modal opened={wishing} onClose={close} title={words.new}>
        <WishForm wanted={wanted ?? ''} close={close} />
      </Modal>
    </>
  );
}

function Row({ wish, me }: { wish: Wish; me: Whoami }) {
  return (
    <li className="list-row wish">
      <div className="wish-text">
        <p className="row">
          <Link to={`/wishes/${encodeURIComponent(wish.id)}`} className="list-title">
            {wish.title}
          </Link>
          <WishBadge status={wish.status} />
        </p>
        <p className="list-text clamp">{wish.purpose}</p>
        <p className="list-meta">
          <span>{words.people(wish.votes.length + 1)}</span>
          {wish.offers.length > 0 && <span>{words.offers(wish.offers.length)}</span>}
          {wish.domain && <span>{wish.domain}</span>}
          <Moment at={wish.at} />
        </p>
      </div>
      <Vote wish={wish} me={me} />
    </li>
  );
}

/** A vote, or taking it back; whoever has asked wants it anyway. */
export function Vote({ wish, me }: { wish: Wish; me: Whoami }) {
  const mine = wish.votes.includes(me.name);
  const vote = useChange(() => (mine ? wishes.unvote(wish.id) : wishes.vote(wish.id)), ['wishes', 'inbox']);
  if (wish.status !== 'OPEN' || wish.by === me.name) {
    return null;
  }
  return (
    <div>
      <Button
        variant="default"
        aria-label={mine ? undefined : words.voteLabel(wish.title)}
        loading={vote.isPending}
        onClick={() => vote.mutate(undefined)}
      >
        {mine ? words.unvote : words.vote}
      </Button>
      {vote.error && <Problems error={vote.error} />}
    </div>
  );
}

function WishForm({ wanted, close }: { wanted: string; close: () => void }) {
  const [title, setTitle] = useState(wanted.slice(0, 200));
  const [description, setDescription] = useState('');
  const [purpose, setPurpose] = useState('');
  const [domain, setDomain] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const domains = useQuery({
    queryKey: ['resources', 'domain'],
    queryFn: ({ signal }) => api.resources<Domain>('domain', {}, signal),
  });
  const add = useChange(wishes.add, ['wishes']);
  const missing = title.trim() === '' || purpose.trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!missing) {
      add.mutate(
        {
          title: title.trim(),
          purpose: purpose.trim(),
          description: description.trim() || undefined,
          domain: domain ?? undefined,
        },
        { onSuccess: close },
      );
    }
  };
  return (
    <form onSubmit={submit} className="stack" noValidate>
      <TextInput
        label={words.what}
        description={words.whatHint}
        required
        data-autofocus
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={tried && missing && words.needed}
      />
      <Textarea
        label={words.purpose}
        description={words.purposeHint}
        required
        autosize
        minRows={2}
        maxLength={4000}
        value={purpose}
        onChange={(event) => setPurpose(event.currentTarget.value)}
      />
      <Textarea
        label={words.details}
        autosize
        minRows={2}
        maxLength={4000}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <Select
        label={words.domain}
        description={words.domainHint}
        data={(domains.data ?? []).map(({ name, document }) => ({
          value: name,
          label: document.title || name,
        }))}
        value={domain}
        onChange={setDomain}
        clearable
        searchable
      />
      {add.error && <Problems error={add.error} />}
      <div className="row dialog-actions">
        <Button variant="default" onClick={close}>
          {words.cancel}
        </Button>
        <Button type="submit" loading={add.isPending}>
          {words.send}
        </Button>
      </div>
    </form>
  );
}
