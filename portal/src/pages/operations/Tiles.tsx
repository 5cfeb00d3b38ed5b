import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { count, size } from '../../format';
import { Spark } from './Spark';
import { operations } from './api';
import type { Operations, Step } from './api';
import { quantile } from './rates';
import type { Rates } from './rates';
import { operationsTexts as texts } from './texts';

const rounded = (value: number) => (value >= 10 ? Math.round(value) : Math.round(value * 10) / 10);

/** Fewer are no line. */
const stepsMin = 6;
const everyMillis = 10_000;

/** The last hour, as this server remembers it. */
function useHistory(): Step[] {
  const history = useQuery({
    queryKey: ['operations', 'history'],
    queryFn: ({ signal }) => operations.history(signal),
    refetchInterval: everyMillis,
  });
  return history.data?.steps ?? [];
}

/** What passes just now, each with how it went over the last hour. */
export function Tiles({ now, before, rates }: { now: Operations; before: Operations; rates: Rates[] }) {
  const recent = rates.slice(-5);
  const mean = (key: keyof Rates) =>
    recent.length === 0 ? 0 : recent.reduce((sum, one) => sum + one[key], 0) / recent.length;
  const perSecond = (key: keyof Rates) => texts.perSecond(count(rounded(mean(key))));
  const hour = useHistory();
  // A server that has only just started remembers nothing: then what this page has seen is drawn.
  const over = (key: keyof Rates) => {
    const remembered = hour.flatMap((step) => step[key] ?? []);
    return remembered.length >= stepsMin ? remembered : rates.map((one) => one[key]);
  };
  const micros = (share: number) => {
    const value = quantile(before, now, share);
    return value === undefined ? undefined : value === Infinity ? texts.beyond : texts.micros(value);
  };
  const [p50, p99] = [micros(0.5), micros(0.99)];
  const { gateway, server } = now;
  return (
    <div className="tiles">
      <Tile name={texts.tiles.delivered} value={perSecond('delivered')} values={over('delivered')}>
        {texts.bytes(size(mean('bytes')))} ·{' '}
        {texts.filtered(count(gateway.filtered), count(gateway.withheld))}
      </Tile>
      <Tile name={texts.tiles.decisions} value={perSecond('decisions')} values={over('decisions')}>
        {p50 && p99 ? texts.latency(p50, p99) : texts.noLatency}
      </Tile>
      <Tile name={texts.tiles.flows} value={perSecond('flows')} values={over('flows')} />
      <Tile name={texts.tiles.requests} value={perSecond('requests')} values={over('requests')}>
        {texts.refused(count(gateway.refusals), count(gateway.loginsFailed))}
      </Tile>
      <Tile name={texts.tiles.connections} value={count(gateway.connections)} values={over('connections')} />
      <Tile name={texts.tiles.heap} value={size(server.heapUsed)} values={over('heap')}>
        {texts.ofHeap(size(server.heapMax))}
      </Tile>
    </div>
  );
}

function Tile({
  name,
  value,
  values,
  children,
}: {
  name: string;
  value: string;
  values: number[];
  children?: ReactNode;
}) {
  return (
    <section className="panel tile" aria-label={name}>
      <h2>{name}</h2>
      <p className="tile-value">{value}</p>
      <Spark values={values} label={texts.history(name)} />
      <p className="list-text">{children}</p>
    </section>
  );
}
