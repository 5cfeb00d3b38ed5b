import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../../queries';
import { Problems } from '../../ui/states';
import { decideTag } from './api';
import type { Period, TagDecision } from './api';
import './metadata.css';
import { metadataTexts as texts } from './texts';

/** A steward says whether a tag is right, and why; a rejected one does not come back by itself. */
export function DecideTag({
  port,
  field,
  tag,
  done,
}: {
  port: string;
  field: string;
  tag: string;
  done: () => void;
}) {
  const [why, setWhy] = useState('');
  const [period, setPeriod] = useState({ from: '', until: '' });
  const isTimed = period.from !== '' || period.until !== '';
  const decide = useChange(
    (decision: TagDecision) =>
      decideTag(port, field, tag, decision, why.trim(), isTimed ? period : undefined),
    ['product', 'search', 'explain', 'sample'],
  );
  const say = (decision: TagDecision) => decide.mutate(decision, { onSuccess: done });
  return (
    <div className="stack decide-tag">
      <TextInput
        size="xs"
        label={texts.why}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      <Ends period={period} setPeriod={setPeriod} />
      {decide.error && <Problems error={decide.error} />}
      <div className="row">
        <Button
          size="compact-xs"
          variant="default"
          disabled={!why.trim() || decide.isPending}
          aria-label={texts.confirmTag(tag, field)}
          onClick={() => say('confirm')}
        >
          {texts.confirm}
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          disabled={!why.trim() || isTimed || decide.isPending}
          aria-label={texts.rejectTag(tag, field)}
          onClick={() => say('reject')}
        >
          {texts.reject}
        </Button>
      </div>
    </div>
  );
}

/** Only a confirmed tag holds for some time. */
function Ends({ period, setPeriod }: { period: Period; setPeriod: (period: Period) => void }) {
  return (
    <>
      {(['from', 'until'] as const).map((end) => (
        <TextInput
          key={end}
          size="xs"
          label={texts[end]}
          placeholder={end === 'until' ? texts.momentHint : undefined}
          value={period[end]}
          onChange={(event) => setPeriod({ ...period, [end]: event.currentTarget.value.trim() })}
        />
      ))}
    </>
  );
}
