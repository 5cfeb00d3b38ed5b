import { ActionIcon, Button, Modal, NumberInput, Select, TextInput, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useChange } from '../../queries';
import { texts } from '../../texts';
import { IconAdd, IconCheck, IconChevronDown, IconX } from '../../ui/icons';
import { Problems } from '../../ui/states';
import { metadataTexts } from '../metadata/texts';
import { glossary } from './api';
import type { Meaning, PortTerms, SuggestedTerm } from './api';
import { AssignmentBadge } from './TermStatus';
import './glossary.css';
import { touchedByTerms, useTerms } from './queries';

/** What a field means, and for those who may say so, what it may mean. */
export function FieldTerms({ port, field, terms }: { port: string; field: string; terms: PortTerms }) {
  const meanings = terms.items.filter((one) => one.field === field && one.status !== 'REJECTED');
  const suggestions = terms.mayAssign ? terms.suggestions.filter((one) => one.field === field) : [];
  if (meanings.length + suggestions.length === 0) {
    return null;
  }
  return (
    <span className="field-terms">
      {meanings.map((meaning) => (
        <Term key={meaning.term} port={port} meaning={meaning} mayAssign={terms.mayAssign} />
      ))}
      {suggestions.map((suggestion) => (
        <Suggestion key={suggestion.term} port={port} suggestion={suggestion} />
      ))}
    </span>
  );
}

function Term({ port, meaning, mayAssign }: { port: string; meaning: Meaning; mayAssign: boolean }) {
  return (
    <span className="row term-meaning">
      <TermLink meaning={meaning} />
      {mayAssign && <Reassign port={port} meaning={meaning} />}
    </span>
  );
}

/** Beside a term: says it anew, with another status, or takes it back. */
function Reassign({ port, meaning }: { port: string; meaning: Meaning }) {
  const [open, setOpen] = useState(false);
  const label = metadataTexts.reassign(meaning.title, meaning.field);
  return (
    <>
      <ActionIcon
        size="xs"
        variant="subtle"
        className="term-add"
        aria-label={label}
        onClick={() => setOpen(true)}
      >
        <IconChevronDown size={13} />
      </ActionIcon>
      <Modal opened={open} onClose={() => setOpen(false)} title={label}>
        {open && (
          <AssignForm port={port} field={meaning.field} meaning={meaning} done={() => setOpen(false)} />
        )}
      </Modal>
    </>
  );
}

function TermLink({ meaning }: { meaning: Meaning }) {
  return (
    <Tooltip label={meaning.definition} multiline maw={320}>
      <Link to={`/glossary/${encodeURIComponent(meaning.term)}`} className="term-link">
        {meaning.title}
        {meaning.status !== 'VALIDATED' && meaning.status !== 'IMPORTED' && (
          <AssignmentBadge status={meaning.status} />
        )}
      </Link>
    </Tooltip>
  );
}

function useAssign(port: string, field: string) {
  return useChange(
    ({ term, ...said }: { term: string; status: string; confidence?: number; comment?: string }) =>
      glossary.assign(term, { asset: port, field, ...said }),
    touchedByTerms,
  );
}

function Suggestion({ port, suggestion }: { port: string; suggestion: SuggestedTerm }) {
  const assign = useAssign(port, suggestion.field);
  const say = (status: string) => assign.mutate({ term: suggestion.term, status });
  return (
    <span className="term-suggestion">
      <Tooltip label={suggestion.evidence}>
        <span tabIndex={0}>{texts.glossary.suggestion(suggestion.title)}</span>
      </Tooltip>
      <ActionIcon
        size="xs"
        variant="subtle"
        loading={assign.isPending}
        aria-label={texts.glossary.accept(suggestion.title, suggestion.field)}
        onClick={() => say('validated')}
      >
        <IconCheck size={13} />
      </ActionIcon>
      <ActionIcon
        size="xs"
        variant="subtle"
        disabled={assign.isPending}
        aria-label={texts.glossary.reject(suggestion.title, suggestion.field)}
        onClick={() => say('rejected')}
      >
        <IconX size={13} />
      </ActionIcon>
      {assign.error && <Problems error={assign.error} />}
    </span>
  );
}

/** A plus beside the field's name. */
export function AssignTerm({ port, field }: { port: string; field: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <ActionIcon
        size="xs"
        variant="subtle"
        className="term-add"
        aria-label={texts.glossary.assign(field)}
        onClick={() => setOpen(true)}
      >
        <IconAdd size={13} />
      </ActionIcon>
      <Modal opened={open} onClose={() => setOpen(false)} title={texts.glossary.assign(field)}>
        {open && <AssignForm port={port} field={field} done={() => setOpen(false)} />}
      </Modal>
    </>
  );
}

const statuses = [
  'validated',
  'proposed',
  'imported',
  'discovered',
  'deprecated',
  'obsolete',
  'other',
  'rejected',
];

/** With a meaning: what is said of that term is said anew. */
function AssignForm({
  port,
  field,
  meaning,
  done,
}: {
  port: string;
  field: string;
  meaning?: Meaning;
  done: () => void;
}) {
  const terms = useTerms();
  const [term, setTerm] = useState<string | null>(meaning?.term ?? null);
  const [status, setStatus] = useState(meaning?.status.toLowerCase() ?? 'validated');
  const [percent, setPercent] = useState<number | string>('');
  const [comment, setComment] = useState(meaning?.comment ?? '');
  const assign = useAssign(port, field);
  const unassign = useChange(() => glossary.unassign(term ?? '', port, field), touchedByTerms);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (term) {
          const confidence = percent === '' ? undefined : Number(percent) / 100;
          assign.mutate({ term, status, confidence, comment }, { onSuccess: done });
        }
      }}
    >
      <Select
        label={texts.glossary.term}
        searchable
        required
        disabled={meaning !== undefined}
        data={(terms.data ?? []).map(({ name, title }) => ({ value: name, label: title }))}
        value={term}
        onChange={setTerm}
        nothingFoundMessage={texts.glossary.nothing}
      />
      <Select
        label={metadataTexts.status}
        allowDeselect={false}
        data={statuses}
        value={status}
        onChange={(next) => next && setStatus(next)}
      />
      <NumberInput label={metadataTexts.confidence} min={0} max={100} value={percent} onChange={setPercent} />
      <TextInput
        label={texts.glossary.comment}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      {assign.error && <Problems error={assign.error} />}
      <Button type="submit" loading={assign.isPending} disabled={!term}>
        {texts.glossary.doAssign}
      </Button>
      {meaning && meaning.source !== 'contract' && (
        <Button
          variant="default"
          loading={unassign.isPending}
          onClick={() => unassign.mutate(undefined, { onSuccess: done })}
        >
          {metadataTexts.unassign}
        </Button>
      )}
      {unassign.error && <Problems error={unassign.error} />}
    </form>
  );
}
