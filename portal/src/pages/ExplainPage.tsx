import { Autocomplete } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Explanation, Whoami } from '../api';
import { useExplain } from '../queries';
import { texts } from '../texts';
import { IconCheck, IconLock } from '../ui/icons';
import { usePortNames, usePrincipals } from '../ui/choices';
import { Badge, Fact, Facts, PageHead, Panel, Policies, TableFrame, TagChip } from '../ui/parts';
import { Answer, Empty } from '../ui/states';
import { Sight } from '../ui/Sight';

/** What would this person see here? The whole decision, with every policy that was considered. */
export default function ExplainPage({ me }: { me: Whoami }) {
  const [params, setParams] = useSearchParams();
  const [who, setWho] = useState(params.get('who') ?? me.name);
  const [port, setPort] = useState(params.get('port') ?? '');
  const [asked] = useDebouncedValue({ who: who.trim(), port: port.trim() }, 250);
  const ports = usePortNames(port);
  const principals = usePrincipals(who);
  const known = ports.includes(asked.port) || params.get('port') === asked.port;
  const explanation = useExplain(asked.who, known ? asked.port : '');
  const keep = (next: { who: string; port: string }) => setParams(next, { replace: true });
  return (
    <>
      <PageHead title={texts.explain.title} lead={texts.explain.lead} />
      <div className="filters">
        <Autocomplete
          label={texts.explain.who}
          placeholder={texts.explain.whoPlaceholder}
          data={principals}
          value={who}
          onChange={(next) => {
            setWho(next);
            keep({ who: next, port });
          }}
        />
        <Autocomplete
          label={texts.explain.port}
          placeholder={texts.explain.portPlaceholder}
          data={ports}
          value={port}
          onChange={(next) => {
            setPort(next);
            keep({ who, port: next });
          }}
        />
      </div>
      {explanation.isEnabled ? (
        <Answer of={explanation}>{(found) => <Decision found={found} />}</Answer>
      ) : (
        <Empty title={texts.explain.empty} />
      )}
    </>
  );
}

function Decision({ found }: { found: Explanation }) {
  return (
    <div className="stack">
      <Panel>
        <div className="stack">
          <p className="row">
            {found.allowed ? <IconCheck size={17} aria-hidden /> : <IconLock size={17} aria-hidden />}
            <strong>{found.allowed ? texts.explain.allowed : texts.explain.refused}</strong>
            <span className="dim">{found.reason}</span>
          </p>
          <Facts>
            {' '}
            {found.filter && (
              <Fact name={texts.explain.filter}>
                <code className="code-line">{found.filter}</code>
              </Fact>
            )}
            {found.policies.length > 0 && (
              <Fact name={texts.explain.policies}>
                <Policies names={found.policies} />
              </Fact>
            )}
          </Facts>
        </div>
      </Panel>
      {found.fields.length > 0 && <FieldRules found={found} />}
      {found.considered.length > 0 && <Considered found={found} />}
    </div>
  );
}

function FieldRules({ found }: { found: Explanation }) {
  return (
    <Panel flush>
      <TableFrame label={texts.fields.mySight}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{texts.explain.field}</th>
              <th scope="col">{texts.explain.rule}</th>
              <th scope="col">{texts.explain.because}</th>
            </tr>
          </thead>
          <tbody>
            {found.fields.map((field) => (
              <tr key={field.path}>
                <td className="mono">{field.path}</td>
                <td>
                  <Sight rule={field.rule} mask={field.mask} policy={field.policy} />
                </td>
                <td>
                  {field.tag && <TagChip tag={field.tag} />} <span className="dim">{field.evidence}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </Panel>
  );
}

function Considered({ found }: { found: Explanation }) {
  return (
    <Panel title={texts.explain.considered} flush>
      <ul className="list">
        {found.considered.map((one, index) => (
          <li key={index} className="list-row">
            <span className="row">
              <Policies names={[one.policy]} />
              <Badge tone={one.matched ? 'good' : 'quiet'}>
                {one.matched ? texts.explain.matched : texts.explain.notMatched}
              </Badge>
            </span>
            <span className="list-text">{one.why}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
