import type { Locator, Page } from '@playwright/test';
import { expect, languages, test } from './product.ts';

for (const language of languages) {
  test.describe(`a killed leader (${language})`, () => {
    test.use({ language });

    test('is replaced on the map, and comes back', async ({ page, cluster, say }) => {
      await page.getByRole('button', { name: say('home.send') }).click();
      await expect(page.getByText(say('home.arrivedTitle'))).toBeVisible();
      await page.getByRole('link', { name: say('frame.cluster'), exact: true }).click();

      const row = partitionRow(page, 0);
      const id = Number(await leaderIn(row).getAttribute('data-broker'));
      const killed = row.locator(`[data-broker="${id}"]`);
      const name = say('cluster.killBroker', { id });
      await page.getByRole('button', { name }).click();
      const dialog = page.getByRole('dialog');
      await expect(dialog.getByText(say('cluster.killBroker', { id })).first()).toBeVisible();
      await dialog.getByRole('button', { name }).click();
      await expect(dialog).toBeHidden();

      // Another broker leads now, and the map says what changed.
      await expect(leaderIn(row)).not.toHaveAttribute('data-broker', String(id));
      await expect(page.getByRole('button', { name: say('cluster.markSeen') })).toBeVisible();
      await expect(leaderIn(row)).toHaveAttribute('data-changed', 'true');

      // The supervisor starts it again; it catches up and leads again.
      await expect(killed).toHaveAttribute('data-role', 'leader', { timeout: 40_000 });
      const all = say('frame.brokersUp', { up: 3, all: 3 });
      await expect(page.getByText(all)).toBeVisible();
      const kills = cluster.events.filter((event) => event['event'] === 'broker-exited');
      expect(kills).toHaveLength(1);

      // The timeline kept it all.
      await page.keyboard.press('Control+j');
      const timeline = page.getByRole('region', { name: say('frame.timeline') });
      await expect(timeline.getByText(say('frame.evBrokerKilled', { id }))).toBeVisible();
      await page.getByRole('button', { name: say('cluster.markSeen') }).click();
      await expect(page.getByRole('button', { name: say('cluster.markSeen') })).toBeHidden();
    });
  });
}

function partitionRow(page: Page, partition: number): Locator {
  const topic = page.locator('tbody').filter({ hasText: 'hello-rivulet' });
  return topic.getByRole('row').filter({
    has: page.getByRole('rowheader', { name: String(partition), exact: true }),
  });
}

function leaderIn(row: Locator): Locator {
  return row.locator('[data-role="leader"][data-broker]');
}
