import { ago } from './fixtures.mjs';

/** Erasures of persons' records: one that waits for a domain, one that was cut off, one that is applied. */
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString();

const place = (name, way, records, more = {}) => ({
  name,
  fields: ['customer_id'],
  scanned: 12_000,
  records,
  derived: 0,
  replaced: 0,
  keys: way === 'TOMBSTONE' ? records : way === 'SHRED' ? 1 : 0,
  way,
  until: inDays(way === 'RETENTION' ? 900 : 2),
  note: '',
  ...more,
});

const plan = (id, more = {}) => ({
  id,
  scope: { subject: '9f2c', of: 'customer', domain: '', fields: [], derived: false },
  plannedBy: 'pia',
  plannedAt: ago(40),
  expires: inDays(7),
  hash: 'ab',
  places: [
    place('customers.customers', 'TOMBSTONE', 2),
    place('mailing.bills', 'SHRED', 3, {
      note: 'Unreadable at once: address. Other fields stay until the retention.',
    }),
    place('sales.invoices', 'RETENTION', 7),
    place('flow/mailing', 'FLOW', 1, { fields: [], until: undefined }),
  ],
  sources: [
    {
      name: 'source/postgresql/db.example/shop/customer',
      title: 'shop.customer',
      by: ['flow/customers-ingest'],
      tell: ['olga'],
    },
  ],
  outside: [],
  readers: [
    { principal: 'ada', port: 'customers.customers', sight: 'masked', records: 1, maybe: 2, last: ago(600) },
    {
      principal: 'product:mailing',
      port: 'customers.customers',
      sight: 'raw',
      records: 2,
      maybe: 0,
      last: ago(90),
    },
  ],
  open: [
    'sales.notes.text may hold the key and is not searched: a steward says whether it has the tag subject.customer.',
  ],
  complete: true,
  asks: [],
  consents: [],
  status: 'PLANNED',
  why: '',
  done: [],
  ...more,
});

const done = (name, way, records, written) => ({ name, way, records, written, until: inDays(2) });

export const erasures = [
  plan('e-0a1b2c3d4e5f', {
    scope: { subject: '9f2c', of: 'customer', domain: '', fields: [], derived: true },
    asks: ['music-retail'],
  }),
  plan('e-111111111111', {
    status: 'APPLYING',
    appliedBy: 'petra',
    appliedAt: ago(3),
    why: 'request 18',
    done: [done('customers.customers', 'TOMBSTONE', 2, 2)],
  }),
  plan('e-222222222222', {
    status: 'APPLIED',
    appliedBy: 'petra',
    appliedAt: ago(2000),
    why: 'request 17',
    done: [done('customers.customers', 'TOMBSTONE', 2, 2), done('mailing.bills', 'SHRED', 3, 1)],
    checked: { at: ago(20), by: 'petra', left: 0, replaced: 2, remaining: 7 },
  }),
];

const hash = (digit) => digit.repeat(64);

export const certificate = (erasure) => ({
  erasure,
  audit: {
    writer: 'weft-1',
    sequence: 4711,
    time: erasure.appliedAt,
    actor: erasure.appliedBy,
    previousHash: hash('a'),
    hash: hash('b'),
    intact: true,
  },
});
