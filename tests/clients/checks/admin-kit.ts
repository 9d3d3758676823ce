/** What the checks of admin clients share. */
import { expect } from 'vitest';
import type { DriverError, RecordIn } from '../driver.ts';
import { eventually, type Kit, type Partition } from '../fixture.ts';

export const range = (first: number, end: number) =>
  Array.from({ length: end - first }, (_, index) => first + index);

export async function fill(kit: Kit, topic: string, records: readonly RecordIn[]): Promise<void> {
  const sent = await kit.driver.produce({ topic, records, idempotent: true });
  expect(sent.filter(({ error }) => error !== undefined)).toEqual([]);
}

export const records = (count: number): RecordIn[] =>
  range(0, count).map((index) => ({ partition: 0, key: `k${index}`, value: `v${index}` }));

/** The code that a call is refused with. */
export async function codeOf(kit: Kit, op: string, args: object): Promise<number | string> {
  return await kit.driver
    .ask(op, args)
    .then(() => `${op} was taken`)
    .catch((error: DriverError) => error.code ?? error.message);
}

export const partitionsOf = (kit: Kit, name: string) =>
  kit.driver.ask<Partition[]>('describeTopic', { name });

type Configs = Record<string, { value: string | null; isDefault: boolean }>;
export const configsOf = (kit: Kit, name: string, type = 'topic') =>
  kit.driver.ask<Configs>('describeConfigs', { type, name });

/** Any broker may answer, so a change shows a moment later; null stands for the default. */
export async function showsConfig(kit: Kit, topic: string, key: string, expected: string | null) {
  await eventually(`${key} of ${topic} is ${expected}`, async () => {
    const { value, isDefault } = (await configsOf(kit, topic))[key];
    return expected === null ? isDefault : value === expected && !isDefault;
  });
}

export type LogDir = {
  dir: string;
  replicas: { partition: string; size: number; isFuture: boolean }[];
};
export const logDirs = (kit: Kit, broker: number) =>
  kit.driver.ask<LogDir[]>('describeLogDirs', { broker });

/** A group with a committed offset and no member. */
export async function leftGroup(kit: Kit, what: string): Promise<{ topic: string; group: string }> {
  const topic = await kit.topic(what);
  const group = kit.name(what);
  const reader = `member-${what}`;
  await fill(kit, topic, records(10));
  await kit.driver.open({ reader, topic, group, reset: 'earliest' });
  expect(await kit.driver.take(reader, 10)).toHaveLength(10);
  await kit.driver.ask('commit', { reader, offsets: [{ partition: 0, offset: 10 }] });
  await kit.driver.close(reader);
  return { topic, group };
}
