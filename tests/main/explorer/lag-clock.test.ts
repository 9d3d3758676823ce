import { expect, test } from 'vitest';
import { LagClock, positionKey } from '../../../src/main/explorer/lag-clock.ts';
import { fakeLink, type FakeRecord } from './fake-link.ts';

const writtenS = (agoS: number, offset: number): FakeRecord => ({
  offset,
  timestampMs: Date.now() - agoS * 1000,
  key: 'k',
  value: 'v',
});
const at = (partition: number, offset: number) => ({ topic: 'orders', partition, offset });

test('groups that stand at different offsets of one partition have their own ages', async () => {
  const link = fakeLink('orders', [[writtenS(400, 0), writtenS(90, 1), writtenS(5, 2)]]);
  const positions = [at(0, 0), at(0, 2), at(0, 1), at(0, 2)];
  const ages = await new LagClock().agesS(link, positions);
  const told = positions.map((position) => ages.get(positionKey(position)) ?? Number.NaN);
  expect(told.map((age) => Math.round(age))).toEqual([400, 5, 90, 5]);
});

test('what would take more requests than allowed stays unknown', async () => {
  const link = fakeLink('orders', [[writtenS(400, 0), writtenS(90, 1)], [writtenS(30, 0)]]);
  const ages = await new LagClock().agesS(link, [at(0, 0), at(0, 1), at(1, 0)], 1);
  expect([...ages.keys()].sort()).toEqual(['orders-0@0', 'orders-1@0']);
});
