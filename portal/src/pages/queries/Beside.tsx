import { Button } from '@mantine/core';
import { count } from '../../format';
import { useChange, useWhoami } from '../../queries';
import { texts } from '../../texts';
import { Fact, Facts, Moment, Panel } from '../../ui/parts';
import { Problems } from '../../ui/states';
import { queries } from './api';
import type { NextStatement, QueryStatus } from './api';
import { QueryBadge } from './query';

const words = texts.queries.beside;

/** The statement that is computed beside the query, and what its owner can do with it. */
export function Beside({ status, next }: { status: QueryStatus; next: NextStatement }) {
  return (
    <Panel title={words.title} aside={words.hint}>
      <div className="stack">
        {next.message && (
          <p className="notice notice-warn" role="status">
            {next.message}
          </p>
        )}
        <Facts>
          <Fact name={texts.queries.state}>
            <QueryBadge state={next.state} /> {texts.queries.since} <Moment at={next.since} />
          </Fact>
          <Fact name={texts.queries.recordsIn}>{count(next.numbers.recordsIn)}</Fact>
          <Fact name={texts.queries.lagLong}>{count(next.numbers.lag)}</Fact>
          <Fact name={words.ready}>
            {next.cutover ? words.cutsOver : next.caughtUp ? words.caughtUp : words.behind}
          </Fact>
        </Facts>
        <Choice status={status} next={next} />
      </div>
    </Panel>
  );
}

function Choice({ status, next }: { status: QueryStatus; next: NextStatement }) {
  const me = useWhoami().data;
  const cutOver = useChange(() => queries.cutOver(status.name), ['queries']);
  const abort = useChange(() => queries.abort(status.name), ['queries']);
  if (!me?.owns.includes(status.product) && !me?.roles.includes('admin')) {
    return null;
  }
  const failure = cutOver.error ?? abort.error;
  return (
    <>
      <div className="row">
        <Button loading={cutOver.isPending} disabled={next.cutover} onClick={() => cutOver.mutate(undefined)}>
          {words.cutOver}
        </Button>
        <Button variant="default" loading={abort.isPending} onClick={() => abort.mutate(undefined)}>
          {words.abort}
        </Button>
      </div>
      {failure && <Problems error={failure} />}
    </>
  );
}
