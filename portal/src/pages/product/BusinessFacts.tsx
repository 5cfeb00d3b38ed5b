import { useQuery } from '@tanstack/react-query';
import { call, path } from '../../api';
import { asText, names } from '../../format';
import { texts } from '../../texts';
import { Fact, Facts, Panel } from '../../ui/parts';

interface BusinessPage {
  sets: {
    set: string;
    title: string;
    attributes: { name: string; description?: string; value?: unknown }[];
  }[];
  missing: string[];
}

/** What stewards want to know of the product, as far as somebody has said it. */
export function BusinessFacts({ product }: { product: string }) {
  const page = useQuery({
    queryKey: ['product', product, 'metadata'],
    queryFn: ({ signal }) =>
      call<BusinessPage>('GET', path('metadata', 'product', product), undefined, signal),
  });
  const sets = (page.data?.sets ?? [])
    .map((set) => ({ ...set, attributes: set.attributes.filter((one) => one.value !== undefined) }))
    .filter((set) => set.attributes.length > 0);
  const missing = page.data?.missing ?? [];
  if (sets.length === 0 && missing.length === 0) {
    return null;
  }
  return (
    <Panel title={texts.product.businessFacts}>
      <Facts>
        {sets.flatMap((set) =>
          set.attributes.map((one) => (
            <Fact name={`${set.title}: ${one.name}`} key={`${set.set}.${one.name}`}>
              {Array.isArray(one.value) ? names(one.value.map(asText)) : asText(one.value)}
            </Fact>
          )),
        )}
      </Facts>
      {missing.length > 0 && <p className="list-text">{texts.product.missingFacts(missing.join(', '))}</p>}
    </Panel>
  );
}
