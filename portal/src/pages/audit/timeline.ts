import type { AuditItem } from '../../api';
import type { Bar } from '../../ui/Bars';

const barsMax = 60;
const roundMillis = [1, 5, 15, 60, 300, 900, 3600, 10_800, 43_200, 86_400, 604_800].map(
  (seconds) => seconds * 1000,
);

export interface Times {
  from: number;
  to: number;
  stepMillis: number;
  /** What was done, and what was refused. */
  bars: Bar[];
}

/** So many lines in each stretch of time, stretches of a round length; nothing for no lines. */
export function times(items: Pick<AuditItem, 'time' | 'successful'>[]): Times | undefined {
  const moments = items.map(({ time }) => Date.parse(time)).filter(Number.isFinite);
  if (moments.length === 0) {
    return undefined;
  }
  const [first, last] = [Math.min(...moments), Math.max(...moments)];
  const wanted = (last - first) / barsMax;
  const stepMillis = roundMillis.find((step) => step >= wanted) ?? wanted;
  const from = Math.floor(first / stepMillis) * stepMillis;
  const bars = Array.from({ length: Math.floor((last - from) / stepMillis) + 1 }, () => ({
    well: 0,
    failed: 0,
  }));
  for (const { time, successful } of items) {
    const bar = bars[Math.floor((Date.parse(time) - from) / stepMillis)];
    if (bar) {
      bar[successful ? 'well' : 'failed']++;
    }
  }
  return { from, to: from + bars.length * stepMillis, stepMillis, bars };
}
