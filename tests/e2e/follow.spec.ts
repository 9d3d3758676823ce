import { Producer, stringSerializers } from '@platformatic/kafka';
import { traceHeaders } from '../../src/scenario/trace.ts';
import { rivulet } from '../support/product.ts';
import { expect, go, languages, test } from './product.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

function headers(service: string, spanId: string, parentSpanId: string | null) {
  const span = { traceId, spanId, flags: 1 };
  const timeMs = Date.now();
  const type = service === 'order' ? 'OrderPlaced' : 'Paid';
  return Object.fromEntries(
    traceHeaders({ span, parentSpanId, scenario: 'shop', service, type, subject: 'o-17', timeMs }),
  );
}

for (const language of languages) {
  test.describe(`follow a key (${language})`, () => {
    test.use({ language, brokerCount: 1 });

    test('from a message to its whole story, live, by mouse and by keyboard', async ({
      page,
      say,
      cluster,
    }) => {
      const producer = new Producer({
        clientId: 'test',
        bootstrapBrokers: cluster.bootstrap.split(','),
        serializers: stringSerializers,
        autocreateTopics: true,
      });
      const now = Date.now();
      const first = 'a'.repeat(16);
      await producer.send({
        messages: [
          {
            topic: 'orders',
            key: 'o-17',
            value: '{"n":1}',
            headers: headers('order', first, null),
            timestamp: BigInt(now - 2_000),
          },
          {
            topic: 'payments',
            key: 'c-3',
            value: '{"n":2}',
            headers: headers('payment', 'b'.repeat(16), first),
            timestamp: BigInt(now - 1_880),
          },
          { topic: 'orders', key: 'o-18', value: '{}' },
        ],
      });

      await go(page, '#/messages/orders?from=beginning');
      await page.getByRole('row').filter({ hasText: 'o-17' }).click();
      // The table still writes what is open into the address: a click before that is lost.
      await expect(async () => {
        await page.getByRole('link', { name: say('messages.followKey') }).click({ timeout: 2_000 });
        await expect(page).toHaveURL(/#\/follow/, { timeout: 2_000 });
      }).toPass();
      await expect(page.getByLabel(say('follow.text'))).toHaveValue('o-17');
      const picture = page.getByRole('region', { name: say('follow.diagram') });
      await expect(picture.getByText('payment', { exact: true })).toBeVisible();
      await expect(picture.getByText('orders', { exact: true })).toBeVisible();
      await expect(picture.getByRole('link')).toHaveCount(3);
      await expect(page.getByText(say('follow.phase-watching'))).toBeVisible();

      // A record that nobody foresaw shows up by itself; who read it as well.
      await producer.send({
        messages: [{ topic: 'audit', value: '{"about":{"order":"o-17"}}' }],
      });
      await expect(page.getByRole('row').filter({ hasText: 'audit' })).toBeVisible({
        timeout: 15_000,
      });
      await expect(page.getByRole('row').filter({ hasText: 'o-18' })).toHaveCount(0);
      await rivulet(
        'consume',
        'orders',
        '--group',
        'readers',
        '--from',
        'beginning',
        '--max',
        '2',
        '--bootstrap',
        cluster.bootstrap,
      );
      await expect(page.getByRole('row').filter({ hasText: 'readers' })).toHaveCount(1, {
        timeout: 15_000,
      });
      await expect(picture.getByText('readers', { exact: true })).toBeVisible();

      // By keyboard: another question, then the first line of the picture.
      await page.getByLabel(say('follow.text')).fill('no-such-key');
      await page.keyboard.press('Enter');
      await expect(
        page.getByText(say('follow.nothingTitle', { text: 'no-such-key' })),
      ).toBeVisible();
      await page.getByLabel(say('follow.text')).fill(traceId);
      await page.keyboard.press('Enter');
      const line = picture.getByRole('link').first();
      await expect(line).toBeVisible();
      await line.focus();
      await page.keyboard.press('Enter');
      await expect(page).toHaveURL(/#\/messages\/orders/);
      await producer.close();
    });
  });
}
