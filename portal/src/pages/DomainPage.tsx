import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import type { Domain, RequestRules, Whoami } from '../api';
import { count, period } from '../format';
import { useDomain, useProducts } from '../queries';
import { texts } from '../texts';
import { Badge, Fact, Facts, LifeBadge, PageHead, Panel, Principals, Tags } from '../ui/parts';
import { Answer, Empty } from '../ui/states';
import { Breaches } from './governance/Breaches';
import { Exceptions, Violations } from './governance/Exceptions';
import { Sources } from './governance/Sources';
import { StandingPanel } from './governance/StandingPanel';

const productsAtOnce = 25;

export default function DomainPage({ me }: { me: Whoami }) {
  const { name = '' } = useParams();
  return (
    <Answer of={useDomain(name)}>
      {({ document }) => <Content key={name} domain={document} name={name} me={me} />}
    </Answer>
  );
}

function Content({ domain, name, me }: { domain: Domain; name: string; me: Whoami }) {
  const governance = domain.governance ?? {};
  const governors = [...(governance.body ?? []), ...(governance.stewards ?? [])];
  const governs = governors.some((one) => one === me.name || me.groups.includes(one));
  return (
    <>
      <PageHead
        title={domain.title || name}
        crumbs={<Link to="/domains">{texts.governance.domains}</Link>}
        lead={domain.description}
      />
      <div className="columns">
        <div className="stack">
          <StandingPanel domain={name} title={domain.title || name} />
          <Sources domain={name} governs={governs} />
          <Exceptions domain={name} />
          {(governs || me.roles.includes('auditor') || me.roles.includes('admin')) && (
            <Violations domain={name} />
          )}
          {governance.rules && governance.rules.length > 0 && <Breaches domain={name} />}
          <Panel title={texts.domain.products} flush>
            <Products domain={name} />
          </Panel>
        </div>
        <div className="stack">
          <Panel title={texts.domain.purposes}>
            <Purposes purposes={governance.purposes ?? []} />
          </Panel>
          <Panel title={texts.domain.requests}>
            <RequestsOf rules={governance.requests ?? {}} />
          </Panel>
          <Panel title={texts.product.governance}>
            <Facts>
              <Fact name={texts.domain.body}>
                <Principals names={governance.body ?? []} none={texts.domain.none} />
              </Fact>
              <Fact name={texts.domain.stewards}>
                <Principals names={governance.stewards ?? []} none={texts.domain.none} />
              </Fact>
              <Fact name={texts.domain.regulations}>
                {governance.regulations?.join(', ') || texts.domain.none}
              </Fact>
              <Fact name={texts.governance.quorum}>
                {texts.governance.quorums[governance.quorum ?? 'majority'] ?? governance.quorum}
              </Fact>
              <Fact name={texts.governance.publishing}>
                {texts.governance.publishings[governance.publishing ?? 'file']}
              </Fact>
              {governance.rules && governance.rules.length > 0 && (
                <Fact name={texts.governance.rules}>
                  {governance.rules.map((rule) => (
                    <p key={rule.name} title={rule.expression}>
                      {rule.message}
                    </p>
                  ))}
                </Fact>
              )}
            </Facts>
          </Panel>
        </div>
      </div>
    </>
  );
}

/** For what its data may be asked for; where nothing is said, for whatever people say. */
function Purposes({ purposes }: { purposes: { name: string; title?: string; description?: string }[] }) {
  return purposes.length === 0 ? (
    <p className="dim">{texts.domain.anyPurpose}</p>
  ) : (
    <ul className="stack">
      {purposes.map(({ name, title, description }) => (
        <li key={name}>
          <strong>{title || name}</strong> <span className="mono dim">{name}</span>
          {description && <p className="list-text">{description}</p>}
        </li>
      ))}
    </ul>
  );
}

/** Who decides on requests, and until when what they gave holds. */
function RequestsOf({ rules }: { rules: RequestRules }) {
  const words = texts.domain;
  const times = [
    rules.longestPeriod && words.longest(period(rules.longestPeriod)),
    rules.recertifyEvery && words.recertify(period(rules.recertifyEvery)),
    rules.remindAfter && words.remind(period(rules.remindAfter)),
    rules.escalateAfter && words.escalate(period(rules.escalateAfter)),
  ].filter((time) => time !== undefined);
  const routes = rules.routes ?? [];
  return (
    <div className="stack">
      {routes.length === 0 && <p className="dim">{words.ownersDecide}</p>}
      {routes.map((route, index) => (
        <div key={index}>
          <p>
            <strong>{route.name || words.route(index + 1)}</strong>{' '}
            {route.automatic ? (
              <Badge tone="good">{words.automatic}</Badge>
            ) : (
              <span className="mono">{(route.seats ?? []).join(' + ')}</span>
            )}
          </p>
          {(route.tags?.length ?? 0) > 0 && (
            <p className="list-text">
              {words.whenTags} <Tags tags={route.tags ?? []} />
            </p>
          )}
          {route.when && (
            <p className="list-text">
              {words.when} <code className="code-line">{route.when}</code>
            </p>
          )}
        </div>
      ))}
      {times.map((time) => (
        <p key={time} className="list-text">
          {time}
        </p>
      ))}
    </div>
  );
}

function Products({ domain }: { domain: string }) {
  const [limit, setLimit] = useState(productsAtOnce);
  return (
    <Answer of={useProducts({ domain, limit })}>
      {({ items, total }) =>
        total === 0 ? (
          <Empty title={texts.domain.noProducts} hint={texts.home.noProductsHint} />
        ) : (
          <>
            <ul className="list">
              {items.map((product) => (
                <li key={product.id}>
                  <Link to={`/products/${encodeURIComponent(product.id)}`} className="list-row">
                    <span className="row">
                      <span className="list-title">{product.name}</span>
                      <LifeBadge status={product.status} />
                      <Tags tags={product.tags} />
                    </span>
                    <span className="list-text">{product.purpose}</span>
                  </Link>
                </li>
              ))}
            </ul>
            {total > items.length && (
              <p className="panel-body row">
                <Button variant="default" onClick={() => setLimit(limit * 2)}>
                  {texts.search.more}
                </Button>
                <span className="dim">{texts.domain.shown(count(items.length), count(total))}</span>
              </p>
            )}
          </>
        )
      }
    </Answer>
  );
}
