import { Button, Modal, MultiSelect, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { api } from '../../api';
import type { Port, Product } from '../../api';
import { dayIn, endOfDay, names } from '../../format';
import { useChange } from '../../queries';
import { texts } from '../../texts';
import { Problems } from '../../ui/states';

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
  const [fields, setFields] = useState<string[]>([]);
  const [until, setUntil] = useState('');
  const [tried, setTried] = useState(false);
  const ask = useChange(api.ask, ['subscriptions', 'product']);
  const purposeMissing = purpose.trim().length < 3;
  const untilPast = until !== '' && until < dayIn(0);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (purposeMissing || untilPast) {
      return;
    }
    const request = {
      port: port.port,
      purpose: purpose.trim(),
      fields: fields.length ? fields : undefined,
      until: until ? endOfDay(until) : undefined,
    };
    ask.mutate(request, { onSuccess: close });
  };

  return (
    <form onSubmit={submit} className="stack" noValidate>
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
        error={tried && purposeMissing && texts.ask.purposeNeeded}
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
          description={texts.ask.untilHint}
          min={dayIn(0)}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
          error={tried && untilPast && texts.ask.untilPast}
        />
        <div className="row quick">
          {spans.map(([label, months]) => (
            <Button key={label} size="compact-xs" variant="default" onClick={() => setUntil(dayIn(months))}>
              {label}
            </Button>
          ))}
          <Button size="compact-xs" variant="default" onClick={() => setUntil('')}>
            {texts.ask.quick.none}
          </Button>
        </div>
      </div>
      {ask.error && <Problems error={ask.error} />}
      <div className="row dialog-actions">
        {product.owners.length > 0 && (
          <span className="list-text dialog-note">{texts.ask.decides(names(product.owners))}</span>
        )}
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
