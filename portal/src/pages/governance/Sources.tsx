import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Link } from 'react-router';
import { dayIn, endOfDay, formatDay } from '../../format';
import { useChange } from '../../queries';
import { texts } from '../../texts';
import { PortPicker } from '../../ui/Pickers';
import { Badge, Panel, PortLink, Principal, TableFrame } from '../../ui/parts';
import { Answer, Empty, Problems } from '../../ui/states';
import { useTerms } from '../glossary/queries';
import { ActDialog } from './ActDialog';
import { governance } from './api';
import type { Source } from './api';
import { useSources } from './queries';
import './governance.css';

/** The authoritative sources of a domain; who governs it designates more. */
export function Sources({ domain, governs }: { domain: string; governs: boolean }) {
  return (
    <Panel title={texts.governance.sources} aside={governs && <DesignateSource domain={domain} />} flush>
      <Answer of={useSources({ domain })}>
        {(sources) =>
          sources.length === 0 ? (
            <Empty title={texts.governance.noSources} hint={texts.governance.noSourcesHint} />
          ) : (
            <SourceTable sources={sources} label={texts.governance.sources} />
          )
        }
      </Answer>
    </Panel>
  );
}

/** The sources of a term in all domains; nothing where there is none. */
export function TermSources({ term }: { term: string }) {
  const sources = useSources({ term }).data ?? [];
  return sources.length === 0 ? null : (
    <Panel title={texts.governance.termSources} flush>
      <SourceTable sources={sources} label={texts.governance.termSources} />
    </Panel>
  );
}

export function SourceBadge({ source }: { source: Source }) {
  const tone = source.holds ? 'good' : source.stage === 'DESIGNATED' ? 'info' : 'warn';
  return <Badge tone={tone}>{texts.governance.sourceStages[source.stage]}</Badge>;
}

function SourceTable({ sources, label }: { sources: Source[]; label: string }) {
  const words = texts.governance;
  return (
    <TableFrame label={label}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{words.term}</th>
            <th scope="col">{words.source}</th>
            <th scope="col">{words.writtenBy}</th>
            <th scope="col">{words.stands}</th>
            <th scope="col">{words.until}</th>
            <th scope="col" aria-label={words.acts.verify} />
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <tr key={`${source.domain}/${source.term}`}>
              <td>
                <Link to={`/glossary/${encodeURIComponent(source.term)}`} className="text-link">
                  {source.term}
                </Link>
              </td>
              <td>
                <PortLink port={source.port} />
              </td>
              <td>
                <Principal name={source.provisioner} />
              </td>
              <td>
                <SourceBadge source={source} />
                {source.withdrawal && <div className="dim">{words.withdrawWanted(source.withdrawal.by)}</div>}
              </td>
              <td className={source.dueSoon ? 'step-overdue' : undefined}>{formatDay(source.until)}</td>
              <td>
                <SourceActs source={source} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function SourceActs({ source }: { source: Source }) {
  const words = texts.governance;
  return (
    <div className="row">
      {source.acts.includes('verify') && (
        <ActDialog
          compact
          label={words.verify}
          title={words.verifySource(source.term)}
          lead={words.verifyLead(source.port)}
          dateLabel={words.until}
          dateKey="until"
          quiet={source.holds && !source.dueSoon}
          act={(said) => governance.verify(source.domain, source.term, said)}
        />
      )}
      {source.acts.includes('withdraw') && (
        <ActDialog
          compact
          label={words.withdraw}
          title={words.withdrawSource(source.term)}
          lead={
            source.withdrawal
              ? words.withdrawAgree(source.withdrawal.by, source.withdrawal.why)
              : words.withdrawLead
          }
          needsReason
          quiet
          act={({ comment }) => governance.withdraw(source.domain, source.term, { comment })}
        />
      )}
    </div>
  );
}

function DesignateSource({ domain }: { domain: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {texts.governance.designateSource}
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={texts.governance.designateSource}>
        {open && <DesignateForm domain={domain} close={() => setOpen(false)} />}
      </Modal>
    </>
  );
}

function DesignateForm({ domain, close }: { domain: string; close: () => void }) {
  const words = texts.governance;
  const [term, setTerm] = useState<string | null>(null);
  const [port, setPort] = useState<string | null>(null);
  const [provisioner, setProvisioner] = useState('');
  const [until, setUntil] = useState('');
  const terms = (useTerms().data ?? []).filter((one) => !one.domain || one.domain === domain);
  const designate = useChange(
    (given: { term: string; port: string }) =>
      governance.designate(domain, given.term, {
        port: given.port,
        ...(provisioner.trim() ? { provisioner: provisioner.trim() } : {}),
        ...(until ? { until: endOfDay(until) } : {}),
      }),
    ['governance'],
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (term && port) {
      designate.mutate({ term, port }, { onSuccess: close });
    }
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p className="list-text">{words.sourceLead}</p>
      <Select
        label={words.term}
        searchable
        required
        data={terms.map(({ name, title }) => ({ value: name, label: title }))}
        value={term}
        onChange={setTerm}
        nothingFoundMessage={texts.glossary.nothing}
      />
      <PortPicker
        label={words.port}
        description={words.portHint}
        domain={domain}
        required
        value={port}
        onChange={setPort}
      />
      <TextInput
        label={words.provisioner}
        description={words.provisionerHint}
        maxLength={120}
        value={provisioner}
        onChange={(event) => setProvisioner(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={words.until}
        min={dayIn(0)}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
      {designate.error && <Problems error={designate.error} />}
      <div className="row dialog-actions">
        <Button variant="default" onClick={close}>
          {words.cancel}
        </Button>
        <Button type="submit" loading={designate.isPending} disabled={!term || !port}>
          {words.acts.designate}
        </Button>
      </div>
    </form>
  );
}
