import type { Locator, Page } from '@playwright/test';
import { expect, languages, test } from './product.ts';
import type { Say } from './words.ts';

for (const language of languages) {
  test.describe(`the cluster map (${language})`, () => {
    test.use({ language });
    test.setTimeout(180_000);

    test('goes back to before a kill, and is never taken for now', async ({ page, say }) => {
      await openMap(page, say);
      // Started again at once it would lead again at once.
      const restarts = page.getByRole('switch', { name: say('cluster.restartPolicy') });
      await restarts.click();
      await expect(restarts).not.toBeChecked();
      const id = Number(await leaderIn(partitionRow(page)).getAttribute('data-broker'));
      const name = say('cluster.killBroker', { id });
      await page.getByRole('button', { name }).click();
      await page.getByRole('dialog').getByRole('button', { name }).click();
      await expect(leaderIn(partitionRow(page))).not.toHaveAttribute('data-broker', `${id}`);
      const live = Number(await leaderIn(partitionRow(page)).getAttribute('data-broker'));

      // From event to event, by the keyboard, until the dead broker leads again.
      const slider = page.getByRole('slider', { name: say('cluster.timelineSlider') });
      await slider.focus();
      await expect(async () => {
        await page.keyboard.press('ArrowLeft');
        await expect(leaderIn(partitionRow(page))).toHaveAttribute('data-broker', `${id}`, {
          timeout: 1_000,
        });
      }).toPass();
      await expect(slider).not.toHaveAttribute('aria-valuetext', say('cluster.now'));
      await expect(page.getByText(say('cluster.asItWas', { time: '' }).trim())).toBeVisible();
      // Nothing can be done to the past.
      await expect(page.getByRole('button', { name })).toHaveCount(0);
      expect(page.url()).toContain('at=');

      // The moment has an address.
      await page.reload();
      await expect(leaderIn(partitionRow(page))).toHaveAttribute('data-broker', `${id}`);
      await page.getByRole('button', { name: say('cluster.backToNow') }).click();
      await expect(page.getByRole('button', { name: say('cluster.backToNow') })).toHaveCount(0);
      await expect(page.locator('[data-past]')).toHaveCount(0);
      expect(live).not.toBe(id);
    });
  });
}

test.describe('replicas', () => {
  test.setTimeout(240_000);

  test('a replica is dragged to another broker, which is said first', async ({ page, say }) => {
    await openMap(page, say);
    await addBroker(page, say);
    const row = partitionRow(page);
    const follower = row.locator('[data-role="follower"]').first();
    const from = Number(await follower.getAttribute('data-broker'));
    const free = row.locator('td[data-column="4"]');
    await drag(page, follower, free);

    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText(say('cluster.planLeaderStays'))).toBeVisible();
    await dialog.getByRole('button', { name: say('cluster.moveAction') }).click();
    await expect(dialog).toBeHidden();
    await expect(row.locator('[data-broker="4"]')).toHaveAttribute('data-role', 'follower', {
      timeout: 60_000,
    });
    await expect(row.locator(`[data-broker="${from}"]`)).toHaveCount(0);
  });

  test('by the keyboard alone: a partition is opened, and its replica moved', async ({
    page,
    say,
  }) => {
    await openMap(page, say);
    await addBroker(page, say);
    await leaderIn(partitionRow(page)).focus();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary', {
      name: say('common.partitionOf', { topic: 'hello-rivulet', partition: 0 }),
    });
    await expect(panel).toBeVisible();
    expect(page.url()).toContain('partition=hello-rivulet');
    await panel.getByRole('button', { name: say('cluster.moveReplica') }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('list', { name: say('cluster.planTitle') })).toBeVisible();
    await dialog.getByRole('button', { name: say('cluster.moveAction') }).press('Enter');
    await expect(partitionRow(page).locator('[data-broker="4"]')).toBeVisible({ timeout: 60_000 });
  });

  test('an election says first that it would change nothing', async ({ page, say }) => {
    await openMap(page, say);
    await leaderIn(partitionRow(page)).click();
    await page.getByRole('button', { name: say('cluster.electLeader') }).click();
    const dialog = page.getByRole('dialog');
    const id = Number(await leaderIn(partitionRow(page)).getAttribute('data-broker'));
    await expect(dialog.getByText(say('cluster.electNone', { id }))).toBeVisible();
    await dialog.getByRole('button', { name: say('cluster.electPreferred') }).click();
    await expect(dialog).toBeHidden();
  });
});

test('from afar the cells are walked by keys', async ({ page, say }) => {
  await openMap(page, say);
  await page.getByText(say('cluster.levelCells'), { exact: true }).click();
  const map = page.getByRole('application', { name: say('cluster.cellsMap') });
  await map.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Home');
  const name = say('common.partitionOf', { topic: 'hello-rivulet', partition: 0 });
  await expect(page.getByText(name)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name })).toBeVisible();
  await expect(map).toBeFocused();
});

async function openMap(page: Page, say: Say): Promise<void> {
  await page.getByRole('button', { name: say('home.send') }).click();
  await expect(page.getByText(say('home.arrivedTitle'))).toBeVisible();
  await page.getByRole('link', { name: say('frame.cluster'), exact: true }).click();
  await expect(leaderIn(partitionRow(page))).toBeVisible();
}

async function addBroker(page: Page, say: Say): Promise<void> {
  await page.getByRole('button', { name: say('cluster.addBroker') }).click();
  const head = page.locator('[data-place="4"]');
  await expect(head.getByText(say('cluster.phase-ready'))).toBeVisible({ timeout: 60_000 });
}

function partitionRow(page: Page): Locator {
  const topic = page.locator('tbody').filter({ hasText: 'hello-rivulet' });
  return topic.getByRole('row').filter({
    has: page.getByRole('rowheader', { name: '0', exact: true }),
  });
}

function leaderIn(row: Locator): Locator {
  return row.locator('[data-role="leader"][data-broker]');
}

async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()];
  if (!start || !end) throw new Error('What is dragged is not on the screen.');
  await page.mouse.move(start.x + 8, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + 40, start.y + start.height / 2, { steps: 3 });
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 5 });
  await page.mouse.up();
}
