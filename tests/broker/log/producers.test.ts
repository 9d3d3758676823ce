import { describe, expect, it } from 'vitest';
import { decodeSnapshot, encodeSnapshot } from '../../../src/broker/log/producer-snapshot.ts';
import { errors } from '../../../src/broker/protocol/errors.ts';
import { append, batchOf, dir, filesOf, Machine, markerOf, refusal, startMs } from './support.ts';

const producer = { producerId: 5, producerEpoch: 0 };
const last = 0x7fffffff;

describe('an idempotent producer', () => {
  it('is answered with the first append for any of its last five batches', () => {
    const log = new Machine().create();
    for (let sequence = 0; sequence < 12; sequence += 2)
      append(log, 2, { ...producer, baseSequence: sequence });
    const { logEndOffset } = log;
    for (let sequence = 2; sequence < 12; sequence += 2) {
      expect(append(log, 2, { ...producer, baseSequence: sequence })).toMatchObject({
        isDuplicate: true,
        firstOffset: sequence,
        lastOffset: sequence + 1,
        logAppendTimeMs: startMs,
      });
    }
    expect(refusal(() => append(log, 2, { ...producer, baseSequence: 0 }))).toBe(
      errors.outOfOrderSequenceNumber,
    );
    expect(log.logEndOffset).toBe(logEndOffset);
  });

  it('must go on without a gap, an overlap or an old epoch', () => {
    const log = new Machine().create();
    append(log, 3, { ...producer, producerEpoch: 2, baseSequence: 0 });
    const code = (producerEpoch: number, baseSequence: number, count = 1): number =>
      refusal(() => append(log, count, { producerId: 5, producerEpoch, baseSequence }));
    expect(code(2, 4)).toBe(errors.outOfOrderSequenceNumber);
    expect(code(2, 2)).toBe(errors.outOfOrderSequenceNumber);
    expect(code(1, 3)).toBe(errors.invalidProducerEpoch);
    expect(code(3, 3)).toBe(errors.outOfOrderSequenceNumber);
    expect(code(2, 3)).toBe(0);
    expect(code(3, 0)).toBe(0);
    // The window begins anew with an epoch.
    expect(code(2, 3)).toBe(errors.invalidProducerEpoch);
  });

  it('may begin anywhere when it is not known', () => {
    const log = new Machine().create();
    expect(append(log, 1, { ...producer, baseSequence: 77 })).toMatchObject({ isDuplicate: false });
  });

  it('wraps from the largest sequence to 0', () => {
    const machine = new Machine();
    append(machine.create(), 2, { ...producer, baseSequence: last - 1 });
    append(machine.log, 2, { ...producer, baseSequence: 0 });
    machine.log.truncateTo(2);
    append(machine.log, 3, { ...producer, baseSequence: 0 });
    append(machine.log, 1, { ...producer, baseSequence: 3 });
    machine.log.truncateTo(0);
    append(machine.log, 4, { ...producer, baseSequence: last - 1 });
    const again = { ...producer, baseSequence: last - 1 };
    expect(append(machine.restart(), 4, again)).toMatchObject({ isDuplicate: true });
    expect(append(machine.log, 1, { ...producer, baseSequence: 2 }).firstOffset).toBe(4);
  });

  it('is known after a restart, a kill and a truncation', () => {
    const machine = new Machine();
    const log = machine.create();
    for (let sequence = 0; sequence < 4; sequence++)
      append(log, 1, { ...producer, baseSequence: sequence });
    const repeat = (sequence: number) =>
      append(machine.log, 1, { ...producer, baseSequence: sequence });
    machine.restart();
    expect(repeat(3)).toMatchObject({ isDuplicate: true, firstOffset: 3 });
    expect(refusal(() => repeat(2))).toBe(errors.outOfOrderSequenceNumber);
    machine.kill();
    expect(repeat(3)).toMatchObject({ isDuplicate: true, firstOffset: 3 });
    machine.log.truncateTo(2);
    expect(repeat(1)).toMatchObject({ isDuplicate: true, firstOffset: 1 });
    expect(repeat(2)).toMatchObject({ isDuplicate: false, firstOffset: 2 });
  });

  it('is forgotten a day after its last batch, unless a transaction is open', () => {
    const machine = new Machine();
    const log = machine.create();
    append(log, 1, { ...producer, baseSequence: 0 });
    append(log, 1, { producerId: 6, producerEpoch: 0, baseSequence: 0, isTransactional: true });
    log.expireProducers(startMs + 86_399_999);
    expect(log.activeProducers()).toHaveLength(2);
    log.expireProducers(startMs + 86_400_000);
    expect(log.activeProducers().map(({ producerId }) => producerId)).toEqual([6]);
    machine.nowMs += 86_400_000;
    expect(machine.restart().activeProducers()).toHaveLength(1);
  });

  it('is forgotten earlier when that is set while the broker runs', () => {
    const log = new Machine().create();
    append(log, 1, { ...producer, baseSequence: 0 });
    log.expireProducers(startMs + 999, 1000);
    expect(log.activeProducers()).toHaveLength(1);
    log.expireProducers(startMs + 1000, 1000);
    expect(log.activeProducers()).toEqual([]);
  });
});

describe('a transaction', () => {
  const transactional = { ...producer, isTransactional: true };

  it('holds the last stable offset until its marker is below the high watermark', () => {
    const log = new Machine().create();
    append(log, 2);
    append(log, 2, { ...transactional, baseSequence: 0 });
    append(log, 1);
    log.setHighWatermark(5);
    expect(log.lastStableOffset()).toBe(2);
    log.appendAsLeader(markerOf('commit', 5), 1, 'coordinator');
    expect(log.lastStableOffset()).toBe(2);
    log.setHighWatermark(6);
    expect(log.lastStableOffset()).toBe(6);
    expect(log.firstUnstableOffset()).toBeUndefined();
    expect(log.abortedTransactions(0, 10)).toEqual([]);
  });

  it('lists what was aborted by first offset', () => {
    const log = new Machine().create();
    append(log, 1, { ...transactional, baseSequence: 0 });
    append(log, 1, { ...transactional, producerId: 6, baseSequence: 0 });
    log.appendAsLeader(markerOf('abort', 6), 1, 'coordinator');
    log.appendAsLeader(markerOf('abort', 5), 1, 'coordinator');
    expect(log.abortedTransactions(0, 1)).toEqual([{ producerId: 5, firstOffset: 0 }]);
    expect(log.abortedTransactions(0, 4)).toEqual([
      { producerId: 5, firstOffset: 0 },
      { producerId: 6, firstOffset: 1 },
    ]);
    expect(log.abortedTransactions(3, 4)).toEqual([{ producerId: 5, firstOffset: 0 }]);
  });

  it('refuses plain batches of its producer, old markers and old coordinators', () => {
    const log = new Machine().create();
    append(log, 1, { ...transactional, producerEpoch: 3, baseSequence: 0 });
    const marker = (epoch: number, coordinatorEpoch: number): number =>
      refusal(() =>
        log.appendAsLeader(markerOf('commit', 5, { epoch, coordinatorEpoch }), 1, 'coordinator'),
      );
    expect(
      refusal(() => append(log, 1, { producerId: 5, producerEpoch: 3, baseSequence: 1 })),
    ).toBe(errors.invalidTxnState);
    expect(marker(2, 9)).toBe(errors.invalidProducerEpoch);
    expect(marker(3, 9)).toBe(0);
    expect(marker(3, 8)).toBe(errors.transactionCoordinatorFenced);
  });

  it('that is open stays open over a restart', () => {
    const machine = new Machine();
    append(machine.create(), 1, { ...transactional, baseSequence: 0 });
    expect(machine.restart().firstUnstableOffset()).toBe(0);
    expect(machine.kill().firstUnstableOffset()).toBe(0);
  });
});

describe('snapshots', () => {
  it('give back what they were made of', () => {
    const entries = [
      {
        producerId: 5,
        epoch: 3,
        coordinatorEpoch: 7,
        lastTimestampMs: startMs,
        txnFirstOffset: 12,
        batches: [
          {
            firstSequence: last,
            lastSequence: 1,
            firstOffset: 20,
            lastOffset: 22,
            timestampMs: startMs,
          },
        ],
      },
      {
        producerId: 2 ** 40,
        epoch: 0,
        coordinatorEpoch: -1,
        lastTimestampMs: -1,
        txnFirstOffset: -1,
        batches: [],
      },
    ];
    const bytes = encodeSnapshot(entries);
    expect(decodeSnapshot(bytes)).toEqual(entries);
    for (let size = 0; size < bytes.length; size++)
      expect(decodeSnapshot(bytes.subarray(0, size))).toBeUndefined();
    for (let index = 0; index < bytes.length; index++) {
      const damaged = Buffer.from(bytes);
      damaged[index] ^= 0x10;
      expect(decodeSnapshot(damaged)).toBeUndefined();
    }
  });

  it('are kept for the start of each segment and the end', () => {
    const machine = new Machine();
    const config = { segmentBytes: 500 };
    const log = machine.create(config);
    for (let sequence = 0; sequence < 20; sequence++)
      append(log, 1, { ...producer, baseSequence: sequence });
    const numbers = (suffix: string): number[] =>
      filesOf(machine, suffix).map((name) => Number.parseInt(name, 10));
    expect(numbers('.snapshot')).toEqual(numbers('.log').slice(1));
    machine.restart(config);
    expect(numbers('.snapshot')).toEqual([...new Set([...numbers('.log').slice(1), 20])]);
    append(machine.log, 1, { ...producer, baseSequence: 20 });
    machine.restart(config);
    expect(numbers('.snapshot')).toEqual([...new Set([...numbers('.log').slice(1), 21])]);
    machine.log.truncateTo(10);
    expect(numbers('.snapshot').at(-1)).toBe(10);
  });

  it('that are damaged are passed over', () => {
    const machine = new Machine();
    const config = { segmentBytes: 500 };
    const log = machine.create(config);
    for (let sequence = 0; sequence < 20; sequence++)
      append(log, 1, { ...producer, baseSequence: sequence });
    machine.restart(config);
    for (const name of filesOf(machine, '.snapshot'))
      machine.disk.setContent(`${dir}/${name}`, Buffer.from('damaged'));
    const again = machine.restart(config);
    for (let sequence = 15; sequence < 20; sequence++) {
      const bytes = batchOf(1, { ...producer, baseSequence: sequence });
      expect(again.appendAsLeader(bytes, 1, 'client').isDuplicate).toBe(true);
    }
  });
});
