import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { api } from '../api';
import type { ClientKey, NewKey, Whoami } from '../api';
import { lastDay } from '../format';
import { useChange, useKeys } from '../queries';
import { texts } from '../texts';
import { MakeKey, NewKeySecret } from '../ui/MakeKey';
import { Badge, Moment, PageHead, Panel, Principal, TableFrame } from '../ui/parts';
import { Answer, Empty, Problems } from '../ui/states';
import { Services } from './identity/Services';

export default function KeysPage({ me }: { me: Whoami }) {
  const [made, setMade] = useState<NewKey>();
  return (
    <>
      <PageHead title={texts.keys.title} lead={texts.keys.lead} />
      <div className="stack">
        <Panel>{made ? <NewKeySecret made={made} /> : <MakeKey made={setMade} />}</Panel>
        <Keys />
        <Services mayCreate={me.owns.length > 0 || me.roles.includes('admin')} />
        <Panel title={texts.keys.password}>
          <Password me={me} />
        </Panel>
      </div>
    </>
  );
}

function Keys() {
  const keys = useKeys();
  return (
    <div className="panel">
      <Answer of={keys}>
        {(all) =>
          all.length === 0 ? (
            <Empty title={texts.keys.empty} hint={texts.keys.emptyHint} />
          ) : (
            <TableFrame label={texts.keys.title}>
              <table className="data">
                <thead>
                  <tr>
                    <th scope="col">{texts.keys.key}</th>
                    <th scope="col">{texts.keys.description}</th>
                    <th scope="col">{texts.keys.of}</th>
                    <th scope="col">{texts.keys.created}</th>
                    <th scope="col">{texts.keys.expires}</th>
                    <th scope="col">{texts.keys.state}</th>
                    <th aria-label={texts.keys.revoke} />
                  </tr>
                </thead>
                <tbody>
                  {all.map((key) => (
                    <KeyRow key={key.id} clientKey={key} />
                  ))}
                </tbody>
              </table>
            </TableFrame>
          )
        }
      </Answer>
    </div>
  );
}

function KeyRow({ clientKey }: { clientKey: ClientKey }) {
  const { id, description, principal, createdAt, expiresAt, revoked } = clientKey;
  const revoke = useChange(() => api.revokeKey(id), ['keys']);
  const expired = expiresAt !== undefined && new Date(expiresAt) <= new Date();
  return (
    <tr>
      <td className="mono">{id}</td>
      <td>{description}</td>
      <td>
        <Principal name={principal} />
      </td>
      <td>
        <Moment at={createdAt} />
      </td>
      <td>{expiresAt ? lastDay(expiresAt) : texts.keys.never}</td>
      <td>
        {revoked || expired ? (
          <Badge tone="quiet">{revoked ? texts.keys.revoked : texts.keys.expired}</Badge>
        ) : (
          <Badge tone="good">{texts.keys.valid}</Badge>
        )}
      </td>
      <td className="number">
        {!revoked && !expired && (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={texts.keys.revokeLabel(id)}
            loading={revoke.isPending}
            onClick={() => revoke.mutate(undefined)}
          >
            {texts.keys.revoke}
          </Button>
        )}
        {revoke.error && <Problems error={revoke.error} />}
      </td>
    </tr>
  );
}

function Password({ me }: { me: Whoami }) {
  const [password, setPassword] = useState('');
  const change = useChange((next: string) => api.changePassword(me.name, next), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(password, { onSuccess: () => setPassword('') });
  };
  return (
    <form onSubmit={submit} className="stack">
      <input type="text" name="username" autoComplete="username" value={me.name} readOnly hidden />
      <div className="connect-form">
        <PasswordInput
          label={texts.keys.newPassword}
          autoComplete="new-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={change.isPending} disabled={password === ''}>
          {texts.keys.changePassword}
        </Button>
      </div>
      {change.error && <Problems error={change.error} />}
      {change.isSuccess && (
        <p className="notice notice-good" role="status">
          {texts.keys.passwordChanged}
        </p>
      )}
    </form>
  );
}
