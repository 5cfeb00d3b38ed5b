import { Suspense, lazy } from 'react';
import { Link } from 'react-router';
import { ago } from '../../format';
import { texts } from '../../texts';
import { Badge, PageHead, Panel } from '../../ui/parts';
import { Answer, Empty, Loading } from '../../ui/states';
import { useDomainMap } from '../map/api';
import { mapTexts } from '../map/texts';
import type { Standing } from './api';
import { useStandings } from './queries';
import { StageBadge } from './StandingPanel';
import './governance.css';

// The picture's library is not waited for by the list.
const MeshMap = lazy(() => import('../map/MeshMap'));

/** All domains: those where this person could do something come first. */
export default function DomainsPage() {
  const words = texts.governance;
  return (
    <>
      <PageHead title={words.domains} lead={words.domainsLead} />
      <Answer of={useStandings()}>
        {(standings) =>
          standings.length === 0 ? (
            <Panel>
              <Empty title={words.noDomains} hint={words.noDomainsHint} />
            </Panel>
          ) : (
            <div className="stack">
              <Panel title={mapTexts.title} flush>
                <p className="panel-body list-text">{mapTexts.lead}</p>
                <Suspense fallback={<Loading />}>
                  <MeshMap />
                </Suspense>
              </Panel>
              <Panel flush>
                <ul className="list">
                  {[...standings]
                    .sort((a, b) => Number(waits(b)) - Number(waits(a)))
                    .map((standing) => (
                      <Row key={standing.domain} standing={standing} />
                    ))}
                </ul>
              </Panel>
            </div>
          )
        }
      </Answer>
    </>
  );
}

/** Whether somebody waits for this person: withdrawing waits for nobody. */
const waits = ({ acts }: Standing) =>
  acts.some((act) => act === 'verify' || act === 'vote' || act === 'enforce');

function Row({ standing }: { standing: Standing }) {
  const words = texts.governance;
  const places = useDomainMap().data?.domains ?? [];
  const products = places.find(({ domain }) => domain === standing.domain)?.products ?? 0;
  return (
    <li>
      <Link to={`/domains/${encodeURIComponent(standing.domain)}`} className="list-row">
        <span className="row">
          <span className="list-title">{standing.title}</span>
          <StageBadge standing={standing} />
          {waits(standing) && <Badge tone="warn">{words.waitsForYou}</Badge>}
        </span>
        <span className="list-text">
          {words.productCount(products)}
          {standing.due &&
            ` · ${standing.overdue ? words.overdue(ago(standing.due)) : words.due(ago(standing.due))}`}
        </span>
      </Link>
    </li>
  );
}
