import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { api } from '../api';
import { texts } from '../texts';
import { usePageTitle } from '../ui/parts';
import { Problems } from '../ui/states';
import { SignOn } from './identity/SignOn';
import './login.css';

/** Where to go after signing in: back to where the person wanted to go, but only inside the portal. */
export function afterLogin(state: unknown): string {
  const from = (state as { from?: unknown } | null)?.from;
  return typeof from === 'string' && /^\/(?![/\\])/.test(from) ? from : '/';
}

export default function LoginPage() {
  usePageTitle(texts.login.title);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const client = useQueryClient();
  const navigate = useNavigate();
  const location = useLocation();
  const login = useMutation({
    mutationFn: () => api.login(name.trim(), password),
    onSuccess: async () => {
      client.clear(); // Nothing that an earlier person saw may stay.
      await navigate(afterLogin(location.state), { replace: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    login.mutate();
  };
  return (
    <main className="login">
      <form className="login-card" onSubmit={submit}>
        <img src="/icon.svg" alt="" width={36} height={36} />
        <div>
          <h1>{texts.app.name}</h1>
          <p className="dim">{texts.login.lead}</p>
        </div>
        <SignOn to={afterLogin(location.state)} />
        <TextInput
          size="sm"
          label={texts.login.name}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          size="sm"
          label={texts.login.password}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {login.error && <Problems error={login.error} />}
        <Button type="submit" size="sm" fullWidth loading={login.isPending}>
          {texts.login.submit}
        </Button>
        <p className="login-help">{texts.login.help}</p>
      </form>
    </main>
  );
}
