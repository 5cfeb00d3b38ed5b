import { describe, expect, it } from 'vitest';
import type { Port } from '../src/api';
import { staleAfter } from '../src/events';
import { axesOf, pointsOf } from '../src/pages/sql/axes';
import { quoted, tableOf } from '../src/pages/sql/dialect';
import { namespaceOf, topFields } from '../src/pages/sql/known';
import { mentioned, stretchAt } from '../src/pages/sql/mentions';
import { newProduct, queryDocument, tidied, withPorts } from '../src/pages/sql/publish';
import { eventsOf, merged, rowsKept } from '../src/pages/sql/run';
import { coloured } from '../src/pages/sql/SqlText';
import { yaml } from '../src/ui/yaml';

const wanted = {
  query: 'spending-by-region',
  product: 'regions',
  isNewProduct: true,
  name: 'Regions',
  domain: 'payments',
  purpose: 'What each region spends.',
  port: 'by_region',
  isNewPort: true,
};

describe('a statement', () => {
  it('names the ports that are known, in whatever quotes, each once', () => {
    const text = 'SELECT a.x FROM sales.invoices AS a JOIN `customer-master`.`customers` c, sales . invoices';

    expect(mentioned(text, ['sales.invoices', 'customer-master.customers', 'sales.other'])).toEqual([
      'sales.invoices',
      'customer-master.customers',
    ]);
  });

  it('has names in backticks where they could be read as something else', () => {
    expect(['region', 'order', 'first-name', 'a`b'].map(quoted)).toEqual([
      'region',
      '`order`',
      '`first-name`',
      '`a``b`',
    ]);
    expect(tableOf('customer-master.customers')).toBe('`customer-master`.customers');
  });

  it.each([
    ['SELECT regoin FROM t', 1, 8, 'regoin'],
    ['SELECT a,\n  `be ta` FROM t', 2, 3, '`be ta`'],
    ['SELECT a FROM x.y', 1, 15, 'x.y'],
    ['SELECT a FROM \n', 2, 1, 'M'],
    ['SELECT', 9, 40, 'T'],
  ])('%j is underlined at %i:%i under %j', (text, line, column, under) => {
    const { from, to } = stretchAt(text, line, column);

    expect(text.slice(from, to)).toBe(under);
  });

  it('is underlined nowhere when there is nothing', () => {
    expect(stretchAt('', 1, 1)).toEqual({ from: 0, to: 0 });
  });

  it('keeps every character when it is coloured', () => {
    const text = "SELECT COUNT(*) AS n -- all\nFROM sales.invoices\n\nWHERE x = 'a' AND y > 1.5";
    const stretches = coloured(text);

    expect(stretches.map((one) => one.text).join('')).toBe(text);
    expect(stretches.filter(({ look }) => look.includes('tok-keyword')).map((one) => one.text)).toContain(
      'SELECT',
    );
    expect(stretches.find((one) => one.text === "'a'")?.look).toContain('tok-string');
  });
});

describe('what an editor offers', () => {
  const field = (path: string, more = {}) => ({
    path,
    type: 'string',
    required: false,
    primaryKey: false,
    inContract: true,
    tags: [],
    myRule: 'show' as const,
    ...more,
  });
  const port = {
    port: 'sales.invoices',
    fields: [field('order', { myRule: 'mask' }), field('lines'), field('lines.sku'), field('lines[].price')],
  } as unknown as Port;

  it('are all ports, and the fields of those that are loaded, as a statement has them', () => {
    const offered = namespaceOf(['sales.invoices', 'sales.returns', 'stock.items'], [port]);

    expect(offered).toMatchObject({
      sales: {
        invoices: [
          { label: 'order', apply: '`order`', detail: 'string · masked for you' },
          { label: 'lines', detail: 'string' },
        ],
        returns: [],
      },
      stock: { items: [] },
    });
  });

  it('leaves out what is inside of other fields', () => {
    expect(topFields(port).map(({ path }) => path)).toEqual(['order', 'lines']);
  });
});

describe('rows that come', () => {
  it('are taken out of the stream, whatever is cut where', () => {
    const text = ': still here\n\ndata: {"a":1}\n\nevent: end\ndata: {}\n\ndata: {"b"';
    const { events, rest } = eventsOf(text);

    expect(events).toEqual([
      { event: 'message', data: '{"a":1}' },
      { event: 'end', data: '{}' },
    ]);
    expect(eventsOf(rest + ':2}\n\n').events).toEqual([{ event: 'message', data: '{"b":2}' }]);
  });

  it('take the place of the one with the same key, and are added where there is none', () => {
    const before = [
      { k: 1, n: 1 },
      { k: 2, n: 1 },
    ];

    expect(merged(before, [{ k: 1, n: 2 }], ['k'])).toEqual([
      { k: 1, n: 2 },
      { k: 2, n: 1 },
    ]);
    expect(merged(before, [{ k: 1, n: 2 }], [])).toHaveLength(3);
  });

  it('are kept up to a number, the newest', () => {
    const many = Array.from({ length: rowsKept + 5 }, (_, n) => ({ n }));

    expect(merged([], many, []).at(0)).toEqual({ n: 5 });
    expect(merged([], many, ['n'])).toHaveLength(rowsKept);
  });
});

describe('a chart', () => {
  const rows = [
    { at: '2026-01-02', region: 'North', n: 2, total: 1.5 },
    { at: '2026-01-01', region: 'South', n: 1, total: null },
  ];

  it('puts numbers along times first, then words, then whole numbers', () => {
    const axes = axesOf(rows);

    expect(axes.categories).toEqual(['at', 'region', 'n']);
    expect(axes.values).toEqual(['n', 'total']);
    expect([axes.isTime('at'), axes.isTime('region')]).toEqual([true, false]);
  });

  it('has times in their order, and no point without a number', () => {
    expect(pointsOf(rows, 'at', 'n', true)).toEqual([
      ['2026-01-01', 1],
      ['2026-01-02', 2],
    ]);
    expect(pointsOf(rows, 'region', 'total', false)).toEqual([['North', 1.5]]);
  });

  it('shows measures before numbers that only tell one from another', () => {
    expect(axesOf([{ customer_id: 1, spent: 2, Id: 3 }]).values).toEqual(['spent', 'customer_id', 'Id']);
  });

  it('needs both', () => {
    expect(axesOf([{ a: 'x' }])).toMatchObject({ categories: ['a'], values: [] });
    expect(axesOf([])).toMatchObject({ categories: [], values: [] });
  });
});

describe('publishing', () => {
  it('writes a statement that YAML reads as it was', () => {
    const document = queryDocument(wanted, '\n  SELECT a  \r\n  FROM t\n\n');

    expect(document.sql).toBe('SELECT a\n  FROM t\n');
    expect(yaml(document)).toContain('into: regions.by_region\nsql: |\n  SELECT a\n    FROM t\n');
    expect(tidied('x')).toBe('x\n');
  });

  it('adds what the query reads and fills to the product, and nothing twice', () => {
    const reads = [
      { port: 'sales.invoices', contractId: 'invoices-v1', contractVersion: '1.2.0' },
      { port: 'stock.invoices', contractId: 'stock-v1' },
      { port: 'stock.unknown' },
    ];
    const filled = { name: 'by_region', contractId: 'regions-by_region-v1' };

    const once = withPorts(newProduct(wanted, 'paula'), reads, filled);

    expect(once).toMatchObject({
      id: 'regions',
      domain: 'payments',
      team: { members: [{ username: 'paula', role: 'owner' }] },
      inputPorts: [
        { name: 'invoices', version: '1.2.0', contractId: 'invoices-v1' },
        { name: 'stock-invoices', version: '1.0.0', contractId: 'stock-v1' },
      ],
      outputPorts: [{ name: 'by_region', contractId: 'regions-by_region-v1' }],
    });
    expect(withPorts(once, reads, filled)).toEqual(once);
  });
});

describe('live pages', () => {
  it('ask for queries again when one was started or stopped', () => {
    expect(staleAfter({ kind: 'QueryControl' })).toEqual(['queries']);
    expect(staleAfter({ kind: 'query' })).toContain('product');
  });
});
