import { describe, expect, it } from 'vitest';
import type { Operations } from '../src/pages/operations/api';
import { quantile, ratesOf } from '../src/pages/operations/rates';
import { times } from '../src/pages/audit/timeline';

const at = (time: string, delivered: number, counts: number[]): Operations =>
  ({
    at: time,
    gateway: { delivered, bytesDelivered: 0, requests: 0, connections: 2 },
    server: { heapUsed: 5 },
    decisions: { count: counts.reduce((sum, one) => sum + one, 0), bounds: [1, 10, 100], counts },
    flows: [],
  }) as unknown as Operations;

describe('what passes', () => {
  it('is by the second, whatever the time between two looks', () => {
    const rates = ratesOf(at('2026-05-01T12:00:00Z', 100, []), at('2026-05-01T12:00:04Z', 500, []));

    expect(rates.delivered).toBe(100);
    expect(rates.connections).toBe(2);
  });

  it('is nothing where a server has started again', () => {
    const rates = ratesOf(at('2026-05-01T12:00:00Z', 500, []), at('2026-05-01T12:00:02Z', 0, []));

    expect(rates.delivered).toBe(0);
  });

  it('was decided within so many microseconds, of the decisions since the look before', () => {
    const before = at('2026-05-01T12:00:00Z', 0, [1000, 0, 0, 0]);
    const now = at('2026-05-01T12:00:02Z', 0, [1000, 98, 0, 2]);

    expect(quantile(before, now, 0.5)).toBe(10);
    expect(quantile(before, now, 0.99)).toBe(Infinity);
    expect(quantile(now, now, 0.5)).toBeUndefined();
  });
});

describe('the timeline of the audit', () => {
  const line = (time: string, successful = true) => ({ time, successful });

  it('counts lines in stretches of a round length, what was refused apart', () => {
    const found = times([
      line('2026-05-01T12:00:59Z', false),
      line('2026-05-01T12:00:02Z'),
      line('2026-05-01T12:00:01Z'),
    ])!;

    expect(found.stepMillis).toBe(1000);
    expect(found.bars).toHaveLength(59);
    expect(found.bars.at(-1)).toEqual({ well: 0, failed: 1 });
    expect(found.bars[1]).toEqual({ well: 1, failed: 0 });
  });

  it('is nothing without lines', () => {
    expect(times([])).toBeUndefined();
  });
});
