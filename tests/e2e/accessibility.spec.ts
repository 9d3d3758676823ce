import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './product.ts';
import type { Say } from './words.ts';

const cases = [
  { theme: 'light', language: 'en' },
  { theme: 'dark', language: 'ko' },
] as const;

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
  '#/throughput',
  '#/throughput?by=topic&range=1h',
  '#/throughput?by=client&table=1',
  '#/throughput?show=latency',
  '#/throughput?show=requests',
  '#/throughput?show=brokers',
  '#/scenarios',
  '#/scenarios/e-commerce',
  '#/producers',
  '#/brokers',
  '#/terminal',
  '#/doctor',
  '#/settings',
  '#/cluster||/messages/hello-rivulet',
];

for (const { theme, language } of cases) {
  test.describe(`every view in ${theme} (${language})`, () => {
    test.use({ language, colorScheme: theme });
    test.setTimeout(300_000);

    test('has no violation that axe finds', async ({ page, say }) => {
      await fill(page, say);
      for (const address of addresses) {
        await page.evaluate((hash) => {
          window.location.hash = hash;
        }, address);
        await expect(page.getByRole('heading').first(), address).toBeVisible();
        await expect(page.getByRole('status', { name: say('common.loading') })).toHaveCount(0);
        await expectNoViolation(page, address);
      }
    });

    test('has none in the drawer and the palette either', async ({ page, say }) => {
      await page.getByRole('button', { name: say('home.send') }).click();
      await page.getByRole('link', { name: say('home.seeMessages') }).click();
      await page
        .getByRole('row')
        .filter({ hasText: say('home.defaultMessage') })
        .click();
      await expect(page.getByText(say('messages.headers'), { exact: true })).toBeVisible();
      await expectNoViolation(page, 'message detail');
      await page.getByRole('button', { name: say('messages.produce') }).click();
      await expect(page.getByRole('textbox', { name: say('messages.value') })).toBeVisible();
      await expectNoViolation(page, 'produce form');
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectNoViolation(page, 'palette');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: say('frame.shortcuts') })).toBeVisible();
      await expectNoViolation(page, 'shortcuts');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
      await page.keyboard.press('Shift+p');
      await expect(page.getByRole('navigation', { name: say('frame.views') })).toBeHidden();
      await expectNoViolation(page, 'presentation');
    });
  });
}

/** Something to see in each view: a topic, a message, groups, traffic, a run. */
async function fill(page: Page, say: Say): Promise<void> {
  await page.getByRole('button', { name: say('home.send') }).click();
  await expect(page.getByText(say('home.arrivedTitle'))).toBeVisible({ timeout: 20_000 });
  await page.evaluate(() => {
    window.location.hash = '#/scenarios/e-commerce';
  });
  await page.getByRole('button', { name: say('scenarios.run'), exact: true }).click();
  await expect(page.getByText(/(waiting|대기)$/).first()).toBeVisible({ timeout: 30_000 });
}

async function expectNoViolation(page: Page, where: string): Promise<void> {
  // No tooltip of what was pressed last: it stands outside of all landmarks.
  await page.mouse.move(1, 1);
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  // Colours in the middle of a transition are nobody's choice.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity)
        .map((animation) => animation.finished),
    ),
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => ({
    id,
    nodes: nodes
      .slice(0, 3)
      .map(({ target, failureSummary }) => [target.join(' '), failureSummary]),
  }));
  // All of them are told, not the first place only.
  expect.soft(found, where).toEqual([]);
}
