import { Button, Modal, Select, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { dayIn, endOfDay } from '../../format';
import { useChange } from '../../queries';
import { texts } from '../../texts';
import { PortPicker } from '../../ui/Pickers';
import { Problems } from '../../ui/states';
import { governance } from './api';
import { useSources } from './queries';

/** Asks the governing body to let one read another port than a term's source. */
export function AskException({ domain }: { domain: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {texts.governance.askException}
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={texts.governance.askException}>
        {open && <AskForm domain={domain} close={() => setOpen(false)} />}
      </Modal>
    </>
  );
}

function AskForm({ domain, close }: { domain: string; close: () => void }) {
  const words = texts.governance;
  const [term, setTerm] = useState<string | null>(null);
  const [port, setPort] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const terms = (useSources({ domain }).data ?? []).map((source) => source.term);
  const ask = useChange(
    (given: { term: string; port: string }) =>
      governance.askException(domain, {
        ...given,
        reason: reason.trim(),
        ...(until ? { until: endOfDay(until) } : {}),
      }),
    ['governance'],
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (term && port) {
      ask.mutate({ term, port }, { onSuccess: close });
    }
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p className="list-text">{words.askLead}</p>
      <Select label={words.term} required data={terms} value={term} onChange={setTerm} />
      <PortPicker label={words.port} required value={port} onChange={setPort} />
      <Textarea
        label={words.reason}
        required
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={words.ends}
        min={dayIn(0)}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
      {ask.error && <Problems error={ask.error} />}
      <div className="row dialog-actions">
        <Button variant="default" onClick={close}>
          {words.cancel}
        </Button>
        <Button type="submit" loading={ask.isPending} disabled={!term || !port || reason.trim() === ''}>
          {words.ask}
        </Button>
      </div>
    </form>
  );
}
