import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../../queries';
import { Problems } from '../../ui/states';
import { decideTag } from './api';
import type { TagDecision } from './api';
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
  const decide = useChange(
    (decision: TagDecision) => decideTag(port, field, tag, decision, why.trim()),
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
          disabled={!why.trim() || decide.isPending}
          aria-label={texts.rejectTag(tag, field)}
          onClick={() => say('reject')}
        >
          {texts.reject}
        </Button>
      </div>
    </div>
  );
}
