import { TextInput } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import { number } from '../../format';
import { texts } from '../../texts';
import { PageHead, Tags } from '../../ui/parts';
import { Answer, Empty } from '../../ui/states';
import type { TermRow } from './api';
import { TermStatus } from './TermStatus';
import '../search.css';
import './glossary.css';
import { useTerms } from './queries';

export default function GlossaryPage() {
  return (
    <>
      <PageHead title={texts.glossary.title} lead={texts.glossary.lead} />
      <Answer of={useTerms()}>{(terms) => <Terms terms={terms} />}</Answer>
    </>
  );
}

function Terms({ terms }: { terms: TermRow[] }) {
  const [params, setParams] = useSearchParams();
  const category = params.get('category') ?? '';
  const words = params.get('q') ?? '';
  const set = (name: string, value: string) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old);
        if (value) {
          next.set(name, value);
        } else {
          next.delete(name);
        }
        return next;
      },
      { replace: true },
    );
  if (terms.length === 0) {
    return <Empty title={texts.glossary.empty} hint={texts.glossary.emptyHint} />;
  }
  const shown = terms.filter((term) => isIn(term, category) && mentions(term, words));
  return (
    <div className="glossary">
      <Categories terms={terms} chosen={category} choose={(value) => set('category', value)} />
      <div>
        <TextInput
          aria-label={texts.glossary.filter}
          placeholder={texts.glossary.filter}
          value={words}
          mb="sm"
          onChange={(event) => set('q', event.currentTarget.value)}
        />
        {shown.length === 0 ? (
          <Empty title={texts.glossary.nothing} hint={texts.glossary.nothingHint} />
        ) : (
          <ul className="list panel">
            {shown.map((term) => (
              <li key={term.name}>
                <TermLine term={term} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function TermLine({ term }: { term: TermRow }) {
  return (
    <Link to={`/glossary/${encodeURIComponent(term.name)}`} className="list-row">
      <span className="row">
        <span className="list-title">{term.title}</span>
        {term.abbreviation && <span className="dim">{term.abbreviation}</span>}
        <TermStatus status={term.status} />
        <Tags tags={term.tags} />
        <span className="term-uses">{texts.glossary.uses(term.uses, number(term.uses))}</span>
      </span>
      <span className="list-text">{term.definition}</span>
    </Link>
  );
}

/** The tree of categories, each with how many terms are in it or below. */
function Categories({
  terms,
  chosen,
  choose,
}: {
  terms: TermRow[];
  chosen: string;
  choose: (category: string) => void;
}) {
  const counts = countsOf(terms);
  if (counts.size === 0) {
    return null;
  }
  return (
    <aside aria-label={texts.glossary.categories} className="facets">
      <fieldset className="facet">
        <legend>{texts.glossary.categories}</legend>
        {[...counts.keys()].sort().map((category) => (
          <button
            key={category}
            type="button"
            className="facet-value"
            aria-pressed={chosen === category}
            onClick={() => choose(chosen === category ? '' : category)}
          >
            <span style={{ paddingLeft: 12 * (category.split('/').length - 1) }}>
              {category.slice(category.lastIndexOf('/') + 1)}
            </span>
            <span className="facet-count">{number(counts.get(category) ?? 0)}</span>
          </button>
        ))}
      </fieldset>
    </aside>
  );
}

function countsOf(terms: TermRow[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) {
    const above = new Set<string>();
    for (const category of term.categories) {
      const parts = category.split('/');
      parts.forEach((_, index) => above.add(parts.slice(0, index + 1).join('/')));
    }
    above.forEach((category) => counts.set(category, (counts.get(category) ?? 0) + 1));
  }
  return counts;
}

function isIn(term: TermRow, category: string): boolean {
  return category === '' || term.categories.some((one) => one === category || one.startsWith(`${category}/`));
}

function mentions(term: TermRow, words: string): boolean {
  const text = [term.name, term.title, term.abbreviation, term.definition].join(' ').toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
