import { PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api';
import { ReviewDialog } from '../../../ui/draft/ReviewDialog';
import { applyText } from '../../../ui/draft/api';
import type { Drawing, FlowDraft } from './api';
import { drawTexts } from './texts';

/** What would change in a flow, and values for those of its parameters that have none. */
export function ApplyDialog({
  drawing,
  close,
  done,
}: {
  drawing: Drawing;
  close: () => void;
  done: () => void;
}) {
  const answer = drawing.answer!;
  const name = answer.document?.name ?? '';
  const [values, setValues] = useState<Record<string, string>>({});
  const wanted = useUnbound(answer);
  const given = (secret: boolean) =>
    Object.fromEntries(
      wanted.flatMap((one) => {
        const value = values[one.name];
        return one.sensitive === secret && value ? [[one.name, value]] : [];
      }),
    );
  return (
    <ReviewDialog
      name={name}
      draft={drawing}
      sentences
      hasMore={Object.values(values).some(Boolean)}
      close={close}
      apply={async () => {
        await applyText(`${name}.flow.yaml`, drawing.text, given(false), given(true));
        done();
      }}
    >
      {wanted.length > 0 && (
        <fieldset className="values">
          <legend>{drawTexts.values}</legend>
          <p className="list-text">{drawTexts.valuesHint}</p>
          {wanted.map((one) => {
            const Input = one.sensitive ? PasswordInput : TextInput;
            return (
              <Input
                key={one.name}
                label={one.name}
                description={one.description}
                autoComplete="off"
                value={values[one.name] ?? ''}
                onChange={(event) => setValues({ ...values, [one.name]: event.currentTarget.value })}
              />
            );
          })}
        </fieldset>
      )}
    </ReviewDialog>
  );
}

/** The parameters that have no value yet. */
function useUnbound({ document, version }: FlowDraft) {
  const name = document?.name ?? '';
  const declared = Object.entries(document?.parameters ?? {});
  const bound = useQuery({
    queryKey: ['flow', name, 'parameters'],
    queryFn: ({ signal }) => api.flowParameters(name, signal),
    enabled: version > 0 && declared.length > 0,
  });
  const known = new Set((bound.data ?? []).filter(({ from }) => from !== 'nothing').map((one) => one.name));
  return declared
    .filter(([each, one]) => one.default === undefined && !known.has(each))
    .map(([each, one]) => ({ name: each, description: one.description, sensitive: one.sensitive ?? false }));
}
