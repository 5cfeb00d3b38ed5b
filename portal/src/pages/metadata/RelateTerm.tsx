import { ActionIcon, Button, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../../queries';
import { texts } from '../../texts';
import { IconX } from '../../ui/icons';
import { Problems } from '../../ui/states';
import { useTerms } from '../glossary/queries';
import { relate } from './api';
import { metadataTexts } from './texts';

const statuses = ['draft', 'active', 'deprecated', 'obsolete', 'other'];
const touched = ['terms', 'port-terms', 'product', 'search', 'explain'];

/** A button that opens the form, for those who write the term. */
export function RelateTerm({ term, title }: { term: string; title: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="subtle" size="compact-sm" onClick={() => setOpen(true)}>
        {metadataTexts.relate}
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={metadataTexts.relateTitle(title)}>
        {open && <Form term={term} done={() => setOpen(false)} />}
      </Modal>
    </>
  );
}

function Form({ term, done }: { term: string; done: () => void }) {
  const terms = useTerms();
  const [kind, setKind] = useState('seeAlso');
  const [other, setOther] = useState<string | null>(null);
  const [status, setStatus] = useState('active');
  const [description, setDescription] = useState('');
  const change = useChange(
    (given: { term: string; status: string; description?: string }) => relate(term, kind, given, true),
    touched,
  );
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (other) {
          const said = description.trim();
          change.mutate({ term: other, status, ...(said && { description: said }) }, { onSuccess: done });
        }
      }}
    >
      <Select
        label={metadataTexts.relation}
        allowDeselect={false}
        data={Object.entries(texts.glossary.relations).map(([value, label]) => ({ value, label }))}
        value={kind}
        onChange={(next) => next && setKind(next)}
      />
      <Select
        label={texts.glossary.term}
        searchable
        required
        data={(terms.data ?? [])
          .filter(({ name }) => name !== term)
          .map(({ name, title }) => ({ value: name, label: title }))}
        value={other}
        onChange={setOther}
        nothingFoundMessage={texts.glossary.nothing}
      />
      <Select
        label={metadataTexts.status}
        allowDeselect={false}
        data={statuses}
        value={status}
        onChange={(next) => next && setStatus(next)}
      />
      <TextInput
        label={metadataTexts.description}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      {change.error && <Problems error={change.error} />}
      <Button type="submit" loading={change.isPending} disabled={!other}>
        {metadataTexts.relate}
      </Button>
    </form>
  );
}

/** Takes a relation back that is written at this term. */
export function Unrelate({
  term,
  kind,
  other,
  title,
}: {
  term: string;
  kind: string;
  other: string;
  title: string;
}) {
  const change = useChange(() => relate(term, kind, { term: other }, false), touched);
  return (
    <>
      <ActionIcon
        size="xs"
        variant="subtle"
        loading={change.isPending}
        aria-label={metadataTexts.removeRelation(title)}
        onClick={() => change.mutate(undefined)}
      >
        <IconX size={13} />
      </ActionIcon>
      {change.error && <Problems error={change.error} />}
    </>
  );
}
