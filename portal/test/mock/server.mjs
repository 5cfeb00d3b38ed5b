// Answers docs/rest.md from fixtures, and serves the built portal as the server does. For tests and for looking only:
// any name of the fixtures signs in with the password "weft".
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { certificate, erasures } from './erasures.mjs';
import * as mesh from './fixtures.mjs';
import { checkFlow, checkPolicy } from './flowcheck.mjs';

const built = fileURLToPath(new URL('../../target/classes/portal', import.meta.url));
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const policy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";

class Refusal extends Error {
  constructor(status, code, message, hint = '') {
    super(message);
    this.body = { status, title: message, code, problems: [{ kind: 'REFUSED', code, message, hint }] };
    this.status = status;
  }
}

const found = (value, what) => {
  if (value === undefined) {
    throw new Refusal(404, 'not-found', `There is no ${what}.`, 'Search finds what you may see.');
  }
  return value;
};
const items = (list) => ({ items: list });
const viewers = new Set();
let nextId = 6;

function told(kind, name) {
  for (const viewer of viewers) {
    viewer.write(`event: resource\ndata: ${JSON.stringify({ kind, name, version: 2, deleted: false })}\n\n`);
  }
}

function search(query) {
  const words = (query.get('q') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const mark = (text) =>
    words.reduce((t, w) => t.replace(new RegExp(`(${w.replace(/[^\w]/g, '')})`, 'i'), '<em>$1</em>'), text);
  const all = mesh.products.flatMap((p) => [
    {
      kind: 'product',
      name: p.id,
      title: p.name,
      description: p.purpose,
      domain: p.domain,
      owners: p.owners,
      tags: p.tags,
      score: 2,
      text: p.outputPorts.flatMap((o) => o.fields.map((f) => f.path)).join(' '),
    },
    ...p.outputPorts.map((o) => ({
      kind: 'port',
      name: o.port,
      title: o.port,
      description: o.description,
      domain: p.domain,
      owners: p.owners,
      tags: [...new Set(o.fields.flatMap((f) => f.tags.map((t) => t.tag)))],
      port: o.port,
      score: 1,
      text: o.fields.map((f) => f.path).join(' '),
    })),
  ]);
  const matches = all.filter((hit) =>
    words.every((w) => `${hit.title} ${hit.description} ${hit.text} ${hit.tags}`.toLowerCase().includes(w)),
  );
  const chosen = matches.filter((hit) =>
    [
      ['kind', hit.kind],
      ['domain', hit.domain],
      ['owner', hit.owners],
      ['tag', hit.tags],
    ].every(([name, value]) => !query.get(name) || [value].flat().includes(query.get(name))),
  );
  const facet = (values) =>
    Object.entries(
      Object.groupBy
        ? Object.groupBy(values, (v) => v)
        : values.reduce((m, v) => ({ ...m, [v]: [...(m[v] ?? []), v] }), {}),
    ).map(([value, list]) => ({ value, count: list.length }));
  return {
    total: chosen.length,
    items: chosen.map(({ text, ...hit }) => ({
      ...hit,
      highlights:
        words.length === 0
          ? []
          : [
              { field: 'title', text: mark(hit.title) },
              { field: 'description', text: mark(hit.description) },
              ...text
                .split(' ')
                .filter((f) => words.some((w) => f.includes(w)))
                .slice(0, 2)
                .map((f) => ({ field: 'field', text: mark(f) })),
            ],
    })),
    facets: {
      kind: facet(chosen.map((h) => h.kind)),
      domain: facet(chosen.map((h) => h.domain)),
      tag: facet(chosen.flatMap((h) => h.tags)),
      owner: facet(chosen.flatMap((h) => h.owners)),
    },
  };
}

function decide(id, me, status, why) {
  const request = found(
    mesh.subscriptions.find((s) => s.id === id),
    `request ${id}`,
  );
  if (status !== 'REVOKED' && request.requestedBy === me) {
    throw new Refusal(
      403,
      'own-request',
      'Nobody decides their own request.',
      'Another owner of the product can.',
    );
  }
  Object.assign(request, { status, decidedBy: me, decidedAt: new Date().toISOString(), why: why ?? '' });
  told('subscription', id);
  return request;
}

function ask(me, body) {
  const request = {
    id: `s-${nextId++}`,
    principal: me,
    fields: [],
    status: 'REQUESTED',
    requestedBy: me,
    requestedAt: new Date().toISOString(),
    why: '',
    ...body,
  };
  mesh.subscriptions.unshift(request);
  told('subscription', request.id);
  return request;
}

const owned = (me) => mesh.whoami(me).owns;
const toDecide = (me) =>
  mesh.subscriptions.filter(
    (s) => s.status === 'REQUESTED' && s.requestedBy !== me && owned(me).includes(s.port.split('.')[0]),
  );
const byName = (list, name, what) =>
  found(
    list.find((one) => one.name === name),
    `${what} ${name}`,
  );

function setFlow(name, status) {
  const flow = byName(mesh.flows, name, 'flow');
  Object.assign(flow, { status, since: new Date().toISOString(), message: '' });
  return flow;
}

function pause(name, part, status) {
  const flow = byName(mesh.flows, name, 'flow');
  flow.processors
    .filter((one) => one.name === part || one.name.startsWith(part + '/'))
    .forEach((one) => Object.assign(one, { status }));
  return flow;
}

const connectionOf = (flow, id) =>
  flow.connections.find(({ from, relationship, to }) => `${from}.${relationship} -> ${to}` === id);

const queueOf = (id) => {
  const connection = mesh.flows.map((flow) => connectionOf(flow, id)).find((one) => one);
  return connection?.queued > 0 ? mesh.waiting : [];
};

function dropQueue(name, id) {
  const connection = connectionOf(byName(mesh.flows, name, 'flow'), id);
  const records = connection.queued;
  Object.assign(connection, { queued: 0, bytes: 0, flowFiles: 0 });
  return { records };
}

const page = (id, me) => {
  const product = found(
    mesh.products.find((p) => p.id === id),
    `product ${id}`,
  );
  const standing = (port) => {
    const subscription = mesh.subscriptions.find((s) => s.principal === me && s.port === port.port);
    const byPolicy = me === 'pia' || (me === 'olga' && !port.port.startsWith('spending.'));
    const allowed = subscription?.status === 'APPROVED' || byPolicy;
    const reason = !allowed
      ? 'No policy and no subscription gives you access.'
      : `Allowed by ${byPolicy ? 'policy shop-owners' : 'a subscription'}.`;
    return {
      ...port.access,
      allowed,
      reason,
      subscription,
      until: allowed ? subscription?.until : undefined,
    };
  };
  return {
    ...product,
    outputPorts: product.outputPorts.map((port) => ({ ...port, access: standing(port) })),
  };
};

const portPage = (name, me) =>
  found(
    page(name.split('.')[0], me).outputPorts.find(({ port }) => port === name),
    `port ${name}`,
  );

/** Rows as a look gives them: one by one, then the end. */
async function look(request, response) {
  const { sql } = await body(request);
  const [problem] = mesh.checkQuery(sql).problems;
  if (problem) {
    throw new Refusal(400, problem.code, problem.message, problem.hint);
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.write(': still here\n\n');
  mesh.queryRows.forEach((row) => response.write(`data: ${JSON.stringify(row)}\n\n`));
  response.end('event: end\ndata: {}\n\n');
  return 'streaming';
}

const routes = [
  ['GET', 'whoami', (_, me) => mesh.whoami(me)],
  ['PUT', 'users/:name/password', () => undefined],
  ['GET', 'keys', () => items(mesh.keys)],
  [
    'POST',
    'keys',
    ({ body }, me) => {
      const id = `k-${me}-${nextId++}`;
      mesh.keys.unshift({
        id,
        principal: me,
        description: body.description ?? '',
        createdAt: new Date().toISOString(),
        revoked: false,
      });
      return {
        id,
        secret: 'Zm9yLXRlc3RzLW9ubHktdGhpcy1pcy1ub3QtYS1rZXk',
        bootstrap: '127.0.0.1:9092',
        mechanism: 'SCRAM-SHA-512',
        security: 'SASL_PLAINTEXT',
        port: body.port,
      };
    },
  ],
  [
    'DELETE',
    'keys/:id',
    ({ id }) =>
      void Object.assign(
        found(
          mesh.keys.find((k) => k.id === id),
          'key',
        ),
        { revoked: true },
      ),
  ],
  ['GET', 'search', ({ query }) => search(query)],
  ['GET', 'products', ({ query }) => mesh.someProducts(query)],
  ['GET', 'service-types', () => items(mesh.serviceTypes)],
  ['GET', 'domain-map', () => mesh.domainMap],
  ['GET', 'operations/history', () => mesh.operationsHistory()],
  ['GET', 'products/:id', ({ id }, me) => page(id, me)],
  ['GET', 'products/:id/life', ({ id }, me) => mesh.life(id, me)],
  ['GET', 'authoritative-sources', () => items(mesh.sources)],
  ['GET', 'domains', () => items([mesh.standing])],
  ['GET', 'domains/:name/standing', () => mesh.standing],
  ['POST', 'domains/:name/standing/vote', ({ body }, me) => mesh.vote(me, body)],
  ['GET', 'domains/:name/exceptions', () => items([])],
  ['GET', 'domains/:name/violations', () => items(mesh.violations)],
  [
    'GET',
    'ports/:port/sample',
    ({ port }) => {
      if (port !== 'sales.invoices' && port !== 'customers.customers') {
        throw new Refusal(
          403,
          'no-access',
          `You may not read ${port}.`,
          'Ask for access; an owner of the product decides.',
        );
      }
      return items(mesh.sample);
    },
  ],
  [
    'GET',
    'lineage/:node',
    ({ node }) => (
      found(
        mesh.lineage.nodes.find((n) => n.id === node),
        node,
      ),
      mesh.lineage
    ),
  ],
  [
    'GET',
    'trace/:port/:partition/:offset',
    ({ port, partition, offset }) => ({
      ...mesh.trace,
      port,
      partition: Number(partition),
      offset: Number(offset),
    }),
  ],
  ['GET', 'explain', ({ query }) => mesh.explain(query.get('principal'), query.get('port'))],
  ['POST', 'subscriptions', ({ body }, me) => ask(me, body)],
  [
    'GET',
    'subscriptions',
    ({ query }, me) =>
      items(
        query.get('view') === 'mine'
          ? mesh.subscriptions.filter((s) => s.principal === me)
          : query.get('view') === 'to-decide'
            ? toDecide(me)
            : query.get('view') === 'to-confirm'
              ? []
              : mesh.subscriptions,
      ),
  ],
  ['GET', 'inbox', (_, me) => mesh.inbox(toDecide(me))],
  ['POST', 'inbox/read', (_, me) => mesh.inbox(toDecide(me), [])],
  ['POST', 'inbox/unread', (_, me) => mesh.inbox(toDecide(me))],
  ['GET', 'inbox/notices', (_, me) => ({ who: me, mail: 'on', webhook: '' })],
  [
    'GET',
    'users/:name/absence',
    ({ name }) => ({
      person: name,
      deputy: 'bo',
      from: '2026-12-01T00:00:00Z',
      until: '2026-12-24T00:00:00Z',
    }),
  ],
  ['GET', 'ports/:port/asking', ({ port }) => mesh.asking(port)],
  ['GET', 'wishes', () => items(mesh.wishes)],
  [
    'GET',
    'wishes/:id',
    ({ id }) =>
      found(
        mesh.wishes.find((wish) => wish.id === id),
        `wish ${id}`,
      ),
  ],
  ['POST', 'access/approve', ({ body }, me) => items(body.ids.map((id) => decide(id, me, 'APPROVED')))],
  [
    'POST',
    'access/reject',
    ({ body }, me) => items(body.ids.map((id) => decide(id, me, 'REJECTED', body.why))),
  ],
  ['POST', 'subscriptions/:id/approve', ({ id }, me) => decide(id, me, 'APPROVED')],
  ['POST', 'subscriptions/:id/reject', ({ id, body }, me) => decide(id, me, 'REJECTED', body.why)],
  ['POST', 'subscriptions/:id/revoke', ({ id, body }, me) => decide(id, me, 'REVOKED', body.why)],
  ['GET', 'flows', () => items(mesh.flows)],
  ['POST', 'documents/check', ({ body }) => checkPolicy(body, mesh.resources.policy)],
  ['POST', 'explain/preview', ({ body }) => mesh.policyPreview(body)],
  ['GET', 'explain/readers', ({ query }) => mesh.fieldReaders(query.get('port'), query.get('field'))],
  ['POST', 'flows/check', ({ body }) => checkFlow(body, mesh.processorTypes, mesh.resources.flow)],
  ['GET', 'flows/:name', ({ name }) => byName(mesh.flows, name, 'flow')],
  ['POST', 'flows/:name/start', ({ name }) => setFlow(name, 'running')],
  ['POST', 'flows/:name/stop', ({ name }) => setFlow(name, 'stopped')],
  ['GET', 'flows/:name/trace', () => mesh.recording],
  ['POST', 'flows/:name/trace', () => Object.assign(mesh.recording, { recording: true })],
  ['POST', 'flows/:name/trace/stop', () => Object.assign(mesh.recording, { recording: false })],
  ['GET', 'flows/:name/events', () => items(mesh.flowEvents)],
  ['POST', 'flows/:name/events/:event/replay', () => ({ records: 3, into: 'tidy' })],
  ['GET', 'flows/:name/parameters', () => items(mesh.flowParameters)],
  ['GET', 'flows/:name/history', ({ name }) => items(mesh.flowHistory(byName(mesh.flows, name, 'flow')))],
  ['GET', 'flows/:name/queue', ({ query }) => items(queueOf(query.get('connection')))],
  ['GET', 'flows/:name/queue/:number', ({ number }) => mesh.preview(Number(number))],
  ['POST', 'flows/:name/queue/drop', ({ name, query }) => dropQueue(name, query.get('connection'))],
  ['POST', 'flows/:name/processors/:part/pause', ({ name, part }) => pause(name, part, 'stopped')],
  ['POST', 'flows/:name/processors/:part/resume', ({ name, part }) => pause(name, part, 'running')],
  ['GET', 'ports/:name', ({ name }, me) => portPage(name, me)],
  ['GET', 'queries', () => items(mesh.queries)],
  ['POST', 'queries/check', ({ body }) => mesh.checkQuery(body.sql)],
  ['GET', 'queries/:name', ({ name }) => mesh.queryPage(byName(mesh.queries, name, 'query'))],
  [
    'POST',
    'queries/:name/stop',
    ({ name }) => Object.assign(byName(mesh.queries, name, 'query'), { state: 'STOPPED' }),
  ],
  [
    'POST',
    'queries/:name/start',
    ({ name }) => Object.assign(byName(mesh.queries, name, 'query'), { state: 'RUNNING' }),
  ],
  ['GET', 'processor-types', () => items(mesh.processorTypes)],
  [
    'GET',
    'audit',
    ({ query }) =>
      items(
        mesh.audit.filter((l) =>
          ['actor', 'action', 'subject'].every((f) => l[f].includes(query.get(f) ?? '')),
        ),
      ),
  ],
  ['GET', 'audit/verify', () => ({ events: 912, chains: 1, faults: [] })],
  ['GET', 'erasures', () => items(erasures)],
  [
    'GET',
    'erasures/:id',
    ({ id }) =>
      found(
        erasures.find((one) => one.id === id),
        `erasure ${id}`,
      ),
  ],
  ['GET', 'erasures/:id/certificate', ({ id }) => certificate(erasures.find((one) => one.id === id))],
  ['GET', 'value', ({ query }) => mesh.value(query)],
  ['GET', 'status', () => mesh.status()],
  [
    'GET',
    'resources/:kind/:name/versions',
    ({ name }) =>
      items([
        { version: 2, changedAt: mesh.ago(60), changedBy: 'olga', text: `name: ${name}\nversion: 1.1.0\n` },
        { version: 1, changedAt: mesh.ago(9000), changedBy: 'olga', text: `name: ${name}\nversion: 1.0.0\n` },
      ]),
  ],
  ['GET', 'resources/:kind', ({ kind }) => items(mesh.resources[kind] ?? [])],
  ['GET', 'resources/:kind/:name', ({ kind, name }) => byName(mesh.resources[kind] ?? [], name, kind)],
];

function match(method, parts) {
  for (const [verb, pattern, answer] of routes) {
    const wanted = pattern.split('/');
    if (
      verb === method &&
      wanted.length === parts.length &&
      wanted.every((p, i) => p.startsWith(':') || p === parts[i])
    ) {
      return [
        answer,
        Object.fromEntries(
          wanted.flatMap((p, i) => (p.startsWith(':') ? [[p.slice(1), decodeURIComponent(parts[i])]] : [])),
        ),
      ];
    }
  }
  throw new Refusal(404, 'no-route', `There is no ${method} ${parts.join('/')}.`);
}

async function body(request) {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return chunks.length ? JSON.parse(Buffer.concat(chunks).toString()) : {};
}

async function handle(request, response, url) {
  const parts = url.pathname.slice('/api/v1/'.length).split('/');
  const me = /weft_session=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
  if (request.method !== 'GET' && request.headers['x-weft-request'] !== '1') {
    throw new Refusal(403, 'csrf', 'The header X-Weft-Request is missing.');
  }
  if (parts[0] === 'session') {
    const given = request.method === 'POST' ? await body(request) : undefined;
    if (given && (given.password !== 'weft' || !mesh.whoami(given.name))) {
      throw new Refusal(
        401,
        'wrong-password',
        'Name or password is wrong.',
        'After ten tries Weft makes you wait.',
      );
    }
    response.setHeader('Set-Cookie', `weft_session=${given?.name ?? ''}; HttpOnly; SameSite=Strict; Path=/`);
    return given ? { principal: given.name } : undefined;
  }
  if (parts[0] === 'login-ways') {
    return { password: true, oidc: { title: 'Sign in with the bank’s account', path: '/api/v1/oidc/login' } };
  }
  if (!me || !mesh.whoami(me)) {
    throw new Refusal(401, 'not-signed-in', 'Nobody is signed in.', 'Sign in first.');
  }
  if (parts[0] === 'device') {
    const until = new Date(Date.now() + 500_000).toISOString();
    return { userCode: 'BCDF-GHJK', client: 'weft on laptop-17', address: '127.0.0.1', until };
  }
  if (parts[0] === 'agent-tokens') {
    const token = { id: '0f3a9c1e77aa41b2', agent: 'helper on my laptop', purpose: 'fraud-detection' };
    const period = { createdAt: '2026-11-20T08:00:00Z', expiresAt: '2026-12-20T00:00:00Z' };
    return request.method === 'POST'
      ? { token: 'weft_mock-token-of-an-agent', ...token, ...period }
      : { items: [{ ...token, ...period }] };
  }
  if (parts[0] === 'services') {
    const keys = [
      {
        id: 'loader-Zx81',
        createdAt: '2026-08-20T08:00:00Z',
        days: 101,
        old: false,
        until: '2026-12-05T08:00:00Z',
      },
      { id: 'loader-Qw52', createdAt: '2026-11-28T08:00:00Z', days: 1, old: false },
    ];
    const old = [{ id: 'nightly-Ab12', createdAt: '2026-07-01T08:00:00Z', days: 151, old: true }];
    return {
      items: [
        { name: 'loader', title: 'Loads at night', owners: ['ada'], disabled: false, keys },
        { name: 'nightly', title: 'nightly', owners: ['ada', 'olga'], disabled: false, keys: old },
      ],
    };
  }
  if (parts[0] === 'events') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(': here\n\n');
    viewers.add(response);
    request.on('close', () => viewers.delete(response));
    return 'streaming';
  }
  if (url.pathname === '/api/v1/operations') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    const tell = () => response.write(`event: operations\ndata: ${JSON.stringify(mesh.operations())}\n\n`);
    tell();
    const timer = setInterval(tell, 100);
    request.on('close', () => clearInterval(timer));
    return 'streaming';
  }
  if (url.pathname === '/api/v1/queries/run') {
    return look(request, response);
  }
  const [answer, named] = match(request.method, parts);
  return answer(
    { ...named, query: url.searchParams, body: request.method === 'GET' ? {} : await body(request) },
    me,
  );
}

function file(response, url) {
  const wanted = normalize(join(built, url.pathname));
  const path =
    wanted.startsWith(built) && extname(wanted) && existsSync(wanted) ? wanted : join(built, 'index.html');
  const cache = path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  response.writeHead(200, {
    'Content-Type': types[extname(path)] ?? 'application/octet-stream',
    'Cache-Control': cache,
    'Content-Security-Policy': policy,
  });
  createReadStream(path).pipe(response);
}

/** Listens on loopback; port 0 takes a free one. */
export function start(port = 0) {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://127.0.0.1');
    if (!url.pathname.startsWith('/api/')) {
      return file(response, url);
    }
    try {
      const answer = await handle(request, response, url);
      if (answer !== 'streaming') {
        response.writeHead(answer === undefined ? 204 : 200, { 'Content-Type': 'application/json' });
        response.end(answer === undefined ? undefined : JSON.stringify(answer));
      }
    } catch (failure) {
      response.writeHead(failure.status ?? 500, { 'Content-Type': 'application/problem+json' });
      response.end(JSON.stringify(failure.body ?? { status: 500, title: String(failure) }));
    }
  });
  return new Promise((done) =>
    server.listen(port, '127.0.0.1', () =>
      done({ server, url: `http://127.0.0.1:${server.address().port}` }),
    ),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await start(Number(process.env.PORT ?? 8080));
  console.log(url);
}
