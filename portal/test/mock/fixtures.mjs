// A small mesh for looking at the portal without a server: the shapes of docs/rest.md, in memory. Test code only.
export const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString();
const pii = (tag, evidence, confidence = 0.98) => ({
  tag,
  confidence,
  evidence,
  source: 'values and name',
  status: 'found',
});

const field = (path, type, more = {}) => ({
  path,
  type,
  description: '',
  required: false,
  primaryKey: false,
  inContract: true,
  tags: [],
  myRule: 'show',
  ...more,
});
const masked = (tag, evidence, mask = 'show-last-4') => ({
  tags: [pii(tag, evidence)],
  myRule: 'mask',
  myMask: mask,
  myPolicy: 'mask-personal-data',
});

const customerFields = [
  field('customer_id', 'integer', { required: true, primaryKey: true }),
  field('first_name', 'string', {
    required: true,
    ...masked('pii.name', 'name “first_name”; 47 of 50 sampled values are given names'),
  }),
  field('last_name', 'string', { required: true, ...masked('pii.name', 'name “last_name”') }),
  field('company', 'string'),
  field(
    'address',
    'string',
    masked('pii.address', '44 of 50 sampled values look like a street and a number'),
  ),
  field('city', 'string'),
  field('country', 'string', { description: 'Where the customer lives, in English.' }),
  field(
    'phone',
    'string',
    masked('pii.phone', '50 of 50 sampled values are phone numbers by libphonenumber'),
  ),
  field('email', 'string', {
    required: true,
    description: 'Where receipts are sent.',
    ...masked('pii.email', '50 of 50 sampled values are e-mail addresses'),
  }),
  field('support_rep_id', 'integer'),
  field('mobile', 'string', {
    inContract: false,
    myRule: 'withhold',
    myPolicy: 'mask-personal-data',
    tags: [],
    description: 'Turned up on Friday; not classified yet.',
  }),
];

const invoiceFields = [
  field('invoice_id', 'integer', { required: true, primaryKey: true }),
  field('customer_id', 'integer', { required: true }),
  field('invoice_date', 'timestamp', { required: true }),
  field('billing_address', 'string', masked('pii.address', 'name “billing_address”')),
  field('billing_country', 'string'),
  field('total', 'number', { required: true, description: 'In US dollars.' }),
];

const port = (name, description, contractId, fields, more = {}) => ({
  port: name,
  description,
  contractId,
  contractVersion: '1.0.0',
  fields,
  access: {
    allowed: false,
    reason: 'No policy and no subscription gives you access to this port.',
    policies: [],
  },
  consumers: [],
  records: 59,
  partitions: 4,
  serviceLevels: [
    { property: 'latency', value: 1, unit: 'h' },
    { property: 'retention', value: 5, unit: 'y' },
  ],
  ...more,
});

export const products = [
  {
    id: 'customers',
    name: 'Customers',
    version: '1.0.0',
    status: 'active',
    domain: 'music-retail',
    domainTitle: 'Music retail',
    purpose: 'The one list of people who buy from the shop, with where they live and how to reach them.',
    limitations: 'Customers without an invoice in the last five years are not included.',
    usage: 'Join with sales on customer_id.',
    owners: ['olga'],
    stewards: ['sam'],
    tags: ['pii.email', 'pii.phone', 'pii.address', 'pii.name'],
    environment: 'local',
    inputPorts: [],
    outputPorts: [
      port(
        'customers.customers',
        'One record per customer, the newest state last.',
        'customers-v1',
        customerFields,
        {
          consumers: [
            {
              principal: 'product:spending',
              purpose: 'Input port of the product',
              lastRead: ago(0.1),
              delivered: 59,
            },
            {
              principal: 'bo',
              subscription: 's-4',
              purpose: 'Campaign for Brazil',
              until: inDays(60),
              lastRead: ago(95),
              delivered: 1203,
            },
          ],
        },
      ),
      port(
        'customers.changes',
        'Every change, as it happens.',
        'customer-changes-v1',
        customerFields.slice(0, 4),
        { records: 1_204_882 },
      ),
    ],
    flows: ['customers-ingest'],
    queries: [],
  },
  {
    id: 'sales',
    name: 'Sales',
    version: '1.0.0',
    status: 'active',
    domain: 'music-retail',
    domainTitle: 'Music retail',
    purpose: 'Every invoice of the shop, as it is issued.',
    owners: ['olga'],
    stewards: ['sam'],
    tags: ['pii.address'],
    inputPorts: [],
    outputPorts: [
      port('sales.invoices', 'One record per invoice.', 'invoices-v1', invoiceFields, {
        records: 412,
        access: {
          allowed: true,
          reason: 'Your request s-2 was approved by olga.',
          policies: ['subscription s-2'],
          until: inDays(30),
          subscription: 's-2',
        },
      }),
    ],
    flows: ['invoices-ingest'],
    queries: [],
  },
  {
    id: 'spending',
    name: 'Customer spending',
    version: '1.0.0',
    status: 'draft',
    domain: 'music-retail',
    domainTitle: 'Music retail',
    purpose: 'How much each customer has spent so far.',
    owners: ['olga'],
    stewards: [],
    tags: [],
    inputPorts: [
      { name: 'customers', contractId: 'customers-v1', port: 'customers.customers' },
      { name: 'invoices', contractId: 'invoices-v1', port: 'sales.invoices' },
    ],
    outputPorts: [
      port(
        'spending.by_customer',
        'The running total per customer.',
        'spending-v1',
        [
          field('customer_id', 'integer', { required: true, primaryKey: true }),
          field('contact', 'string', masked('pii.email', 'derived from customers.customers.email')),
          field('country', 'string'),
          field('invoices', 'integer', { required: true }),
          field('spent', 'number', { required: true }),
        ],
        { records: 0, serviceLevels: [] },
      ),
    ],
    flows: [],
    queries: ['spending-by-customer'],
  },
];

export const summary = (p) => ({
  id: p.id,
  name: p.name,
  version: p.version,
  status: p.status,
  domain: p.domain,
  purpose: p.purpose,
  owners: p.owners,
  stewards: p.stewards,
  tags: p.tags,
  ports: p.outputPorts.map(({ port }) => port),
  changedAt: '2026-05-01T12:00:00Z',
});

export function someProducts(query) {
  const words = (query.get('q') ?? '').toLowerCase().split(/\s+/);
  const person = query.get('person');
  const found = products
    .map(summary)
    .filter(
      (one) =>
        words.every((word) => [one.id, one.name, ...one.ports].join(' ').toLowerCase().includes(word)) &&
        [one.domain, null].includes(query.get('domain')) &&
        (!person || one.owners.includes(person) || one.stewards.includes(person)),
    );
  return { items: found.slice(0, Number(query.get('limit') ?? 1000)), total: found.length };
}

export const serviceTypes = [
  {
    name: 'JdbcPool',
    summary: 'Connections to a database that several processors share.',
    settings: [
      { name: 'url', type: 'text', doc: 'As its driver wants it.', required: true, sensitive: false },
      { name: 'password', type: 'text', doc: 'Of the user.', required: false, sensitive: true },
      {
        name: 'connections',
        type: 'whole number',
        doc: 'At most.',
        required: false,
        sensitive: false,
        default: '4',
      },
    ],
  },
  { name: 'LookupTable', summary: 'A table to look up in.', settings: [] },
];

export const domainMap = {
  domains: [
    { domain: 'music-retail', title: 'Music retail', products: 3, ports: 3, people: 4 },
    { domain: 'finance', title: 'Finance', products: 12, ports: 20, people: 31 },
    { domain: 'risk', title: 'Risk', products: 5, ports: 6, people: 2 },
    { domain: 'marketing', title: 'Marketing', products: 4, ports: 4, people: 0 },
    { domain: 'people', title: 'People and culture', products: 1, ports: 1, people: 1 },
  ],
  ways: [
    { from: 'music-retail', to: 'finance', ports: 3, products: 4 },
    { from: 'finance', to: 'risk', ports: 9, products: 5 },
    { from: 'music-retail', to: 'marketing', ports: 2, products: 1 },
    { from: 'risk', to: 'finance', ports: 1, products: 1 },
  ],
};

export const operationsHistory = () => ({
  stepSeconds: 10,
  steps: Array.from({ length: 360 }, (_, at) => ({
    at: new Date(Date.now() - (360 - at) * 10_000).toISOString(),
    delivered: 900 + 400 * Math.sin(at / 20) + (at % 7) * 20,
    bytes: 200_000,
    requests: 40 + 10 * Math.sin(at / 9),
    decisions: 60 + 20 * Math.cos(at / 15),
    flows: 300 + (at % 50),
    connections: 12 + (at % 3),
    heap: 180_000_000 + (at % 40) * 2_000_000,
  })),
});

const people = [
  { name: 'olga', title: 'Olga, owner of the music retail products', groups: [], roles: [] },
  { name: 'sam', title: 'Sam, steward of music retail', groups: [], roles: [] },
  { name: 'ada', title: 'Ada, analyst', groups: ['analysts'], roles: [], attributes: { country: 'Canada' } },
  { name: 'bo', title: 'Bo, analyst', groups: ['analysts'], roles: [], attributes: { country: 'Brazil' } },
  { name: 'pia', title: 'Pia, privacy officer', groups: ['privacy-office'], roles: [] },
  { name: 'ines', title: 'Ines, auditor', groups: [], roles: ['auditor'] },
];

const resource = (kind, document) => ({
  kind,
  name: document.name,
  version: 1,
  changedAt: ago(300),
  changedBy: 'olga',
  document,
});
export const resources = {
  flow: [
    {
      kind: 'flow',
      name: 'invoices-ingest',
      version: 3,
      changedAt: ago(600),
      changedBy: 'olga',
      document: {
        apiVersion: 'weft.dev/v1',
        kind: 'Flow',
        name: 'invoices-ingest',
        product: 'sales',
        processors: [{ name: 'read', type: 'QueryDatabaseTable' }],
        groups: [
          {
            name: 'clean',
            inputs: { in: 'tidy' },
            connections: ['tidy.success -> lookup', 'lookup.Response -> join'],
            processors: [
              { name: 'tidy', type: 'UpdateRecord' },
              {
                name: 'lookup',
                type: 'InvokeHTTP',
                concurrentTasks: 4,
                penalty: '5s',
                settings: {
                  url: 'https://rates.example.org/v1',
                  token: '#{token}',
                  headers: { Accept: 'application/json' },
                },
                relationships: { Retry: { retry: 3, maxBackoff: '2m' }, Original: { autoTerminate: true } },
              },
              { name: 'join', type: 'MergeRecord' },
            ],
          },
        ],
        connections: ['read.success -> clean.in'],
      },
    },
  ],
  user: people.map((person) => resource('user', person)),
  policy: [
    resource('policy', {
      name: 'mask-personal-data',
      type: 'mask',
      resources: { tags: ['pii.*'] },
      rules: [
        { principals: { groups: ['privacy-office'] }, mask: 'none' },
        { principals: { everyone: true }, mask: 'show-last-4' },
      ],
    }),
  ],
  query: [
    resource('query', {
      name: 'spending-by-customer',
      product: 'spending',
      into: 'spending.by_customer',
      sql: 'SELECT c.customer_id, SUM(i.total) AS spent\nFROM sales.invoices AS i\nGROUP BY c.customer_id\n',
    }),
  ],
  domain: [
    resource('domain', {
      name: 'music-retail',
      title: 'Music retail',
      description: 'Customers and sales of the record shop.',
      governance: { body: ['olga', 'pia'], stewards: ['sam'], regulations: ['GDPR'] },
    }),
  ],
};

export const whoami = (name) => {
  const person = people.find((one) => one.name === name);
  const named = (role) => products.filter((p) => p[role].includes(name)).map((p) => p.id);
  return person && { ...person, owns: named('owners'), stewards: named('stewards'), expiresAt: inDays(1) };
};

const subscription = (id, principal, portName, purpose, status, more = {}) => ({
  id,
  principal,
  port: portName,
  purpose,
  fields: [],
  status,
  requestedBy: principal,
  requestedAt: ago(60 * 26),
  why: '',
  ...more,
});
export const subscriptions = [
  subscription(
    's-1',
    'bo',
    'customers.changes',
    'Watch churn of Brazilian customers for the weekly meeting of regional sales.',
    'REQUESTED',
    {
      fields: ['customer_id', 'country'],
      until: inDays(90),
      requestedAt: ago(12),
    },
  ),
  subscription('s-2', 'ada', 'sales.invoices', 'Monthly revenue report', 'APPROVED', {
    until: inDays(30),
    decidedBy: 'olga',
    decidedAt: ago(60 * 24),
  }),
  subscription('s-3', 'ada', 'customers.changes', 'Curious', 'REJECTED', {
    decidedBy: 'olga',
    decidedAt: ago(60 * 20),
    why: 'Please say which report this is for, and name the fields.',
  }),
  subscription('s-4', 'bo', 'customers.customers', 'Campaign for Brazil', 'APPROVED', {
    until: inDays(60),
    decidedBy: 'olga',
    decidedAt: ago(60 * 25),
  }),
  subscription('s-5', 'ada', 'spending.by_customer', 'Dashboard of last spring', 'EXPIRED', {
    decidedBy: 'weft',
    decidedAt: ago(60 * 24 * 20),
    why: 'its end date has passed',
  }),
];

export const keys = [
  {
    id: 'k-ada-1',
    principal: 'ada',
    description: 'notebook on my laptop',
    createdAt: ago(60 * 24 * 3),
    revoked: false,
  },
  { id: 'k-ada-0', principal: 'ada', description: 'old laptop', createdAt: ago(60 * 24 * 90), revoked: true },
];

const processor = (name, type, input, output, failed = 0, more = {}) => ({
  name,
  type,
  status: 'running',
  in: input,
  out: output,
  failed,
  counters: {},
  message: '',
  ...more,
});
const queue = (from, relationship, to, queued, bytes) => ({
  from,
  relationship,
  to,
  queued,
  flowFiles: Math.ceil(queued / 100),
  bytes,
  recordsMax: 500,
  bytesMax: 1_000_000,
});
export const flows = [
  {
    name: 'customers-ingest',
    product: 'customers',
    status: 'running',
    since: ago(301),
    message: '',
    processors: [
      processor('read', 'QueryDatabaseTable', 0, 59, 0, { counters: { queries: 3612 } }),
      processor('tidy', 'UpdateRecord', 59, 59),
      processor('publish', 'PublishPort', 59, 0, 0, { counters: { published: 59, quarantined: 0 } }),
    ],
    connections: [
      { from: 'read', relationship: 'success', to: 'tidy', queued: 0 },
      { from: 'tidy', relationship: 'success', to: 'publish', queued: 12 },
    ],
  },
  {
    name: 'invoices-ingest',
    product: 'sales',
    status: 'running',
    since: ago(4),
    message: 'Somebody stopped clean/lookup; the rest runs.',
    processors: [
      processor('read', 'QueryDatabaseTable', 0, 412, 3),
      processor('clean/tidy', 'UpdateRecord', 412, 409, 3),
      processor('clean/lookup', 'InvokeHTTP', 120, 120, 0, { status: 'stopped', counters: { retried: 7 } }),
      processor('clean/join', 'MergeRecord', 120, 4),
      processor('route', 'RouteOnRecord', 412, 412),
      processor('publish', 'PublishPort', 400, 0, 0, { counters: { published: 400, quarantined: 3 } }),
      processor('archive', 'PutFile', 12, 0),
    ],
    connections: [
      queue('read', 'success', 'clean/tidy', 0, 0),
      queue('clean/tidy', 'success', 'clean/lookup', 289, 81_204),
      queue('clean/lookup', 'Response', 'clean/join', 500, 900_000),
      queue('clean/join', 'success', 'route', 0, 0),
      queue('route', 'matched', 'publish', 0, 0),
      queue('route', 'unmatched', 'archive', 4, 1_204),
    ],
    bulletins: [
      {
        time: ago(0),
        level: 'warning',
        processor: 'clean/lookup',
        text: 'https://rates.example.org answered 503.',
        times: 4,
      },
      { time: ago(3), level: 'error', processor: '', text: 'The database refused connections.', times: 1 },
    ],
  },
];

const node = (id, title, more = {}) => ({
  id,
  kind: id.split('/')[0],
  name: id.slice(id.indexOf('/') + 1),
  title,
  tags: [],
  ...more,
});
export const lineage = {
  nodes: [
    node('source/postgresql:chinook.customer', 'chinook.customer'),
    node('source/postgresql:chinook.invoice', 'chinook.invoice'),
    node('flow/customers-ingest', 'customers-ingest'),
    node('flow/invoices-ingest', 'invoices-ingest'),
    node('product/customers', 'Customers', { domain: 'music-retail', tags: ['pii.email', 'pii.phone'] }),
    node('product/sales', 'Sales', { domain: 'music-retail' }),
    node('port/customers.customers', 'customers.customers', { tags: ['pii.email', 'pii.phone'] }),
    node('port/sales.invoices', 'sales.invoices', { tags: ['pii.address'] }),
    node('query/spending-by-customer', 'spending-by-customer'),
    node('product/spending', 'Customer spending', { domain: 'music-retail' }),
    node('port/spending.by_customer', 'spending.by_customer', { tags: ['pii.email'] }),
    node('principal/bo', 'Bo, analyst'),
    node('principal/ada', 'Ada, analyst'),
  ],
  edges: [
    ['source/postgresql:chinook.customer', 'flow/customers-ingest'],
    ['source/postgresql:chinook.invoice', 'flow/invoices-ingest'],
    ['flow/customers-ingest', 'product/customers'],
    ['flow/invoices-ingest', 'product/sales'],
    ['product/customers', 'port/customers.customers'],
    ['product/sales', 'port/sales.invoices'],
    ['port/customers.customers', 'query/spending-by-customer'],
    ['port/sales.invoices', 'query/spending-by-customer'],
    ['query/spending-by-customer', 'product/spending'],
    ['product/spending', 'port/spending.by_customer'],
    ['port/customers.customers', 'principal/bo'],
    ['port/sales.invoices', 'principal/ada'],
  ].map(([from, to]) => ({ from, to, kind: 'data' })),
};

export const sample = Array.from({ length: 12 }, (_, i) => ({
  partition: i % 4,
  offset: 40 + i,
  timestamp: ago(i * 7 + 1),
  key: String(i + 1),
  value: {
    customer_id: i + 1,
    first_name: 'XXXXX',
    last_name: 'XXXXXXX',
    company: i % 3 ? null : 'Telus',
    address: 'XXXXXXXXXXXXXXXXXXXX Ave.',
    city: ['Edmonton', 'Vancouver', 'Toronto'][i % 3],
    country: 'Canada',
    phone: 'XXXXXXXXXXXXX4-11',
    email: 'XXXXXXXXXXXXXXXXX.com',
    support_rep_id: 3 + (i % 3),
  },
}));

export const trace = {
  port: 'customers.customers',
  partition: 0,
  offset: 41,
  time: ago(300),
  steps: [
    {
      depth: 1,
      flow: 'customers-ingest',
      processors: ['read', 'tidy', 'publish'],
      output: 'customers.customers/0/41',
      source: 'jdbc:postgresql://127.0.0.1:5432/chinook table customer',
      key: { customer_id: 14 },
      position: 14,
      range: { from: 1, to: 59 },
    },
  ],
  readers: [
    {
      principal: 'bo',
      clientId: 'notebook',
      group: 'campaign',
      from: 30,
      to: 58,
      time: ago(95),
      maskedFields: ['email', 'phone', 'address'],
      policies: ['mask-personal-data'],
    },
    {
      principal: 'product:spending',
      clientId: 'flink',
      group: 'spending-by-customer',
      from: 0,
      to: 58,
      time: ago(200),
      maskedFields: [],
      policies: [],
    },
  ],
};

export const explain = (principal, portName) => ({
  principal,
  port: portName,
  allowed: true,
  reason: 'Request s-2 was approved by olga.',
  policies: ['subscription s-2', 'mask-personal-data', 'analysts-own-country'],
  filter: 'record.country == user.country',
  fields: customerFields.map((f) => ({
    path: f.path,
    rule: f.myRule,
    mask: f.myMask,
    policy: f.myPolicy,
    tag: f.tags[0]?.tag,
    evidence: f.tags[0]?.evidence,
  })),
  considered: [
    { policy: 'analysts-own-country', matched: true, why: 'ada is in the group analysts.' },
    { policy: 'mask-personal-data', matched: true, why: 'Rule 3 holds for everyone.' },
    { policy: 'privacy-office-reads-all', matched: false, why: 'ada is not in the group privacy-office.' },
  ],
});

const line = (sequence, minutes, actor, action, subject, successful, details = {}) => ({
  writer: 'w-1',
  sequence,
  time: ago(minutes),
  actor,
  action,
  subject,
  successful,
  details,
  hash: '9f2c7e1a4b6d8035' + String(sequence).padStart(8, '0'),
});
export const audit = [
  line(912, 0.4, 'bo', 'read', 'customers.customers', true, {
    partition: 0,
    from: 30,
    to: 58,
    delivered: 5,
    filtered: 24,
    maskedFields: { email: 'mask-personal-data' },
    clientId: 'notebook',
  }),
  line(911, 2, 'olga', 'subscription.approve', 'subscription/s-2', true, {
    before: { id: 's-2', principal: 'ada', port: 'sales.invoices', status: 'REQUESTED' },
    after: { id: 's-2', principal: 'ada', port: 'sales.invoices', status: 'APPROVED', decidedBy: 'olga' },
  }),
  line(910, 5, 'sam', 'read.refused', 'customers.customers', false, {
    reason: 'No policy and no subscription gives sam access.',
  }),
  line(909, 12, 'bo', 'subscription.request', 'subscription/s-1', true, {
    after: { id: 's-1', status: 'REQUESTED' },
  }),
  line(908, 40, 'ada', 'login', 'user/ada', true),
  line(907, 41, 'ada', 'login', 'user/ada', false, { address: '127.0.0.1' }),
  line(906, 300, 'olga', 'resource.create', 'product/customers', true, {
    after: { id: 'customers', name: 'Customers' },
  }),
  line(905, 300, 'weft', 'field.classify', 'customers.customers', true, {
    field: 'email',
    tag: 'pii.email',
    confidence: 1,
  }),
];

export const status = () => ({
  version: '0.1.0',
  startedAt: ago(305),
  role: 'writer',
  writer: 'w-1',
  gateway: '127.0.0.1:9092',
  kafka: '127.0.0.1:41001',
  products: 3,
  ports: 4,
  flows: 2,
  subscriptions: 5,
  readers: 2,
});

export const recording = { recording: true, until: ago(-4), taken: 2, max: 100 };
export const flowEvents = [
  {
    id: 'e-1',
    time: ago(2),
    processor: 'read',
    type: 'RECEIVE',
    flowFile: 'f-17',
    records: 3,
    after: { table: 'invoices' },
    held: true,
  },
  {
    id: 'e-2',
    time: ago(1),
    processor: 'clean/tidy',
    type: 'CONTENT_MODIFIED',
    flowFile: 'f-17',
    relationship: 'success',
    records: 3,
    before: { table: 'invoices' },
    after: { table: 'invoices', tidy: 'yes' },
  },
];
export const flowParameters = [
  {
    name: 'password',
    description: "Of the shop's database.",
    sensitive: true,
    used: true,
    from: 'context',
    context: 'shop-database',
    by: 'file',
  },
  { name: 'table', description: '', sensitive: false, used: true, from: 'flow', context: '', by: '' },
  { name: 'region', description: '', sensitive: false, used: true, from: 'nothing', context: '', by: '' },
];

export const flowHistory = (flow) =>
  flow.processors.map((one, row) => ({
    processor: one.name,
    from: ago(5),
    stepSeconds: 10,
    steps: Array.from({ length: 30 }, (_, at) => {
      const out = one.status === 'stopped' ? 0 : Math.round(40 + 30 * Math.sin((at + row * 3) / 4));
      return { in: out, out, failed: one.failed > 0 && at % 9 === 4 ? 6 : 0 };
    }),
  }));

export const waiting = [
  {
    number: 4101,
    since: ago(2),
    attributes: { filename: 'invoices-0412.json', 'http.status': '503' },
    content: 'records',
    records: 100,
    bytes: 28_112,
    path: ['read', 'clean/tidy'],
    tried: 3,
    notBefore: ago(-1),
  },
  {
    number: 4102,
    since: ago(1),
    attributes: { filename: 'invoices-0413.json' },
    content: 'records',
    records: 100,
    bytes: 27_980,
    path: ['read', 'clean/tidy'],
    tried: 0,
  },
  {
    number: 4103,
    since: ago(1),
    attributes: {},
    content: 'bytes',
    records: 1,
    bytes: 912,
    path: ['read'],
    tried: 0,
  },
];

export const preview = (number) => ({
  flowFile: waiting.find((one) => one.number === number),
  records: number === 4103 ? [] : [{ invoice_id: 412, customer_id: 7, total: 13.86, lines: ['a', 'b'] }],
  text: '',
  withheld:
    number === 4103 ? 'Only who may read all of sales.invoices unmasked sees what is on its way there.' : '',
});

const source = (name, summary) => ({
  name,
  summary,
  source: true,
  relationships: ['success'],
  settings: [{ name: 'table', type: 'text', doc: 'What to read.', required: true, sensitive: false }],
});
const plainType = (name, summary, relationships, settings = []) => ({
  name,
  summary,
  source: false,
  relationships,
  settings,
});

export const processorTypes = [
  source(
    'QueryDatabaseTable',
    'Reads the rows of a table that are new or have changed since it last looked.',
  ),
  source('ListenHTTP', 'Takes what is sent to it by HTTP and answers when it is kept.'),
  plainType('UpdateRecord', 'Sets fields of each record by expressions.', ['success', 'failure']),
  plainType('MergeRecord', 'Puts records together until there are enough.', ['merged', 'failure']),
  plainType(
    'PublishPort',
    'Writes records to an output port, checked by its contract.',
    ['success', 'failure'],
    [
      { name: 'port', type: 'text', doc: 'product.port', required: true, sensitive: false },
      { name: 'key', type: 'text', doc: 'The field that is the key.', required: false, sensitive: false },
    ],
  ),
  {
    name: 'InvokeHTTP',
    summary: 'Calls an HTTP service.',
    source: false,
    relationships: ['Original', 'Response', 'Retry', 'failure'],
    settings: [
      { name: 'url', type: 'text', doc: 'Where to call.', required: true, sensitive: false },
      {
        name: 'method',
        type: 'one of GET, POST, PUT',
        doc: 'How.',
        required: false,
        sensitive: false,
        default: 'POST',
      },
      { name: 'token', type: 'text', doc: 'A bearer token.', required: false, sensitive: true },
      { name: 'headers', type: 'map to text', doc: 'Sent along.', required: false, sensitive: false },
      {
        name: 'timeout',
        type: 'duration',
        doc: 'How long to wait for an answer.',
        required: false,
        sensitive: false,
        default: '30s',
      },
    ],
  },
];

const origin = (port, field, how = 'IDENTITY') => ({ port, field, how });
const spendingOutput = {
  port: 'spending.by_customer',
  changes: 'UPSERT',
  key: ['customer_id'],
  fields: [
    {
      name: 'customer_id',
      type: 'BIGINT',
      nullable: false,
      from: [origin('customers.customers', 'customer_id')],
      tags: [],
    },
    {
      name: 'contact',
      type: 'STRING',
      nullable: true,
      from: [origin('customers.customers', 'email', 'AGGREGATED')],
      tags: ['pii.email'],
    },
    {
      name: 'spent',
      type: 'DECIMAL(38, 10)',
      nullable: true,
      from: [origin('sales.invoices', 'total', 'AGGREGATED')],
      tags: [],
    },
    { name: 'invoices', type: 'BIGINT', nullable: false, from: [], tags: [] },
  ],
  uses: [
    { port: 'customers.customers', field: 'customer_id', as: 'JOIN' },
    { port: 'sales.invoices', field: 'customer_id', as: 'JOIN' },
  ],
};
const idle = { recordsIn: 0, recordsOut: 0, lag: 0, busy: 0, backPressure: 0 };
const queryStatus = (name, product, into, state, more) => ({
  name,
  product,
  into: [into],
  state,
  since: ago(42),
  message: '',
  causes: [],
  job: '0f2b6c1d8e4a47c29b1f3e5d7a9c0b12',
  cluster: '',
  numbers: idle,
  leftOut: { count: 0, newest: [] },
  ...more,
});

export const queries = [
  queryStatus('spending-by-customer', 'spending', 'spending.by_customer', 'RUNNING', {
    numbers: {
      recordsIn: 1_204_882,
      recordsOut: 88_102,
      lag: 12,
      busy: 0.31,
      backPressure: 0.02,
      checkpoint: { at: ago(0.02), bytes: 4_718_592, millis: 84, failed: 0 },
    },
  }),
  queryStatus('late-invoices', 'sales', 'sales.late', 'FAILED', {
    message:
      'Flink gave it up: Division by zero. ’weft query restart late-invoices --from earliest’ computes it anew.',
    causes: ['The job was tried three times.', 'Division by zero.'],
    record: 'sales.invoices/0/1234',
    leftOut: { count: 2, newest: ['sales.invoices/0/17', 'sales.invoices/1/90'] },
  }),
];

export const queryPage = (status) => ({
  query: {
    name: status.name,
    product: status.product,
    into: status.into,
    description: 'The running total per customer.',
    sql: 'SELECT c.customer_id,\n       MAX(c.email)  AS contact,\n       SUM(i.total)  AS spent, -- in US dollars\n       COUNT(*)      AS invoices\nFROM sales.invoices AS i\nJOIN customers.customers AS c ON i.customer_id = c.customer_id\nGROUP BY c.customer_id\n',
  },
  status,
  plan: { reads: ['sales.invoices', 'customers.customers'], outputs: [spendingOutput] },
});

/** Finds the one mistake that tests make; all else is sound. */
export function checkQuery(sql) {
  const at = sql.indexOf('custmer_id');
  if (at < 0) {
    const { port, ...output } = spendingOutput;
    return {
      problems: [],
      warnings: [],
      reads: ['sales.invoices', 'customers.customers'],
      outputs: [output],
    };
  }
  const before = sql.slice(0, at).split('\n');
  const problem = {
    kind: 'INPUT',
    code: 'unknown-column',
    place: { file: '', line: before.length, column: before.at(-1).length + 1, path: 'sql' },
    message: 'There is no column ’custmer_id’ here.',
    hint: 'Did you mean ’customer_id’?',
  };
  return { problems: [problem], warnings: [], reads: [], outputs: [] };
}

export const queryRows = Array.from({ length: 12 }, (_, n) => ({
  customer_id: n + 1,
  contact: `XXXXXXXX${n}.com`,
  spent: Math.round(3_700 + 900 * Math.sin(n)) / 100,
  invoices: 7,
}));

const seenBy = (record, masked) => ({ outcome: 'shown', value: { ...record, ...masked } });
export const policyPreview = ({ principal, port, documents }) => ({
  now: explain(principal, port),
  ...(documents.length > 0 ? { then: explain(principal, port) } : {}),
  records: sample.slice(0, 3).map(({ partition, offset, timestamp, value }, at) => ({
    partition,
    offset,
    timestamp,
    value,
    now: seenBy(value, { email: 'XXXXXXXXXXXX.com' }),
    ...(documents.length > 0
      ? { then: at === 1 ? { outcome: 'filtered' } : seenBy(value, { email: '5f2b9c' }) }
      : {}),
  })),
  hidden: ['phone'],
  unsure: false,
});
export const fieldReaders = (port, field) => ({
  port,
  ...(field ? { field } : {}),
  asked: 9,
  complete: true,
  items: ['ada', 'olga'].map((principal) => ({
    principal,
    title: principal,
    reason: 'Allowed by a subscription.',
    policies: ['mask-personal-data'],
    filter: principal === 'ada' ? 'record.country == user.country' : undefined,
    shown: 4,
    masked: 2,
    withheld: 0,
    ...(field
      ? {
          field: {
            path: field,
            rule: 'mask',
            mask: 'show-last-4',
            policy: 'mask-personal-data',
            tag: 'pii.email',
          },
        }
      : {}),
  })),
});

const began = Date.now();
export const operations = () => {
  const passed = Date.now() - began;
  const wave = 1 + Math.sin(passed / 700);
  return {
    at: new Date(began + passed * 20).toISOString(),
    whole: true,
    server: {
      version: '0.1.0',
      startedAt: ago(600),
      role: 'writer',
      gateway: '127.0.0.1:9092',
      kafka: '127.0.0.1:19092',
      heapUsed: 210e6 + wave * 60e6,
      heapMax: 1e9,
      checks: { log: 'ok', gateway: 'ok', audit: 'warning: 12 events wait in the spool' },
    },
    gateway: {
      connections: 7,
      loginsFailed: 2,
      requests: passed * 3,
      refusals: 4,
      delivered: Math.round(passed * 31 + wave * 9e3),
      filtered: 120,
      withheld: 0,
      bytesDelivered: passed * 7000,
      decisions: passed,
    },
    decisions: {
      count: passed,
      nanos: passed * 4e3,
      bounds: [1, 10, 100],
      counts: [0, passed * 0.9, passed * 0.1, 0],
    },
    work: [
      {
        kind: 'documents',
        name: '',
        step: 'documents-apply',
        by: 'olga',
        since: ago(0.2),
        done: 1204,
        of: 20_411,
      },
    ],
    storage: { total: 500e9, usable: 41e9, ports: 1.2e9, own: 310e6, other: 0, problem: '' },
    topics: [
      {
        topic: 'sales.invoices',
        kind: 'port',
        port: 'sales.invoices',
        partitions: 6,
        records: 1_204_112,
        bytes: 9.1e8,
      },
      {
        topic: 'customers.customers',
        kind: 'port',
        port: 'customers.customers',
        partitions: 3,
        records: 59,
        bytes: 21e3,
      },
      {
        topic: 'sales.invoices.quarantine',
        kind: 'quarantine',
        port: 'sales.invoices',
        partitions: 1,
        records: 3,
        bytes: 900,
      },
      { topic: '_weft.audit', kind: 'own', partitions: 1, records: 912, bytes: 4e5 },
    ],
    groups: [
      { principal: 'ada', group: 'notebook', topic: 'customers.customers', lag: 12 },
      { principal: 'product:spending', group: 'spending-by-customer', topic: 'sales.invoices', lag: 40_210 },
    ],
    flows: flows.map(({ name, product, status, message, since }) => ({
      name,
      product,
      status,
      since,
      message,
      in: passed,
      out: passed,
      failed: 3,
      queued: 789,
      fullest: 0.4,
    })),
    queries: [
      {
        name: 'spending-by-customer',
        product: 'spending',
        state: 'RUNNING',
        since: ago(50),
        message: '',
        in: 9000,
        out: 410,
        lag: 12,
        busy: 0.31,
        beside: { state: 'RUNNING', since: ago(2), lag: 8000, caughtUp: false },
      },
    ],
    environments: [
      {
        name: 'factory',
        description: 'The plant in the north.',
        connect: 'http://connect:8083',
        flink: '',
        flows: 2,
      },
    ],
    alerts: [
      {
        severity: 'error',
        code: 'flow-failed',
        kind: 'flow',
        name: 'invoices-ingest',
        message: 'The database does not answer.',
        since: ago(3),
      },
      {
        severity: 'warning',
        code: 'promise-broken',
        kind: 'port',
        name: 'sales.invoices',
        message: 'freshness: promised 1 h, found 3 h',
        since: ago(90),
      },
      {
        severity: 'warning',
        code: 'check-audit',
        kind: 'server',
        name: 'audit',
        message: '12 events wait in the spool',
      },
    ],
  };
};

const rates = {
  hourlyRate: [100, 'money/hour', 'What an hour of an engineer costs.'],
  feedBuildHours: [80, 'hours', 'To build one point-to-point feed.'],
  years: [3, 'years', 'For which it is reckoned.'],
};
export const value = (query) => {
  const inputs = Object.entries(rates).map(([name, [assumed, unit, about]]) => ({
    name,
    unit,
    about,
    value: Number(query.get(name) ?? assumed),
    from: query.has(name) ? 'given' : 'assumed',
  }));
  const [rate, hours] = inputs.map((one) => one.value);
  const from = inputs.every((one) => one.from === 'given') ? 'given' : 'assumed';
  const result = (name, unit, value) => ({ name, unit, value, from, about: 'Reckoned.' });
  return {
    measured: {
      from: ago(90 * 1440),
      to: ago(0),
      complete: true,
      requests: 14,
      granted: 12,
      served: 11,
      decision: { count: 12, median: 2400, p90: 20_000 },
      firstRecord: { count: 11, median: 3000, p90: 26_000 },
      steps: { count: 11, median: 3, p90: 4 },
      reuse: [
        { product: 'customers', readers: 4, subscribers: 3, reads: 40, delivered: 2_400_000 },
        { product: 'sales', readers: 1, subscribers: 1, reads: 9, delivered: 410 },
      ],
    },
    calculation: {
      inputs: [
        ...inputs,
        {
          name: 'steps',
          unit: 'steps',
          value: 3,
          from: 'measured',
          about: 'From the request to the first record.',
        },
        { name: 'subscribers', unit: 'subscribers', value: 5, from: 'measured', about: 'Of all products.' },
      ],
      results: [
        result('nextFeed', 'money', rate * hours + 15_000),
        result('nextSubscriber', 'money', rate * 0.5 + 30),
        result('share', '%', 0.35),
        result('pointToPoint', 'money', 115_000),
        result('mesh', 'money', 60_400),
        result('saved', 'money', 54_600),
        result('breakEven', 'subscribers', 2),
      ],
    },
  };
};
/** What waits for somebody, as their inbox has it. */
export const inbox = (waiting, unread = waiting.map((s) => s.id)) => ({
  items: waiting.map((s) => ({
    id: `decide:${s.id}:0`,
    kind: 'decide',
    title: `${s.principal} asks for ${s.port}`,
    text: s.purpose,
    about: s.id,
    at: s.requestedAt,
    weight: 'TO_DO',
    link: '/requests?view=to-decide',
    unread: unread.includes(s.id),
  })),
  unread: unread.length,
  toDo: waiting.length,
  more: 0,
});

const askingByRule = {
  purposes: [
    { name: 'fraud-detection', title: 'Fraud detection', description: 'To find fraud, and nothing else.' },
    { name: 'statistics', title: 'Statistics', description: '' },
  ],
  terms: {
    version: '2',
    text: 'Do not show it to anybody else.\nDelete it when you are done.',
    url: 'https://example.org/terms',
  },
  latestEnd: '2027-11-29T00:00:00Z',
  confirmedEvery: 'PT4320H',
  rule: 'personal data',
};

export const asking = (portName) => ({
  port: portName,
  ...(portName.startsWith('spending.') ? askingByRule : { purposes: [], rule: '' }),
  automatic: false,
  approvers: [
    { seat: 'owner', people: ['olga'] },
    ...(portName.startsWith('spending.')
      ? [{ seat: 'group:privacy-office', people: ['priya', 'paul'] }]
      : []),
  ],
});

export const wishes = [
  {
    id: 'w-1',
    title: 'Returns by store',
    description: 'One record a return, with the store and the reason.',
    purpose: 'Find out which stores have many of them',
    domain: 'sales',
    by: 'ada',
    at: '2026-11-20T09:00:00Z',
    status: 'OPEN',
    votes: ['bo'],
    offers: [{ by: 'olga', product: '', text: 'We could make it in January.', at: '2026-11-22T09:00:00Z' }],
    product: '',
    why: '',
  },
];
const day = (text) => `${text}T09:00:00Z`;

/** A domain whose body is voting. */
export const standing = {
  domain: 'music-retail',
  title: 'Music retail',
  stage: 'VERIFIED',
  steps: [
    {
      stage: 'DESIGNATED',
      by: 'olga',
      at: day('2026-05-01'),
      comment: 'Everything about customers is decided here.',
    },
    {
      stage: 'VERIFIED',
      by: 'sam',
      at: day('2026-05-04'),
      comment: 'All products have owners and contracts.',
    },
  ],
  vote: {
    motion: 'APPROVE',
    until: day('2027-01-18'),
    voters: ['pat', 'pia', 'rob'],
    needed: 2,
    votes: [{ by: 'pat', yes: true, at: day('2026-05-05'), comment: 'High time.' }],
  },
  due: day('2027-01-18'),
  overdue: false,
  acts: ['vote', 'withdraw'],
  history: [
    { act: 'designate', by: 'olga', at: day('2026-05-01'), stage: 'DESIGNATED', comment: '' },
    { act: 'verify', by: 'sam', at: day('2026-05-04'), stage: 'VERIFIED', comment: '' },
    { act: 'vote yes', by: 'pat', at: day('2026-05-05'), stage: 'VERIFIED', comment: 'High time.' },
  ],
};

export function vote(by, { vote, comment }) {
  standing.vote.votes.push({ by, yes: vote === 'yes', at: new Date().toISOString(), comment });
  return standing;
}

export const sources = [
  {
    domain: 'music-retail',
    term: 'customer',
    port: 'customers.customers',
    provisioner: 'product:customers',
    stage: 'VERIFIED',
    holds: true,
    enforced: false,
    designatedBy: 'sam',
    designatedAt: day('2026-05-01'),
    verifiedBy: 'olga',
    verifiedAt: day('2026-05-02'),
    until: day('2027-05-01'),
    dueSoon: false,
    acts: ['verify'],
    history: [],
  },
];

export const violations = [];

export const life = (product) => ({
  product,
  stage: 'ACTIVE',
  publishing: 'APPROVAL',
  gaps: [
    {
      property: 'ENVIRONMENT',
      sentence: 'It does not say where it runs.',
      hint: 'Name the environment, as the custom property weft.environment.',
    },
  ],
  acts: product === 'customers' ? ['deprecate', 'retire'] : [],
  history: [{ act: 'activate', by: 'olga', at: day('2026-05-03'), stage: 'ACTIVE', comment: 'Ready.' }],
});
