import { Button, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useChange } from '../../queries';
import { Panel } from '../../ui/parts';
import { Answer, Problems } from '../../ui/states';
import { inbox } from './api';
import type { NoticeChoice } from './api';
import { useNotices } from './queries';
import { inboxTexts } from './texts';

const words = inboxTexts.notices;

/** How the person is told: mail and a webhook. */
export function Notices() {
  return (
    <Panel title={words.title}>
      <Answer of={useNotices()}>{(choice) => <Choice choice={choice} />}</Answer>
    </Panel>
  );
}

function Choice({ choice }: { choice: NoticeChoice }) {
  const mail = useChange((on: boolean) => inbox.mail(on), ['notices']);
  const mayMail = choice.mail === 'on' || choice.mail === 'off';
  return (
    <div className="stack">
      {mayMail ? (
        <Switch
          label={words.mail}
          description={words.mailHint}
          checked={choice.mail === 'on'}
          disabled={mail.isPending}
          onChange={(event) => mail.mutate(event.currentTarget.checked)}
        />
      ) : (
        <p className="list-text">{words.mailNot(choice.mail)}</p>
      )}
      {mail.error && <Problems error={mail.error} />}
      <Webhook choice={choice} />
    </div>
  );
}

function Webhook({ choice }: { choice: NoticeChoice }) {
  const [url, setUrl] = useState(choice.webhook);
  const set = useChange((to: string) => inbox.webhook(to), ['notices']);
  const remove = useChange(() => inbox.noWebhook(), ['notices']);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (url.trim()) {
      set.mutate(url.trim());
    }
  };
  return (
    <form onSubmit={submit} className="stack" noValidate>
      <TextInput
        type="url"
        label={words.webhook}
        description={words.webhookHint}
        maxLength={2000}
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      <div className="row">
        <Button type="submit" variant="default" loading={set.isPending} disabled={url.trim() === ''}>
          {words.set}
        </Button>
        {choice.webhook && (
          <Button
            variant="default"
            loading={remove.isPending}
            onClick={() => remove.mutate(undefined, { onSuccess: () => setUrl('') })}
          >
            {words.remove}
          </Button>
        )}
      </div>
      {set.data?.secret && (
        <div role="status">
          <p className="list-text">{words.secret}</p>
          <code className="code-line">{set.data.secret}</code>
        </div>
      )}
      {(set.error ?? remove.error) && <Problems error={(set.error ?? remove.error) as Error} />}
    </form>
  );
}
