import { useQuery } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { api } from '../api';
import type { Person, ProductSummary, Whoami } from '../api';
import { asText } from '../format';
import { useProducts } from '../queries';
import { texts } from '../texts';
import { Fact, Facts, PageHead, Panel } from '../ui/parts';
import { Answer } from '../ui/states';
import { Away } from './inbox/Away';

/** Who answers for more is looked up with the search. */
const productsMax = 100;

export default function PersonPage({ me }: { me: Whoami }) {
  const { name = '' } = useParams();
  const person = useQuery({
    queryKey: ['resource', 'user', name],
    queryFn: ({ signal }) => api.resource<Person>('user', name, signal),
  });
  return (
    <Answer of={person}>
      {({ document }) => (
        <div className="stack">
          <Content person={document} name={name} />
          <Away name={name} me={me} />
        </div>
      )}
    </Answer>
  );
}

function Content({ person, name }: { person: Person; name: string }) {
  const products = useProducts({ person: name, limit: productsMax }).data?.items ?? [];
  const attributes = Object.entries(person.attributes ?? {});
  return (
    <>
      <PageHead
        title={person.title || name}
        crumbs={texts.person.label}
        lead={<span className="mono">{name}</span>}
        actions={
          <Button component={Link} variant="default" to={`/explain?who=${encodeURIComponent(name)}`}>
            {texts.person.explain}
          </Button>
        }
      />
      <Panel>
        <Facts>
          <Fact name={texts.person.groups}>{person.groups?.join(', ') || texts.person.none}</Fact>
          <Fact name={texts.person.roles}>{person.roles?.join(', ') || texts.person.none}</Fact>
          {person.email && <Fact name={texts.person.mail}>{person.email}</Fact>}
          {attributes.length > 0 && (
            <Fact name={texts.person.attributes}>
              {attributes.map(([key, value]) => `${key}: ${asText(value)}`).join(', ')}
            </Fact>
          )}
          <Fact name={texts.person.owns}>
            <Products of={products.filter((product) => product.owners.includes(name))} />
          </Fact>
          <Fact name={texts.person.stewards}>
            <Products of={products.filter((product) => product.stewards.includes(name))} />
          </Fact>
        </Facts>
      </Panel>
    </>
  );
}

function Products({ of }: { of: ProductSummary[] }) {
  if (of.length === 0) {
    return <span className="dim">{texts.person.none}</span>;
  }
  return (
    <span className="principals">
      {of.map((product) => (
        <Link key={product.id} to={`/products/${encodeURIComponent(product.id)}`} className="text-link">
          {product.name}
        </Link>
      ))}
    </span>
  );
}
