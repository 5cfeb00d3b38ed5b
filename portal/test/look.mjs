// Takes a picture of every page in a real browser, light and dark, desktop and phone, and says what is wrong with it:
// console errors, horizontal scroll, and what axe finds. usage: node test/look.mjs FOLDER [PAGE...]
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { start } from './mock/server.mjs';

const folder = process.argv[2] ?? 'target/look';
const only = process.argv.slice(3);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pages = {
  home: '/',
  'home-domains': '/',
  search: '/search?q=customer',
  product: '/products/customers',
  connect: '/products/sales?tab=connect',
  sample: '/products/customers?tab=sample',
  versions: '/products/customers?tab=versions',
  ask: '/products/spending',
  inbox: '/inbox',
  requests: '/requests',
  mine: '/requests?view=mine',
  wishes: '/wishes',
  wish: '/wishes/w-1',
  wishing: '/wishes',
  keys: '/keys',
  agents: '/agents',
  device: '/device?code=BCDF-GHJK',
  lineage: '/lineage?node=product%2Fcustomers',
  trace: '/trace?at=customers.customers/0/41',
  explain: '/explain?who=ada&port=customers.customers',
  flows: '/flows',
  flow: '/flows/invoices-ingest',
  queue: '/flows/invoices-ingest',
  drop: '/flows/invoices-ingest',
  processor: '/flows/invoices-ingest',
  draw: '/draw/invoices-ingest',
  'draw-text': '/draw/invoices-ingest',
  'draw-flow': '/draw/invoices-ingest',
  'draw-group': '/draw/invoices-ingest',
  'draw-inside': '/draw/invoices-ingest',
  'draw-review': '/draw/invoices-ingest',
  policies: '/policies',
  policy: '/policies/mask-personal-data',
  'policy-preview': '/policies/mask-personal-data',
  'policy-readers': '/policies/mask-personal-data',
  'new-policy': '/new-policy',
  operations: '/operations',
  erasures: '/erasures',
  erasure: '/erasures/e-0a1b2c3d4e5f',
  'erasure-cut': '/erasures/e-111111111111',
  'erasure-applied': '/erasures/e-222222222222',
  value: '/value?currency=EUR&hourlyRate=120',
  queries: '/queries',
  query: '/queries/spending-by-customer',
  'query-failed': '/queries/late-invoices',
  sql: '/sql',
  'sql-rows': '/sql',
  'sql-chart': '/sql',
  publish: '/sql',
  audit: '/audit',
  'audit-who': '/audit?view=who',
  domains: '/domains',
  domain: '/domains/music-retail',
  person: '/people/ada',
  resource: '/resources/query/spending-by-customer',
  missing: '/products/nothing-here',
};
const lookIntoQueue = async (page) => {
  await page.getByRole('button', { name: 'Look into clean/tidy.success -> clean/lookup' }).click();
  await page.getByRole('button', { name: 'Show content of FlowFile 4101' }).click();
  await page.getByRole('button', { name: 'Show content of FlowFile 4103' }).click();
  await page.getByText('Only who may read all').waitFor();
};
const write = async (page, sql) => {
  await page.getByRole('textbox', { name: 'SQL statement' }).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(sql);
};
const runRows = async (page) => {
  await write(page, 'SELECT customer_id, SUM(total) AS spent\nFROM sales.invoices\nGROUP BY customer_id');
  await page.getByText('No problems').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.locator('.sql-table').waitFor();
};
const acts = {
  sql: async (page) => {
    await write(page, 'SELECT custmer_id, SUM(total) AS spent\nFROM sales.invoices\nGROUP BY customer_id');
    await page.locator('.cm-lintRange-error').waitFor();
  },
  'sql-rows': runRows,
  'sql-chart': async (page) => {
    await runRows(page);
    await page.getByText('Chart', { exact: true }).click();
    await page.locator('.sql-chart svg').waitFor();
  },
  publish: async (page) => {
    await runRows(page);
    await page.getByRole('button', { name: 'Publish as product' }).click();
    await page.getByRole('button', { name: 'Write the documents' }).click();
    await page.getByText('This is needed.').first().waitFor();
  },
  ask: async (page) => {
    await page.getByRole('button', { name: 'Ask for access' }).click();
    await page.getByLabel('Purpose').first().click();
    await page.getByRole('option', { name: 'Fraud detection' }).click();
    await page.getByRole('button', { name: 'Send request' }).click();
    await page.getByText('Whoever reads this data accepts them.').waitFor();
  },
  wishing: async (page) => {
    await page.getByRole('button', { name: 'Wish for data' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
    await page.getByText('Say what you need and what for.').waitFor();
  },
  queue: lookIntoQueue,
  drop: async (page) => {
    await lookIntoQueue(page);
    await page.getByRole('button', { name: 'Drop all that waits' }).click();
    await page.getByText('gone for good').waitFor();
  },
  processor: async (page) => {
    await page.getByRole('button', { name: 'Settings of clean/lookup' }).click();
    await page.getByLabel('timeout').waitFor();
  },
  draw: async (page) => {
    await page.locator('.react-flow__node').filter({ hasText: 'lookup' }).last().click();
    await page.getByLabel('timeout').waitFor();
  },
  'draw-text': async (page) => {
    await page.getByRole('tab', { name: 'Text' }).click();
    await page.locator('.flow-text .cm-line').filter({ hasText: 'lookup' }).first().waitFor();
  },
  'draw-flow': async (page) => {
    await page.getByRole('tab', { name: 'Flow', exact: true }).click();
    await page.getByLabel('New parameter').fill('region');
    await page.getByRole('button', { name: 'Add parameter' }).click();
    await page.getByLabel('New service').fill('shop');
    await page.getByRole('button', { name: 'Add service' }).click();
    await page.getByRole('group', { name: 'Service shop' }).getByLabel('url').fill('jdbc:postgresql:shop');
  },
  'draw-group': (page) => page.locator('.flow-group.is-open .mesh-node-name').first().click(),
  'draw-inside': async (page) => {
    await page.locator('.flow-group.is-open .mesh-node-name').first().click();
    await page.getByRole('button', { name: 'Enter', exact: true }).click();
    await page.getByText('The whole flow').waitFor();
  },
  'draw-review': async (page) => {
    await page.locator('.react-flow__node').filter({ hasText: 'read' }).first().click();
    await page.getByRole('textbox', { name: 'table' }).fill('invoices');
    await page.getByText('No problems').waitFor();
    await page.getByRole('button', { name: 'Review and apply' }).click();
    await page.locator('.diff').waitFor();
  },
  'policy-preview': async (page) => {
    await page.getByLabel('Masked as').first().selectOption('hash');
    await page.getByText('No problems').waitFor();
    await page.getByLabel('Person or product', { exact: true }).first().fill('ada');
    await page.getByLabel('Port', { exact: true }).first().fill('customers.customers');
    await page.getByRole('button', { name: 'Look', exact: true }).click();
    await page.locator('.preview-table').waitFor();
  },
  'policy-readers': async (page) => {
    await page.getByRole('tab', { name: 'Who sees it?' }).click();
    await page
      .getByRole('tabpanel', { name: 'Who sees it?' })
      .locator('input')
      .first()
      .fill('customers.customers');
    await page.keyboard.press('Escape');
    await page.locator('.readers-table').waitFor();
  },
  operations: async (page) => {
    await page.locator('.tile').first().waitFor();
    await page.waitForTimeout(3000);
  },
  'home-domains': (page) =>
    page
      .getByText('Map', { exact: true })
      .click()
      .then(() => page.locator('.react-flow__node').filter({ hasText: 'Finance' }).click()),
  sample: (page) => page.getByRole('button', { name: 'Show a sample' }).click(),
  audit: (page) => page.getByText('subscription.approve').first().click(),
};
const views = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1360, height: 850 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1360, height: 850 } },
  { name: 'phone', colorScheme: 'light', viewport: { width: 360, height: 780 }, hasTouch: true },
];

const { server, url } = await start();
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: flags,
});
let faults = 0;
const fault = (...words) => {
  faults++;
  console.log(...words);
};

async function look(page, view, name) {
  await page.waitForLoadState('load');
  await page.waitForTimeout(500);
  await acts[name]?.(page);
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${folder}/${name}-${view.name}.png`, fullPage: true });
  const { wide, offenders } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth > window.innerWidth,
    offenders: [...document.querySelectorAll('body *')]
      .filter(
        (e) =>
          e.getBoundingClientRect().right > window.innerWidth + 1 &&
          !e.closest('.table-frame, pre, .react-flow, .port-tabs, .facet'),
      )
      .slice(0, 4)
      .map((e) => e.outerHTML.slice(0, 120)),
  }));
  if (wide) {
    fault(`${name} ${view.name}: scrolls sideways`, offenders);
  }
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }),
  );
  for (const violation of violations) {
    fault(
      `${name} ${view.name}: ${violation.id}: ${violation.help}`,
      violation.nodes.slice(0, 3).map((n) => n.html.slice(0, 140) + ' ' + (n.any[0]?.message ?? '')),
    );
  }
}

for (const view of views) {
  const context = await browser.newContext({ ...view, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.on(
    'console',
    (message) =>
      message.type() === 'error' &&
      !/40[134]/.test(message.text()) &&
      fault(`${page.url()}: ${message.text()}`),
  );
  page.on('pageerror', (error) => fault(`${page.url()}: ${error.message}`));
  page.on(
    'request',
    (request) =>
      request.url().startsWith(url) ||
      request.url().startsWith('data:') ||
      fault(`leaves the machine: ${request.url()}`),
  );
  await page.goto(url + '/requests');
  await page.getByLabel('Name').waitFor();
  if (only.length === 0) {
    await look(page, view, 'login');
  }
  await page.getByLabel('Name').fill(process.env.WHO ?? 'olga');
  await page.getByLabel('Password', { exact: true }).fill('weft');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Requests' }).waitFor();
  for (const [name, path] of Object.entries(pages).filter(
    ([name]) => only.length === 0 || only.includes(name),
  )) {
    await page.goto(url + path);
    await look(page, view, name);
  }
  await context.close();
}
await browser.close();
server.closeAllConnections();
server.close();
console.log(faults === 0 ? 'nothing is wrong' : `${faults} faults`);
process.exitCode = faults === 0 ? 0 : 1;
