/**
 * What the suites over the drivers share: a cluster of three brokers in three racks with two data
 * folders each, and the drivers of all clients. With RIVULET_TEST_BOOTSTRAP they run against that
 * cluster, of Apache Kafka for one, instead; it should be like ours.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { Brokers } from './brokers.ts';
import type { Driver } from './driver.ts';
import { allDrivers, type DriverKind, type Lack } from './drivers.ts';

export const external = process.env.RIVULET_TEST_BOOTSTRAP;
const only = process.env.RIVULET_TEST_CLIENT;

export type Kit = {
  readonly kind: DriverKind;
  readonly driver: Driver;
  /** A name of its own for a topic or a group. */
  name(what: string): string;
  /** A topic, led. */
  topic(what: string, options?: TopicOptions): Promise<string>;
};

export type TopicOptions = {
  readonly partitions?: number;
  readonly replicas?: number;
  readonly configs?: Readonly<Record<string, string>>;
  readonly assignments?: readonly (readonly number[])[];
};

export type Partition = {
  readonly partition: number;
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
};

export type Check = {
  readonly title: string;
  readonly needs?: readonly Lack[];
  readonly run: (kit: Kit) => Promise<void>;
};

/** Each check with each client that offers what it needs. */
export async function suite(title: string, checks: readonly Check[]): Promise<void> {
  const kinds = (await allDrivers()).filter(({ name }) => only === undefined || name === only);
  const run = Math.random().toString(36).slice(2, 8);
  let brokers: Brokers | undefined;
  let bootstrap = external ?? '';

  beforeAll(async () => {
    if (external !== undefined) return;
    brokers = await Brokers.start({ count: 3, config: brokerConfig });
    bootstrap = brokers.bootstrap;
  });
  afterAll(() => brokers?.stop());

  describe.each(kinds)(`$name ${title}`, (kind) => {
    let driver: Driver | undefined;
    beforeAll(() => {
      if (kind.start.isReady) driver = kind.start.tools(bootstrap);
    });
    afterAll(() => driver?.stop());

    const offered = checks.filter(({ needs = [] }) => !needs.some((it) => kind.lacks.includes(it)));
    // Each check expects by itself.
    // oxlint-disable-next-line vitest/expect-expect
    it.for(offered)('$title', async (check, { skip }) => {
      if (!kind.start.isReady) return skip(kind.start.reason);
      if (driver === undefined) throw new Error('the driver was not started');
      const name = (what: string) => `${kind.name}-${what}-${run}`;
      await check.run({
        kind,
        driver,
        name,
        topic: (what, options) => makeTopic(driver as Driver, name(what), options),
      });
    });
  });
}

function brokerConfig(brokerId: number, folder: string): Record<string, string> {
  return {
    'auto.create.topics.enable': 'false',
    'broker.rack': `rack-${brokerId}`,
    'log.dirs': `${folder},${join(folder, 'second')}`,
    'replica.selector.class': 'org.apache.kafka.common.replica.RackAwareReplicaSelector',
    'log.cleaner.backoff.ms': '500',
    'log.retention.check.interval.ms': '1000',
    'log.initial.task.delay.ms': '500',
  };
}

async function makeTopic(
  driver: Driver,
  name: string,
  { partitions = 1, replicas = 3, ...rest }: TopicOptions = {},
): Promise<string> {
  await driver.ask('createTopic', { name, partitions, replicas, ...rest });
  const count = rest.assignments?.length ?? partitions;
  await eventually(`${name} is led`, async () => {
    const told = await driver.ask<Partition[]>('describeTopic', { name }).catch(() => []);
    return told.length === count && told.every(({ leader }) => leader >= 0);
  });
  return name;
}

/** Asks again until it is so; fails with `what` and the last answer after a while. */
export async function eventually(
  what: string,
  isSo: () => Promise<boolean>,
  timeoutMs = 30_000,
): Promise<void> {
  const endMs = Date.now() + timeoutMs;
  while (!(await isSo())) {
    if (Date.now() > endMs) throw new Error(`gave up waiting: ${what}`);
    await sleep(50);
  }
}
