import { Button, Switch, Tabs, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Fragment, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { AuditItem, Whoami } from '../../api';
import { endOfDay, formatMoment } from '../../format';
import { useAudit } from '../../queries';
import { texts } from '../../texts';
import { AuditDetails } from '../../ui/AuditDetails';
import { Badge, PageHead, Principal, TableFrame } from '../../ui/parts';
import { Answer, Empty } from '../../ui/states';
import { Export } from './Export';
import { Timeline } from './Timeline';
import { Verify } from './Verify';
import { WhoSaw } from './WhoSaw';
import './audit.css';

const pageSize = 100;

export default function AuditPage({ me }: { me: Whoami }) {
  const mayVerify = me.roles.includes('auditor') || me.roles.includes('admin');
  const [params, setParams] = useSearchParams();
  const [live, setLive] = useState(true);
  const [limit, setLimit] = useState(pageSize);
  const given = (name: string) => params.get(name) ?? '';
  const [query] = useDebouncedValue(
    {
      actor: given('actor').trim(),
      action: given('action').trim(),
      subject: given('subject').trim(),
      from: given('from') && startOfDay(given('from')),
      to: given('to') && endOfDay(given('to')),
    },
    250,
  );
  const lines = useAudit({ ...query, limit }, live);
  const set = (name: string, value: string) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old);
        if (value) {
          next.set(name, value);
        } else {
          next.delete(name);
        }
        return next;
      },
      { replace: true },
    );
  const view = given('view') || 'lines';
  return (
    <>
      <PageHead
        title={texts.audit.title}
        lead={texts.audit.lead}
        actions={
          mayVerify && (
            <>
              <Export from={query.from} to={query.to} />
              <Verify />
            </>
          )
        }
      />
      <Tabs
        value={view}
        onChange={(next) => set('view', next === 'lines' ? '' : (next ?? ''))}
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="lines">{texts.audit.lines}</Tabs.Tab>
          <Tabs.Tab value="who">{texts.audit.whoSaw}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="lines" pt="md">
          <div className="filters">
            {(['actor', 'action', 'subject'] as const).map((name) => (
              <TextInput
                key={name}
                label={texts.audit[name]}
                value={given(name)}
                spellCheck={false}
                autoCapitalize="none"
                onChange={(event) => set(name, event.currentTarget.value)}
              />
            ))}
            {(['from', 'to'] as const).map((name) => (
              <TextInput
                key={name}
                type="date"
                label={texts.audit[name]}
                value={given(name)}
                onChange={(event) => set(name, event.currentTarget.value)}
              />
            ))}
            <Switch
              className="fixed live"
              label={texts.audit.live}
              checked={live}
              onChange={(event) => setLive(event.currentTarget.checked)}
            />
          </div>
          {lines.data && lines.data.length > 1 && <Timeline items={lines.data} />}
          <div className="panel">
            <Answer of={lines}>
              {(items) =>
                items.length === 0 ? (
                  <Empty title={texts.audit.empty} hint={texts.audit.emptyHint} />
                ) : (
                  <Lines items={items} />
                )
              }
            </Answer>
          </div>
          {lines.data && lines.data.length >= limit && (
            <Button variant="default" mt="md" onClick={() => setLimit(limit + pageSize)}>
              {texts.audit.more}
            </Button>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="who" pt="md">
          <WhoSaw />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function startOfDay(date: string): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(year, month - 1, day).toISOString();
}

const lineId = (item: AuditItem) => `${item.writer ?? ''}/${item.sequence}`;

function Lines({ items }: { items: AuditItem[] }) {
  const [open, setOpen] = useState<string>();
  return (
    <TableFrame label={texts.audit.title}>
      <table className="data audit">
        <thead>
          <tr>
            <th scope="col">{texts.audit.time}</th>
            <th scope="col">{texts.audit.actor}</th>
            <th scope="col">{texts.audit.action}</th>
            <th scope="col">{texts.audit.subject}</th>
            <th scope="col">{texts.audit.outcome}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => {
            const id = lineId(item);
            const isOpen = open === id;
            const toggle = () => setOpen(isOpen ? undefined : id);
            return (
              <Fragment key={id}>
                <tr onClick={toggle} className={isOpen ? 'audit-line is-open' : 'audit-line'}>
                  <td className="nowrap dim">{formatMoment(item.time)}</td>
                  <td>
                    <Principal name={item.actor} />
                  </td>
                  <td className="nowrap">
                    <button
                      type="button"
                      className="link-button mono"
                      aria-expanded={isOpen}
                      aria-label={`${item.action}: ${texts.audit.showLine(item.sequence)}`}
                      onClick={(event) => {
                        event.stopPropagation();
                        toggle();
                      }}
                    >
                      {item.action}
                    </button>
                  </td>
                  <td className="mono audit-subject">{item.subject}</td>
                  <td>
                    {item.successful ? (
                      <span className="dim">{texts.audit.done}</span>
                    ) : (
                      <Badge tone="bad">{texts.audit.refused}</Badge>
                    )}
                  </td>
                </tr>
                {isOpen && (
                  <tr className="audit-details">
                    <td colSpan={5}>
                      <AuditDetails item={item} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </TableFrame>
  );
}
