import { number } from '../../format';

/** What people read on the map of the mesh. */
export const mapTexts = {
  title: 'Map of the mesh',
  lead: 'A line goes from the domain that gives to the domain whose products use it.',
  products: (count: number, shown: string) => (count === 1 ? '1 product' : `${shown} products`),
  people: (count: number, shown: string) => (count === 1 ? '1 reader' : `${shown} readers`),
  way: (from: string, to: string, ports: number) =>
    `${to} uses ${ports === 1 ? '1 port' : `${ports} ports`} of ${from}`,
  wayBy: (ports: number, products: number) =>
    `${ports === 1 ? '1 port' : `${number(ports)} ports`}, used by ${products === 1 ? '1 product' : `${number(products)} products`}`,
  ways: 'Who uses whose products',
  uses: (title: string) => `${title} uses`,
  usedBy: (title: string) => `${title} is used by`,
  open: (title: string) => `Open ${title}`,
  close: 'Close',
  nobody: 'Nobody',
  nothing: 'Nothing',
  none: 'No domain uses another’s products yet.',
  noDomains: 'There is no domain yet.',
  cut: (shown: number, all: string) =>
    `The ${shown} largest of ${all} domains are drawn; all of them are in the list.`,
  from: 'Gives',
  to: 'Uses',
  howMuch: 'What',
} as const;
