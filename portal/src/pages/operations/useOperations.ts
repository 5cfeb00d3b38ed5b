import { useEffect, useState } from 'react';
import { operations } from './api';
import type { Operations } from './api';
import { ratesOf } from './rates';
import type { Rates } from './rates';

/** Five minutes, at a look every two seconds. */
const kept = 150;
/** Rates of decisions and the like are over so many looks: single ones jump. */
const window = 5;

export interface Watched {
  now?: Operations;
  /** Some looks ago, to compare with. */
  before?: Operations;
  rates: Rates[];
  up: boolean;
}

/** The mesh as the server tells it by itself; the browser dials again when the line breaks. */
export function useOperations(): Watched {
  const [watched, setWatched] = useState<{ looks: Operations[]; rates: Rates[] }>({ looks: [], rates: [] });
  const [up, setUp] = useState(true);
  useEffect(() => {
    const source = new EventSource(operations.stream);
    source.onopen = () => setUp(true);
    source.onerror = () => setUp(false);
    source.addEventListener('operations', (message: MessageEvent<string>) => {
      const now = JSON.parse(message.data) as Operations;
      setWatched(({ looks, rates }) => {
        const last = looks.at(-1);
        return {
          looks: [...looks, now].slice(-window),
          rates: last ? [...rates, ratesOf(last, now)].slice(-kept) : rates,
        };
      });
    });
    return () => source.close();
  }, []);
  return { now: watched.looks.at(-1), before: watched.looks[0], rates: watched.rates, up };
}
