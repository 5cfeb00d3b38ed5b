import { ActionIcon, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemError } from '../../../api';
import type { FlowDocument, Problem, SettingType } from '../../../api';
import { texts } from '../../../texts';
import { IconTrash } from '../../../ui/icons';
import { Problems } from '../../../ui/states';
import { Setting } from '../SettingsForm';
import { asWritten, parsed } from '../settings';
import { serviceTypes } from './api';
import type { ServiceType } from './api';
import { AddNamed, put } from './parts';
import { drawTexts } from './texts';

interface ServiceDocument {
  name: string;
  type: string;
  settings?: Record<string, unknown>;
}

/** Connections, tables and the like, that several processors name in their settings. */
export function ServicesForm({
  flow,
  problems,
  change,
}: {
  flow: FlowDocument;
  problems: Problem[];
  change: (flow: FlowDocument, kind?: string) => void;
}) {
  const all = (flow.services as ServiceDocument[] | undefined) ?? [];
  const types = useQuery({
    queryKey: ['service-types'],
    queryFn: ({ signal }) => serviceTypes(signal),
    staleTime: 60_000,
  });
  const [type, setType] = useState('');
  const known = types.data ?? [];
  const chosen = type || (known[0]?.name ?? '');
  const set = (services: ServiceDocument[], kind?: string) =>
    change(put(flow, 'services', services.length > 0 ? services : undefined), kind);
  return (
    <section className="stack">
      <h3 className="drawer-head">{drawTexts.services}</h3>
      <p className="list-text">{drawTexts.servicesHint}</p>
      {all.map((service, index) => (
        <OneService
          key={service.name}
          service={service}
          type={known.find((one) => one.name === service.type)}
          problems={problems.filter(({ place }) => place?.path?.startsWith(`services[${index}]`))}
          set={(next) =>
            set(
              all.map((one, at) => (at === index ? next : one)),
              `service ${service.name}`,
            )
          }
          remove={() => set(all.filter((_, at) => at !== index))}
        />
      ))}
      {known.length > 0 && (
        <>
          <NativeSelect
            label={drawTexts.serviceType}
            description={known.find((one) => one.name === chosen)?.summary}
            inputWrapperOrder={['label', 'input', 'description']}
            data={known.map((one) => one.name)}
            value={chosen}
            onChange={(event) => setType(event.currentTarget.value)}
          />
          <AddNamed
            label={drawTexts.newService}
            action={drawTexts.addService}
            taken={all.map((one) => one.name)}
            add={(its) => set([...all, { name: its, type: chosen }])}
          />
        </>
      )}
    </section>
  );
}

function OneService({
  service,
  type,
  problems,
  set,
  remove,
}: {
  service: ServiceDocument;
  type?: ServiceType;
  problems: Problem[];
  set: (service: ServiceDocument) => void;
  remove: () => void;
}) {
  const at = (setting: string) =>
    problems
      .filter(({ place }) => place?.path?.includes(`.settings.${setting}`))
      .map(({ message, hint }) => (hint ? `${message} ${hint}` : message))
      .join(' ');
  const rest = problems.filter(
    ({ place }) => !type?.settings.some((one) => place?.path?.includes(`.settings.${one.name}`)),
  );
  return (
    <div className="draw-part" role="group" aria-label={drawTexts.serviceOf(service.name)}>
      <div className="draw-part-head">
        <strong className="mono">{service.name}</strong>
        <span className="dim">{service.type}</span>
        <ActionIcon size="sm" aria-label={drawTexts.deleteLabel(service.name)} onClick={remove}>
          <IconTrash size={14} />
        </ActionIcon>
      </div>
      {rest.length > 0 && <Problems error={new ProblemError(400, rest)} />}
      {type?.settings.map((setting) => (
        <ServiceSetting
          key={setting.name}
          setting={setting}
          value={service.settings?.[setting.name]}
          told={at(setting.name)}
          set={(value) => set(withSetting(service, setting.name, value))}
        />
      ))}
    </div>
  );
}

function withSetting(service: ServiceDocument, key: string, value: unknown): ServiceDocument {
  const { [key]: _, ...others } = service.settings ?? {};
  const settings = value === undefined ? others : { ...others, [key]: value };
  const { settings: __, ...rest } = service;
  return Object.keys(settings).length > 0 ? { ...rest, settings } : rest;
}

/** Half-written values stay in the field; what is whole goes into the drawing. */
function ServiceSetting({
  setting,
  value,
  told,
  set,
}: {
  setting: SettingType;
  value: unknown;
  told: string;
  set: (value: unknown) => void;
}) {
  const [half, setHalf] = useState<{ written: string; wrong: 'json' | 'number' }>();
  const words = { json: texts.flows.notJson, number: texts.flows.notNumber };
  return (
    <Setting
      setting={setting}
      written={half?.written ?? asWritten(value)}
      error={half ? words[half.wrong] : told || undefined}
      write={(written) => {
        const { value: now, wrong } = parsed(written, setting.type);
        setHalf(wrong && { written, wrong });
        if (!wrong) {
          set(now);
        }
      }}
    />
  );
}
