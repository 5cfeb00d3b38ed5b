import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../api';
import type { Resource } from '../../api';
import { IconSearch } from '../../ui/icons';
import { Badge, Moment, PageHead, Principal, TableFrame } from '../../ui/parts';
import { Answer, Empty } from '../../ui/states';
import { about, ruleWords } from './policy';
import type { PolicyDocument } from './policy';
import './policies.css';
import { policyTexts } from './texts';

const rulesShown = 3;

/** All policies of the mesh, and what each says in a few words. */
export default function PoliciesPage() {
  const all = useQuery({
    queryKey: ['resources', 'policy'],
    queryFn: ({ signal }) => api.resources<PolicyDocument>('policy', {}, signal),
  });
  return (
    <>
      <PageHead
        title={policyTexts.title}
        lead={policyTexts.lead}
        actions={
          <Button component={Link} to="/new-policy">
            {policyTexts.write}
          </Button>
        }
      />
      <Answer of={all}>{(found) => <Found all={found} />}</Answer>
    </>
  );
}

function Found({ all }: { all: Resource<PolicyDocument>[] }) {
  const [words, setWords] = useState('');
  const [type, setType] = useState('');
  if (all.length === 0) {
    return (
      <div className="panel">
        <Empty title={policyTexts.empty} hint={policyTexts.emptyHint} />
      </div>
    );
  }
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const found = all.filter(({ document }) => {
    const text = JSON.stringify(document).toLowerCase();
    return (type === '' || document.type === type) && wanted.every((word) => text.includes(word));
  });
  return (
    <>
      <div className="filters">
        <TextInput
          aria-label={policyTexts.find}
          placeholder={policyTexts.find}
          leftSection={<IconSearch size={15} aria-hidden />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <NativeSelect
          aria-label={policyTexts.type}
          data={[
            { value: '', label: policyTexts.anyType },
            ...Object.entries(policyTexts.types).map(([value, label]) => ({ value, label })),
          ]}
          value={type}
          onChange={(event) => setType(event.currentTarget.value)}
        />
      </div>
      <div className="panel">
        {found.length === 0 ? (
          <Empty title={policyTexts.none} hint={policyTexts.noneHint} />
        ) : (
          <Table found={found} />
        )}
      </div>
    </>
  );
}

function Table({ found }: { found: Resource<PolicyDocument>[] }) {
  return (
    <TableFrame label={policyTexts.title}>
      <table className="data policies-table">
        <thead>
          <tr>
            <th scope="col">{policyTexts.policy}</th>
            <th scope="col">{policyTexts.type}</th>
            <th scope="col">{policyTexts.about}</th>
            <th scope="col">{policyTexts.rules}</th>
            <th scope="col">{policyTexts.changed}</th>
          </tr>
        </thead>
        <tbody>
          {found.map((one) => (
            <Row key={one.name} one={one} />
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function Row({ one: { name, changedAt, changedBy, document } }: { one: Resource<PolicyDocument> }) {
  const rules = document.rules ?? [];
  return (
    <tr>
      <td>
        <Link to={`/policies/${encodeURIComponent(name)}`} className="list-title flow-link">
          {name}
        </Link>
        <span className="policy-text">{document.description}</span>
      </td>
      <td>
        <span className="row">
          <Badge tone="info">{policyTexts.types[document.type] ?? document.type}</Badge>
          {document.enabled === false && <Badge tone="warn">{policyTexts.off}</Badge>}
          {document.priority === 'override' && <Badge tone="quiet">{policyTexts.override}</Badge>}
        </span>
      </td>
      <td className="mono policy-about">{about(document).join(', ')}</td>
      <td>
        {rules.slice(0, rulesShown).map((rule, index) => (
          <span key={index} className="policy-rule">
            {ruleWords(rule, document.type)}
          </span>
        ))}
        {rules.length > rulesShown && <span className="dim">+{rules.length - rulesShown}</span>}
      </td>
      <td className="nowrap">
        <Moment at={changedAt} />
        <div>
          <Principal name={changedBy} />
        </div>
      </td>
    </tr>
  );
}
