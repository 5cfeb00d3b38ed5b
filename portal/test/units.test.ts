import { describe, expect, it } from 'vitest';
import { ProblemError, path, refusal, withQuery } from '../src/api';
import { staleAfter } from '../src/events';
import { ago, dayIn, endOfDay, period } from '../src/format';
import { layered, pathThrough } from '../src/pages/lineage/layout';
import { shellWord, snippets } from '../src/pages/product/snippets';
import { columnsOf } from '../src/pages/product/Sample';
import { coordinates } from '../src/pages/trace/coordinates';
import { afterLogin } from '../src/pages/LoginPage';
import { arrange, groupsOf, visible } from '../src/pages/flows/arrange';
import { fullness, recordsIn, recordsOut } from '../src/pages/flows/flow';
import { byField, changed, draftOf, find, replaced } from '../src/pages/flows/settings';
import { portAddress } from '../src/ui/parts';
import { diffLines } from '../src/ui/diff';
import { yaml } from '../src/ui/yaml';
import { stretches } from '../src/ui/Highlighted';

const node = (id: string) => ({ id, kind: 'product', name: id });
const edge = (from: string, to: string) => ({ from, to });

describe('a length of time', () => {
  it('is said in words, and left as it is where it is none', () => {
    expect(period('30d')).toBe('30 days');
    expect(period('1h')).toBe('1 hour');
    expect(period('P1M')).toBe('P1M');
  });
});

describe('asking the server', () => {
  it('keeps a slash inside a name', () => {
    expect(path('lineage', 'product/sales')).toBe('/api/v1/lineage/product%2Fsales');
  });

  it('leaves out what was not asked', () => {
    expect(withQuery('/x', { q: 'a b', domain: '', limit: undefined, max: 3 })).toBe('/x?q=a+b&max=3');
  });

  it('shows the message and hint of a problem', async () => {
    const body = {
      title: 'first',
      problems: [{ kind: 'REFUSED', code: 'own-request', message: 'Not yours.', hint: 'Ask.' }],
    };

    const error = await refusal(new Response(JSON.stringify(body), { status: 403 }));

    expect(error).toBeInstanceOf(ProblemError);
    expect([error.status, error.message, error.hint, error.code]).toEqual([
      403,
      'Not yours.',
      'Ask.',
      'own-request',
    ]);
  });

  it('makes a readable problem of an answer that is none', async () => {
    const error = await refusal(new Response('<html>', { status: 502, statusText: 'Bad Gateway' }));

    expect(error.message).toBe('The server answered 502 Bad Gateway.');
  });

  it('asks again for what a decision may have changed', () => {
    expect(staleAfter({ kind: 'subscription' })).toContain('product');
    expect(staleAfter({ kind: 'policy' })).toContain('sample');
    expect(staleAfter({ kind: 'DomainStanding' })).toContain('governance');
  });
});

describe('going back after signing in', () => {
  it.each([
    ['/products/sales?tab=connect', '/products/sales?tab=connect'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    [undefined, '/'],
  ])('from %s leads to %s', (from, to) => {
    expect(afterLogin({ from })).toBe(to);
  });
});

describe('lineage layout', () => {
  it('puts each node after all that it comes from', () => {
    const placed = layered(['a', 'b', 'c'].map(node), [edge('a', 'b'), edge('b', 'c'), edge('a', 'c')]);

    expect(placed.map(({ id, layer }) => [id, layer])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ]);
  });

  it('draws a cycle too, and leaves no node out', () => {
    const placed = layered(['a', 'b', 'c'].map(node), [
      edge('a', 'b'),
      edge('b', 'c'),
      edge('c', 'a'),
      edge('c', 'gone'),
    ]);

    expect(placed).toHaveLength(3);
    expect(new Set(placed.map(({ x, y }) => `${x}/${y}`)).size).toBe(3);
  });

  it('uncrosses two straight lines', () => {
    const placed = layered(['a', 'b', 'y', 'x'].map(node), [edge('a', 'x'), edge('b', 'y')]);
    const y = Object.fromEntries(placed.map((one) => [one.id, one.y]));

    expect(y.a! < y.b!).toBe(y.x! < y.y!);
  });

  it('lays out a long chain without running out of stack', () => {
    const chain = Array.from({ length: 20_000 }, (_, i) => node(`n${i}`));
    const edges = chain.slice(1).map(({ id }, i) => edge(`n${i}`, id));

    expect(layered(chain, edges).at(-1)?.layer).toBe(19_999);
  });

  it('puts a beginning right before what it leads to', () => {
    const placed = layered(['a', 'b', 'c', 'd'].map(node), [edge('a', 'b'), edge('b', 'c'), edge('d', 'c')]);

    expect(placed.find(({ id }) => id === 'd')?.layer).toBe(1);
  });

  it('finds what is up and down of a node, not its siblings', () => {
    const edges = [edge('a', 'b'), edge('b', 'c'), edge('a', 'd')];

    expect([...pathThrough('b', edges)].sort()).toEqual(['a', 'b', 'c']);
  });
});

describe('connect instructions', () => {
  const given = {
    port: 'a.b',
    bootstrap: '127.0.0.1:9092',
    mechanism: 'SCRAM-SHA-512',
    security: 'SASL_PLAINTEXT',
    key: 'k',
    secret: `s"'$`,
    trust: '',
  };

  it('encrypt when the gateway does', () => {
    for (const { text } of snippets({ ...given, security: 'SASL_SSL' })) {
      expect(text).toMatch(/SASL_SSL|ssl: true|DialTLSConfig/);
      expect(text).not.toContain('SASL_PLAINTEXT');
    }
    expect(
      snippets(given)
        .map(({ text }) => text)
        .join(),
    ).not.toContain('ssl: true');
  });

  it('hold what is needed to trust the gateway', () => {
    const trust = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';

    for (const { text } of snippets({ ...given, security: 'SASL_SSL', trust })) {
      expect(text).toMatch(/-----BEGIN CERTIFICATE-----(\n|\\n)MIIB(\n|\\n)-----END CERTIFICATE-----/);
    }
    for (const { text } of snippets(given)) {
      expect(text).not.toMatch(/truststore|ssl\.ca|ca:/);
    }
  });

  it('quote a secret for each language', () => {
    const text = Object.fromEntries(snippets(given).map((one) => [one.id, one.text]));

    expect(text.java).toContain(`password="s\\"'$"`);
    expect(text.kcat).toContain(`sasl.password='s"'\\''$'`);
    expect(text.node).toContain(`password: "s\\"'$"`);
    expect(text.python).toContain(`"sasl.password": "s\\"'$"`);
  });

  it('read in groups of their own: clients of several kinds cannot share one', () => {
    const groups = snippets(given).flatMap(({ text }) => text.match(/my-\w+-app/g) ?? []);

    expect(groups).toHaveLength(5);
    expect(new Set(groups).size).toBe(5);
  });

  it("sign in with the client that Flink's SQL connector has under another name", () => {
    const flink = snippets(given).find((one) => one.id === 'flink')?.text;

    expect(flink).toContain('org.apache.flink.kafka.shaded.org.apache.kafka.common.security.');
    expect(flink).not.toContain("'org.apache.kafka.");
  });

  it('leave a plain word of the shell alone', () => {
    expect(shellWord('127.0.0.1:9092')).toBe('127.0.0.1:9092');
  });
});

describe('differences', () => {
  it('shows only the line that changed', () => {
    expect(diffLines('a\nb\nc', 'a\nx\nc').map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'same a',
      'gone b',
      'new x',
      'same c',
    ]);
  });

  it('of something new are all new', () => {
    expect(diffLines('', 'a').map(({ kind }) => kind)).toEqual(['new']);
  });
});

describe('yaml', () => {
  it('nests, and quotes what YAML would read otherwise', () => {
    const text = yaml({
      name: 'a b',
      on: true,
      rules: [{ mask: 'no', when: 'x: y' }, 'z'],
      none: [],
      sql: 'A\nB\n',
    });

    expect(text).toBe(
      'name: a b\n"on": true\nrules:\n  - mask: "no"\n    when: "x: y"\n  - z\nnone: []\nsql: |\n  A\n  B\n',
    );
  });
});

describe('small things', () => {
  it('marks hits and keeps other markup as text', () => {
    expect(stretches('a <em>b</em> <script>')).toEqual([
      { text: 'a ', hit: false },
      { text: 'b', hit: true },
      { text: ' <script>', hit: false },
    ]);
  });

  it('reads coordinates of a record, and nothing else', () => {
    expect(coordinates(' a.b/3/17 ')).toEqual({ port: 'a.b', partition: 3, offset: 17 });
    expect(coordinates('a.b/3')).toBeUndefined();
    expect(coordinates('a.b/-1/2')).toBeUndefined();
  });

  it('orders sample columns as the contract does, and appends the rest', () => {
    const record = (value: unknown) => ({ partition: 0, offset: 0, timestamp: 0, key: null, value });

    expect(columnsOf([record({ z: 1, b: 2 }), record({ a: 3 })], ['a', 'b'])).toEqual(['a', 'b', 'z']);
  });

  it('leads from a port to its product', () => {
    expect(portAddress('sales.invoices', 'sample')).toBe('/products/sales?port=sales.invoices&tab=sample');
  });

  it('counts what enters and leaves a flow', () => {
    const processor = (name: string, input: number, out: number) => ({
      name,
      type: '',
      status: '',
      in: input,
      out,
      failed: 0,
    });
    const flow = {
      name: 'f',
      product: 'p',
      status: 'running' as const,
      processors: [processor('read', 0, 9), processor('publish', 8, 0)],
      connections: [{ from: 'read', relationship: 'success', to: 'publish', queued: 1 }],
    };

    expect([recordsIn(flow), recordsOut(flow)]).toEqual([9, 8]);
  });

  it('ends access when the chosen day ends', () => {
    expect(endOfDay('2026-12-31')).toBe(new Date(2027, 0, 1).toISOString());
    expect(dayIn(1, new Date(2026, 10, 23))).toBe('2026-12-23');
  });

  it('says how long ago', () => {
    const now = new Date('2026-01-01T12:00:00Z');

    expect(ago('2026-01-01T11:57:00Z', now)).toContain('3');
    expect(ago('2026-01-01T11:59:55Z', now)).toBe(ago(now, now));
  });
});

describe('a flow with groups', () => {
  const names = ['read', 'clean/tidy', 'clean/deep/look', 'publish'];
  const connection = (from: string, to: string) => ({ from, relationship: 'success', to, queued: 0 });
  const connections = [
    connection('read', 'clean/tidy'),
    connection('clean/tidy', 'clean/deep/look'),
    connection('clean/deep/look', 'publish'),
  ];

  it('shows what is in open groups only', () => {
    expect(groupsOf(names)).toEqual(['clean', 'clean/deep']);
    expect(visible('clean/deep/look', new Set(['clean']))).toBe('clean/deep');
    expect(arrange(names, connections, new Set()).map(({ id }) => id)).toEqual(['read', 'clean', 'publish']);
  });

  it('draws what is in a group within its box, and nothing else there', () => {
    const boxes = arrange(names, connections, new Set(['clean', 'clean/deep']));
    const at = new Map(boxes.map((box) => [box.id, box]));
    for (const [inner, outer] of [
      ['clean/tidy', 'clean'],
      ['clean/deep', 'clean'],
      ['clean/deep/look', 'clean/deep'],
    ]) {
      const box = at.get(inner!)!;
      expect(box.parent).toBe(outer);
      expect(box.x).toBeGreaterThan(0);
      expect(box.x + box.width).toBeLessThan(at.get(outer!)!.width);
      expect(box.y + box.height).toBeLessThan(at.get(outer!)!.height);
      expect(boxes.indexOf(box)).toBeGreaterThan(boxes.indexOf(at.get(outer!)!));
    }
    expect(at.get('publish')!.x).toBeGreaterThan(at.get('clean')!.x + at.get('clean')!.width);
  });

  it('says how near a connection is to stopping its senders', () => {
    const queue = {
      ...connection('read', 'publish'),
      queued: 50,
      bytes: 900,
      recordsMax: 100,
      bytesMax: 1000,
    };
    expect(fullness(queue)).toBe(0.9);
    expect(fullness({ ...queue, queued: 500 })).toBe(1);
    expect(fullness(connection('read', 'publish'))).toBe(0);
  });
});

describe('the settings of a processor', () => {
  const look = { name: 'look', type: 'T', settings: { url: 'a', limits: [1] }, concurrentTasks: 2 };
  const flow = {
    name: 'f',
    product: 'p',
    processors: [{ name: 'read', type: 'R' }],
    groups: [{ name: 'clean', processors: [{ name: 'tidy', type: 'U' }, look] }],
  };
  const types = ['url:text', 'limits:list of whole number', 'count:whole number'].map((one) => {
    const [name = '', type = ''] = one.split(':');
    return { name, type, doc: '', required: false, sensitive: false };
  });
  const found = find(flow, 'clean/look')!;
  const draft = draftOf(found.processor, types, ['success']);

  it('are found in a group by the path that problems name', () => {
    expect([found.path, found.flatPath]).toEqual(['groups[0].processors[1]', 'processors[2]']);
    expect(find(flow, 'look')).toBeUndefined();
  });

  it('stay as they are where nothing was changed, and change where something was', () => {
    expect(changed(look, draft, types).processor).toEqual(look);
    const next = changed(
      look,
      { ...draft, concurrentTasks: '', settings: { url: '#{x}', limits: '[2, 3]', count: '4' } },
      types,
    ).processor;
    expect(next).toEqual({ name: 'look', type: 'T', settings: { url: '#{x}', limits: [2, 3], count: 4 } });
    expect(replaced(flow, found.path, next).groups?.[0]?.processors?.[1]).toEqual(next);
    expect(flow.groups[0]?.processors[1]).toBe(look);
  });

  it('are refused where they cannot be read, and shown what the server says at their fields', () => {
    const settings = { url: 'a', limits: '[2', count: 'many' };
    expect(changed(look, { ...draft, settings }, types).wrong).toEqual({
      'settings.limits': 'json',
      'settings.count': 'number',
    });
    const problem = (at: string) => ({ kind: 'INPUT', code: 'x', message: at, place: { path: at } });
    const told = byField(
      new ProblemError(400, [
        problem('processors[2].settings.limits[0]'),
        problem('groups[0].processors[1].penalty'),
        problem('processors[0].settings.url'),
      ]),
      found,
    );
    expect(Object.keys(told.fields)).toEqual(['settings.limits', 'penalty']);
    expect(told.rest).toHaveLength(1);
  });
});
