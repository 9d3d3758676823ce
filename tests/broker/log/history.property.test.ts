/**
 * Histories of a log with idempotent producers, in which a power loss may come at any time, also
 * right after a truncation or an orderly close. What is left is a prefix of what was appended, at
 * least up to what was synced, and its producers are known.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headersOf } from '../../../src/broker/protocol/record-batch.ts';
import { batchOf, Machine, readAll } from './support.ts';

type Stored = { readonly baseOffset: number; readonly lastOffset: number; readonly bytes: Buffer };

const config = { segmentBytes: 1500, indexIntervalBytes: 200 };
const producerIds = [0, 1, 2];
const endings = ['clean', 'clean, then crash', 'kill', 'crash'] as const;
type Ending = (typeof endings)[number];

class History {
  readonly machine: Machine;
  batches: Stored[] = [];
  /** What even a power loss must not take. */
  durableOffset = 0;
  epoch = 1;

  constructor(seed: number) {
    // Some flush and save their indexes and producers within a segment, some never do.
    this.machine = new Machine(seed, seed % 3 === 0 ? {} : { 'rivulet.log.flush.bytes': '600' });
    this.machine.create(config);
    this.machine.manager.start();
  }

  get end(): number {
    return (this.batches.at(-1)?.lastOffset ?? -1) + 1;
  }

  /** The newest batch of a producer. */
  readonly newestOf = (producerId: number): Stored | undefined =>
    this.batches.findLast(({ bytes }) => [...headersOf(bytes)][0].producerId === producerId);

  /** Any other id than `producerIds` stands for a producer that is not idempotent. */
  append(count: number, sizeBytes: number, ageMs: number, producerId: number): void {
    const newest = this.newestOf(producerId);
    const baseSequence = newest ? [...headersOf(newest.bytes)][0].lastSequence + 1 : 0;
    const isIdempotent = producerIds.includes(producerId);
    const bytes = batchOf(count, {
      sizeBytes,
      timestampMs: this.machine.nowMs - ageMs,
      ...(isIdempotent && { producerId, producerEpoch: 0, baseSequence }),
    });
    const info = this.machine.log.appendAsLeader(bytes, this.epoch, 'client');
    const { firstOffset: baseOffset, lastOffset } = info;
    this.batches.push({ baseOffset, lastOffset, bytes: Buffer.from(bytes) });
  }

  truncateTo(offset: number): void {
    this.machine.log.truncateTo(offset);
    this.keepBelow(offset);
  }

  async flush(): Promise<void> {
    await this.machine.log.flush();
    this.durableOffset = this.end;
  }

  /** Returns where the log ended before. */
  async restart(how: Ending): Promise<number> {
    const { machine, end } = this;
    if (how.startsWith('clean')) {
      machine.manager.close({ clean: true, brokerEpoch: 1 });
      this.durableOffset = this.end;
    }
    if (how.endsWith('crash')) machine.crash(config);
    else machine.kill(config);
    machine.manager.start();
    await machine.settle();
    return end;
  }

  keepBelow(offset: number): void {
    this.batches = this.batches.filter(({ lastOffset }) => lastOffset < offset);
    this.durableOffset = Math.min(this.durableOffset, offset);
  }
}

/** The log and the list of batches agree, and the newest batch of each producer is known. */
async function checkAll({ machine, batches, end, epoch, newestOf }: History): Promise<void> {
  const { log } = machine;
  expect(log.logEndOffset).toBe(end);
  const expected = Buffer.concat(batches.map(({ bytes }) => bytes));
  expect((await readAll(log, 0, 700)).equals(expected)).toBe(true);
  const headers = [...headersOf(expected)];
  for (const { baseOffset, lastOffset, leaderEpoch, maxTimestamp } of headers) {
    const read = await log.read(lastOffset, { maxBytes: 1, upperOffset: end, minOneBatch: true });
    expect(read.nextOffset).toBe(lastOffset + 1);
    expect(log.epochForOffset(baseOffset)).toBe(leaderEpoch);
    const first = headers.find((header) => header.maxTimestamp >= maxTimestamp);
    const found = await log.offsetForTimestamp(maxTimestamp, end);
    expect(found?.offset).toBe(first?.baseOffset);
  }
  for (const newest of producerIds.map(newestOf)) {
    if (!newest) continue;
    const again = Buffer.from(newest.bytes);
    again.writeBigInt64BE(0n, 0);
    const { baseOffset: firstOffset, lastOffset } = newest;
    const info = log.appendAsLeader(again, epoch, 'client');
    expect(info).toMatchObject({ isDuplicate: true, firstOffset, lastOffset });
  }
}

async function checkRestart(history: History, how: Ending): Promise<void> {
  const endBefore = await history.restart(how);
  const { logEndOffset } = history.machine.log;
  expect(logEndOffset).toBeLessThanOrEqual(endBefore);
  expect(logEndOffset).toBeGreaterThanOrEqual(how === 'kill' ? endBefore : history.durableOffset);
  history.keepBelow(logEndOffset);
}

type Step = { readonly act: (history: History) => unknown; toString(): string };

/** A step that a counterexample can be read from. */
const step = (text: string, act: Step['act']): Step => ({ act, toString: () => text });

const appends = fc
  .record({
    times: fc.integer({ min: 1, max: 6 }),
    count: fc.integer({ min: 1, max: 4 }),
    sizeBytes: fc.nat(200),
    ageMs: fc.nat(50),
    producerId: fc.nat(producerIds.length),
  })
  .map((o) =>
    step(`append ${JSON.stringify(o)}`, (history) => {
      for (let time = 0; time < o.times; time++)
        history.append(o.count, o.sizeBytes, o.ageMs, o.producerId);
    }),
  );

const truncations = fc.nat(1000).map((permille) =>
  step(`truncate to ${permille} of 1000`, (history) => {
    const at = Math.floor((history.end * permille) / 1000);
    const hit = history.batches.find(({ lastOffset }) => lastOffset >= at);
    history.truncateTo(hit?.baseOffset ?? at);
    history.epoch++;
  }),
);

const restarts = fc
  .constantFrom(...endings)
  .map((how) => step(how, (history) => checkRestart(history, how)));

const minutes = step('a minute', (history) => history.machine.advance(61_000));

const steps = fc.oneof(
  { weight: 8, arbitrary: appends },
  { weight: 1, arbitrary: fc.constant(step('flush', (history) => history.flush())) },
  { weight: 1, arbitrary: fc.constant(minutes) },
  { weight: 2, arbitrary: truncations },
  { weight: 3, arbitrary: restarts },
);

describe('a log with any history', () => {
  it('is a prefix of what was appended and knows its producers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.array(steps, { maxLength: 25 }), async (seed, given) => {
        const history = new History(seed);
        for (const { act } of given) {
          await act(history);
          await checkAll(history);
        }
        await checkRestart(history, 'crash');
        await checkAll(history);
        expect(history.machine.log.logEndOffset).toBe(history.end);
      }),
      { numRuns: 250, seed: 4 },
    );
  });

  it('has no gap when power is lost right after a truncation below what was synced', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const history = new History(seed);
      for (let count = 0; count < 40; count++) history.append(1, 100, 0, 3);
      await history.flush();
      await history.machine.advance(61_000);
      history.truncateTo(5);
      for (let count = 0; count < 20; count++) history.append(1, 100, 0, 3);
      await checkRestart(history, 'crash');
      await checkAll(history);
      expect(history.end).toBeGreaterThanOrEqual(5);
    }
  });
});
