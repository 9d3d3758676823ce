import { describe, expect, it } from 'vitest';
import { headersOf } from '../../../src/broker/protocol/record-batch.ts';
import { batchOf, Machine, readAll } from './support.ts';

type Kept = { readonly baseOffset: number; readonly lastOffset: number; readonly bytes: Buffer };

const config = { segmentBytes: 2000, indexIntervalBytes: 200 };

/** What the log must hold: batches in order, and up to where they survive a crash. */
class Model {
  batches: Kept[] = [];
  durableOffset = 0;

  get end(): number {
    return (this.batches.at(-1)?.lastOffset ?? -1) + 1;
  }

  truncate(offset: number): void {
    this.batches = this.batches.filter(({ lastOffset }) => lastOffset < offset);
    this.durableOffset = Math.min(this.durableOffset, this.end);
  }
}

/** Everything the log says about itself agrees with a full scan. */
async function checkLog(machine: Machine, model: Model): Promise<void> {
  const { log } = machine;
  const expected = Buffer.concat(model.batches.map(({ bytes }) => bytes));
  const offsets = (bytes: Buffer): string[] =>
    [...headersOf(bytes)].map(({ baseOffset, leaderEpoch }) => `${baseOffset}@${leaderEpoch}`);
  const actual = await readAll(log, 0, 700);
  expect(offsets(actual)).toEqual(offsets(expected));
  expect(actual.equals(expected)).toBe(true);
  expect(log.logEndOffset).toBe(model.end);
  let next = 0;
  for (const header of headersOf(expected)) {
    expect(header.baseOffset).toBe(next);
    next = header.lastOffset + 1;
    for (const offset of new Set([header.baseOffset, header.lastOffset])) {
      const read = await log.read(offset, { maxBytes: 1, upperOffset: 1e9, minOneBatch: true });
      expect(read.slices[0].subarray(0, 61)).toEqual(
        expected.subarray(header.position, header.position + 61),
      );
    }
    expect(log.epochForOffset(header.lastOffset)).toBe(header.leaderEpoch);
  }
  await checkTimes(machine, model);
}

async function checkTimes({ log }: Machine, model: Model): Promise<void> {
  const all = model.batches.flatMap(({ bytes }) => [...headersOf(bytes)]);
  for (const wanted of all.filter((_, index) => index % 7 === 0)) {
    const first = all.find(({ maxTimestamp }) => maxTimestamp >= wanted.maxTimestamp);
    const found = await log.offsetForTimestamp(wanted.maxTimestamp, 1e9);
    expect(found?.offset).toBe(first?.baseOffset);
  }
  const youngest = all.reduce(
    (best, one) => (one.maxTimestamp > best ? one.maxTimestamp : best),
    -1,
  );
  expect((await log.offsetForTimestamp(-3, 1e9))?.timestampMs ?? -1).toBe(youngest);
}

/** Takes one random step in the log and in the model. */
async function step(machine: Machine, model: Model, epoch: { value: number }): Promise<void> {
  const { random, log } = machine;
  const pick = random.below(100);
  if (pick < 70) {
    machine.nowMs += random.below(50) - 10;
    const bytes = batchOf(1 + random.below(4), {
      sizeBytes: random.below(200),
      timestampMs: machine.nowMs,
    });
    const { firstOffset, lastOffset } = log.appendAsLeader(bytes, epoch.value, 'client');
    model.batches.push({ baseOffset: firstOffset, lastOffset, bytes: Buffer.from(bytes) });
  } else if (pick < 78) {
    const { end } = model;
    await log.flush();
    model.durableOffset = end;
  } else if (pick < 84) {
    epoch.value++;
  } else if (pick < 90) {
    const offset = Math.max(0, model.end - random.below(20));
    log.truncateTo(offset);
    model.truncate(offset);
    epoch.value++;
    // The checkpoint of the lowered recovery point.
    await machine.settle();
  } else if (pick < 94) {
    await machine.advance(random.below(100_000));
  } else if (pick < 96) machine.restart(config);
  else if (pick < 98) machine.kill(config);
  else crash(machine, model);
}

function crash(machine: Machine, model: Model): void {
  const log = machine.crash(config);
  expect(log.logEndOffset).toBeGreaterThanOrEqual(model.durableOffset);
  expect(log.logEndOffset).toBeLessThanOrEqual(model.end);
  expect(log.recoveryPoint).toBeLessThanOrEqual(log.logEndOffset);
  model.truncate(log.logEndOffset);
}

describe('a log under random appends, truncations, restarts and crashes', () => {
  for (let seed = 1; seed <= 25; seed++) {
    it(`stays a prefix of what was appended, seed ${seed}`, async () => {
      const machine = new Machine(seed, { 'rivulet.log.flush.bytes': String(seed * 150) });
      const model = new Model();
      const epoch = { value: 1 };
      machine.create(config);
      for (let round = 0; round < 12; round++) {
        for (let count = 0; count < 25; count++) await step(machine, model, epoch);
        await checkLog(machine, model);
      }
      expect(machine.log.logEndOffset).toBe(model.end);
    });
  }
});
