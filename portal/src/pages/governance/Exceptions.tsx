import { formatDay } from '../../format';
import { texts } from '../../texts';
import { Badge, Panel, PortLink, Principal, TableFrame } from '../../ui/parts';
import type { Tone } from '../../ui/parts';
import { ActDialog } from './ActDialog';
import { governance } from './api';
import type { Exception, Violation } from './api';
import { AskException } from './AskException';
import { useExceptions, useSources, useStanding, useViolations } from './queries';
import { VotePart } from './StandingPanel';

const tones: Record<Exception['stage'], Tone> = {
  ASKED: 'info',
  GRANTED: 'good',
  REFUSED: 'bad',
  ENDED: 'quiet',
};

/** Who asked to read elsewhere, and what became of it; nothing where there is no source to except from. */
export function Exceptions({ domain }: { domain: string }) {
  const exceptions = useExceptions(domain).data ?? [];
  const sources = useSources({ domain }).data ?? [];
  const words = texts.governance;
  if (exceptions.length === 0 && sources.length === 0) {
    return null;
  }
  return (
    <Panel title={words.exceptions} aside={sources.length > 0 && <AskException domain={domain} />}>
      {exceptions.length === 0 && <p className="list-text">{words.noExceptions}</p>}
      <ul className="exceptions">
        {exceptions.map((one) => (
          <li key={one.id} className="stack">
            <div className="row">
              <Badge tone={tones[one.stage]}>{words.exceptionStages[one.stage]}</Badge>
              <Principal name={one.principal} />
              <PortLink port={one.port} />
              <span className="dim">
                {one.term} · {words.ends} {formatDay(one.until)}
              </span>
            </div>
            <p className="step-comment">{one.reason}</p>
            {one.vote && <VotePart vote={one.vote} />}
            <Acts one={one} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Acts({ one }: { one: Exception }) {
  const words = texts.governance;
  return (
    <div className="row">
      {one.acts.includes('vote') && (
        <ActDialog
          label={words.acts.vote}
          title={words.voteException}
          lead={one.reason}
          vote
          act={({ vote, comment }) => governance.voteException(one.domain, one.id, { vote, comment })}
        />
      )}
      {one.acts.includes('end') && (
        <ActDialog
          label={words.end}
          title={words.endException}
          lead={one.reason}
          needsReason
          quiet
          act={({ comment }) => governance.endException(one.domain, one.id, { comment })}
        />
      )}
    </div>
  );
}

/** Who reads elsewhere than at the sources of an enforced domain; the server tells those who govern it. */
export function Violations({ domain }: { domain: string }) {
  const enforced = useStanding(domain).data?.stage === 'ENFORCED';
  const violations = useViolations(domain, enforced).data;
  const sources = useSources({ domain }).data ?? [];
  const words = texts.governance;
  return !enforced || violations === undefined || sources.length === 0 ? null : (
    <Panel title={words.violations} flush={violations.length > 0}>
      {violations.length === 0 ? (
        <p className="list-text">{words.noViolations}</p>
      ) : (
        <>
          <p className="list-text panel-body">{words.violationsLead}</p>
          <ViolationTable violations={violations} />
        </>
      )}
    </Panel>
  );
}

function ViolationTable({ violations }: { violations: Violation[] }) {
  const words = texts.governance;
  return (
    <TableFrame label={words.violations}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{words.reader}</th>
            <th scope="col">{words.reads}</th>
            <th scope="col">{words.instead}</th>
            <th scope="col">{words.term}</th>
          </tr>
        </thead>
        <tbody>
          {violations.map((one) => (
            <tr key={[one.subscription, one.principal, one.port, one.source, one.term].join('/')}>
              <td>
                <Principal name={one.principal} />{' '}
                {one.excepted && <Badge tone="good">{words.excepted}</Badge>}
                {one.policies.length > 0 && <div className="dim">{words.byPolicies(one.policies)}</div>}
              </td>
              <td>
                <PortLink port={one.port} />
              </td>
              <td>
                <PortLink port={one.source} />
              </td>
              <td>{one.term}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
