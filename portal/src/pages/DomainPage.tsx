import { Link, useParams } from 'react-router';
import type { Domain, Whoami } from '../api';
import { useDomain, useProducts } from '../queries';
import { texts } from '../texts';
import { Fact, Facts, LifeBadge, PageHead, Panel, Principals, Tags } from '../ui/parts';
import { Answer, Empty } from '../ui/states';
import { Breaches } from './governance/Breaches';
import { Exceptions, Violations } from './governance/Exceptions';
import { Sources } from './governance/Sources';
import { StandingPanel } from './governance/StandingPanel';

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
    </>
  );
}

function Products({ domain }: { domain: string }) {
  return (
    <Answer of={useProducts()}>
      {(all) => {
        const products = all.filter((product) => product.domain === domain);
        return products.length === 0 ? (
          <Empty title={texts.domain.noProducts} hint={texts.home.noProductsHint} />
        ) : (
          <ul className="list">
            {products.map((product) => (
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
        );
      }}
    </Answer>
  );
}
