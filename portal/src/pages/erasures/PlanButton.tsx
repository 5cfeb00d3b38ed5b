import { Checkbox, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useStandings } from '../governance/queries';
import { WatchedForm } from './WatchedForm';
import { erasures } from './api';
import { erasureTexts as words } from './texts';

/** Asks whose records, and looks where they are. */
export function PlanButton() {
  const [of, setOf] = useState('');
  const [domain, setDomain] = useState<string | null>(null);
  const [derived, setDerived] = useState(false);
  const domains = (useStandings().data ?? []).map((one) => ({ value: one.domain, label: one.title }));
  const navigate = useNavigate();
  return (
    <WatchedForm
      label={words.plan}
      title={words.planTitle}
      lead={words.planLead}
      act={(key, _, watch) =>
        erasures.plan({ key, derived, of: of.trim() || undefined, domain: domain ?? undefined }, watch)
      }
      onDone={({ id }) => void navigate(`/erasures/${id}`)}
    >
      <TextInput
        label={words.kind}
        description={words.kindHint}
        maxLength={100}
        value={of}
        onChange={(event) => setOf(event.currentTarget.value)}
      />
      <Select
        label={words.inDomain}
        description={words.inDomainHint}
        data={domains}
        value={domain}
        onChange={setDomain}
        searchable
        clearable
      />
      <Checkbox
        label={words.derived}
        description={words.derivedHint}
        checked={derived}
        onChange={(event) => setDerived(event.currentTarget.checked)}
      />
    </WatchedForm>
  );
}
