import { Button, Modal, PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemError, api } from '../../../api';
import type { FlowDocument } from '../../../api';
import { Diff } from '../../../ui/Diff';
import { Problems } from '../../../ui/states';
import { applyText } from './api';
import type { FlowDraft } from './api';
import { drawTexts } from './texts';

/** What would change, to be looked at before it does; then it does. */
export function ApplyDialog({
  draft,
  text,
  close,
  again,
  done,
}: {
  draft: FlowDraft;
  /** What is applied, as it was looked at. */
  text: string;
  close: () => void;
  /** The flow is not what the difference was made against. */
  again: () => void;
  done: () => void;
}) {
  const name = draft.document?.name ?? '';
  const [values, setValues] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<Error>();
  const [busy, setBusy] = useState(false);
  const wanted = useUnbound(draft);
  const apply = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      if ((await versionNow(name)) !== draft.version) {
        again();
        throw new Error(drawTexts.meanwhile);
      }
      const given = (secret: boolean) =>
        Object.fromEntries(
          wanted
            .filter((one) => one.sensitive === secret && values[one.name])
            .map((one) => [one.name, values[one.name]!]),
        );
      await applyText(name, text, given(false), given(true));
      done();
    } catch (error) {
      setFailure(error as Error);
      setBusy(false);
    }
  };
  const unchanged = draft.before !== '' && draft.before === draft.text;
  return (
    <Modal
      opened
      onClose={close}
      size="xl"
      title={draft.version === 0 ? drawTexts.reviewNew(name) : drawTexts.reviewTitle(name)}
    >
      <div className="stack">
        {unchanged && <p>{drawTexts.reviewNothing}</p>}
        {draft.version > 0 && (
          <ul className="sentences">
            {draft.changes.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        )}
        {!unchanged && (
          <Diff before={draft.before} after={draft.text} around={3} label={drawTexts.difference} />
        )}
        {draft.notes.map((note) => (
          <p key={note} className="notice">
            {note}
          </p>
        ))}
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
        {draft.problems.length > 0 && <Problems error={new ProblemError(400, draft.problems)} />}
        {failure && <Problems error={failure} />}
        <div className="row dialog-actions">
          <Button variant="default" onClick={close}>
            {drawTexts.back}
          </Button>
          <Button
            loading={busy}
            disabled={draft.problems.length > 0 || (unchanged && Object.keys(values).length === 0)}
            onClick={() => void apply()}
          >
            {drawTexts.apply}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

async function versionNow(name: string): Promise<number> {
  try {
    return (await api.resource<FlowDocument>('flow', name)).version;
  } catch (error) {
    if (error instanceof ProblemError && error.status === 404) {
      return 0;
    }
    throw error;
  }
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
