import { ActionIcon, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api';
import type { FlowDocument } from '../../../api';
import { texts } from '../../../texts';
import { IconTrash } from '../../../ui/icons';
import { asWritten } from '../settings';
import { AddNamed, put } from './parts';
import { drawTexts } from './texts';

type Parameter = NonNullable<FlowDocument['parameters']>[string];

/** What differs from place to place, and from which context a flow takes what it does not have itself. */
export function ParametersForm({
  flow,
  change,
}: {
  flow: FlowDocument;
  change: (flow: FlowDocument, kind?: string) => void;
}) {
  const all = Object.entries(flow.parameters ?? {});
  const contexts = useQuery({
    queryKey: ['resources', 'parametercontext'],
    queryFn: ({ signal }) => api.resources<{ name: string }>('parametercontext', {}, signal),
  });
  const set = (parameters: [string, Parameter][], kind?: string) =>
    change(put(flow, 'parameters', parameters.length > 0 ? Object.fromEntries(parameters) : undefined), kind);
  const context = asWritten(flow.parameterContext);
  const known = (contexts.data ?? []).map((one) => one.name);
  return (
    <section className="stack">
      <h3 className="drawer-head">{texts.flows.parameters}</h3>
      <p className="list-text">{drawTexts.parametersHint}</p>
      {(known.length > 0 || context !== '') && (
        <NativeSelect
          label={drawTexts.context}
          data={[
            { value: '', label: drawTexts.noContext },
            ...new Set([...known, ...(context ? [context] : [])]),
          ]}
          value={context}
          onChange={(event) => change(put(flow, 'parameterContext', event.currentTarget.value || undefined))}
        />
      )}
      {all.map(([key, parameter]) => (
        <OneParameter
          key={key}
          name={key}
          parameter={parameter}
          set={(next) =>
            set(
              all.map(([other, its]) => [other, other === key ? next : its]),
              `parameter ${key}`,
            )
          }
          remove={() => set(all.filter(([other]) => other !== key))}
        />
      ))}
      <AddNamed
        label={drawTexts.newParameter}
        action={drawTexts.addParameter}
        taken={all.map(([key]) => key)}
        add={(key) => set([...all, [key, {}]])}
      />
    </section>
  );
}

function OneParameter({
  name: its,
  parameter,
  set,
  remove,
}: {
  name: string;
  parameter: Parameter;
  set: (parameter: Parameter) => void;
  remove: () => void;
}) {
  const keep = (part: Partial<Parameter>) => {
    const next = Object.entries({ ...parameter, ...part }).filter(
      ([, value]) => value !== undefined && value !== '' && value !== false,
    );
    set(Object.fromEntries(next) as Parameter);
  };
  return (
    <div className="draw-part" role="group" aria-label={drawTexts.parameterOf(its)}>
      <div className="draw-part-head">
        <strong className="mono">{its}</strong>
        <ActionIcon size="sm" aria-label={drawTexts.deleteLabel(its)} onClick={remove}>
          <IconTrash size={14} />
        </ActionIcon>
      </div>
      <TextInput
        label={drawTexts.description}
        value={parameter.description ?? ''}
        onChange={(event) => keep({ description: event.currentTarget.value })}
      />
      {!parameter.sensitive && (
        <TextInput
          label={drawTexts.defaultValue}
          description={drawTexts.defaultHint}
          value={asWritten(parameter.default)}
          spellCheck={false}
          classNames={{ input: 'mono' }}
          onChange={(event) => keep({ default: event.currentTarget.value })}
        />
      )}
      <Switch
        label={drawTexts.sensitive}
        description={drawTexts.sensitiveHint}
        checked={parameter.sensitive === true}
        onChange={(event) =>
          keep(event.currentTarget.checked ? { sensitive: true, default: undefined } : { sensitive: false })
        }
      />
    </div>
  );
}
