import { afterAll, beforeAll, expect, it } from 'vitest';
import { KafkaLink } from '../../../src/main/explorer/kafka-link.ts';
import { type RunningCluster, startCluster } from '../../support/product.ts';

let cluster: RunningCluster;
let link: KafkaLink;

beforeAll(async () => {
  cluster = await startCluster(2);
  link = new KafkaLink(cluster.bootstrap);
}, 60_000);

afterAll(async () => {
  await link?.close();
  await cluster?.stop();
});

it('knows which brokers were silent when they were asked', async () => {
  const ask = () => link.callPartly(2, 'describeLogDirs', [] as never);
  await ask();
  expect([...link.silent]).toEqual([]);
  process.kill(cluster.brokers[1]?.pid as number, 'SIGKILL');
  await expect
    .poll(async () => {
      await ask().catch(() => {});
      return [...link.silent];
    })
    .toEqual([2]);
  // Asking the others changes nothing about it.
  await link.callPartly(1, 'describeLogDirs', [] as never);
  // Its supervisor starts it again.
  await expect
    .poll(
      async () => {
        await ask().catch(() => {});
        return [...link.silent];
      },
      { timeout: 30_000 },
    )
    .toEqual([]);
}, 60_000);
