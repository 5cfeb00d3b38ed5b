import { Button, Modal, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { dayIn, endOfDay } from '../../format';
import { useChange } from '../../queries';
import { texts } from '../../texts';
import { Problems } from '../../ui/states';
import type { Said } from './api';

/** What an act changes on other pages too: who may ask for what, and whether a product is active. */
const touched = ['governance', 'product', 'products', 'resource', 'subscriptions', 'search'];

interface Act {
  /** On the button that opens it. */
  label: string;
  title: string;
  lead: ReactNode;
  /** Whether others are told why: then it cannot be left out. */
  needsReason?: boolean;
  /** Also asks until when. */
  dateLabel?: string;
  dateKey?: 'due' | 'until';
  /** Two buttons instead of one. */
  vote?: boolean;
  quiet?: boolean;
  /** In a row of a table. */
  compact?: boolean;
  act: (said: Said) => Promise<unknown>;
}

/** A button, and behind it what one says with the act. */
export function ActDialog(act: Act) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant={act.quiet ? 'default' : 'filled'}
        size={act.compact ? 'compact-sm' : undefined}
        onClick={() => setOpen(true)}
      >
        {act.label}
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={act.title}>
        {open && <ActForm {...act} close={() => setOpen(false)} />}
      </Modal>
    </>
  );
}

function ActForm({ close, ...act }: Act & { close: () => void }) {
  const [comment, setComment] = useState('');
  const [date, setDate] = useState('');
  const [asked, setAsked] = useState(false);
  const change = useChange(act.act, touched);
  const words = texts.governance;

  const say = (vote?: 'yes' | 'no') => {
    const required = act.needsReason || vote === 'no';
    setAsked(required && comment.trim() === '');
    if (required && comment.trim() === '') {
      return;
    }
    const said: Said = {
      comment: comment.trim(),
      ...(vote ? { vote } : {}),
      ...(date && act.dateKey ? { [act.dateKey]: endOfDay(date) } : {}),
    };
    change.mutate(said, { onSuccess: close });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    say(act.vote ? 'yes' : undefined);
  };

  return (
    <form className="stack" onSubmit={submit} noValidate>
      <p className="list-text">{act.lead}</p>
      <Textarea
        label={act.needsReason ? words.reason : words.comment}
        required={act.needsReason}
        data-autofocus
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
        error={asked && words.reasonNeeded}
      />
      {act.dateLabel && (
        <TextInput
          type="date"
          label={act.dateLabel}
          min={dayIn(0)}
          value={date}
          onChange={(event) => setDate(event.currentTarget.value)}
        />
      )}
      {change.error && <Problems error={change.error} />}
      <div className="row dialog-actions">
        <Button variant="default" onClick={close}>
          {words.cancel}
        </Button>
        {act.vote && (
          <Button variant="default" onClick={() => say('no')} loading={change.isPending}>
            {words.no}
          </Button>
        )}
        <Button type="submit" loading={change.isPending}>
          {act.vote ? words.yes : act.label}
        </Button>
      </div>
    </form>
  );
}
