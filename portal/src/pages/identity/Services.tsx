import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { lastDay } from '../../format';
import { useChange } from '../../queries';
import { Badge, Fact, Facts, Panel, TableFrame } from '../../ui/parts';
import { Problems } from '../../ui/states';
import { identity } from './api';
import type { FreshKey, Service, ServiceKey } from './api';
import { identityTexts } from './texts';

const texts = identityTexts.services;

/** The programs for which a person answers, and how old their keys are. Nothing for who may have none. */
export function Services({ mayCreate }: { mayCreate: boolean }) {
  const services = useQuery({
    queryKey: ['services'],
    queryFn: ({ signal }) => identity.services(signal),
  });
  const [fresh, setFresh] = useState<FreshKey>();
  const all = services.data ?? [];
  if (!mayCreate && all.length === 0) {
    return null;
  }
  return (
    <Panel title={texts.title}>
      <div className="stack">
        <p className="dim">{texts.lead}</p>
        {fresh && <Secret fresh={fresh} />}
        {all.length > 0 && (
          <TableFrame label={texts.title}>
            <table className="data">
              <thead>
                <tr>
                  <th scope="col">{texts.name}</th>
                  <th scope="col">{texts.keys}</th>
                  <th scope="col">{texts.owners}</th>
                  <th aria-label={texts.rotate} />
                </tr>
              </thead>
              <tbody>
                {all.map((service) => (
                  <Row key={service.name} service={service} rotated={setFresh} />
                ))}
              </tbody>
            </table>
          </TableFrame>
        )}
        {services.error && <Problems error={services.error} />}
        {mayCreate && <Create created={setFresh} />}
      </div>
    </Panel>
  );
}

function Row({ service, rotated }: { service: Service; rotated: (fresh: FreshKey) => void }) {
  const rotate = useChange(() => identity.rotate(service.name), ['services']);
  return (
    <tr>
      <td>
        {service.title} <span className="mono dim">{service.name}</span>
      </td>
      <td>
        {service.disabled ? <Badge tone="quiet">{texts.disabled}</Badge> : null}
        {!service.disabled && service.keys.length === 0 ? texts.none : null}
        {service.keys.map((key) => (
          <KeyLine key={key.id} service={service.name} of={key} />
        ))}
      </td>
      <td>{service.owners.join(', ')}</td>
      <td className="number">
        {!service.disabled && service.keys.length < 2 && (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={texts.rotateLabel(service.name)}
            loading={rotate.isPending}
            onClick={() => rotate.mutate(undefined, { onSuccess: rotated })}
          >
            {texts.rotate}
          </Button>
        )}
        {rotate.error && <Problems error={rotate.error} />}
      </td>
    </tr>
  );
}

function KeyLine({ service, of }: { service: string; of: ServiceKey }) {
  const revoke = useChange(() => identity.revokeKey(service, of.id), ['services']);
  return (
    <div>
      <span className="mono">{of.id}</span> {texts.days(of.days)}{' '}
      {of.until && <span className="dim">{texts.until(lastDay(of.until))}</span>}{' '}
      {of.old && <Badge tone="warn">{texts.old}</Badge>}{' '}
      <Button
        size="compact-xs"
        variant="subtle"
        aria-label={texts.revokeLabel(of.id)}
        loading={revoke.isPending}
        onClick={() => revoke.mutate(undefined)}
      >
        {texts.revoke}
      </Button>
      {revoke.error && <Problems error={revoke.error} />}
    </div>
  );
}

function Secret({ fresh }: { fresh: FreshKey }) {
  return (
    <div className="notice notice-good" role="status">
      <p>{texts.secret}</p>
      <Facts>
        <Fact name={texts.name}>{fresh.service}</Fact>
        <Fact name={texts.id}>
          <span className="mono">{fresh.id}</span>
        </Fact>
        <Fact name={texts.secretLabel}>
          <span className="mono">{fresh.secret}</span>
        </Fact>
      </Facts>
    </div>
  );
}

function Create({ created }: { created: (fresh: FreshKey) => void }) {
  const [name, setName] = useState('');
  const create = useChange((wanted: string) => identity.create(wanted, ''), ['services']);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(name.trim(), {
      onSuccess: (fresh) => {
        setName('');
        created(fresh);
      },
    });
  };
  return (
    <form onSubmit={submit} className="stack">
      <div className="connect-form">
        <TextInput
          label={texts.name}
          autoComplete="off"
          spellCheck={false}
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={create.isPending} disabled={name.trim() === ''}>
          {texts.create}
        </Button>
      </div>
      {create.error && <Problems error={create.error} />}
    </form>
  );
}
