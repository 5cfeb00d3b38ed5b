import { Button, Checkbox, Modal, MultiSelect, Select, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { api } from '../../api';
import type { Port, Product } from '../../api';
import { dayIn, endOfDay, formatDay, names } from '../../format';
import { useChange } from '../../queries';
import { texts } from '../../texts';
import { Problems } from '../../ui/states';
import type { Asking, Purpose, TermsOfUse } from '../inbox/api';
import { useAsking } from '../inbox/queries';
import { inboxTexts } from '../inbox/texts';
import '../inbox/inbox.css';

const words = inboxTexts.asking;

/** Asks for a port: what for, which fields, until when. */
export function AskDialog({
  product,
  port,
  opened,
  close,
}: {
  product: Product;
  port: Port;
  opened: boolean;
  close: () => void;
}) {
  return (
    <Modal opened={opened} onClose={close} title={texts.ask.title(port.port)} size="md">
      <AskForm product={product} port={port} close={close} />
    </Modal>
  );
}

const spans: [string, number][] = [
  [texts.ask.quick.month, 1],
  [texts.ask.quick.quarter, 3],
  [texts.ask.quick.year, 12],
];

function AskForm({ product, port, close }: { product: Product; port: Port; close: () => void }) {
  const [purpose, setPurpose] = useState('');
  const [note, setNote] = useState('');
  const [fields, setFields] = useState<string[]>([]);
  const [until, setUntil] = useState('');
  const [accepted, setAccepted] = useState('');
  const [tried, setTried] = useState(false);
  const ask = useChange(api.ask, ['subscriptions', 'product', 'inbox']);
  const listed = useAsking(port.port, [], '').data?.purposes ?? [];
  // What is typed freely is not asked about with every letter: rules name purposes of the list.
  const asking = useAsking(port.port, fields, listed.length ? purpose : '').data;
  const purposeMissing = listed.length ? purpose === '' : purpose.trim().length < 3;
  const latest = asking?.latestEnd?.slice(0, 10);
  const untilPast = until !== '' && until < dayIn(0);
  const untilLate = latest !== undefined && (until === '' || until > latest);
  const terms = asking?.terms;
  const termsMissing = terms !== undefined && accepted !== terms.version;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (purposeMissing || untilPast || untilLate || termsMissing) {
      return;
    }
    const request = {
      port: port.port,
      purpose: purpose.trim(),
      note: note.trim() || undefined,
      fields: fields.length ? fields : undefined,
      until: until ? endOfDay(until) : undefined,
      acceptTerms: terms?.version,
    };
    ask.mutate(request, { onSuccess: close });
  };

  return (
    <form onSubmit={submit} className="stack" noValidate>
      <PurposeInput
        listed={listed}
        purpose={purpose}
        setPurpose={setPurpose}
        note={note}
        setNote={setNote}
        wrong={tried && purposeMissing}
      />
      <MultiSelect
        label={texts.ask.fields}
        description={texts.ask.fieldsHint}
        placeholder={fields.length ? undefined : texts.ask.fieldsPlaceholder}
        data={port.fields.map(({ path }) => path)}
        value={fields}
        onChange={setFields}
        searchable
        clearable
        hidePickedOptions
      />
      <div>
        <TextInput
          type="date"
          label={texts.ask.until}
          description={latest ? words.latest(formatDay(latest)) : texts.ask.untilHint}
          min={dayIn(0)}
          max={latest}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
          error={
            tried &&
            ((untilPast && texts.ask.untilPast) || (untilLate && latest && words.tooLate(formatDay(latest))))
          }
        />
        <div className="row quick">
          {spans
            .filter(([, months]) => !latest || dayIn(months) <= latest)
            .map(([label, months]) => (
              <Button key={label} size="compact-xs" variant="default" onClick={() => setUntil(dayIn(months))}>
                {label}
              </Button>
            ))}
          {latest ? (
            <Button size="compact-xs" variant="default" onClick={() => setUntil(latest)}>
              {formatDay(latest)}
            </Button>
          ) : (
            <Button size="compact-xs" variant="default" onClick={() => setUntil('')}>
              {texts.ask.quick.none}
            </Button>
          )}
        </div>
      </div>
      {terms && (
        <Terms terms={terms} accepted={!termsMissing} accept={setAccepted} wrong={tried && termsMissing} />
      )}
      {ask.error && <Problems error={ask.error} />}
      <div className="row dialog-actions">
        <span className="list-text dialog-note">
          {asking ? (
            <Approvers asking={asking} />
          ) : (
            product.owners.length > 0 && texts.ask.decides(names(product.owners))
          )}
        </span>
        <Button variant="default" onClick={close}>
          {texts.ask.cancel}
        </Button>
        <Button type="submit" loading={ask.isPending}>
          {texts.ask.submit}
        </Button>
      </div>
    </form>
  );
}

/** One of the domain's purposes, and more in one's own words; or one's own words alone. */
function PurposeInput({
  listed,
  purpose,
  setPurpose,
  note,
  setNote,
  wrong,
}: {
  listed: Purpose[];
  purpose: string;
  setPurpose: (purpose: string) => void;
  note: string;
  setNote: (note: string) => void;
  wrong: boolean;
}) {
  if (listed.length === 0) {
    return (
      <Textarea
        label={texts.ask.purpose}
        description={texts.ask.purposeHint}
        placeholder={texts.ask.purposePlaceholder}
        required
        data-autofocus
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        value={purpose}
        onChange={(event) => setPurpose(event.currentTarget.value)}
        error={wrong && texts.ask.purposeNeeded}
      />
    );
  }
  const chosen = listed.find((one) => one.name === purpose);
  return (
    <>
      <Select
        label={words.purpose}
        description={chosen?.description || words.purposeHint}
        data={listed.map((one) => ({ value: one.name, label: one.title }))}
        value={purpose || null}
        onChange={(next) => setPurpose(next ?? '')}
        required
        data-autofocus
        error={wrong && words.purposeNeeded}
      />
      <Textarea
        label={words.note}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </>
  );
}

function Terms({
  terms,
  accepted,
  accept,
  wrong,
}: {
  terms: TermsOfUse;
  accepted: boolean;
  accept: (version: string) => void;
  wrong: boolean;
}) {
  return (
    <div className="stack">
      <p className="list-title">{words.terms(terms.version)}</p>
      {terms.text && (
        <div className="terms-text" tabIndex={0} role="region" aria-label={words.terms(terms.version)}>
          {terms.text}
        </div>
      )}
      {terms.url && (
        <a href={terms.url} className="text-link" target="_blank" rel="noreferrer noopener">
          {words.whole}
        </a>
      )}
      <Checkbox
        label={words.accept}
        checked={accepted}
        onChange={(event) => accept(event.currentTarget.checked ? terms.version : '')}
        error={wrong && words.acceptNeeded}
      />
    </div>
  );
}

/** Who will have to approve it, before it is sent. */
function Approvers({ asking }: { asking: Asking }) {
  if (asking.automatic) {
    return words.automatic;
  }
  const all = asking.approvers.map(({ seat, people }) => {
    const who = seat.startsWith('group:')
      ? words.group(seat.slice('group:'.length))
      : (words.seat[seat] ?? seat);
    return people.length > 0 && people.length <= 3 ? `${who} (${names(people)})` : who;
  });
  return `${words.needs} ${names(all)}.`;
}
