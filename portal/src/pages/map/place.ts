import { layered, nodeHeight, nodeWidth } from '../lineage/layout';
import type { DomainMap, Place } from './api';

/** A domain where it is drawn. */
export interface PlacedDomain extends Place {
  x: number;
  y: number;
}

const gap = 28;
const columnGap = 90;
const loneColumns = 4;

/** The largest domains, and what is between them. */
export function largest(map: DomainMap, most: number): DomainMap {
  if (map.domains.length <= most) {
    return map;
  }
  const weight = (name: string) =>
    map.ways
      .filter(({ from, to }) => from === name || to === name)
      .reduce((sum, { ports }) => sum + ports, 0);
  const domains = [...map.domains]
    .map((place) => ({ place, weight: weight(place.domain) + place.products }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, most)
    .map(({ place }) => place);
  const kept = new Set(domains.map(({ domain }) => domain));
  return { domains, ways: map.ways.filter(({ from, to }) => kept.has(from) && kept.has(to)) };
}

/** Those that use each other in columns along the data; those that do not, beneath them. */
export function placed({ domains, ways }: DomainMap): PlacedDomain[] {
  const used = new Set(ways.flatMap(({ from, to }) => [from, to]));
  const joined = domains.filter(({ domain }) => used.has(domain));
  const alone = domains.filter(({ domain }) => !used.has(domain));
  const at = new Map(
    layered(
      joined.map(({ domain, title }) => ({ id: domain, kind: 'domain', name: title })),
      ways,
      columnGap,
    ).map(({ id, x, y }) => [id, { x, y }]),
  );
  const bottom = [...at.values()].reduce((most, { y }) => Math.max(most, y + nodeHeight + gap), 0);
  return [
    ...joined.map((place) => ({ ...place, ...at.get(place.domain)! })),
    ...alone.map((place, index) => ({
      ...place,
      x: (index % loneColumns) * (nodeWidth + gap),
      y: bottom + Math.floor(index / loneColumns) * (nodeHeight + gap),
    })),
  ];
}
