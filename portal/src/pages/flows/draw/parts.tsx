import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FlowDocument } from '../../../api';
import { IconAdd } from '../../../ui/icons';
import { drawTexts } from './texts';

const name = /^[A-Za-z][A-Za-z0-9._-]{0,62}$/;

/** The same flow with this key; without it where there is nothing to say. */
export function put(flow: FlowDocument, key: string, value: unknown): FlowDocument {
  const { [key]: _, ...rest } = flow;
  return (value === undefined ? rest : { ...rest, [key]: value }) as FlowDocument;
}

/** A field for the name of something new, and the button that adds it. */
export function AddNamed({
  label,
  action,
  taken,
  add,
}: {
  label: string;
  action: string;
  taken: string[];
  add: (name: string) => void;
}) {
  const [written, write] = useState('');
  const its = written.trim();
  const error =
    its === ''
      ? undefined
      : taken.includes(its)
        ? drawTexts.nameTaken
        : name.test(its)
          ? undefined
          : drawTexts.badName;
  const submit = () => {
    if (its !== '' && !error) {
      add(its);
      write('');
    }
  };
  return (
    <div className="connect-row">
      <TextInput
        label={label}
        value={written}
        error={error}
        spellCheck={false}
        classNames={{ input: 'mono' }}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            submit();
          }
        }}
      />
      <Button
        variant="default"
        leftSection={<IconAdd size={14} />}
        disabled={its === '' || error !== undefined}
        onClick={submit}
      >
        {action}
      </Button>
    </div>
  );
}
