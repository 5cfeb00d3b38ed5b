import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { FacetName, FacetValue, Hit, SearchAnswer } from '../api';
import { number } from '../format';
import { useSearch } from '../queries';
import { texts } from '../texts';
import { Highlighted } from '../ui/Highlighted';
import {
  IconFlow,
  IconGlossary,
  IconLineage,
  IconPerson,
  IconPort,
  IconProduct,
  IconQuery,
} from '../ui/icons';
import { PageHead, Tags, portAddress } from '../ui/parts';
import { Answer, Empty } from '../ui/states';
import './search.css';

const facetNames: FacetName[] = ['kind', 'domain', 'tag', 'owner', 'status', 'format'];
const pageSize = 25;

/** A facet of business metadata is asked for as SET.ATTRIBUTE:VALUE. */
const isOwn = (name: string) => name.includes('.');

export default function SearchPage() {
  const [params, setParams] = useSearchParams();
  const [words] = useDebouncedValue(params.get('q') ?? '', 120, { leading: true });
  const limit = Number(params.get('limit')) || pageSize;
  const chosen = Object.fromEntries(facetNames.map((name) => [name, params.get(name) ?? undefined]));
  const meta = params.getAll('meta');
  const answer = useSearch({ q: words, limit, ...chosen }, meta);
  const own = Object.fromEntries(
    meta.map((one) => [one.slice(0, one.indexOf(':')), one.slice(one.indexOf(':') + 1)]),
  );
  const set = (name: string, value?: string) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old);
        if (isOwn(name)) {
          next.delete('meta');
          old
            .getAll('meta')
            .filter((one) => !one.startsWith(`${name}:`))
            .forEach((one) => next.append('meta', one));
          if (value) {
            next.append('meta', `${name}:${value}`);
          }
        } else if (value) {
          next.set(name, value);
        } else {
          next.delete(name);
        }
        return next;
      },
      { replace: true },
    );
  return (
    <>
      <PageHead title={texts.search.title} />
      <Answer of={answer}>
        {(found) => (
          <div className="search">
            <Facets found={found} chosen={{ ...chosen, ...own }} choose={set} />
            <div>
              <p className="search-count" role="status">
                <strong>{texts.search.results(found.total, number(found.total))}</strong>
                <span className="search-keys">
                  <kbd className="key">/</kbd> {texts.search.hint}
                </span>
              </p>
              {found.reading && <p className="search-read">{texts.search.read(found.reading.text)}</p>}
              <Results hits={found.items} />
              {found.total > found.items.length && (
                <Button variant="default" mt="md" onClick={() => set('limit', String(limit + pageSize))}>
                  {texts.search.more}
                </Button>
              )}
            </div>
          </div>
        )}
      </Answer>
    </>
  );
}

function Facets({
  found,
  chosen,
  choose,
}: {
  found: SearchAnswer;
  chosen: Record<string, string | undefined>;
  choose: (name: string, value?: string) => void;
}) {
  const known = facetNames.filter((name) => chosen[name] || (found.facets[name]?.length ?? 0) > 0);
  const own = [...Object.keys(found.facets), ...Object.keys(chosen)].filter(isOwn).sort();
  const groups = [...known, ...new Set(own)];
  return (
    <aside aria-label={texts.search.filters} className="facets">
      {groups.map((name) => (
        <fieldset key={name} className="facet">
          <legend>{isFacet(name) ? texts.search.facets[name] : name}</legend>
          {values(found.facets[name] ?? [], chosen[name]).map(({ value, count }) => (
            <button
              key={value}
              type="button"
              className="facet-value"
              aria-pressed={chosen[name] === value}
              onClick={() => choose(name, chosen[name] === value ? undefined : value)}
            >
              <span>{value}</span>
              <span className="facet-count">{count > 0 && number(count)}</span>
            </button>
          ))}
        </fieldset>
      ))}
    </aside>
  );
}

const isFacet = (name: string): name is FacetName => facetNames.some((one) => one === name);

/** The values to offer; one that is chosen stays, also when nothing matches it any more. */
function values(offered: FacetValue[], chosen?: string): FacetValue[] {
  const missing = chosen && !offered.some((value) => value.value === chosen);
  return (missing ? [{ value: chosen, count: 0 }, ...offered] : offered).slice(0, 12);
}

function Results({ hits }: { hits: Hit[] }) {
  const [params] = useSearchParams();
  const list = useRef<HTMLUListElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) {
      return;
    }
    event.preventDefault();
    const results = [...(list.current?.querySelectorAll<HTMLElement>('[data-result]') ?? [])];
    const next = results.indexOf(document.activeElement as HTMLElement) + step;
    if (next < 0) {
      document.querySelector<HTMLElement>('.searchbox input')?.focus();
    } else {
      results[next]?.focus();
    }
  };
  if (hits.length === 0) {
    return (
      <Empty title={texts.search.empty} hint={texts.search.emptyHint}>
        <Button
          component={Link}
          variant="default"
          to={`/wishes?${new URLSearchParams({ wish: params.get('q') ?? '' }).toString()}`}
        >
          {texts.search.wish}
        </Button>
      </Empty>
    );
  }
  return (
    <ul className="list panel" ref={list} onKeyDown={move}>
      {hits.map((hit) => (
        <li key={`${hit.kind}/${hit.name}`}>
          <Result hit={hit} />
        </li>
      ))}
    </ul>
  );
}

const icons: Record<string, typeof IconProduct> = {
  product: IconProduct,
  port: IconPort,
  field: IconPort,
  flow: IconFlow,
  query: IconQuery,
  job: IconFlow,
  user: IconPerson,
  domain: IconLineage,
  term: IconGlossary,
};

/** Where a result leads. */
export function addressOf(hit: Pick<Hit, 'kind' | 'name' | 'port'>): string {
  if (hit.port) {
    return portAddress(hit.port);
  }
  const name = encodeURIComponent(hit.name);
  switch (hit.kind) {
    case 'port':
      return portAddress(hit.name);
    case 'domain':
      return `/domains/${name}`;
    case 'flow':
      return `/flows/${name}`;
    case 'term':
      return `/glossary/${name}`;
    case 'user':
      return `/people/${name}`;
    case 'product':
      return `/products/${name}`;
    case 'job':
      return `/lineage?node=${encodeURIComponent('job/' + hit.name)}`;
    case 'table':
      return `/lineage?node=${encodeURIComponent('source/' + hit.name)}`;
    default:
      return `/resources/${encodeURIComponent(hit.kind)}/${name}`;
  }
}

function Result({ hit }: { hit: Hit }) {
  const Icon = icons[hit.kind] ?? IconProduct;
  const elsewhere = hit.highlights.filter(
    ({ field, text }, index) =>
      // Tags are there as tags already.
      !['title', 'name', 'description', 'tags'].includes(field) &&
      hit.highlights.findIndex((other) => other.field === field && other.text === text) === index,
  );
  const description = hit.highlights.find(({ field }) => field === 'description')?.text ?? hit.description;
  const name = hit.port ?? hit.name;
  const title = hit.highlights.find(({ field }) => field === 'title')?.text ?? hit.title;
  return (
    <Link to={addressOf(hit)} className="list-row hit" data-result>
      <Icon size={17} stroke={1.6} aria-hidden className="hit-icon" />
      <span className="hit-body">
        <span className="row">
          <span className="list-title">
            <Highlighted text={title || hit.name} />
          </span>
          <span className="hit-kind">{hit.kind}</span>
          {name !== hit.title && <span className="mono dim">{name}</span>}
          <Tags tags={hit.tags.slice(0, 6)} />
        </span>
        {description && (
          <span className="list-text hit-text">
            <Highlighted text={description} />
          </span>
        )}
        {elsewhere.slice(0, 2).map(({ field, text }) => (
          <span className="list-text hit-found" key={field + text}>
            <span className="hit-field">{field}</span> <Highlighted text={text} />
          </span>
        ))}
        {hit.restricted && <span className="list-text">{texts.search.restricted}</span>}
        <span className="list-meta">
          {hit.domain && <span>{hit.domain}</span>}
          {hit.owners.length > 0 && <span>{hit.owners.join(', ')}</span>}
          {hit.why && <span className="hit-why">{hit.why.text}</span>}
        </span>
      </span>
    </Link>
  );
}
