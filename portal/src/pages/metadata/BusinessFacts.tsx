import { asText, names } from '../../format';
import { Fact, Facts, Panel } from '../../ui/parts';
import { ChangeBusiness } from './BusinessForm';
import { useBusiness } from './api';
import type { BusinessPage } from './api';
import { metadataTexts as texts } from './texts';

/** What stewards want to know of a thing, as far as somebody has said it. */
export function BusinessFacts({ kind, name }: { kind: string; name: string }) {
  const page = useBusiness(kind, name).data;
  if (!page || page.sets.length === 0) {
    return null;
  }
  const given = givenValues(page);
  if (given.length === 0 && page.missing.length === 0 && !page.mayChange) {
    return null;
  }
  return (
    <Panel
      title={texts.title}
      aside={page.mayChange && <ChangeBusiness kind={kind} name={name} page={page} />}
    >
      <Given page={page} />
    </Panel>
  );
}

function givenValues(page: BusinessPage) {
  return page.sets.flatMap((set) =>
    set.attributes
      .filter((one) => one.value !== undefined)
      .map((one) => ({
        ...one,
        key: `${set.set}.${one.name}`,
        title: `${set.title || set.set}: ${one.name}`,
      })),
  );
}

/** What is said, and what is not although it has to be. */
export function Given({ page }: { page: BusinessPage }) {
  const given = givenValues(page);
  return (
    <>
      <Facts>
        {given.map((one) => (
          <Fact name={one.title} key={one.key}>
            {Array.isArray(one.value) ? names(one.value.map(asText)) : asText(one.value)}
          </Fact>
        ))}
      </Facts>
      {given.length === 0 && <p className="list-text">{texts.nothing}</p>}
      {page.missing.length > 0 && <p className="list-text">{texts.missing(page.missing.join(', '))}</p>}
    </>
  );
}
