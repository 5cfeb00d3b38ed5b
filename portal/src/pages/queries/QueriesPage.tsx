import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { count } from '../../format';
import { texts } from '../../texts';
import { IconSql } from '../../ui/icons';
import { Moment, PageHead, PortLink, TableFrame } from '../../ui/parts';
import { Answer, Empty } from '../../ui/states';
import { Functions } from './Functions';
import type { QueryStatus } from './api';
import { useQueryList } from './queries';
import { QueryBadge, isBad } from './query';
import './queries.css';

const words = texts.queries;

export default function QueriesPage() {
  const queries = useQueryList();
  return (
    <>
      <PageHead
        title={words.title}
        lead={words.lead}
        actions={
          <Button component={Link} to="/sql" leftSection={<IconSql size={15} />}>
            {words.new}
          </Button>
        }
      />
      <div className="stack">
        <div className="panel">
          <Answer of={queries}>
            {(all) =>
              all.length === 0 ? (
                <Empty title={words.empty} hint={words.emptyHint}>
                  <Button component={Link} to="/sql" variant="default">
                    {texts.sql.title}
                  </Button>
                </Empty>
              ) : (
                <QueryTable queries={all} />
              )
            }
          </Answer>
        </div>
        <Functions />
      </div>
    </>
  );
}

function QueryTable({ queries }: { queries: QueryStatus[] }) {
  return (
    <TableFrame label={words.title}>
      <table className="data queries-table">
        <thead>
          <tr>
            <th scope="col">{words.query}</th>
            <th scope="col">{words.state}</th>
            <th scope="col">{words.product}</th>
            <th scope="col">{words.into}</th>
            <th scope="col" className="number">
              {words.in}
            </th>
            <th scope="col" className="number">
              {words.out}
            </th>
            <th scope="col" className="number">
              {words.lag}
            </th>
            <th scope="col">{words.checkpoint}</th>
          </tr>
        </thead>
        <tbody>
          {queries.map((query) => (
            <Row key={query.name} query={query} />
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function Row({ query }: { query: QueryStatus }) {
  const { numbers } = query;
  return (
    <tr>
      <td>
        <Link to={`/queries/${encodeURIComponent(query.name)}`} className="list-title text-link">
          {query.name}
        </Link>
        {query.message && (
          <span className={isBad(query.state) ? 'query-message bad' : 'query-message'}>{query.message}</span>
        )}
      </td>
      <td className="nowrap">
        <QueryBadge state={query.state} />{' '}
        <span className="dim">
          <Moment at={query.since} />
        </span>
      </td>
      <td>
        <Link to={`/products/${encodeURIComponent(query.product)}`} className="text-link">
          {query.product}
        </Link>
      </td>
      <td>
        {query.into.map((port) => (
          <div key={port}>
            <PortLink port={port} />
          </div>
        ))}
      </td>
      <td className="number">{count(numbers.recordsIn)}</td>
      <td className="number">{count(numbers.recordsOut)}</td>
      <td className="number">{count(numbers.lag)}</td>
      <td className="nowrap">
        {numbers.checkpoint ? (
          <Moment at={numbers.checkpoint.at} />
        ) : (
          <span className="dim">{words.noCheckpoint}</span>
        )}
      </td>
    </tr>
  );
}
