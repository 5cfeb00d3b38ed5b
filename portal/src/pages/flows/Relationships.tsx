import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { texts } from '../../texts';
import type { Draft } from './settings';

/** What becomes of FlowFiles that take a relationship: tried again first, and whether they end there. */
export function Relationships({
  all,
  fields,
  change,
}: {
  all: Draft['relationships'];
  fields: Record<string, string>;
  change: (all: Draft['relationships']) => void;
}) {
  const problems = Object.entries(fields).filter(([field]) => field.startsWith('relationships.'));
  if (Object.keys(all).length === 0) {
    return null;
  }
  return (
    <div className="relationships">
      <h4>{texts.flows.relationships}</h4>
      {Object.entries(all).map(([name, its]) => {
        const set = (part: Partial<typeof its>) => change({ ...all, [name]: { ...its, ...part } });
        const retries = Number(its.retry) > 0;
        return (
          <fieldset key={name} className="relationship">
            <legend className="mono">{name}</legend>
            <Checkbox
              label={texts.flows.autoTerminate}
              aria-label={texts.flows.autoTerminateLabel(name)}
              checked={its.autoTerminate}
              onChange={(event) => set({ autoTerminate: event.currentTarget.checked })}
            />
            <TextInput
              label={texts.flows.retry}
              aria-label={texts.flows.retryLabel(name)}
              placeholder="0"
              inputMode="numeric"
              value={its.retry}
              onChange={(event) => set({ retry: event.currentTarget.value })}
            />
            <NativeSelect
              label={texts.flows.backoff}
              aria-label={texts.flows.backoffLabel(name)}
              disabled={!retries}
              value={its.backoff || 'penalize'}
              data={Object.entries(texts.flows.backoffs).map(([value, label]) => ({ value, label }))}
              onChange={(event) => set({ backoff: event.currentTarget.value })}
            />
            <TextInput
              label={texts.flows.maxBackoff}
              aria-label={texts.flows.maxBackoffLabel(name)}
              placeholder="10m"
              disabled={!retries}
              value={its.maxBackoff}
              onChange={(event) => set({ maxBackoff: event.currentTarget.value })}
            />
          </fieldset>
        );
      })}
      {problems.map(([field, words]) => (
        <p key={field} className="field-problem" role="alert">
          <span className="mono">{field.slice('relationships.'.length)}</span> {words}
        </p>
      ))}
    </div>
  );
}
