import { expect, test } from './product.ts';

test.describe('the frame', () => {
  test('is reached by keyboard: views by number, everything else by the palette', async ({
    page,
    say,
  }) => {
    await expect(page.getByRole('heading', { name: say('home.titleReady') })).toBeVisible();
    const titles = [
      ['1', 'cluster.title'],
      ['2', 'topics.title'],
      ['3', 'messages.title'],
      ['4', 'groups.title'],
      ['5', 'throughput.title'],
      ['6', 'scenarios.title'],
    ] as const;
    for (const [key, title] of titles) {
      const heading = page.getByRole('heading', { level: 1, name: say(title) });
      await expect(async () => {
        await page.keyboard.press(key);
        await expect(heading).toBeVisible({ timeout: 1000 });
      }).toPass();
    }
    await page.keyboard.press('Control+k');
    const search = page
      .getByLabel(say('frame.palette'), { exact: true })
      .and(page.locator('input'));
    await expect(search).toBeFocused();
    await page.keyboard.type('kill broker 2');
    await expect(page.getByRole('button', { name: 'Stop broker 2' })).toHaveCount(0);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog').filter({ hasText: 'SIGKILL' });
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });

  test('keeps language and theme for the next visit', async ({ page, say }) => {
    await expect(page.getByRole('heading', { name: say('home.titleReady') })).toBeVisible();
    await page.getByText('한국어').click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
    await page.getByRole('button', { name: '테마' }).click();
    await page.getByRole('menuitem', { name: '어둡게' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
    await page.evaluate(() => window.localStorage.clear());
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  });

  test('says since when what it shows is old', async ({ page, cluster, say }) => {
    await expect(page.getByText(say('frame.brokersUp', { up: 3, all: 3 }))).toBeVisible();
    await cluster.stop();
    const [before = ''] = say('frame.lost', { time: '|' }).split('|');
    await expect(page.getByText(before)).toBeVisible();
  });
});
