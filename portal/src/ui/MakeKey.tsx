import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { api } from '../api';
import type { NewKey } from '../api';
import { useChange } from '../queries';
import { texts } from '../texts';
import { CopyIcon } from './CodeBlock';
import { IconKey } from './icons';
import { Problems } from './states';

/** Makes a key for a Kafka client; whoever asked gets the secret, once. */
export function MakeKey({ port, made }: { port?: string; made: (key: NewKey) => void }) {
  const [description, setDescription] = useState('');
  const make = useChange(api.makeKey, ['keys']);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate({ port, description: description.trim() || undefined }, { onSuccess: made });
  };
  return (
    <form onSubmit={submit} className="stack">
      <div className="connect-form">
        <TextInput
          label={texts.connect.description}
          placeholder={texts.connect.descriptionPlaceholder}
          maxLength={200}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <Button type="submit" leftSection={<IconKey size={15} />} loading={make.isPending}>
          {texts.connect.make}
        </Button>
      </div>
      {make.error && <Problems error={make.error} />}
    </form>
  );
}

/** The secret of a key that was just made. It lives in this page only and is gone when the page is left. */
export function NewKeySecret({ made }: { made: NewKey }) {
  const rows: [string, string][] = [
    [texts.connect.keyId, made.id],
    [texts.connect.secret, made.secret],
    [texts.connect.bootstrap, made.bootstrap],
    [texts.connect.security, made.security],
    [texts.connect.mechanism, made.mechanism],
  ];
  return (
    <div className="secret" role="status">
      <p>{texts.connect.secretOnce}</p>
      {rows.map(([name, value]) => (
        <div className="secret-row" key={name}>
          <span className="secret-name">{name}</span>
          <code>{value}</code>
          <CopyIcon value={value} label={name} />
        </div>
      ))}
    </div>
  );
}
