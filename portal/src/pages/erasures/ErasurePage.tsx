import { Link, useParams } from 'react-router';
import type { Whoami } from '../../api';
import { formatMoment } from '../../format';
import { Fact, Facts, Moment, PageHead, Panel, Principal } from '../../ui/parts';
import { Answer } from '../../ui/states';
import { CertificatePanel } from './CertificatePanel';
import { ConsentsPanel } from './ConsentsPanel';
import { ErasureBadge, isOver } from './ErasureBadge';
import { PlacesTable } from './PlacesTable';
import { Outside, Readers } from './Surroundings';
import { WatchedForm } from './WatchedForm';
import { acts, erasures } from './api';
import type { Erasure } from './api';
import { useErasure } from './queries';
import { erasureTexts as words } from './texts';
import './erasures.css';

/** One erasure: the plan, what the domains say, how far it is, what was done. */
export default function ErasurePage({ me }: { me: Whoami }) {
  const { id = '' } = useParams();
  return <Answer of={useErasure(id)}>{(found) => <Content erasure={found} me={me} />}</Answer>;
}

function Content({ erasure, me }: { erasure: Erasure; me: Whoami }) {
  const isApplied = erasure.status === 'APPLIED';
  return (
    <>
      <PageHead
        title={words.heading(erasure.scope.of)}
        crumbs={<Link to="/erasures">{words.title}</Link>}
        badges={<ErasureBadge erasure={erasure} />}
        lead={<span className="mono">{erasure.id}</span>}
        actions={<Acts erasure={erasure} me={me} />}
      />
      <div className="columns">
        <div className="stack">
          <HowFar erasure={erasure} />
          <Panel title={words.places} flush>
            <PlacesTable erasure={erasure} />
          </Panel>
          {erasure.open.length > 0 && (
            <Panel title={words.open}>
              <ul className="stack">
                {erasure.open.map((sentence) => (
                  <li key={sentence} className="list-text">
                    {sentence}
                  </li>
                ))}
              </ul>
            </Panel>
          )}
          <Panel title={words.readers} aside={erasure.readers.length > 0 && words.readersLead} flush>
            <Readers readers={erasure.readers} />
          </Panel>
          <Outside title={words.sources} lead={words.sourcesLead} all={erasure.sources} />
          <Outside title={words.outside} lead={words.outsideLead} all={erasure.outside} />
        </div>
        <div className="stack">
          <Panel>
            <About erasure={erasure} />
          </Panel>
          {erasure.asks.length > 0 && <ConsentsPanel erasure={erasure} me={me} />}
          {erasure.checked && <Standing checked={erasure.checked} />}
          {isApplied && <CertificatePanel id={erasure.id} />}
        </div>
      </div>
    </>
  );
}

/** What can be done next; the server decides who may. */
function Acts({ erasure, me }: { erasure: Erasure; me: Whoami }) {
  const { id, status } = erasure;
  const isOpen = (status === 'PLANNED' && !isOver(erasure)) || status === 'APPLYING';
  if (isOpen && erasure.plannedBy !== me.name && erasure.complete) {
    return (
      <WatchedForm
        label={status === 'APPLYING' ? words.applyAgain : words.apply}
        title={words.applyTitle}
        lead={words.applyLead}
        needsWhy
        act={(key, why, watch) => erasures.apply(id, key, why, watch)}
      />
    );
  }
  return status === 'APPLIED' ? (
    <WatchedForm
      label={words.check}
      title={words.checkTitle}
      lead={words.checkLead}
      quiet
      act={(key, _, watch) => erasures.check(id, key, watch)}
    />
  ) : null;
}

/** What stands in the way of it, or how far it is. */
function HowFar({ erasure }: { erasure: Erasure }) {
  if (erasure.status === 'APPLYING') {
    return (
      <p className="notice notice-warn" role="status">
        {words.progress(erasure.done.length, erasure.places.filter(acts).length)} {words.interrupted}
      </p>
    );
  }
  if (erasure.replacedBy) {
    return (
      <p className="notice">
        {words.replacedBy}{' '}
        <Link to={`/erasures/${erasure.replacedBy}`} className="mono text-link">
          {erasure.replacedBy}
        </Link>
      </p>
    );
  }
  return erasure.complete ? null : <p className="notice notice-warn">{words.notComplete}</p>;
}

function About({ erasure }: { erasure: Erasure }) {
  return (
    <Facts>
      <Fact name={words.plannedBy}>
        <span className="row">
          <Principal name={erasure.plannedBy} />
          <Moment at={erasure.plannedAt} />
        </span>
      </Fact>
      <Fact name={words.domain}>{erasure.scope.domain || words.everywhere}</Fact>
      {erasure.status === 'PLANNED' && <Fact name={words.expires}>{formatMoment(erasure.expires)}</Fact>}
      {erasure.scope.derived && <Fact name={words.what}>{words.derivedToo}</Fact>}
      {erasure.appliedBy && erasure.appliedAt && (
        <Fact name={words.appliedBy}>
          <span className="row">
            <Principal name={erasure.appliedBy} />
            <Moment at={erasure.appliedAt} />
          </span>
        </Fact>
      )}
      {erasure.why && <Fact name={words.why}>{erasure.why}</Fact>}
    </Facts>
  );
}

function Standing({ checked }: { checked: NonNullable<Erasure['checked']> }) {
  return (
    <Panel title={words.standing} aside={<Moment at={checked.at} />}>
      <p>{words.back(checked.left)}</p>
      <p className="list-text">{words.waiting(checked.replaced)}</p>
      {checked.remaining > 0 && <p className="list-text">{words.remaining(checked.remaining)}</p>}
    </Panel>
  );
}
