import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Deadlines, type Waiting } from '../../../src/broker/replication/deadlines.ts';
import { World } from './world.ts';

function entry(action: () => void): Waiting {
  return { deadlineMs: 0, deadlineOrder: 0, heapIndex: -1, expire: action };
}

it('expires in order of deadline, ties in order of addition', async () => {
  const world = new World();
  const deadlines = new Deadlines(world.env().clock);
  const log: string[] = [];
  const add = (name: string, delayMs: number) =>
    deadlines.add(
      entry(() => log.push(name)),
      delayMs,
    );
  add('c', 30);
  add('a', 10);
  add('b1', 20);
  add('b2', 20);
  await world.run(100);
  expect(log).toEqual(['a', 'b1', 'b2', 'c']);
});

it('may be added to and removed from while it expires', async () => {
  const world = new World();
  const deadlines = new Deadlines(world.env().clock);
  const log: number[] = [];
  const never = entry(() => log.push(-1));
  const again = entry(() => {
    deadlines.remove(never);
    log.push(world.nowMs);
    if (log.length < 3) deadlines.add(again, 5);
  });
  deadlines.add(again, 5);
  deadlines.add(never, 5);
  await world.run(100);
  expect(log).toEqual([5, 10, 15]);
  expect(deadlines.size).toBe(0);
});

it('expires exactly those that were not removed, each once and in time', async () => {
  const operation = fc.record({ delayMs: fc.nat(50), isRemoved: fc.boolean(), waitMs: fc.nat(5) });
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 40 }), async (operations) => {
      const world = new World();
      const deadlines = new Deadlines(world.env().clock);
      const expired: number[] = [];
      const due: number[] = [];
      for (const [index, { delayMs, isRemoved, waitMs }] of operations.entries()) {
        const added = entry(() => {
          expired.push(index);
          expect(world.nowMs).toBe(added.deadlineMs);
        });
        deadlines.add(added, delayMs);
        if (isRemoved) deadlines.remove(added);
        else due.push(index);
        await world.run(waitMs);
      }
      await world.run(100);
      expect(expired.toSorted((a, b) => a - b)).toEqual(due);
    }),
    { numRuns: 50 },
  );
});
