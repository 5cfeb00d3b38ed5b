import { Button, NativeSelect, TextInput, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { ProblemError, api } from '../../api';
import type { FlowDocument, FlowProcessor, ProcessorType, Resource, SettingType } from '../../api';
import { texts } from '../../texts';
import { Answer, Problems } from '../../ui/states';
import { Relationships } from './Relationships';
import { byField, changed, choices, draftOf, find, isFlag, isStructure, replaced } from './settings';
import type { Draft, Found } from './settings';

/** The settings of one processor, to look at and to change while the flow runs. */
export function SettingsForm({
  flow,
  processor,
  close,
}: {
  flow: string;
  processor: FlowProcessor;
  close: () => void;
}) {
  const types = useQuery({
    queryKey: ['processor-types'],
    queryFn: ({ signal }) => api.processorTypes(signal),
    staleTime: 60_000,
  });
  const resource = useQuery({
    queryKey: ['resource', 'flow', flow],
    queryFn: ({ signal }) => api.resource<FlowDocument>('flow', flow, signal),
  });
  return (
    <Answer of={resource}>
      {(found) => (
        <Answer of={types}>
          {(all) => {
            const place = find(found.document, processor.name);
            const type = all.find(({ name }) => name === processor.type);
            return place && type ? (
              <Form key={found.version} resource={found} place={place} type={type} close={close} />
            ) : null;
          }}
        </Answer>
      )}
    </Answer>
  );
}

function Form({
  resource,
  place,
  type,
  close,
}: {
  resource: Resource<FlowDocument>;
  place: Found;
  type: ProcessorType;
  close: () => void;
}) {
  const [draft, setDraft] = useState(() => draftOf(place.processor, type.settings, type.relationships));
  const [fields, setFields] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<Error>();
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();

  const save = async () => {
    const { processor, wrong } = changed(place.processor, draft, type.settings);
    const words = { json: texts.flows.notJson, number: texts.flows.notNumber };
    setFields(Object.fromEntries(Object.entries(wrong).map(([field, how]) => [field, words[how]])));
    setFailure(undefined);
    if (Object.keys(wrong).length > 0) {
      return;
    }
    setBusy(true);
    try {
      const now = await api.resource<FlowDocument>('flow', resource.name);
      if (now.version !== resource.version) {
        throw new Error(texts.flows.changedMeanwhile);
      }
      await api.applyFlow(replaced(resource.document, place.path, processor), false);
      await Promise.all(
        [['resource', 'flow', resource.name], ['flow'], ['flows']].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      );
      close();
    } catch (error) {
      if (error instanceof ProblemError && error.problems.length > 0) {
        const found = byField(error, place);
        setFields(found.fields);
        setFailure(
          found.rest.length > 0
            ? new ProblemError(error.status, found.rest, error.retryAfterSeconds)
            : undefined,
        );
      } else {
        setFailure(error as Error);
      }
    } finally {
      setBusy(false);
    }
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };

  return (
    <form onSubmit={submit} className="stack settings" noValidate>
      <div>
        <h3 className="drawer-head">{texts.flows.settings}</h3>
        <p className="list-text">{texts.flows.settingsHint}</p>
      </div>
      <ProcessorFields draft={draft} setDraft={setDraft} fields={fields} type={type} />
      {failure && <Problems error={failure} />}
      <div className="row dialog-actions">
        <Button type="submit" loading={busy}>
          {texts.flows.save}
        </Button>
      </div>
    </form>
  );
}

/** All that can be said of a processor, with what is wrong at its field. */
export function ProcessorFields({
  draft,
  setDraft,
  fields,
  type,
}: {
  draft: Draft;
  setDraft: (draft: Draft) => void;
  fields: Record<string, string>;
  type: ProcessorType;
}) {
  return (
    <>
      {type.settings.length === 0 && <p className="dim">{texts.flows.noSettings}</p>}
      {type.settings.map((setting) => (
        <Setting
          key={setting.name}
          setting={setting}
          written={draft.settings[setting.name] ?? ''}
          error={fields[`settings.${setting.name}`]}
          write={(value) => setDraft({ ...draft, settings: { ...draft.settings, [setting.name]: value } })}
        />
      ))}
      <Runs draft={draft} setDraft={setDraft} fields={fields} source={type.source} />
    </>
  );
}

/** One setting as the field that its type asks for. */
export function Setting({
  setting,
  written,
  error,
  write,
}: {
  setting: SettingType;
  written: string;
  error?: string;
  write: (value: string) => void;
}) {
  const its = {
    label: setting.name,
    description: setting.sensitive ? `${setting.doc} ${texts.flows.secretHint}` : setting.doc,
    required: setting.required,
    error,
  };
  const known = choices(setting.type) ?? (isFlag(setting.type) ? ['true', 'false'] : undefined);
  if (known && !written.includes('#{')) {
    return (
      <NativeSelect
        {...its}
        value={written}
        data={[{ value: '', label: setting.default || texts.flows.unset }, ...known]}
        onChange={(event) => write(event.currentTarget.value)}
      />
    );
  }
  const common = {
    ...its,
    value: written,
    placeholder: setting.default || setting.type,
    spellCheck: false,
    autoComplete: 'off',
    classNames: { input: 'mono' },
  };
  return isStructure(setting.type) || written.length > 60 ? (
    <Textarea
      {...common}
      autosize
      minRows={1}
      maxRows={10}
      onChange={(event) => write(event.currentTarget.value)}
    />
  ) : (
    <TextInput {...common} onChange={(event) => write(event.currentTarget.value)} />
  );
}

function Runs({
  draft,
  setDraft,
  fields,
  source,
}: {
  draft: Draft;
  setDraft: (draft: Draft) => void;
  fields: Record<string, string>;
  source: boolean;
}) {
  return (
    <section className="stack">
      <h3 className="drawer-head">{texts.flows.runs}</h3>
      <div className="runs">
        {source && (
          <>
            <TextInput
              label={texts.flows.every}
              description={texts.flows.everyHint}
              placeholder="1s"
              value={draft.every}
              error={fields['schedule.every']}
              onChange={(event) => setDraft({ ...draft, every: event.currentTarget.value })}
            />
            <TextInput
              label={texts.flows.cron}
              description={texts.flows.cronHint}
              placeholder="0 6 * * MON-FRI"
              value={draft.cron}
              error={fields['schedule.cron'] ?? fields.schedule}
              onChange={(event) => setDraft({ ...draft, cron: event.currentTarget.value })}
            />
          </>
        )}
        {!source && (
          <>
            <TextInput
              label={texts.flows.concurrentTasks}
              description={texts.flows.concurrentTasksHint}
              placeholder="1"
              inputMode="numeric"
              value={draft.concurrentTasks}
              error={fields.concurrentTasks}
              onChange={(event) => setDraft({ ...draft, concurrentTasks: event.currentTarget.value })}
            />
            <TextInput
              label={texts.flows.penalty}
              description={texts.flows.penaltyHint}
              placeholder="30s"
              value={draft.penalty}
              error={fields.penalty}
              onChange={(event) => setDraft({ ...draft, penalty: event.currentTarget.value })}
            />
          </>
        )}
        <TextInput
          label={texts.flows.yield}
          description={texts.flows.yieldHint}
          placeholder="1s"
          value={draft.yield}
          error={fields.yield}
          onChange={(event) => setDraft({ ...draft, yield: event.currentTarget.value })}
        />
      </div>
      {!source && (
        <Relationships
          all={draft.relationships}
          fields={fields}
          change={(relationships) => setDraft({ ...draft, relationships })}
        />
      )}
    </section>
  );
}
