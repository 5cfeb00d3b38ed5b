import { Link, useParams } from 'react-router';
import { texts } from '../../texts';
import {
  Fact,
  Facts,
  PageHead,
  Panel,
  Principal,
  Principals,
  TableFrame,
  Tags,
  portAddress,
} from '../../ui/parts';
import { Answer, Empty } from '../../ui/states';
import { TermSources } from '../governance/Sources';
import { BusinessFacts } from '../metadata/BusinessFacts';
import { RelateTerm, Unrelate } from '../metadata/RelateTerm';
import type { RelatedTerm, TermDetail, TermUse } from './api';
import { AssignmentBadge, TermStatus } from './TermStatus';
import { useTerm } from './queries';

export default function TermPage() {
  const { name = '' } = useParams();
  return <Answer of={useTerm(name)}>{(detail) => <Content detail={detail} />}</Answer>;
}

function Content({ detail }: { detail: TermDetail }) {
  const { term } = detail;
  const mine = detail.mayChange;
  return (
    <>
      <PageHead
        title={term.abbreviation ? `${term.title} (${term.abbreviation})` : term.title}
        crumbs={<Link to="/glossary">{texts.glossary.title}</Link>}
        badges={<TermStatus status={term.status} />}
        lead={term.definition}
      />
      <div className="columns">
        <div className="stack">
          <TermSources term={term.name} />
          <Panel title={texts.glossary.assignedTo} flush>
            <Uses uses={detail.uses} />
          </Panel>
          {(mine || detail.relations.length > 0) && (
            <Panel
              title={texts.glossary.related}
              aside={mine && <RelateTerm term={term.name} title={term.title} />}
            >
              <Relations term={term.name} relations={detail.relations} mine={mine} />
            </Panel>
          )}
        </div>
        <div className="stack side">
          <Panel title={texts.glossary.about}>
            <About detail={detail} />
          </Panel>
          <BusinessFacts kind="term" name={term.name} />
        </div>
      </div>
    </>
  );
}

function About({ detail }: { detail: TermDetail }) {
  const { term } = detail;
  return (
    <Facts>
      {term.domain && (
        <Fact name={texts.domain.label}>
          <Link to={`/domains/${encodeURIComponent(term.domain)}`} className="text-link">
            {term.domain}
          </Link>
        </Fact>
      )}
      {term.alsoCalled.length > 0 && (
        <Fact name={texts.glossary.alsoCalled}>{term.alsoCalled.join(', ')}</Fact>
      )}
      {term.examples.length > 0 && <Fact name={texts.glossary.examples}>{term.examples.join(', ')}</Fact>}
      {term.categories.length > 0 && (
        <Fact name={texts.glossary.categories}>
          {term.categories.map((category) => (
            <Link
              key={category}
              to={`/glossary?category=${encodeURIComponent(category)}`}
              className="text-link term-category"
            >
              {category}
            </Link>
          ))}
        </Fact>
      )}
      {term.tags.length > 0 && (
        <Fact name={texts.glossary.tags}>
          <Tags tags={term.tags} />
        </Fact>
      )}
      {detail.inheritedTags.length > 0 && (
        <Fact name={texts.glossary.inheritedTags}>
          <Tags tags={detail.inheritedTags} />
        </Fact>
      )}
      <Fact name={texts.domain.stewards}>
        <Principals names={term.stewards} none={texts.domain.none} />
      </Fact>
    </Facts>
  );
}

/** Grouped by how they relate, in the order of the answer. */
function Relations({ term, relations, mine }: { term: string; relations: RelatedTerm[]; mine: boolean }) {
  const kinds = [...new Set(relations.map((relation) => relation.kind))];
  return (
    <Facts>
      {kinds.map((kind) => (
        <Fact key={kind} name={texts.glossary.relations[kind] ?? kind}>
          <span className="row">
            {relations
              .filter((relation) => relation.kind === kind)
              .map((relation) => (
                <span className="row" key={relation.term}>
                  <Link
                    to={`/glossary/${encodeURIComponent(relation.term)}`}
                    className="text-link"
                    title={relation.description || relation.definition}
                  >
                    {relation.title}
                  </Link>
                  {relation.status && relation.status !== 'active' && (
                    <span className="dim">{relation.status}</span>
                  )}
                  {mine && relation.here && (
                    <Unrelate term={term} kind={relation.kind} other={relation.term} title={relation.title} />
                  )}
                </span>
              ))}
          </span>
        </Fact>
      ))}
    </Facts>
  );
}

function Uses({ uses }: { uses: TermUse[] }) {
  if (uses.length === 0) {
    return <Empty title={texts.glossary.unused} hint={texts.glossary.unusedHint} />;
  }
  return (
    <TableFrame label={texts.glossary.assignedTo}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{texts.glossary.asset}</th>
            <th scope="col">{texts.fields.field}</th>
            <th scope="col">{texts.glossary.stands}</th>
            <th scope="col">{texts.glossary.by}</th>
          </tr>
        </thead>
        <tbody>
          {uses.map((use) => (
            <tr key={`${use.asset}/${use.field}`}>
              <td>
                <Link to={portAddress(use.asset)} className="mono link">
                  {use.asset}
                </Link>
              </td>
              <td className="mono">{use.field}</td>
              <td>
                <AssignmentBadge status={use.status} />
              </td>
              <td>{use.by ? <Principal name={use.by} /> : texts.glossary.contract}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
