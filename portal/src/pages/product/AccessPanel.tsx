import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Port, Product, Subscription, Whoami } from '../../api';
import { texts } from '../../texts';
import { IconAccess, IconCheck, IconLock } from '../../ui/icons';
import { Panel, Policies } from '../../ui/parts';
import { AccessTerms } from './AccessTerms';
import { AskDialog } from './AskDialog';

/** Why there is no access, by what became of the newest request. */
function standing(request?: Subscription): string {
  switch (request?.status) {
    case 'REQUESTED':
      return texts.access.pending;
    case 'REJECTED':
      return texts.access.rejected;
    case 'REVOKED':
      return texts.access.revoked;
    case 'EXPIRED':
      return texts.access.expired;
    default:
      return texts.access.no;
  }
}

/** Whether I may read, why or why not, and the next step. */
export function AccessPanel({
  product,
  port,
  me,
  connect,
}: {
  product: Product;
  port: Port;
  me: Whoami;
  connect: () => void;
}) {
  const [asking, setAsking] = useState(false);
  const { allowed, reason, subscription } = port.access;
  const policies = port.access.policies.filter((name) => name !== subscription?.id);
  const pending = subscription?.status === 'REQUESTED';
  return (
    <Panel title={texts.access.title}>
      <div className="access">
        <p className={allowed ? 'access-word access-yes' : 'access-word access-no'}>
          {allowed ? <IconCheck size={17} aria-hidden /> : <IconLock size={17} aria-hidden />}
          <span>{allowed ? texts.access.yes : standing(subscription)}</span>
        </p>
        <p className="list-text">{pending && !allowed ? texts.access.pendingHint : reason}</p>
        {!allowed && subscription?.why && <p className="list-text">“{subscription.why}”</p>}
        {port.oneSubscriber && <p className="list-meta">{texts.access.one}</p>}
        {allowed && <AccessTerms access={port.access} />}
        {allowed && policies.length > 0 && (
          <p className="list-meta">
            {texts.access.by} <Policies names={policies} />
          </p>
        )}
        <div className="row">
          {!allowed && !pending && (
            <Button leftSection={<IconAccess size={15} />} onClick={() => setAsking(true)}>
              {texts.access.ask}
            </Button>
          )}
          {allowed && <Button onClick={connect}>{texts.access.connect}</Button>}
          {pending && (
            <Button component={Link} to="/requests?view=mine" variant="default">
              {texts.nav.inbox}
            </Button>
          )}
          <Button
            component={Link}
            variant="default"
            to={`/explain?who=${encodeURIComponent(me.name)}&port=${encodeURIComponent(port.port)}`}
          >
            {texts.access.why}
          </Button>
        </div>
      </div>
      <AskDialog product={product} port={port} opened={asking} close={() => setAsking(false)} />
    </Panel>
  );
}
