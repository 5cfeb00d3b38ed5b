import { Button, Input, SegmentedControl, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { dayIn, endOfDay, lastDay } from '../../format';
import { useChange, useSubscriptions } from '../../queries';
import { CodeBlock, CopyIcon } from '../../ui/CodeBlock';
import { Moment, PageHead, Panel, PortLink, TableFrame } from '../../ui/parts';
import { Answer, Empty, Problems } from '../../ui/states';
import { AcceptTerms } from '../inbox/AcceptTerms';
import { useInbox } from '../inbox/queries';
import { agents } from './api';
import type { AgentToken, NewAgentToken } from './api';
import { agentsTexts as texts } from './texts';

type Period = keyof typeof texts.periods;

/** The agents that work for a person: their tokens, and what they wait for. */
export default function AgentsPage() {
  const [made, setMade] = useState<NewAgentToken>();
  return (
    <>
      <PageHead title={texts.title} lead={texts.lead} />
      <div className="stack">
        <Panel title={texts.make}>
          {made ? <Secret made={made} again={() => setMade(undefined)} /> : <Make made={setMade} />}
        </Panel>
        <Yours />
        <Waiting />
      </div>
    </>
  );
}

function Make({ made }: { made: (fresh: NewAgentToken) => void }) {
  const [name, setName] = useState('');
  const [purpose, setPurpose] = useState('');
  const [days, setDays] = useState<Period>('30');
  const make = useChange(agents.create, ['agent-tokens']);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = { agent: name.trim(), purpose: purpose.trim() || undefined, until: endsIn(Number(days)) };
    make.mutate(wanted, { onSuccess: made });
  };
  return (
    <form onSubmit={submit} className="stack">
      <div className="form-two">
        <TextInput
          label={texts.name}
          placeholder={texts.namePlaceholder}
          maxLength={100}
          autoComplete="off"
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={texts.purpose}
          description={texts.purposeHint}
          inputWrapperOrder={['label', 'input', 'description']}
          maxLength={2000}
          autoComplete="off"
          value={purpose}
          onChange={(event) => setPurpose(event.currentTarget.value)}
        />
      </div>
      <div className="row form-end">
        <Input.Wrapper className="form-labelled" label={texts.period} labelElement="div">
          <SegmentedControl
            aria-label={texts.period}
            value={days}
            onChange={(next) => setDays(next as Period)}
            data={Object.entries(texts.periods).map(([value, label]) => ({ value, label }))}
          />
        </Input.Wrapper>
        <Button type="submit" loading={make.isPending} disabled={name.trim() === ''}>
          {texts.create}
        </Button>
      </div>
      {make.error && <Problems error={make.error} />}
    </form>
  );
}

/** The end of that day would be beyond the longest period. */
function endsIn(days: number): string {
  const now = new Date();
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days - 1);
  return endOfDay(dayIn(0, day));
}

/** The token lives in this page only and is gone when the page is left. */
function Secret({ made, again }: { made: NewAgentToken; again: () => void }) {
  const address = `${location.origin}/mcp`;
  const rows = [
    [texts.token, made.token],
    [texts.address, address],
  ] as const;
  return (
    <div className="stack">
      <div className="secret" role="status">
        <p>{texts.once}</p>
        {rows.map(([name, value]) => (
          <div className="secret-row" key={name}>
            <span className="secret-name">{name}</span>
            <code>{value}</code>
            <CopyIcon value={value} label={name} />
          </div>
        ))}
      </div>
      <p className="list-text">{texts.configuration}</p>
      <CodeBlock text={configuration(address, made.token)} label={texts.configurationLabel} />
      <Button variant="default" className="fit" onClick={again}>
        {texts.another}
      </Button>
    </div>
  );
}

/** As most clients of the protocol have it. */
function configuration(url: string, token: string): string {
  const weft = { type: 'http', url, headers: { Authorization: `Bearer ${token}` } };
  return JSON.stringify({ mcpServers: { weft } }, null, 2);
}

function Yours() {
  const all = useQuery({ queryKey: ['agent-tokens'], queryFn: ({ signal }) => agents.list(signal) });
  return (
    <Panel title={texts.yours} flush>
      <Answer of={all}>
        {(tokens) =>
          tokens.length === 0 ? (
            <Empty title={texts.none} hint={texts.noneHint} />
          ) : (
            <TableFrame label={texts.yours}>
              <table className="data">
                <thead>
                  <tr>
                    <th scope="col">{texts.agent}</th>
                    <th scope="col">{texts.onlyFor}</th>
                    <th scope="col">{texts.made}</th>
                    <th scope="col">{texts.ends}</th>
                    <th aria-label={texts.revoke} />
                  </tr>
                </thead>
                <tbody>
                  {tokens.map((token) => (
                    <Row key={token.id} token={token} />
                  ))}
                </tbody>
              </table>
            </TableFrame>
          )
        }
      </Answer>
    </Panel>
  );
}

function Row({ token }: { token: AgentToken }) {
  const revoke = useChange(() => agents.revoke(token.id), ['agent-tokens']);
  return (
    <tr>
      <td>
        {token.agent} <span className="mono dim">{token.id}</span>
      </td>
      <td>{token.purpose || <span className="dim">{texts.anyPurpose}</span>}</td>
      <td>
        <Moment at={token.createdAt} />
      </td>
      <td>{lastDay(token.expiresAt)}</td>
      <td className="number">
        <Button
          size="compact-xs"
          variant="default"
          aria-label={texts.revokeLabel(token.agent)}
          loading={revoke.isPending}
          onClick={() => revoke.mutate(undefined)}
        >
          {texts.revoke}
        </Button>
        {revoke.error && <Problems error={revoke.error} />}
      </td>
    </tr>
  );
}

/** Requests and grants whose terms of use only the person can accept. */
function Waiting() {
  const page = useInbox();
  const mine = useSubscriptions('mine').data ?? [];
  const ids = (page.data?.items ?? []).filter(({ kind }) => kind === 'terms').map(({ about }) => about);
  const waiting = mine.filter(({ id }) => ids.includes(id));
  return (
    <Panel title={texts.waiting} flush>
      <p className="panel-body dim">{waiting.length > 0 ? texts.waitingLead : texts.nothingWaits}</p>
      {waiting.length > 0 && (
        <ul className="list">
          {waiting.map((request) => (
            <li key={request.id} className="list-row inbox-item">
              <div className="inbox-text">
                <PortLink port={request.port} />
                <p className="list-text">{request.purpose}</p>
                <p className="list-meta">
                  <Moment at={request.requestedAt} />
                </p>
              </div>
              <AcceptTerms request={request} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
