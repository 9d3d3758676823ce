import { KafkaLink } from '../../src/main/explorer/kafka-link.ts';
import { MessageProducer } from '../../src/main/explorer/produce.ts';
import { setOffsets } from '../../src/main/explorer/group-changes.ts';
import { committedOffsets } from '../../src/main/explorer/groups.ts';
import { createTopic } from '../../src/main/explorer/topics.ts';
import { expect, go, languages, test } from './product.ts';

const recordCount = 40;

/** A topic with records, and a group that has read all of them and is gone. */
async function replayable(bootstrap: string): Promise<KafkaLink> {
  const link = new KafkaLink(bootstrap);
  const producer = new MessageProducer(link);
  await createTopic(link, { topic: 'orders', partitionCount: 2 });
  for (let index = 0; index < recordCount; index += 1) {
    const partition = index % 2;
    await producer.produce({ topic: 'orders', partition, value: { text: `order ${index}` } });
  }
  await setOffsets(
    link,
    'mailer',
    [0, 1].map((partition) => ({ topic: 'orders', partition, offset: recordCount / 2 })),
  );
  await producer.close();
  return link;
}

for (const language of languages) {
  test.describe(`consumer groups (${language})`, () => {
    test.use({ language });
    test.setTimeout(120_000);

    test('are replayed from ten minutes ago in three clicks, and back in one', async ({
      page,
      cluster,
      say,
    }) => {
      const link = await replayable(cluster.bootstrap);
      await go(page, '#/groups/mailer');
      await expect(page.getByText(say('groups.phase-empty')).first()).toBeVisible();

      await page.getByRole('button', { name: say('groups.reset'), exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(say('groups.toMinutes', { count: 10 }), { exact: true }).click();
      await expect(dialog.getByText(say('groups.again', { amount: '20' })).first()).toBeVisible();
      await expect(dialog.getByText('order 0', { exact: true })).toBeVisible();
      await dialog.getByRole('button', { name: say('groups.resetAction', { count: 2 }) }).click();
      await expect(dialog).toBeHidden();
      expect([...(await committedOffsets(link, 'mailer')).values()]).toEqual([0, 0]);
      await expect(page.getByText(String(recordCount), { exact: false }).first()).toBeVisible();

      await page.getByRole('button', { name: say('common.undo') }).click();
      await expect
        .poll(async () => [...(await committedOffsets(link, 'mailer')).values()])
        .toEqual([20, 20]);
      await link.close();
    });

    test('are copied, lose a topic and are deleted', async ({ page, cluster, say }) => {
      const link = await replayable(cluster.bootstrap);
      await go(page, '#/groups/mailer?act=copy');
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: say('groups.copy'), exact: true }).click();
      await expect(page.getByRole('heading', { name: /mailer-copy/ })).toBeVisible();
      expect([...(await committedOffsets(link, 'mailer-copy')).values()]).toEqual([20, 20]);

      await go(page, '#/groups/mailer-copy?act=forget');
      await dialog
        .getByRole('button', { name: say('groups.forgetAction', { topic: 'orders' }) })
        .click();
      await expect.poll(async () => (await committedOffsets(link, 'mailer-copy')).size).toBe(0);

      await go(page, '#/groups/mailer?act=delete');
      await dialog.getByRole('button', { name: say('groups.delete'), exact: true }).click();
      const links = page.getByRole('main').getByRole('grid').getByRole('link');
      const groups = links.filter({ hasText: /./ });
      // As with Kafka a group whose offsets are deleted stays until the next look for such groups.
      await expect(groups).toHaveText(['mailer-copy']);
      const copy = page.getByRole('row').filter({ hasText: 'mailer-copy' });
      await expect(copy.getByRole('gridcell').nth(-2)).toHaveText('–');
      await link.close();
    });
  });
}

test.describe('a group with members', () => {
  test.setTimeout(120_000);

  test('shows who reads what, why it rebalanced, and refuses a reset', async ({ page, say }) => {
    await go(page, '#/scenarios/e-commerce');
    await page.getByRole('button', { name: say('scenarios.run'), exact: true }).click();
    await expect(page.getByText(/waiting$/).first()).toBeVisible({ timeout: 40_000 });
    await go(page, '#/groups');
    const row = page.getByRole('row').filter({ hasText: 'payment-service' });
    await expect(row.getByText(say('groups.phase-stable'))).toBeVisible({ timeout: 40_000 });
    await row.getByRole('link', { name: 'payment-service', exact: true }).click();

    await page.getByText(say('groups.tab-members'), { exact: true }).click();
    await expect(page.getByRole('heading', { name: say('groups.picture') })).toBeVisible();
    await expect(page.getByText(/ago$/).first()).toBeVisible();
    await page.getByText(say('groups.tab-rebalances'), { exact: true }).click();
    const [joined = ''] = say('groups.cause-joined', { member: '|' }).split('|').slice(-1);
    await expect(page.getByText(joined.trim()).first()).toBeVisible();

    await page.getByRole('button', { name: say('groups.reset'), exact: true }).click();
    const waiting = page.getByRole('button', { name: say('groups.resetWaiting') });
    await expect(waiting).toBeDisabled();
    await page.keyboard.press('Escape');
  });
});
