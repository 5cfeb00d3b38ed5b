import { Link } from 'react-router';
import { ago } from '../../format';
import { useProducts } from '../../queries';
import { texts } from '../../texts';
import { Badge, PageHead, Panel } from '../../ui/parts';
import { Answer, Empty } from '../../ui/states';
import type { Standing } from './api';
import { useStandings } from './queries';
import { StageBadge } from './StandingPanel';
import './governance.css';

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
            <Panel flush>
              <ul className="list">
                {[...standings]
                  .sort((a, b) => Number(waits(b)) - Number(waits(a)))
                  .map((standing) => (
                    <Row key={standing.domain} standing={standing} />
                  ))}
              </ul>
            </Panel>
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
  const products = (useProducts().data ?? []).filter(({ domain }) => domain === standing.domain).length;
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
