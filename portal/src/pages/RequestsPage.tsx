import { Button, Checkbox, Modal, Tabs, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api } from '../api';
import type { Subscription, SubscriptionView, Whoami } from '../api';
import { count, lastDay } from '../format';
import { useChange, useSubscriptions } from '../queries';
import { texts } from '../texts';
import { Moment, PageHead, PortLink, Principal } from '../ui/parts';
import { Answer, Empty, Problems } from '../ui/states';
import { StatusBadge } from '../ui/subscription';
import { AcceptTerms } from './inbox/AcceptTerms';
import { inbox } from './inbox/api';
import { inboxTexts } from './inbox/texts';
import './requests.css';

const words = inboxTexts.bulk;
const touched = ['subscriptions', 'inbox', 'product', 'lineage'];
const emptyTexts: Record<SubscriptionView, [string, string]> = {
  'to-decide': [texts.inbox.noneToDecide, texts.inbox.noneToDecideHint],
  'to-confirm': [words.noneToConfirm, words.noneToConfirmHint],
  mine: [texts.inbox.noneMine, texts.inbox.noneMineHint],
  all: [texts.inbox.noneAll, texts.inbox.noneAllHint],
};

export default function RequestsPage({ me }: { me: Whoami }) {
  const [params, setParams] = useSearchParams();
  const waiting = useSubscriptions('to-decide').data?.length;
  const confirming = useSubscriptions('to-confirm').data?.length;
  const asked = params.get('view') ?? '';
  const view: SubscriptionView = asked in emptyTexts ? (asked as SubscriptionView) : 'to-decide';
  return (
    <>
      <PageHead title={texts.inbox.title} />
      <Tabs
        value={view}
        onChange={(next) => next && setParams({ view: next }, { replace: true })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="to-decide">
            {texts.inbox.toDecide}
            {waiting ? <span className="tab-count">{waiting}</span> : null}
          </Tabs.Tab>
          <Tabs.Tab value="to-confirm">
            {words.toConfirm}
            {confirming ? <span className="tab-count">{confirming}</span> : null}
          </Tabs.Tab>
          <Tabs.Tab value="mine">{texts.inbox.mine}</Tabs.Tab>
          <Tabs.Tab value="all">{texts.inbox.all}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={view}>
          <Requests view={view} me={me} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Requests({ view, me }: { view: SubscriptionView; me: Whoami }) {
  const requests = useSubscriptions(view);
  const [title, hint] = emptyTexts[view];
  return (
    <Answer of={requests}>
      {(all) =>
        all.length === 0 ? (
          <div className="panel">
            <Empty title={title} hint={hint} />
          </div>
        ) : (
          <List key={view} all={all} view={view} me={me} />
        )
      }
    </Answer>
  );
}

/** So many at a time: what one chooses together is what one sees. */
const STEP = 50;

/** With a choice of several where something is to be decided about them. */
function List({ all, view, me }: { all: Subscription[]; view: SubscriptionView; me: Whoami }) {
  const [marked, setMarked] = useState<string[]>([]);
  const [most, setMost] = useState(STEP);
  const shown = all.slice(0, most);
  const isToAct = view === 'to-decide' || view === 'to-confirm';
  // What somebody else has decided meanwhile is not chosen any more.
  const chosen = marked.filter((id) => all.some((one) => one.id === id));
  const choose = (id: string) =>
    setMarked(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <div className="panel">
      {isToAct && all.length > 1 && <Bulk view={view} all={shown} chosen={chosen} choose={setMarked} />}
      <ul className="list">
        {shown.map((request) => (
          <Request
            key={request.id}
            request={request}
            view={view}
            me={me}
            mark={
              isToAct && all.length > 1 ? (
                <Checkbox
                  aria-label={words.select(request.principal, request.port)}
                  checked={chosen.includes(request.id)}
                  onChange={() => choose(request.id)}
                />
              ) : undefined
            }
          />
        ))}
      </ul>
      {all.length > most && (
        <p className="list-row">
          <Button variant="subtle" onClick={() => setMost(most + STEP)}>
            {words.showMore(count(all.length - most))}
          </Button>
        </p>
      )}
    </div>
  );
}

/** One act about many: done for all of them, or for none. */
function Bulk({
  view,
  all,
  chosen,
  choose,
}: {
  view: SubscriptionView;
  all: Subscription[];
  chosen: string[];
  choose: (ids: string[]) => void;
}) {
  const [rejecting, setRejecting] = useState(false);
  const approve = useChange(
    () => (view === 'to-confirm' ? inbox.confirmAll(chosen) : inbox.approveAll(chosen)),
    touched,
  );
  const isAll = chosen.length === all.length;
  return (
    <div className="bulk">
      <Checkbox
        label={chosen.length ? words.selected(chosen.length) : words.all}
        checked={isAll}
        indeterminate={chosen.length > 0 && !isAll}
        onChange={() => choose(isAll ? [] : all.map((one) => one.id))}
      />
      <div className="request-actions">
        {view === 'to-decide' && (
          <Button variant="default" disabled={chosen.length === 0} onClick={() => setRejecting(true)}>
            {words.reject}
          </Button>
        )}
        <Button
          disabled={chosen.length === 0}
          loading={approve.isPending}
          onClick={() => approve.mutate(undefined, { onSuccess: () => choose([]) })}
        >
          {view === 'to-confirm' ? words.confirm : words.approve}
        </Button>
      </div>
      {approve.error && <Problems error={approve.error} />}
      <Modal opened={rejecting} onClose={() => setRejecting(false)} title={words.rejectTitle(chosen.length)}>
        <WhyForm
          act="reject"
          decide={(why) => inbox.rejectAll(chosen, why)}
          close={() => setRejecting(false)}
        />
      </Modal>
    </div>
  );
}

function Request({
  request,
  view,
  me,
  mark,
}: {
  request: Subscription;
  view: SubscriptionView;
  me: Whoami;
  mark?: ReactNode;
}) {
  const review = request.review;
  return (
    <li className="list-row request">
      {mark}
      <div className="request-text">
        <p className="row">
          <Principal name={request.principal} />
          <span className="dim">{texts.inbox.asks}</span>
          <PortLink port={request.port} />
          {view !== 'to-decide' && <StatusBadge status={request.status} />}
        </p>
        <p className="request-purpose">{request.purpose}</p>
        {review?.note && <p className="list-text">{review.note}</p>}
        {request.why && <p className="list-text">“{request.why}”</p>}
        <p className="list-meta">
          <span title={request.fields.join(', ')}>{texts.inbox.fields(request.fields.length)}</span>
          <span>{request.until ? texts.inbox.until(lastDay(request.until)) : texts.inbox.noEnd}</span>
          <Moment at={request.requestedAt} />
          {review && review.seats.length > 1 && (
            <span title={review.seats.join(', ')}>
              {words.seats(review.approvals.length, review.seats.length)}
            </span>
          )}
          {review?.certifyBy && <span>{words.confirmBy(lastDay(review.certifyBy))}</span>}
          {request.decidedBy && request.decidedAt && (
            <span>
              {texts.inbox.status[request.status]} · {request.decidedBy} · <Moment at={request.decidedAt} />
            </span>
          )}
        </p>
        {request.fields.length > 0 && <p className="request-fields mono">{request.fields.join('  ')}</p>}
      </div>
      <Actions request={request} view={view} me={me} />
    </li>
  );
}

function Actions({ request, view, me }: { request: Subscription; view: SubscriptionView; me: Whoami }) {
  const { id, principal, port, status } = request;
  const approve = useChange(() => api.approve(id), touched);
  const confirm = useChange(() => inbox.confirmAll([id]), touched);
  const [asking, setAsking] = useState<'reject' | 'revoke'>();
  const mine = principal === me.name || request.requestedBy === me.name;
  const product = port.split('.')[0] ?? '';
  const mayRevoke = mine || me.owns.includes(product) || me.roles.includes('admin');
  return (
    <div className="request-actions">
      {view === 'to-decide' && (
        <>
          <Button
            component={Link}
            variant="subtle"
            to={`/explain?who=${encodeURIComponent(principal)}&port=${encodeURIComponent(port)}`}
          >
            {texts.inbox.seeWhat}
          </Button>
          <Button
            variant="default"
            aria-label={texts.inbox.rejectLabel(principal, port)}
            onClick={() => setAsking('reject')}
          >
            {texts.inbox.reject}
          </Button>
          <Button
            aria-label={texts.inbox.approveLabel(principal, port)}
            loading={approve.isPending}
            onClick={() => approve.mutate(undefined)}
          >
            {texts.inbox.approve}
          </Button>
        </>
      )}
      {view === 'to-confirm' && (
        <Button
          aria-label={words.confirmLabel(principal, port)}
          loading={confirm.isPending}
          onClick={() => confirm.mutate(undefined)}
        >
          {words.confirmOne}
        </Button>
      )}
      {view === 'mine' && <AcceptTerms request={request} />}
      {view !== 'to-decide' && status === 'APPROVED' && mayRevoke && (
        <Button
          variant="default"
          aria-label={texts.inbox.revokeLabel(principal, port)}
          onClick={() => setAsking('revoke')}
        >
          {mine ? texts.inbox.giveUp : texts.inbox.revoke}
        </Button>
      )}
      {(approve.error ?? confirm.error) && <Problems error={(approve.error ?? confirm.error) as Error} />}
      <Modal
        opened={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={asking === 'reject' ? texts.inbox.rejectTitle : texts.inbox.revokeTitle}
      >
        {asking && (
          <WhyForm
            act={asking}
            decide={(why) => (asking === 'reject' ? api.reject(id, why) : api.revoke(id, why || undefined))}
            close={() => setAsking(undefined)}
          />
        )}
      </Modal>
    </div>
  );
}

/** The reason of a refusal is needed, since the person reads it; of a revocation it is welcome. */
function WhyForm({
  act,
  decide: send,
  close,
}: {
  act: 'reject' | 'revoke';
  decide: (why: string) => Promise<unknown>;
  close: () => void;
}) {
  const [why, setWhy] = useState('');
  const [tried, setTried] = useState(false);
  const rejecting = act === 'reject';
  const decide = useChange(send, touched);
  const missing = rejecting && why.trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!missing) {
      decide.mutate(why.trim(), { onSuccess: close });
    }
  };
  return (
    <form onSubmit={submit} className="stack" noValidate>
      <Textarea
        data-autofocus
        label={rejecting ? texts.inbox.whyReject : texts.inbox.whyRevoke}
        description={rejecting ? texts.inbox.whyRejectHint : texts.inbox.revokeHint}
        autosize
        minRows={2}
        maxLength={2000}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
        error={tried && missing && texts.inbox.whyNeeded}
      />
      {decide.error && <Problems error={decide.error} />}
      <div className="row dialog-actions">
        <Button variant="default" onClick={close}>
          {texts.inbox.cancel}
        </Button>
        <Button type="submit" color="red" loading={decide.isPending}>
          {rejecting ? texts.inbox.reject : texts.inbox.revoke}
        </Button>
      </div>
    </form>
  );
}
