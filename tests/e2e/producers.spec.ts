import { spawn } from 'node:child_process';
import { python } from '../clients/toolchains.ts';
import { needed } from '../support/toolchain.ts';
import { expect, go, languages, test } from './product.ts';

const librdkafka = String.raw`
import json, sys, time
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic
bootstrap, seconds = sys.argv[1], float(sys.argv[2])
admin = AdminClient({'bootstrap.servers': bootstrap})
admin.create_topics([NewTopic('orders', 3, 3)])['orders'].result()
delivered = [0, 0, 0]
def count(error, message):
    if error is None: delivered[message.partition()] += 1
producer = Producer({'bootstrap.servers': bootstrap, 'client.id': 'checkout', 'acks': '1', 'linger.ms': 20})
start, sent = time.time(), 0
while time.time() - start < seconds:
    while sent < (time.time() - start) * 1000:
        # Seven of ten go to one key: a hot partition.
        producer.produce('orders', key='vip' if sent % 10 < 7 else str(sent), value='x' * 100, on_delivery=count)
        sent += 1
    producer.poll(0.005)
producer.flush()
print(json.dumps(delivered), flush=True)
sys.stdin.read()
`;

/** A client that counts what it sends; it stays connected until its input ends. */
async function startClient(bootstrap: string, seconds: number) {
  const child = spawn(needed(await python()), ['-c', librdkafka, bootstrap, String(seconds)]);
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const counted = new Promise<readonly number[]>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(JSON.parse(text));
    });
    child.once('error', reject);
    child.once('close', (code) =>
      reject(new Error(`the client ended with ${code}: ${complaints}`)),
    );
  });
  return { counted, end: () => child.stdin.end() };
}

const numberIn = (text: string): number => Number(text.replaceAll(/[^\d.]/g, ''));

test.describe('producers', () => {
  test('an empty cluster says what will appear here', async ({ page, say }) => {
    await go(page, '#/producers');
    await expect(page.getByText(say('producers.emptyTitle'))).toBeVisible();
  });

  test('a client of somebody else is told with its figures and what to change', async ({
    page,
    say,
    cluster,
  }) => {
    const client = await startClient(cluster.bootstrap, 15);
    await go(page, '#/producers?topic=orders');
    const row = page.getByRole('row').filter({ hasText: 'checkout' });
    await expect(row).toContainText('confluent-kafka-python');
    // The mean over five seconds, once it has been running for so long.
    await expect
      .poll(async () => numberIn((await row.getByRole('gridcell').nth(2).textContent()) ?? ''), {
        timeout: 20_000,
      })
      .toBeGreaterThan(900);
    await row.getByRole('link', { name: 'checkout' }).click();
    await expect(
      page.getByText(
        say('producers.hint-acks-weak-what', { acks: 1, topic: 'orders', replicas: 3 }),
      ),
    ).toBeVisible();

    // What it counted is what the screen counts, to the record.
    const counted = await client.counted;
    const delivered = counted.reduce((sum, count) => sum + count, 0);
    const total = page
      .locator('dl > div')
      .filter({ has: page.getByText(say('producers.total'), { exact: true }) });
    await expect(total).toContainText(delivered.toLocaleString('en-GB'));
    const most = Math.max(...counted);
    const hot = {
      sharePercent: Math.round((most / delivered) * 100),
      partition: counted.indexOf(most),
      topic: 'orders',
      partitionCount: 3,
    };
    await expect(page.getByText(say('producers.hint-hot-partition-what', hot))).toBeVisible();
    client.end();
    await expect(page.getByText(say('producers.phase-gone')).first()).toBeVisible({
      timeout: 15_000,
    });
  });
});

for (const language of languages) {
  test.describe(`in ${language}`, () => {
    test.use({ language });

    test('a producer that is not known is explained', async ({ page, say }) => {
      await go(page, '#/producers/nobody%4010.0.0.1');
      await expect(page.getByText(say('producers.notFoundTitle'))).toBeVisible();
      await page.getByRole('link', { name: say('producers.notFoundAction') }).click();
      await expect(page.getByRole('heading', { name: say('producers.title') })).toBeVisible();
    });
  });
}
