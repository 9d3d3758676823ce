/**
 * Random histories of a compacted log: keys written again and deleted, transactions committed and
 * aborted, cleanings with little and much memory, restarts and power losses in between. Whatever
 * was done, a reader finds for each key the newest value it had, where it was written.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMarker } from '../../../../src/broker/log/producer-states.ts';
import {
  headersOf,
  isControl,
  isTransactional,
} from '../../../../src/broker/protocol/record-batch.ts';
import { Machine, markerOf, readAll } from '../support.ts';
import {
  clean,
  compacted,
  type Entry,
  put,
  putBytes,
  recordsIn,
  rollOver,
  type Survivor,
} from './support.ts';

const config = { ...compacted, segmentBytes: 600, deleteRetentionMs: 5000 };
const endings = ['clean', 'kill', 'crash'] as const;

type Written = { readonly key: string; readonly value: string | null; producerId: number };

class History {
  readonly machine: Machine;
  /** By offset; those of aborted transactions are taken out. */
  readonly written = new Map<number, Written>();
  private readonly open = new Map<number, number[]>();
  private readonly sequences = new Map<number, number>();

  constructor(seed: number) {
    this.machine = new Machine(seed);
    this.machine.create(config);
  }

  append(entries: readonly Entry[], codec: number): void {
    this.note(put(this.machine.log, entries, { codec }), entries, -1);
  }

  appendInTransaction(entries: readonly Entry[], producerId: number): void {
    const baseSequence = this.sequences.get(producerId) ?? 0;
    this.sequences.set(producerId, baseSequence + entries.length);
    const from = { producerId, producerEpoch: 0, baseSequence, isTransactional: true };
    const offset = put(this.machine.log, entries, from);
    this.note(offset, entries, producerId);
    const offsets = this.open.get(producerId) ?? [];
    this.open.set(producerId, [...offsets, ...entries.map((_, index) => offset + index)]);
  }

  end(producerId: number, type: 'commit' | 'abort'): void {
    putBytes(this.machine.log, markerOf(type, producerId));
    const offsets = this.open.get(producerId) ?? [];
    this.open.delete(producerId);
    if (type === 'abort') for (const offset of offsets) this.written.delete(offset);
  }

  roll(): void {
    const { log } = this.machine;
    const from = log.logEndOffset;
    rollOver(log);
    for (let offset = from; offset < log.logEndOffset; offset++)
      this.written.set(offset, { key: 'filler', value: 'x'.repeat(400), producerId: -1 });
  }

  /** False when the log did not come back whole. */
  async restart(how: (typeof endings)[number]): Promise<boolean> {
    const { machine } = this;
    const { logEndOffset } = machine.log;
    // What was not synced may be lost, which is not what this is about.
    await machine.log.flush();
    if (how === 'clean') machine.restart(config);
    else if (how === 'kill') machine.kill(config);
    else machine.crash(config);
    machine.log.setHighWatermark(logEndOffset);
    return machine.log.logEndOffset === logEndOffset;
  }

  private note(offset: number, entries: readonly Entry[], producerId: number): void {
    entries.forEach(([key, value], index) =>
      this.written.set(offset + index, { key: key as string, value, producerId }),
    );
  }
}

/** What a reader takes up that leaves out aborted transactions. */
async function readCommitted({ log }: Machine): Promise<Survivor[]> {
  const bytes = await readAll(log);
  const aborted = log.abortedTransactions(0, log.logEndOffset);
  const aborting = new Set<number>();
  const records: Survivor[] = [];
  for (const header of headersOf(bytes)) {
    while (aborted.length > 0 && aborted[0].firstOffset <= header.lastOffset)
      aborting.add(aborted.shift()?.producerId ?? -1);
    if (isControl(header.attributes)) {
      if (readMarker(bytes, header)?.isCommit === false) aborting.delete(header.producerId);
    } else if (!isTransactional(header.attributes) || !aborting.has(header.producerId)) {
      records.push(...recordsIn(bytes, header));
    }
  }
  return records;
}

async function check({ machine, written }: History): Promise<void> {
  const found = await readCommitted(machine);
  const newest = new Map<string, number>();
  for (const [offset, { key }] of written) newest.set(key, Math.max(offset, newest.get(key) ?? -1));
  let last = -1;
  for (const { offset, key, value } of found) {
    expect(offset).toBeGreaterThan(last);
    last = offset;
    expect({ key, value }).toEqual({
      key: written.get(offset)?.key,
      value: written.get(offset)?.value,
    });
  }
  const offsets = new Map(found.map(({ key, offset }) => [key, offset]));
  const wrong = [...newest].filter(([key, offset]) => {
    const isGone = written.get(offset)?.value === null && !offsets.has(key);
    return !isGone && offsets.get(key) !== offset;
  });
  expect(wrong).toEqual([]);
}

/** A closed segment that was cleaned holds each key once. */
function checkCleaned(machine: Machine, found: readonly Survivor[]): void {
  const below = found.filter(({ offset }) => offset < machine.log.cleanedOffset);
  expect(new Set(below.map(({ key }) => key)).size).toBe(below.length);
}

type Step = { readonly act: (history: History) => unknown; toString(): string };
const step = (text: string, act: Step['act']): Step => ({ act, toString: () => text });

const entries = fc.array(
  fc.tuple(
    fc.nat(12).map((number) => `key ${number}`),
    fc.oneof(
      { weight: 3, arbitrary: fc.string({ maxLength: 30 }).map((text) => text as string | null) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
  ),
  { minLength: 1, maxLength: 6 },
);

const steps = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(entries, fc.nat(4))
      .map(([given, codec]) =>
        step(`append ${JSON.stringify(given)} codec ${codec}`, (h) => h.append(given, codec)),
      ),
  },
  {
    weight: 5,
    arbitrary: fc
      .tuple(entries, fc.integer({ min: 1, max: 3 }))
      .map(([given, id]) =>
        step(`producer ${id} appends ${JSON.stringify(given)}`, (h) =>
          h.appendInTransaction(given, id),
        ),
      ),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom('commit', 'abort'))
      .map(([id, type]) => step(`producer ${id}: ${type}`, (h) => h.end(id, type))),
  },
  { weight: 3, arbitrary: fc.constant(step('roll', (history) => history.roll())) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(24 * 8, 24 * 1000).map((mapBytes) =>
      step(`clean with ${mapBytes} bytes`, async ({ machine }) => {
        const cleaned = await clean(machine, { mapBytes, readBytes: 300 });
        if (cleaned) checkCleaned(machine, await readCommitted(machine));
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .nat(6000)
      .map((ms) => step(`${ms} ms`, (history) => void (history.machine.nowMs += ms))),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(...endings)
      .map((how) => step(how, (history) => history.restart(how))),
  },
);

describe('a compacted log with any history', () => {
  it('gives each key its newest value, where it was written', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.array(steps, { minLength: 10, maxLength: 60 }),
        async (seed, given) => {
          const history = new History(seed);
          for (const { act } of given) {
            expect(await act(history)).not.toBe(false);
            await check(history);
          }
        },
      ),
      { numRuns: 200, seed: 11 },
    );
  });
});
