import type { Page } from '@playwright/test';
import { expect, go, test } from './product.ts';

/** Every view: its digit, its letter after `g`, and what stands in the rail. */
const places = [
  ['1', 'c', 'cluster'],
  ['2', 't', 'topics'],
  ['3', 'm', 'messages'],
  ['4', 'p', 'producers'],
  ['5', 'g', 'groups'],
  ['6', 'r', 'throughput'],
  ['7', 'b', 'brokers'],
  ['8', 's', 'scenarios'],
  ['9', 'x', 'terminal'],
  ['0', 'd', 'doctor'],
] as const;

test.describe('the frame', () => {
  test.beforeEach(async ({ page, say }) => {
    await expect(page.getByRole('heading', { name: say('home.titleReady') })).toBeVisible();
  });

  test('leads to every view by a digit, by two letters and by its rail', async ({ page, say }) => {
    const rail = page.getByRole('navigation', { name: say('frame.views') });
    for (const [digit, letter, name] of places) {
      const link = rail.getByRole('link', { name: say(`frame.${name}`), exact: true });
      await leaveFields(page);
      await page.keyboard.press(digit);
      await expect(link, digit).toHaveAttribute('aria-current', 'page');
      await leaveFields(page);
      await page.keyboard.press('g');
      await page.keyboard.press('h');
      await expect(link, 'g h').not.toHaveAttribute('aria-current', 'page');
      await page.keyboard.press('g');
      await page.keyboard.press(letter);
      await expect(link, `g ${letter}`).toHaveAttribute('aria-current', 'page');
      await rail.getByRole('link', { name: say('frame.home'), exact: true }).click();
      await link.click();
      await expect(link, name).toHaveAttribute('aria-current', 'page');
    }
  });

  test('loses no key that is typed before the palette is there', async ({ page, say }) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('kill broker 2');
    await expect(page.getByRole('combobox', { name: say('frame.palette') })).toHaveValue(
      'kill broker 2',
    );
    // Under the palette, the start page has a choice of topics with options of its own.
    const first = page
      .getByRole('listbox', { name: say('frame.palette') })
      .getByRole('option')
      .first();
    await expect(first).toContainText(say('cluster.killBroker', { id: 2 }));
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog').filter({ hasText: 'SIGKILL' });
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();

    // What was done last comes first.
    await page.keyboard.press('Control+k');
    await expect(first).toContainText(say('cluster.killBroker', { id: 2 }));
    await page.keyboard.press('Escape');
    await expect(page.getByRole('combobox', { name: say('frame.palette') })).toBeHidden();
  });

  test('lists its keys, and those of the view, at ?', async ({ page, say }) => {
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: say('frame.shortcuts') });
    await expect(help).toBeVisible();
    await expect(help.getByText(say('frame.split'))).toBeVisible();
    await expect(help.getByText(say('frame.throughput'))).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(help).toBeHidden();
  });

  test('shows a view alone and larger to an audience', async ({ page, say }) => {
    const rail = page.getByRole('navigation', { name: say('frame.views') });
    const size = () =>
      page.evaluate(() => Number.parseFloat(getComputedStyle(document.body).fontSize));
    const before = await size();
    await page.keyboard.press('Shift+p');
    await expect(rail).toBeHidden();
    expect(await size()).toBeGreaterThan(before * 1.3);
    await page.keyboard.press('Escape');
    await expect(rail).toBeVisible();
    expect(await size()).toBe(before);
  });

  test('keeps language and theme for the next visit', async ({ page }) => {
    await page.getByText('한국어').click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
    await page.getByRole('button', { name: '테마' }).click();
    await page.getByRole('menuitem', { name: '어둡게' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
    await page.evaluate(() => window.localStorage.removeItem('rivulet.language'));
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  });

  test('says since when what it shows is old', async ({ page, cluster, say }) => {
    await expect(page.getByText(say('frame.brokersUp', { up: 3, all: 3 }))).toBeVisible();
    await cluster.stop();
    const banner = page.getByRole('status').filter({ hasText: say('frame.lost') });
    await expect(banner).toBeVisible();
    await expect(banner.locator('time')).toHaveAttribute('datetime', /^\d{4}-/);
  });
});

test.describe('every view', () => {
  test('has room at 1024 x 700, and larger type on a projector', async ({ page, say }) => {
    await expect(page.getByRole('heading', { name: say('home.titleReady') })).toBeVisible();
    await page.setViewportSize({ width: 1024, height: 700 });
    const rail = page.getByRole('navigation', { name: say('frame.views') });
    expect(await rail.evaluate((it) => it.scrollHeight - it.clientHeight)).toBe(0);
    for (const name of ['home', ...places.map(([, , place]) => place), 'settings']) {
      await go(page, `#/${name}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(over, name).toBe(0);
    }
    const size = () =>
      page.evaluate(() => Number.parseFloat(getComputedStyle(document.body).fontSize));
    const before = await size();
    await page.setViewportSize({ width: 2560, height: 1440 });
    expect(await size()).toBeGreaterThan(before);
  });
});

/** A view may put the keyboard into a field of its own. */
async function leaveFields(page: Page): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
}
