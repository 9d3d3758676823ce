import { expect, it } from 'vitest';
import { endsWithLast, type Topics, totalLag } from '../../../src/main/explorer/group-shape.ts';

it('the lag of partitions whose leader is silent does not seem to be gone', () => {
  const committed = [
    { topic: 'orders', partition: 0, offset: 10 },
    { topic: 'orders', partition: 1, offset: 20 },
    { topic: 'deleted', partition: 0, offset: 5 },
  ];
  const topics = new Map([['orders', {}]]) as unknown as Topics;
  const all = new Map([
    ['orders-0', 100],
    ['orders-1', 50],
    ['deleted-0', 9],
  ]);
  const known = endsWithLast(new Map(), all, committed, topics);
  expect(totalLag(committed, known)).toBe(90 + 30 + 4);
  const fewer = endsWithLast(known, new Map([['orders-0', 110]]), committed, topics);
  expect(totalLag(committed, fewer)).toBe(100 + 30);
  // What was never known is not made up.
  expect([...endsWithLast(new Map(), new Map(), committed, topics)]).toEqual([]);
});
