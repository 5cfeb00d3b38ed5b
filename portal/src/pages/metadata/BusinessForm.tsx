import { Button, Modal, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { asText } from '../../format';
import { useChange } from '../../queries';
import { Problems } from '../../ui/states';
import { giveBusiness } from './api';
import type { BusinessPage, BusinessSet, BusinessValue } from './api';
import './metadata.css';
import { metadataTexts as texts } from './texts';

/** A button that opens the form, for those who answer for the thing. */
export function ChangeBusiness({ kind, name, page }: { kind: string; name: string; page: BusinessPage }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="subtle" size="compact-sm" onClick={() => setOpen(true)}>
        {texts.change}
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={texts.of(name)}>
        {open && <BusinessForm kind={kind} name={name} sets={page.sets} done={() => setOpen(false)} />}
      </Modal>
    </>
  );
}

/** As it is typed. */
type Draft = Record<string, string>;

/** A form for all sets; what is not changed is not sent. */
export function BusinessForm({
  kind,
  name,
  field = '',
  sets,
  done,
}: {
  kind: string;
  name: string;
  field?: string;
  sets: BusinessSet[];
  done: () => void;
}) {
  const [draft, setDraft] = useState<Draft>({});
  const give = useChange(
    (values: Record<string, unknown>) => giveBusiness(kind, name, field, values),
    ['metadata', 'search'],
  );
  const all = sets.flatMap(({ set, attributes }) =>
    attributes.map((attribute) => ({ key: `${set}.${attribute.name}`, attribute })),
  );
  const changed = all.filter(({ key, attribute }) => key in draft && draft[key] !== shown(attribute));
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        const values = changed.map(({ key, attribute }) => [key, typed(attribute, draft[key] ?? '')]);
        give.mutate(Object.fromEntries(values), { onSuccess: done });
      }}
    >
      {sets.map(({ set, title, description, attributes }) => (
        <fieldset key={set} className="stack plain-fieldset">
          <legend>{title || set}</legend>
          {description && <p className="list-text">{description}</p>}
          {attributes.map((attribute) => {
            const key = `${set}.${attribute.name}`;
            return (
              <Entry
                key={key}
                attribute={attribute}
                value={draft[key] ?? shown(attribute)}
                write={(value) => setDraft((old) => ({ ...old, [key]: value }))}
              />
            );
          })}
        </fieldset>
      ))}
      {give.error && <Problems error={give.error} />}
      <Button type="submit" loading={give.isPending} disabled={changed.length === 0}>
        {texts.save}
      </Button>
    </form>
  );
}

function Entry({
  attribute,
  value,
  write,
}: {
  attribute: BusinessValue;
  value: string;
  write: (value: string) => void;
}) {
  const written = attribute.from === 'document';
  const shared = {
    label: attribute.name,
    description: written ? texts.inDocument : attribute.description || undefined,
    withAsterisk: attribute.required,
    disabled: written,
    value,
  };
  if (attribute.many) {
    return (
      <Textarea
        {...shared}
        description={[shared.description, texts.many].filter(Boolean).join(' ')}
        autosize
        minRows={2}
        onChange={(event) => write(event.currentTarget.value)}
      />
    );
  }
  switch (attribute.type) {
    case 'boolean':
      return (
        <Select
          {...shared}
          clearable
          placeholder={texts.unsaid}
          data={[
            { value: 'true', label: texts.yes },
            { value: 'false', label: texts.no },
          ]}
          onChange={(next) => write(next ?? '')}
        />
      );
    case 'enum':
      return (
        <Select
          {...shared}
          clearable
          placeholder={texts.unsaid}
          data={attribute.values ?? []}
          onChange={(next) => write(next ?? '')}
        />
      );
    case 'integer':
    case 'number':
      return (
        <NumberInput
          {...shared}
          allowDecimal={attribute.type === 'number'}
          onChange={(next) => write(String(next))}
        />
      );
    default:
      return (
        <TextInput
          {...shared}
          type={attribute.type === 'date' ? 'date' : 'text'}
          onChange={(event) => write(event.currentTarget.value)}
        />
      );
  }
}

function shown({ value }: BusinessValue): string {
  return value === undefined ? '' : Array.isArray(value) ? value.map(asText).join('\n') : asText(value);
}

/** As the server wants it; what cannot be read is sent as it is, and the server says what is wrong. */
function typed(attribute: BusinessValue, text: string): unknown {
  if (attribute.many) {
    const lines = text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    return lines.length === 0 ? null : lines.map((line) => single(attribute, line));
  }
  return text.trim() === '' ? null : single(attribute, text.trim());
}

function single({ type }: BusinessValue, text: string): unknown {
  if (type === 'boolean') {
    return text === 'true';
  }
  const isNumber = (type === 'integer' || type === 'number') && Number.isFinite(Number(text));
  return isNumber ? Number(text) : text;
}
