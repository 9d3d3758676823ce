/** The studio: the order flow drawn from nothing, by mouse and by keyboard; run, broken, mended, kept, shared. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { expect, go, languages, test } from './product.ts';
import type { Say } from './words.ts';

for (const language of languages) {
  test.describe(`the studio (${language})`, () => {
    test.use({ language });
    test.setTimeout(180_000);

    test('draws by mouse, runs, breaks, mends, keeps and shares', async ({ page, say }) => {
      await drawByMouse(page, say);
      await nameScenario(page, say, 'by-mouse');
      await page.getByRole('button', { name: say('scenarios.run'), exact: true }).click();
      await expect(page).toHaveURL(/#\/scenarios\/by-mouse/);
      await runAndBreak(page, say);

      // Kept: it is there again when it is opened from the list, as it was drawn.
      await go(page, '#/scenarios');
      await page.getByRole('link', { name: 'by-mouse' }).click();
      for (const name of ['order', 'orders', 'payment', 'payments']) {
        await expect(node(page, name)).toBeVisible();
      }
      await exportIt(page, say);
      await share(page, say);
    });

    test('draws by keyboard, undoes, saves and runs', async ({ page, say }) => {
      await go(page, '#/scenarios');
      await page.getByRole('link', { name: say('studio.newScenario') }).focus();
      await page.keyboard.press('Enter');
      await expect(page.getByText(say('studio.emptyTitle'))).toBeVisible();
      await addByKey(page, say, 'service', 'order');
      await addByKey(page, say, 'topic', 'orders');
      await addByKey(page, say, 'service', 'payment');
      await connectByKey(page, say, 'order', 'orders');
      await connectByKey(page, say, 'orders', 'payment');
      await expect(edge(page, say, 'read', 'orders', 'payment')).toBeVisible();

      await page.keyboard.press('Control+z');
      await expect(edge(page, say, 'read', 'orders', 'payment')).toHaveCount(0);
      await page.keyboard.press('Control+Shift+z');
      await expect(edge(page, say, 'read', 'orders', 'payment')).toBeVisible();

      // An arrow moves what is selected, and Enter opens its form.
      const before = await node(page, 'payment').boundingBox();
      await node(page, 'payment').focus();
      await page.keyboard.press('Enter');
      await expect(panel(page, say).getByRole('textbox').first()).toBeFocused();
      await node(page, 'payment').focus();
      await page.keyboard.press('ArrowDown');
      await expect
        .poll(async () => (await node(page, 'payment').boundingBox())?.y)
        .not.toBe(before?.y);

      await page.keyboard.press('Control+s');
      await expect(page).toHaveURL(/#\/scenarios\/my-scenario/);
      await expect(page.getByText(say('studio.unsaved'))).toHaveCount(0);
      const run = page.getByRole('button', { name: say('scenarios.run'), exact: true });
      await run.focus();
      await page.keyboard.press('Enter');
      await expect(up(page, say, 'payment')).toBeVisible({ timeout: 40_000 });
      const stop = page.getByRole('button', { name: say('scenarios.stopNow') });
      await stop.focus();
      await page.keyboard.press('Enter');
      await expect(
        page.getByRole('button', { name: say('scenarios.runAgain'), exact: true }),
      ).toBeVisible({ timeout: 40_000 });
    });

    test('text and drawing change each other, and faults lead to their place', async ({
      page,
      say,
    }) => {
      await go(page, '#/scenarios?new=1');
      await page.getByRole('button', { name: say('studio.drawSmallest') }).click();
      await expect(node(page, 'reader')).toBeVisible();
      await page.getByRole('button', { name: say('studio.text'), exact: true }).click();
      const text = page.getByRole('textbox', { name: say('studio.textLabel') });
      await expect(text).toContainText('name: reader');

      // What is selected in the drawing is shown in the text, and the other way round.
      await node(page, 'reader').click();
      await expect(page.locator('.cm-shown').first()).toContainText('name: reader');
      await text.getByText('name: sender').click();
      await expect(node(page, 'sender')).toHaveClass(/selected/);

      // A comment that is typed stays when the drawing changes the text.
      await text.getByText('name: sender').click();
      await page.keyboard.press('End');
      await page.keyboard.type(' # makes them');
      await page.getByRole('button', { name: say('studio.add-topic'), exact: true }).click();
      await expect(node(page, 'events-2')).toBeVisible();
      await expect(text).toContainText('name: sender # makes them');
      await expect(text).toContainText('name: events-2');

      // A wrong name: a badge at the node, and the fault in the list leads to its line.
      await text.getByText('- topic: events', { exact: true }).first().click();
      await page.keyboard.press('End');
      await page.keyboard.type('x');
      await page.keyboard.press('Escape');
      const badge = say('studio.faultCount', { count: 1 });
      await expect(page.getByRole('img', { name: faultName(badge) })).toBeVisible();
      await page.locator('.react-flow__pane').click({ position: { x: 30, y: 400 } });
      await panel(page, say)
        .getByRole('button', { name: /eventsx/ })
        .click();
      await expect(page.locator('.cm-activeLine')).toContainText('eventsx');
      await page.keyboard.press('Control+z');
      await expect(page.getByRole('img', { name: faultName(badge) })).toHaveCount(0);
    });
  });
}

/** English tells one from several. */
function faultName(badge: string): RegExp {
  return new RegExp(badge.replace('faults', 'faults?'));
}

function node(page: Page, name: string): Locator {
  return page.getByRole('group', { name, exact: true });
}

function edge(page: Page, say: Say, kind: 'read' | 'write', from: string, to: string): Locator {
  return page.getByRole('button', { name: say(`studio.edge-${kind}`, { from, to }), exact: true });
}

function panel(page: Page, say: Say): Locator {
  return page.getByRole('complementary', { name: say('studio.panel') });
}

function up(page: Page, say: Say, name: string): Locator {
  return node(page, name).getByText(say('scenarios.up'), { exact: true });
}

async function drawByMouse(page: Page, say: Say): Promise<void> {
  await go(page, '#/scenarios');
  await page.getByRole('link', { name: say('studio.newScenario') }).click();
  const add = async (kind: 'service' | 'topic', name: string) => {
    await page.getByRole('button', { name: say(`studio.add-${kind}`), exact: true }).click();
    const field = panel(page, say).getByRole('textbox', {
      name: say('scenarioFields.label-name'),
      exact: true,
    });
    await field.fill(name);
    await field.press('Enter');
    await expect(node(page, name)).toBeVisible();
  };
  await add('service', 'order');
  await add('topic', 'orders');
  await add('service', 'payment');
  await add('topic', 'payments');
  await page.getByRole('button', { name: say('studio.fit') }).click();
  await pull(page, 'order', 'orders');
  await expect(edge(page, say, 'write', 'order', 'orders')).toBeVisible();
  await pull(page, 'orders', 'payment');
  await expect(edge(page, say, 'read', 'orders', 'payment')).toBeVisible();
  await pull(page, 'payment', 'payments');
  await expect(edge(page, say, 'write', 'payment', 'payments')).toBeVisible();
}

/** A line from the right handle of one node to the left handle of the other. */
async function pull(page: Page, from: string, to: string): Promise<void> {
  await settled(page);
  const start = await node(page, from).locator('.react-flow__handle-right').boundingBox();
  const end = await node(page, to).locator('.react-flow__handle-left').boundingBox();
  if (!start || !end) throw new Error(`There are no handles at ${from} and ${to}.`);
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x + 30, end.y + 10, { steps: 6 });
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 4 });
  await page.mouse.up();
}

/** The view has stopped moving. */
async function settled(page: Page): Promise<void> {
  const viewport = page.locator('.react-flow__viewport');
  let before = '';
  await expect
    .poll(async () => {
      const now = (await viewport.getAttribute('style')) ?? '';
      const isStill = now === before;
      before = now;
      return isStill;
    })
    .toBe(true);
}

async function nameScenario(page: Page, say: Say, name: string): Promise<void> {
  await page.locator('.react-flow__pane').click({ position: { x: 40, y: 500 } });
  await panel(page, say)
    .getByRole('tab', { name: say('studio.tabForm') })
    .click();
  for (const label of ['scenarioFields.label-name', 'scenarioFields.label-title'] as const) {
    const field = panel(page, say).getByRole('textbox', { name: say(label), exact: true });
    await field.first().fill(name);
  }
}

async function runAndBreak(page: Page, say: Say): Promise<void> {
  const payment = node(page, 'payment');
  await expect(up(page, say, 'payment')).toBeVisible({ timeout: 40_000 });
  await page
    .getByRole('button', { name: say('scenarios.takeDownNamed', { title: 'payment' }) })
    .click();
  await expect(payment.getByText(say('scenarios.down'), { exact: true })).toBeVisible();
  await expect.poll(() => waitingIn(payment), { timeout: 30_000 }).toBeGreaterThan(10);
  await page
    .getByRole('button', { name: say('scenarios.bringUpNamed', { title: 'payment' }) })
    .click();
  await expect.poll(() => waitingIn(payment), { timeout: 40_000 }).toBeLessThan(10);

  // Its log and its consumer are one click away.
  await payment.getByText('payment', { exact: true }).click();
  await panel(page, say)
    .getByRole('tab', { name: say('studio.tabState') })
    .click();
  await expect(panel(page, say).getByRole('link', { name: 'payment-service' })).toBeVisible();

  await page.getByRole('button', { name: say('scenarios.stop'), exact: true }).click();
  await expect(
    page.getByText(say('scenarios.phase-finished'), { exact: true }).first(),
  ).toBeVisible({ timeout: 40_000 });
}

/** `12 waiting`, `12건 대기`. */
async function waitingIn(box: Locator): Promise<number> {
  const text = await box.getByText(/\d (waiting)|\d건 대기/).innerText();
  return Number(text.replaceAll(/\D/g, ''));
}

async function exportIt(page: Page, say: Say): Promise<void> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: say('exports.export') }).click();
  await page.getByRole('menuitem', { name: say('exports.asyncapi') }).click();
  const path = await (await download).path();
  expect(readFileSync(path, 'utf8')).toContain('asyncapi: 3');
}

/** Downloaded, removed, and dropped again: the same drawing. */
async function share(page: Page, say: Say): Promise<void> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: say('studio.download'), exact: true }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('by-mouse.rivulet.yaml');
  const text = readFileSync(await file.path(), 'utf8');
  await page.getByRole('button', { name: say('scenarios.remove'), exact: true }).click();
  await page.getByRole('button', { name: say('scenarios.removeScenario') }).click();
  await expect(page.getByRole('heading', { name: say('scenarios.title') })).toBeVisible();

  const transfer = await page.evaluateHandle((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], 'by-mouse.rivulet.yaml', { type: 'application/yaml' }));
    return data;
  }, text);
  await page
    .getByRole('heading', { name: say('scenarios.title') })
    .dispatchEvent('drop', { dataTransfer: transfer });
  await expect(node(page, 'payments')).toBeVisible();
  await page.getByRole('button', { name: say('studio.save'), exact: true }).click();
  await expect(page).toHaveURL(/#\/scenarios\/by-mouse/);
}

async function addByKey(page: Page, say: Say, kind: 'service' | 'topic', name: string) {
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: say('studio.add') });
  await dialog.getByRole('combobox').fill(say(`studio.add-${kind}`));
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  const added = page.locator('.react-flow__node.selected');
  await added.focus();
  await page.keyboard.press('F2');
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await expect(node(page, name)).toBeVisible();
}

async function connectByKey(page: Page, say: Say, from: string, to: string): Promise<void> {
  await page.keyboard.press('Control+f');
  await page
    .getByRole('dialog', { name: say('studio.search') })
    .getByRole('combobox')
    .fill(from);
  await page.keyboard.press('Enter');
  await expect(node(page, from)).toHaveClass(/selected/);
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: say('studio.connectNamed', { title: from }) });
  await dialog.getByRole('combobox').fill(to);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
}
