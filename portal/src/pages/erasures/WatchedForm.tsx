import { Button, Modal, PasswordInput, Progress, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { number } from '../../format';
import { useChange } from '../../queries';
import { Problems } from '../../ui/states';
import type { Passed } from '../../watched';
import type { Erasure } from './api';
import { erasureTexts as words } from './texts';

interface Act {
  /** On the button that opens it, and on the one that does it. */
  label: string;
  title: string;
  lead: string;
  /** Whether it wants a reason. */
  needsWhy?: boolean;
  quiet?: boolean;
  /** More that is asked for. */
  children?: ReactNode;
  act: (key: string, why: string, watch: (progress: Passed) => void) => Promise<Erasure>;
  onDone?: (erasure: Erasure) => void;
}

/** A button, and behind it a form that asks for the person's key and says how far the work is. */
export function WatchedForm(act: Act) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant={act.quiet ? 'default' : 'filled'} onClick={() => setOpen(true)}>
        {act.label}
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={act.title}>
        {open && <Form {...act} close={() => setOpen(false)} />}
      </Modal>
    </>
  );
}

function Form({ close, children, ...act }: Act & { close: () => void }) {
  const [key, setKey] = useState('');
  const [why, setWhy] = useState('');
  const [progress, setProgress] = useState<Passed>();
  const change = useChange(() => act.act(key.trim(), why.trim(), setProgress), ['erasures', 'inbox']);
  const isReady = key.trim() !== '' && (!act.needsWhy || why.trim() !== '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) {
      change.mutate(undefined, {
        onSuccess: (erasure) => {
          close();
          act.onDone?.(erasure);
        },
      });
    }
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <p className="list-text">{act.lead}</p>
      <PasswordInput
        label={words.key}
        description={words.keyHint}
        required
        data-autofocus
        autoComplete="off"
        maxLength={1000}
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
      />
      {children}
      {act.needsWhy && (
        <Textarea
          label={words.why}
          description={words.whyHint}
          required
          autosize
          minRows={2}
          maxLength={500}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
      )}
      {change.isPending && <HowFar progress={progress} />}
      {change.error && <Problems error={change.error} />}
      <div className="row dialog-actions">
        <Button variant="default" onClick={close}>
          {words.cancel}
        </Button>
        <Button type="submit" disabled={!isReady} loading={change.isPending}>
          {act.label}
        </Button>
      </div>
    </form>
  );
}

function HowFar({ progress }: { progress?: Passed }) {
  const share = progress ? Math.min(100, Math.round((100 * progress.events) / Math.max(1, progress.of))) : 0;
  return (
    <div role="status" className="stack">
      <Progress value={share} aria-label={words.working} />
      <span className="list-text">
        {progress ? words.looked(number(progress.events), number(progress.of)) : words.working}
      </span>
    </div>
  );
}
