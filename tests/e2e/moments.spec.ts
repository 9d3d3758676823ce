/** What a newcomer comes for, in as few steps as promised: each within three clicks. */
import type { Locator, Page } from '@playwright/test';
import { run } from '../clients/run.ts';
import { python } from '../clients/toolchains.ts';
import { needed } from '../support/toolchain.ts';
import { expect, languages, test } from './product.ts';
import type { Say } from './words.ts';

const clicksMax = 3;

/** An application of one's own: it writes, a consumer of it reads all and ends. */
const application = String.raw`
import sys
from confluent_kafka import Consumer, Producer
bootstrap = sys.argv[1]
producer = Producer({'bootstrap.servers': bootstrap, 'client.id': 'my-app'})
for index in range(20):
    producer.produce('mine', key='k%d' % index, value='hello from my app %d' % index)
assert producer.flush(60) == 0
consumer = Consumer({'bootstrap.servers': bootstrap, 'group.id': 'my-readers', 'auto.offset.reset': 'earliest'})
consumer.subscribe(['mine'])
seen = 0
while seen < 20:
    message = consumer.poll(60)
    assert message is not None and not message.error(), message
    seen += 1
consumer.commit(asynchronous=False)
consumer.close()
`;

type Moment = {
  readonly name: string;
  readonly click: (target: Locator) => Promise<void>;
  readonly done: () => void;
};

/** Counts the clicks, and tells how long it took. */
function moment(name: string): Moment {
  const startedAtMs = performance.now();
  let clicks = 0;
  return {
    name,
    click: async (target) => {
      clicks += 1;
      await target.click();
    },
    done: () => {
      const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
      test.info().annotations.push({
        type: name,
        description: `${clicks} clicks, ${seconds} s`,
      });
      expect(clicks, name).toBeLessThanOrEqual(clicksMax);
    },
  };
}

const inRail = (page: Page, say: Say, name: Parameters<Say>[0]) =>
  page.getByRole('navigation').getByRole('link', { name: say(name), exact: true });

const shopTitles = { en: 'Online shop', ko: '온라인 쇼핑몰' } as const;

for (const language of languages) {
  test.describe(`the five moments (${language})`, () => {
    test.use({ language });
    test.setTimeout(240_000);

    test('take three clicks each at most', async ({ page, cluster, say }) => {
      const client = needed(await python());
      const main = page.getByRole('main');

      const address = moment('cluster up and address known');
      await expect(page.getByRole('heading', { name: say('home.titleReady') })).toBeVisible();
      await expect(main.getByText(cluster.bootstrap, { exact: true }).first()).toBeVisible();
      await address.click(main.getByRole('button', { name: say('home.copyAddress'), exact: true }));
      address.done();

      await run(client, ['-c', application, cluster.bootstrap]);
      const own = moment('the message of my own client on screen');
      await own.click(inRail(page, say, 'frame.topics'));
      await own.click(main.getByRole('link', { name: 'mine', exact: true }));
      await own.click(main.getByRole('link', { name: say('topics.readMessages') }));
      await expect(main.getByText('hello from my app 19')).toBeVisible();
      own.done();

      const shop = moment('the shop running');
      await shop.click(inRail(page, say, 'frame.scenarios'));
      await shop.click(main.getByRole('link', { name: shopTitles[language] }));
      await shop.click(main.getByRole('button', { name: say('scenarios.run'), exact: true }));
      await expect(main.getByText(/(waiting|대기)$/).first()).toBeVisible({ timeout: 60_000 });
      shop.done();

      const killed = moment('a leader killed and understood');
      await killed.click(inRail(page, say, 'frame.cluster'));
      const kill = page.getByRole('button', { name: say('cluster.killBroker', { id: 2 }) });
      await killed.click(kill);
      await killed.click(
        page
          .getByRole('dialog')
          .getByRole('button', { name: say('cluster.killBroker', { id: 2 }) }),
      );
      // What changed is marked, and said in words: who leads now, and with which copies.
      await expect(main.getByRole('button', { name: say('cluster.markSeen') })).toBeVisible();
      await expect(page.getByText(say('frame.brokersUp', { up: 3, all: 3 }))).toBeVisible({
        timeout: 60_000,
      });
      killed.done();

      const replayed = moment('a group replayed from ten minutes ago');
      await replayed.click(inRail(page, say, 'frame.groups'));
      await replayed.click(
        main.getByRole('link', { name: say('groups.resetTitle', { group: 'my-readers' }) }),
      );
      const dialog = page.getByRole('dialog');
      await expect(dialog.getByRole('strong').filter({ hasText: /^20/ })).toBeVisible();
      await replayed.click(
        dialog.getByRole('button', {
          name: new RegExp(say('groups.resetAction', { count: '\\d+' })),
        }),
      );
      await expect(dialog).toBeHidden();
      await expect(main.getByText('20').first()).toBeVisible();
      replayed.done();
    });
  });
}
