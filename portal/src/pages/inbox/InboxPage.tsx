import { ActionIcon, Button } from '@mantine/core';
import { Link } from 'react-router';
import { formatDay } from '../../format';
import { useChange } from '../../queries';
import { IconCheck, IconRefresh } from '../../ui/icons';
import { Badge, Moment, PageHead, Panel } from '../../ui/parts';
import type { Tone } from '../../ui/parts';
import { Answer, Empty, Problems } from '../../ui/states';
import { Notices } from './Notices';
import { inbox } from './api';
import type { Inbox, InboxItem } from './api';
import { useInbox } from './queries';
import { inboxTexts as words } from './texts';
import './inbox.css';

const tones: Record<string, Tone> = {
  reminder: 'warn',
  escalation: 'warn',
  confirm: 'warn',
  terms: 'warn',
  approved: 'good',
  rejected: 'bad',
  revoked: 'bad',
  health: 'bad',
  deprecated: 'warn',
  decide: 'info',
};

export default function InboxPage() {
  const page = useInbox();
  const all = useChange(() => inbox.read(), ['inbox']);
  return (
    <>
      <PageHead
        title={words.title}
        lead={words.lead}
        actions={
          page.data && page.data.unread > 0 ? (
            <Button variant="default" loading={all.isPending} onClick={() => all.mutate(undefined)}>
              {words.readAll}
            </Button>
          ) : undefined
        }
      />
      <div className="columns">
        <div className="stack">
          <Answer of={page}>{(found) => <Items page={found} />}</Answer>
        </div>
        <div className="stack">
          <Notices />
        </div>
      </div>
    </>
  );
}

function Items({ page }: { page: Inbox }) {
  const toDo = page.items.filter((item) => item.weight === 'TO_DO');
  const news = page.items.filter((item) => item.weight !== 'TO_DO');
  if (page.items.length === 0) {
    return (
      <div className="panel">
        <Empty title={words.none} hint={words.noneHint} />
      </div>
    );
  }
  return (
    <>
      {toDo.length > 0 && <Group title={words.toDo} items={toDo} />}
      {news.length > 0 && <Group title={words.news} items={news} />}
      {page.more > 0 && <p className="list-meta">{words.more(page.more)}</p>}
    </>
  );
}

function Group({ title, items }: { title: string; items: InboxItem[] }) {
  return (
    <Panel title={title} flush>
      <ul className="list">
        {items.map((item) => (
          <Item key={item.id} item={item} />
        ))}
      </ul>
    </Panel>
  );
}

function Item({ item }: { item: InboxItem }) {
  const mark = useChange(() => (item.unread ? inbox.read([item.id]) : inbox.unread([item.id])), ['inbox']);
  return (
    <li className={item.unread ? 'list-row inbox-item inbox-unread' : 'list-row inbox-item'}>
      <div className="inbox-text">
        <p className="row">
          <Badge tone={tones[item.kind] ?? 'quiet'}>{words.kinds[item.kind] ?? item.kind}</Badge>
          <Link to={item.link} className="list-title" onClick={() => item.unread && mark.mutate(undefined)}>
            {item.title}
          </Link>
          {item.unread && <span className="visually-hidden">{words.unread}</span>}
        </p>
        {item.text && <p className="list-text">{item.text}</p>}
        <p className="list-meta">
          <Moment at={item.at} />
          {item.due && <span>{words.due(formatDay(item.due))}</span>}
        </p>
        {mark.error && <Problems error={mark.error} />}
      </div>
      <ActionIcon
        aria-label={item.unread ? words.readLabel(item.title) : words.unreadLabel(item.title)}
        title={item.unread ? words.read : words.markUnread}
        loading={mark.isPending}
        onClick={() => mark.mutate(undefined)}
      >
        {item.unread ? <IconCheck size={16} /> : <IconRefresh size={16} />}
      </ActionIcon>
    </li>
  );
}
