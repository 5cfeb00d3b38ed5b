import { Button, Group, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useSearchParams } from 'react-router';
import { PageHead, Panel } from '../../ui/parts';
import { Answer, Problems } from '../../ui/states';
import { identity } from './api';
import { identityTexts } from './texts';

const texts = identityTexts.device;

/** Confirms that a program which shows a code may act as the person who is here. */
export default function DevicePage() {
  const [parameters, setParameters] = useSearchParams();
  const code = parameters.get('code') ?? '';
  return (
    <>
      <PageHead title={texts.title} lead={texts.lead} />
      <Panel>
        {code === '' ? (
          <CodeForm look={(typed) => setParameters({ code: typed })} />
        ) : (
          <Decision code={code} />
        )}
      </Panel>
    </>
  );
}

function CodeForm({ look }: { look: (code: string) => void }) {
  const [typed, setTyped] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    look(typed.trim());
  };
  return (
    <form onSubmit={submit} className="connect-form">
      <TextInput
        label={texts.code}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        autoFocus
        required
        withAsterisk={false}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={typed.trim() === ''}>
        {texts.look}
      </Button>
    </form>
  );
}

function Decision({ code }: { code: string }) {
  const asking = useQuery({
    queryKey: ['device', code],
    queryFn: ({ signal }) => identity.asking(code, signal),
    staleTime: Infinity,
    retry: false,
  });
  const decide = useMutation({ mutationFn: (allow: boolean) => identity.decide(code, allow) });
  if (decide.isSuccess) {
    return (
      <p className="notice notice-good" role="status">
        {decide.variables ? texts.allowed : texts.denied}
      </p>
    );
  }
  return (
    <Answer of={asking}>
      {({ client, address, userCode }) => (
        <div className="stack">
          <p>
            <strong>{texts.asks(client)}</strong> {texts.from(address)}
          </p>
          <p className="mono">{userCode}</p>
          <p className="dim">{texts.warn}</p>
          <Group gap="xs">
            <Button loading={decide.isPending} onClick={() => decide.mutate(true)}>
              {texts.allow}
            </Button>
            <Button variant="default" disabled={decide.isPending} onClick={() => decide.mutate(false)}>
              {texts.deny}
            </Button>
          </Group>
          {decide.error && <Problems error={decide.error} />}
        </div>
      )}
    </Answer>
  );
}
