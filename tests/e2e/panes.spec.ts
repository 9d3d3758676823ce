import { expect, test } from './product.ts';

test.describe('two views side by side', () => {
  test.beforeEach(async ({ page, say }) => {
    await expect(page.getByRole('heading', { name: say('home.titleReady') })).toBeVisible();
    await page.evaluate(() => (window.location.hash = '#/cluster'));
  });

  test('are opened, used and closed by keyboard, and kept in the address', async ({
    page,
    say,
  }) => {
    await page.keyboard.press('Control+\\');
    await expect(page).toHaveURL(/#\/cluster\|\|\/cluster$/);
    const left = page.getByRole('region', { name: say('frame.pane-main') });
    const right = page.getByRole('region', { name: say('frame.pane-beside') });
    await page.keyboard.press('F6');
    await expect(right).toBeFocused();
    await page.keyboard.press('2');
    await expect(page).toHaveURL(/#\/cluster\|\|\/topics$/);
    await expect(right.getByRole('heading', { level: 1, name: say('topics.title') })).toBeVisible();
    await expect(left.getByRole('heading', { level: 1, name: say('cluster.title') })).toBeVisible();

    await page.goBack();
    await expect(page).toHaveURL(/#\/cluster\|\|\/cluster$/);
    await page.goForward();
    await expect(page).toHaveURL(/#\/cluster\|\|\/topics$/);

    // The same address shows the same again.
    await page.reload();
    await expect(right.getByRole('heading', { level: 1, name: say('topics.title') })).toBeVisible();
    await right
      .getByRole('button', { name: say('frame.closePane', { name: say('frame.topics') }) })
      .click();
    await expect(page).toHaveURL(/#\/cluster$/);
    await expect(right).toHaveCount(0);
  });

  test('keep the links of each in its own place', async ({ page, say }) => {
    await page.evaluate(() => (window.location.hash = '#/home||/scenarios'));
    const right = page.getByRole('region', { name: say('frame.pane-beside') });
    await right.getByRole('listitem').getByRole('link').first().click();
    await expect(page).toHaveURL(/#\/home\|\|\/scenarios\/./);
    const left = page.getByRole('region', { name: say('frame.pane-main') });
    await left.getByRole('link', { name: say('home.groupsMembers') }).click();
    await expect(page).toHaveURL(/#\/groups\|\|\/scenarios\/./);
  });

  test('come of a view that is dragged out of the rail', async ({ page, say }) => {
    const rail = page.getByRole('navigation', { name: say('frame.views') });
    const messages = rail.getByRole('link', { name: say('frame.messages'), exact: true });
    const from = await messages.boundingBox();
    const main = await page.getByRole('main').boundingBox();
    if (!from || !main) throw new Error('nothing to drag');
    await page.mouse.move(from.x + 20, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(from.x + 60, from.y + 30, { steps: 4 });
    await page.mouse.move(main.x + main.width * 0.8, main.y + main.height / 2, { steps: 8 });
    await expect(page.getByText(say('frame.drop-beside'))).toBeVisible();
    await page.mouse.move(main.x + main.width * 0.75, main.y + main.height / 2, { steps: 4 });
    await page.mouse.up();
    await expect(page).toHaveURL(/#\/cluster\|\|\/messages/);
  });

  test('share the width as one likes', async ({ page, say }) => {
    await page.evaluate(() => (window.location.hash = '#/cluster||/topics'));
    const divider = page.getByRole('separator', { name: say('frame.divider') });
    await expect(divider).toHaveAttribute('aria-valuenow', '50');
    await divider.focus();
    await page.keyboard.press('ArrowRight');
    await expect(divider).toHaveAttribute('aria-valuenow', '55');
    const box = await divider.boundingBox();
    const main = await page.getByRole('main').boundingBox();
    if (!box || !main) throw new Error('nothing to drag');
    await page.mouse.move(box.x, box.y + 200);
    await page.mouse.down();
    await page.mouse.move(main.x + main.width * 0.35, box.y + 200, { steps: 5 });
    await page.mouse.up();
    await expect(divider).toHaveAttribute('aria-valuenow', /^3[456]$/);
    await page.reload();
    await expect(divider).toHaveAttribute('aria-valuenow', /^3[456]$/);
  });

  test('are opened from the palette', async ({ page, say }) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(say('frame.throughput'));
    await page.keyboard.press('Control+Enter');
    await expect(page).toHaveURL(/#\/cluster\|\|\/throughput$/);
  });
});
