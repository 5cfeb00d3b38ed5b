import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Whoami } from '../../api';
import { useChange, useDomain } from '../../queries';
import { Badge, Moment, Panel, Principal } from '../../ui/parts';
import { Problems } from '../../ui/states';
import { erasures } from './api';
import type { Consent, Erasure } from './api';
import { isOver } from './ErasureBadge';
import { erasureTexts as words } from './texts';

/** Each domain that is asked, and what it has said. */
export function ConsentsPanel({ erasure, me }: { erasure: Erasure; me: Whoami }) {
  return (
    <Panel title={words.consents} flush>
      <p className="panel-body list-text">{words.consentsLead}</p>
      <ul className="list" aria-label={words.consents}>
        {erasure.asks.map((domain) => (
          <li key={domain} className="list-row">
            <Said domain={domain} consent={erasure.consents.find((one) => one.domain === domain)} />
            <Say erasure={erasure} domain={domain} me={me} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Said({ domain, consent }: { domain: string; consent?: Consent }) {
  return (
    <>
      <p className="row">
        <span className="list-title">{domain}</span>
        {consent ? (
          <Badge tone={consent.agrees ? 'good' : 'bad'}>
            {consent.agrees ? words.agreed : words.objects}
          </Badge>
        ) : (
          <Badge tone="warn">{words.waits}</Badge>
        )}
      </p>
      {consent && (
        <>
          <p className="list-text">{consent.why}</p>
          <p className="row list-meta">
            <Principal name={consent.by} />
            <Moment at={consent.at} />
          </p>
        </>
      )}
    </>
  );
}

/** For who speaks for the domain: its stewards and its governing body. */
function Say({ erasure, domain, me }: { erasure: Erasure; domain: string; me: Whoami }) {
  const [why, setWhy] = useState('');
  const governance = useDomain(domain).data?.document.governance;
  const say = useChange(
    (agrees: boolean) => erasures.say(erasure.id, domain, agrees, why.trim()),
    ['erasures', 'inbox'],
  );
  const mine = [me.name, ...me.groups];
  const speaks = [...(governance?.body ?? []), ...(governance?.stewards ?? [])].some((name) =>
    mine.includes(name),
  );
  const isOpen = erasure.status === 'PLANNED' && !isOver(erasure) && erasure.plannedBy !== me.name;
  if (!isOpen || !(speaks || me.roles.includes('admin'))) {
    return null;
  }
  return (
    <div className="stack">
      <Textarea
        label={words.sayFor(domain)}
        description={words.sayLead}
        placeholder={words.sayNeeded}
        autosize
        maxLength={500}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      {say.error && <Problems error={say.error} />}
      <div className="row">
        <Button
          size="xs"
          disabled={why.trim() === ''}
          loading={say.isPending}
          onClick={() => say.mutate(true)}
        >
          {words.agree}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={why.trim() === ''}
          loading={say.isPending}
          onClick={() => say.mutate(false)}
        >
          {words.object}
        </Button>
      </div>
    </div>
  );
}
