// @vitest-environment node
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { start } from './mock/server.mjs';

/** The journeys in a real browser, against the mock server. Without a Chromium on the machine they are left out. */
const executablePath = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path !== '' && existsSync(path),
);
const built = existsSync('target/classes/portal/index.html');
const args = '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking'.split(
  ' ',
);
const patience = 60_000;

describe.skipIf(!executablePath || !built)('in a browser', { timeout: patience }, () => {
  let browser: Browser;
  let page: Page;
  let mesh: Awaited<ReturnType<typeof start>>;
  const faults: string[] = [];

  beforeAll(async () => {
    mesh = await start();
    browser = await chromium.launch({
      executablePath,
      args: [...args, '--disable-component-update', '--disable-sync'],
    });
    page = await (await browser.newContext({ baseURL: mesh.url, reducedMotion: 'reduce' })).newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(mesh.url)) {
        faults.push('leaves the machine: ' + request.url());
      }
    });
  }, patience);

  afterAll(async () => {
    await browser?.close();
    mesh.server.closeAllConnections();
    mesh.server.close();
  });

  const signIn = async (name: string, password = 'weft') => {
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const signOut = async () => {
    await page.getByRole('button', { name: 'Signed in as' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL('**/login');
  };

  it('comes back to the page that was wanted, after a wrong password and a right one', async () => {
    await page.goto('/products/sales?tab=connect');
    await signIn('ada', 'wrong');
    await page.getByRole('alert').getByText('Name or password is wrong.').waitFor();

    await signIn('ada');

    await page.getByRole('button', { name: 'Make a key' }).waitFor();
    expect(page.url()).toContain('/products/sales?tab=connect');
  });

  it('shows the secret of a new key once and fills it into the examples', async () => {
    await page.getByRole('button', { name: 'Make a key' }).click();

    await page.getByText('The secret is shown this once').waitFor();
    expect(await page.getByLabel('Java', { exact: true }).last().textContent()).toContain('password="Zm9y');
    await page.reload();
    await page.getByRole('button', { name: 'Make a key' }).waitFor();
    expect(await page.content()).not.toContain('Zm9y');
  });

  it('finds a product by keyboard alone', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('every change', { delay: 15 });
    await page.locator('[data-result]').getByText('customers.changes').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');

    await page.getByRole('heading', { name: 'Customers', level: 1 }).waitFor();
    expect(page.url()).toContain('port=customers.changes');
  });

  it('asks for access with a purpose, some fields and an end', async () => {
    await page.getByRole('button', { name: 'Ask for access' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Send request' }).click();
    await dialog.getByText('Say what you need it for').waitFor();
    await dialog.getByLabel('Purpose').fill('<img src=x onerror=alert(1)> & reports');
    await dialog.getByPlaceholder('All fields').click();
    await page.getByRole('option', { name: 'customer_id' }).click();
    await page.keyboard.press('Tab');
    await dialog.getByRole('button', { name: '3 months' }).click();

    await dialog.getByRole('button', { name: 'Send request' }).click();

    await page.getByText('You have asked for this').waitFor();
  });

  it('brings the request to its owner, as text, who approves it', async () => {
    await signOut();
    await signIn('olga');
    await page.goto('/inbox');
    await page.getByRole('link', { name: 'ada asks for customers.changes' }).waitFor();
    await page.goto('/requests');
    await page.getByText('<img src=x onerror=alert(1)> & reports').waitFor();

    await page.getByRole('button', { name: 'Approve ada for customers.changes' }).click();

    await page.getByText('<img src=x').waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'All' }).click();
    const decided = page.getByRole('listitem').filter({ hasText: '<img src=x' });
    expect(await decided.textContent()).toContain('Approved');
  });

  it('does not reject without a reason', async () => {
    await page.getByRole('tab', { name: 'To decide' }).click();
    await page.getByRole('button', { name: 'Reject bo for customers.changes' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Reject' }).click();
    await dialog.getByText('Give a reason.').waitFor();
    await dialog.getByLabel('Reason').fill('Name the fields.');

    await dialog.getByRole('button', { name: 'Reject' }).click();

    await page.getByText('Nothing waits for your decision.').waitFor();
  });

  it('says how far it is with what takes its time', async () => {
    await page.goto('/operations');

    await page.getByText('1,204 of 20,411 documents').waitFor();
    expect(await page.getByRole('progressbar', { name: 'Documents are applied' }).getAttribute('value')).toBe(
      '1204',
    );
  });

  it('votes on a domain, never no without saying why', async () => {
    await page.goto('/domains');
    await page.getByText('waits for you').click();
    await page.getByRole('button', { name: 'Vote', exact: true }).click();
    await page.getByRole('button', { name: 'Vote no' }).click();
    await page.getByText('Say why: others want to know.').waitFor();
    await page.getByRole('button', { name: 'Vote yes' }).click();

    await page.getByText('2 of 2 yes votes needed').waitFor();
  });

  it('walks from a sampled record to its source', async () => {
    await page.goto('/products/customers?tab=sample');
    await page.getByRole('button', { name: 'Show a sample' }).click();
    await page.getByRole('link', { name: 'Trace record customers.customers/1/41' }).click();

    await page
      .getByRole('list')
      .getByText('jdbc:postgresql://127.0.0.1:5432/chinook table customer')
      .waitFor();
    await page.getByRole('cell', { name: 'notebook · campaign' }).waitFor();
  });

  it('asks to sign in again when the session has ended, and goes on where it was', async () => {
    await page.context().clearCookies();
    await page.getByRole('link', { name: 'Audit' }).click();
    await page.waitForURL('**/login');

    await signIn('olga');

    await page.getByRole('heading', { name: 'Audit' }).waitFor();
  });

  it('says what is missing where nothing is', async () => {
    await page.goto('/products/nothing-here');

    await page.getByText('There is no product nothing-here.').waitFor();
    expect(faults).toEqual([]);
  });

  it('draws a flow by keyboard alone and sees what would change', async () => {
    await page.goto('/draw/invoices-ingest');
    await page.getByText('1 problem').waitFor();
    const node = page.locator('.react-flow__node[data-id="read"]');
    await node.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'table' }).fill('invoices');
    await page.getByText('No problems').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('1 problem').waitFor();
    await page.getByRole('button', { name: 'Redo' }).click();
    await page.getByText('No problems').waitFor();

    await page.getByRole('button', { name: 'Review and apply' }).click();

    expect(await page.locator('.diff-new').allInnerTexts()).toEqual(
      expect.arrayContaining([expect.stringContaining('table: invoices')]),
    );
    await page.keyboard.press('Escape');
  });

  it('gives back what was drawn and not applied', async () => {
    await page.goto('/flows');
    await page.goto('/draw/invoices-ingest');

    await page.getByText('What you drew here before is back').waitFor();
    await page.getByRole('button', { name: 'Discard it' }).click();
    await page.getByText('1 problem').waitFor();
  });

  it('lets axe find nothing on the pages for those who look after the mesh', async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const found: string[] = [];
    for (const path of [
      '/draw/invoices-ingest',
      '/policies/mask-personal-data',
      '/operations',
      '/value',
      '/audit',
    ]) {
      await page.goto(path);
      await page.locator('main h1').first().waitFor();
      await page.waitForTimeout(300);
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => {
        const { axe: checker } = window as unknown as {
          axe: { run: (on: Document, how: object) => Promise<{ violations: { id: string }[] }> };
        };
        const only = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
        return (await checker.run(document, { runOnly: only })).violations.map(({ id }) => id);
      });
      found.push(...violations.map((id) => `${path}: ${id}`));
    }

    expect(found).toEqual([]);
  });
});
