import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { expect, go, test } from './product.ts';
import { type Say, wordsIn } from './words.ts';

/** Every view, and what opens over it. */
const addresses = [
  '#/home',
  '#/cluster',
  '#/cluster?broker=1&act=kill',
  '#/cluster?level=cells&partition=hello-rivulet/0',
  '#/cluster?level=topics&heat=traffic',
  '#/topics',
  '#/topics?create=1',
  '#/topics/hello-rivulet',
  '#/messages/hello-rivulet',
  '#/groups',
  '#/groups/payment-service',
  '#/follow',
  '#/follow?key=order-000001',
  '#/throughput',
  '#/throughput?by=topic&range=1h',
  '#/throughput?by=client&table=1',
  '#/throughput?show=latency',
  '#/throughput?show=requests',
  '#/throughput?show=brokers',
  '#/scenarios',
  '#/scenarios/e-commerce',
  '#/scenarios?new=1',
  '#/questions',
  '#/questions/compare',
  '#/questions/need-kafka?path=nn',
  '#/questions/need-kafka?path=nnyy',
  '#/questions/kraft',
  '#/producers',
  '#/brokers',
  '#/terminal',
  '#/doctor',
  '#/settings',
  '#/settings/lan',
  '#/cluster||/messages/hello-rivulet',
];

const emptyAddresses = ['#/cluster', '#/topics', '#/messages', '#/producers', '#/groups'];

/** Every view is seen in both themes and both languages, on the same cluster. */
const looks = [
  { language: 'en', theme: 'light' },
  { language: 'ko', theme: 'dark' },
] as const;

// A picture of the page at each step would take longer than axe.
test.use({ trace: 'off' });
test.setTimeout(400_000);

test('axe finds no violation in any view, nor in what opens over it', async ({
  page: first,
  browser,
  say: firstSay,
}) => {
  // What a newcomer sees: nothing yet, and the way to the first one.
  await first.evaluate(axe.source);
  for (const address of emptyAddresses) {
    await go(first, address);
    await expect(first.getByRole('heading', { level: 2 }).first(), address).toBeVisible();
    await expectNoViolation(first, firstSay, `${address} (empty)`);
  }
  await go(first, '#/home');
  await fill(first, firstSay);
  const { cookies } = await first.context().storageState();
  const { origin } = new URL(first.url());
  await first.close();
  for (const { language, theme } of looks) {
    const context = await browser.newContext({
      storageState: { cookies, origins: [] },
      locale: language === 'ko' ? 'ko-KR' : 'en-US',
      colorScheme: theme,
      reducedMotion: 'reduce',
      viewport: { width: 1440, height: 900 },
    });
    const page = await context.newPage();
    await page.goto(origin);
    await page.evaluate(axe.source);
    const say = wordsIn(language);
    for (const address of addresses) {
      await go(page, address);
      await expect(page.getByRole('heading').first(), address).toBeVisible();
      await expectNoViolation(page, say, `${address} (${language}, ${theme})`);
    }
    await whatOpensOver(page, say, theme);
    await context.close();
  }
});

async function whatOpensOver(page: Page, say: Say, theme: string): Promise<void> {
  const check = (what: string) => expectNoViolation(page, say, `${what} (${theme})`);
  await go(page, '#/messages/hello-rivulet');
  await page
    .getByRole('row')
    .filter({ hasText: wordsIn('en')('home.defaultMessage') })
    .click();
  await expect(page.getByText(say('messages.headers'), { exact: true })).toBeVisible();
  await check('message detail');
  await page.getByRole('button', { name: say('messages.produce') }).click();
  await expect(page.getByRole('textbox', { name: say('messages.value') })).toBeVisible();
  await check('produce form');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await check('palette');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: say('frame.shortcuts') })).toBeVisible();
  await check('shortcuts');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('Shift+p');
  await expect(page.getByRole('navigation', { name: say('frame.views') })).toBeHidden();
  await check('presentation');
}

/** Something to see in each view: a topic, a message, groups, traffic, a run. */
async function fill(page: Page, say: Say): Promise<void> {
  await page.getByRole('button', { name: say('home.send') }).click();
  await expect(page.getByText(say('home.arrivedTitle'))).toBeVisible();
  await go(page, '#/scenarios/e-commerce');
  await page.getByRole('button', { name: say('scenarios.run'), exact: true }).click();
  await expect(page.getByText(/(waiting|대기)$/).first()).toBeVisible({ timeout: 30_000 });
}

async function expectNoViolation(page: Page, say: Say, where: string): Promise<void> {
  // No tooltip of what was pressed last: it stands outside of all landmarks.
  await page.mouse.move(1, 1);
  await expect(
    page.getByRole('tooltip').or(page.getByRole('status', { name: say('common.loading') })),
  ).toHaveCount(0);
  // All of them are told, not the first place only.
  expect.soft(await violations(page), where).toEqual([]);
}

function violations(page: Page): Promise<unknown[]> {
  return page.evaluate(async () => {
    // Colours in the middle of a transition are nobody's choice.
    await Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity)
        .map((animation) => animation.finished),
    );
    const { axe: inPage } = window as unknown as { readonly axe: typeof axe };
    const found = await inPage.run(document, { resultTypes: ['violations'] });
    return found.violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes
        .slice(0, 3)
        .map(({ target, failureSummary }) => [target.join(' '), failureSummary]),
    }));
  });
}
