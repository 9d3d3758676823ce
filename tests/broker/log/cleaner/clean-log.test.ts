import { describe, expect, it } from 'vitest';
import { cleanLog } from '../../../../src/broker/log/cleaner/clean-log.ts';
import { planOf } from '../../../../src/broker/log/cleaner/selection.ts';
import { CleaningAbortedError } from '../../../../src/broker/log/cleaner/turns.ts';
import {
  hasDeleteHorizon,
  isControl,
  readHeader,
} from '../../../../src/broker/protocol/record-batch.ts';
import { emptyBatch } from '../../../../src/broker/log/cleaner/rewrite-batch.ts';
import { append, dir, filesOf, headersIn, Machine, markerOf, startMs } from '../support.ts';
import {
  clean,
  compacted,
  type Entry,
  limits,
  lines,
  put,
  putBytes,
  rollOver,
  settled,
  survivors,
} from './support.ts';

function machineWith(overrides = {}): Machine {
  const machine = new Machine();
  machine.create({ ...compacted, ...overrides });
  return machine;
}

/** `count` records over `keys` keys, each with its number as value. */
function fill(machine: Machine, count: number, keys: number): void {
  for (let index = 0; index < count; index++)
    put(machine.log, [[`k${index % keys}`, `${index}`.padEnd(80)]]);
}

describe('cleaning', () => {
  it('keeps the newest record of each key, at its offset, and the order', async () => {
    const machine = machineWith();
    put(machine.log, [
      ['a', '1'],
      ['b', '1'],
      ['a', '2'],
    ]);
    put(machine.log, [['c', '1']]);
    put(machine.log, [['b', '2']]);
    rollOver(machine.log);
    await clean(machine);
    expect(await lines(machine.log)).toEqual(['2 a=2', '3 c=1', '4 b=2']);
  });

  it('keeps records of the active segment, and those that only they make old', async () => {
    const machine = machineWith();
    put(machine.log, [['a', '1']]);
    rollOver(machine.log);
    const offset = put(machine.log, [['a', '2']]);
    await clean(machine);
    expect(await lines(machine.log)).toEqual(['0 a=1', `${offset} a=2`]);
  });

  it.each([0, 1, 2, 3, 4])('writes batches of codec %i anew in that codec', async (codec) => {
    const machine = machineWith();
    for (let round = 0; round < 3; round++) {
      const entries = Array.from(
        { length: 20 },
        (_, index): Entry => [`k${index}-${index % 2 ? round : ''}`, `${round} ${index}`],
      );
      put(machine.log, entries, { codec });
    }
    rollOver(machine.log);
    await clean(machine);
    const records = (await survivors(machine.log)).filter(({ key }) => key !== 'filler');
    const everyOther = Array.from({ length: 20 }, (_, index) => 2 * index + 1);
    const all = Array.from({ length: 20 }, (_, index) => 40 + index);
    expect(records.map(({ offset }) => offset)).toEqual([...everyOther, ...all]);
    const headers = await headersIn(machine.log);
    expect(headers.slice(0, 3).map(({ attributes }) => attributes & 7)).toEqual([
      codec,
      codec,
      codec,
    ]);
  });

  it('makes one segment of several small ones', async () => {
    const machine = machineWith();
    fill(machine, 60, 3);
    expect(filesOf(machine, '.log').length).toBeGreaterThan(5);
    await clean(machine);
    rollOver(machine.log);
    await clean(machine);
    expect(filesOf(machine, '.log').length).toBeLessThanOrEqual(3);
    expect(filesOf(machine).filter((name) => /cleaned|swap|deleted/.test(name))).toEqual([]);
    // Producer snapshots of segments that are gone have gone too.
    const starts = filesOf(machine, '.log').map((name) => name.slice(0, 20));
    const snapshots = filesOf(machine, '.snapshot').map((name) => name.slice(0, 20));
    for (const snapshot of snapshots) expect(starts).toContain(snapshot);
  });

  it('goes on where the last cleaning ended, and cleans what that left', async () => {
    const machine = machineWith();
    for (let round = 0; round < 5; round++) {
      fill(machine, 20, 4);
      rollOver(machine.log);
      await clean(machine);
      const { active } = machine.log.contents.segments;
      expect(machine.log.cleanedOffset).toBe(active.baseOffset);
      const below = (await survivors(machine.log)).filter(
        ({ offset, key }) => offset < active.baseOffset && key !== 'filler',
      );
      expect(below.length).toBeLessThanOrEqual(4);
    }
  });

  it('takes several goes when the keys do not fit the memory it has', async () => {
    const machine = machineWith();
    fill(machine, 200, 50);
    const plan = planOf(machine.log, machine.nowMs);
    let rounds = 0;
    while (await clean(machine, { mapBytes: 24 * 20 })) rounds++;
    expect(rounds).toBeGreaterThan(2);
    expect(machine.log.cleanedOffset).toBe(plan?.endOffset);
    const { active } = machine.log.contents.segments;
    const keys = (await survivors(machine.log))
      .filter(({ offset }) => offset < active.baseOffset)
      .map(({ key }) => key);
    expect(new Set(keys).size).toBe(50);
    expect(keys.length).toBe(50);
  });

  it('is not seen through the cache of recent batches', async () => {
    const machine = machineWith();
    put(machine.log, [['a', '1']]);
    put(machine.log, [['a', '2']]);
    rollOver(machine.log);
    expect(await lines(machine.log)).toHaveLength(2);
    await clean(machine);
    expect(await lines(machine.log)).toEqual(['1 a=2']);
    expect(await lines(machine.kill(compacted))).toEqual(['1 a=2']);
  });

  it('drops records without a key, which a topic has that was not compacted before', async () => {
    const machine = machineWith({ cleanupPolicy: ['delete'] });
    append(machine.log, 1);
    put(machine.log, [[null, 'no key']]);
    rollOver(machine.log);
    machine.log.updateConfig({ ...machine.log.config, cleanupPolicy: ['compact'] });
    await clean(machine);
    expect((await survivors(machine.log)).some(({ key }) => key === null)).toBe(false);
  });
});

describe('tombstones', () => {
  it('get a delete horizon, stay until then, and go', async () => {
    const machine = machineWith({ deleteRetentionMs: 1000 });
    put(machine.log, [['a', '1']]);
    put(
      machine.log,
      [
        ['a', null],
        ['b', '1'],
      ],
      { timestampMs: startMs - 5 },
    );
    rollOver(machine.log);
    await clean(machine);
    expect(await lines(machine.log)).toEqual(['1 a=null', '2 b=1']);
    const [batch] = (await headersIn(machine.log)).filter(({ baseOffset }) => baseOffset === 1);
    expect(hasDeleteHorizon(batch.attributes)).toBe(true);
    expect(batch).toMatchObject({ baseTimestamp: startMs + 1000, maxTimestamp: startMs - 5 });
    expect((await survivors(machine.log))[0]).toMatchObject({ timestampMs: startMs - 5 });

    machine.nowMs += 999;
    rollOver(machine.log);
    await clean(machine);
    expect(await lines(machine.log)).toEqual(['1 a=null', '2 b=1']);
    machine.nowMs += 1;
    rollOver(machine.log);
    await clean(machine);
    expect(await lines(machine.log)).toEqual(['2 b=1']);
  });
});

describe('transactions', () => {
  const open = { isTransactional: true, producerId: 9, producerEpoch: 0 };

  it('that were aborted leave nothing, and do not hide what they wrote over', async () => {
    const machine = machineWith({ deleteRetentionMs: 1000 });
    put(machine.log, [['a', 'kept']]);
    put(machine.log, [['a', 'aborted']], { ...open, baseSequence: 0 });
    putBytes(machine.log, markerOf('abort', 9));
    put(machine.log, [['b', 'kept']], { ...open, baseSequence: 1 });
    putBytes(machine.log, markerOf('commit', 9));
    rollOver(machine.log);
    await clean(machine);
    expect(await lines(machine.log)).toEqual(['0 a=kept', '3 b=kept']);
    // The marker stays for readers that have begun the transaction, and its row with it.
    const markers = async () =>
      (await headersIn(machine.log)).filter(({ attributes }) => isControl(attributes));
    expect((await markers()).map(({ baseOffset }) => baseOffset)).toEqual([2, 4]);
    expect(machine.log.abortedTransactions(0, 10)).toEqual([{ producerId: 9, firstOffset: 1 }]);
    expect(filesOf(machine, '.txnindex')).toEqual(['00000000000000000000.txnindex']);

    // Now that its records are gone, its marker gets a horizon; the row is of no use any more.
    rollOver(machine.log);
    await clean(machine);
    expect((await markers()).map(({ attributes }) => hasDeleteHorizon(attributes))).toEqual([
      true,
      false,
    ]);
    expect(machine.log.abortedTransactions(0, 10)).toEqual([]);
    expect(filesOf(machine, '.txnindex')).toEqual([]);
    machine.nowMs += 1000;
    rollOver(machine.log);
    await clean(machine);
    expect((await markers()).map(({ baseOffset }) => baseOffset)).toEqual([4]);
  });

  it('lose their commit marker only after their records', async () => {
    const machine = machineWith({ deleteRetentionMs: 10 });
    put(machine.log, [['a', '1']], { ...open, baseSequence: 0 });
    putBytes(machine.log, markerOf('commit', 9));
    put(machine.log, [['a', '2']], { ...open, producerId: 10, baseSequence: 0 });
    putBytes(machine.log, markerOf('commit', 10));
    rollOver(machine.log);
    const markers = async () =>
      (await headersIn(machine.log))
        .filter(({ attributes }) => isControl(attributes))
        .map(({ producerId, attributes }) => [producerId, hasDeleteHorizon(attributes)]);
    await clean(machine);
    expect(await markers()).toEqual([
      [9, false],
      [10, false],
    ]);
    machine.log.expireProducers(startMs + 1e9);
    for (let round = 0; round < 3; round++) {
      rollOver(machine.log);
      await clean(machine);
      machine.nowMs += 10;
    }
    expect(await markers()).toEqual([[10, false]]);
    expect(await lines(machine.log)).toEqual(['2 a=2']);
  });

  it('that are open are not cleaned, nor what lies above the high watermark', async () => {
    const machine = machineWith();
    const { log } = machine;
    put(log, [['a', '1']]);
    put(log, [['a', '2']]);
    rollOver(log);
    const openAt = put(log, [['a', '3']], { ...open, baseSequence: 0 });
    rollOver(log);
    rollOver(log);
    const base = log.contents.segments.all[log.contents.segments.indexOf(openAt)].baseOffset;
    expect(planOf(log, startMs)?.endOffset).toBe(base);
    log.setHighWatermark(1);
    expect(planOf(log, startMs)).toBeUndefined();
  });
});

describe('what is known of producers', () => {
  it('stays: their last batch remains, empty when its records are old', async () => {
    const machine = machineWith();
    const from = { producerId: 4, producerEpoch: 1 };
    put(machine.log, [['a', '1']], { ...from, baseSequence: 0 });
    put(machine.log, [['a', '2']], { ...from, baseSequence: 1 });
    put(machine.log, [['a', '3']]);
    rollOver(machine.log);
    await clean(machine);
    const headers = (await headersIn(machine.log)).filter(({ producerId }) => producerId === 4);
    expect(headers).toMatchObject([
      { baseOffset: 1, recordCount: 0, producerEpoch: 1, baseSequence: 1, lastSequence: 1 },
    ]);
    // A replica that has only these batches knows what has to come next.
    const other = new Machine(2);
    other.create(compacted);
    for (const path of machine.disk.paths()) {
      if (path.startsWith(`${dir}/`) && path.endsWith('.log'))
        other.disk.setContent(path, machine.disk.contentOf(path) as Buffer);
    }
    const log = other.kill(compacted);
    expect(() => put(log, [['a', '4']], { ...from, baseSequence: 3 })).toThrow('sent sequence 3');
    put(log, [['a', '4']], { ...from, baseSequence: 2 });
  });

  it('is not changed by a marker that was left empty', () => {
    const from = { producerId: 4, producerEpoch: 1, isTransactional: true };
    const [leader, follower] = [machineWith(), machineWith()];
    put(leader.log, [['a', '1']], { ...from, baseSequence: 0 });
    const offset = putBytes(leader.log, markerOf('commit', 4, { epoch: 1 }));
    const marker = markerOf('commit', 4, { epoch: 1 });
    const header = { ...readHeader(marker, 0), baseOffset: offset, lastOffset: offset };
    follower.log.appendAsFollower(emptyBatch(header));
    expect(follower.log.logEndOffset).toBe(offset + 1);
    expect(follower.log.activeProducers()).toEqual([]);
    expect(follower.log.firstUnstableOffset()).toBeUndefined();
    expect(follower.kill(compacted).activeProducers()).toEqual([]);
  });

  it('goes with the producer', async () => {
    const machine = machineWith();
    const from = { producerId: 4, producerEpoch: 1 };
    put(machine.log, [['a', '1']], { ...from, baseSequence: 0 });
    put(machine.log, [['a', '2']]);
    rollOver(machine.log);
    machine.log.expireProducers(startMs + 1e9);
    await clean(machine);
    const ids = (await headersIn(machine.log)).map(({ producerId }) => producerId);
    expect(ids).not.toContain(4);
  });
});

describe('the ends of what was cleaned', () => {
  it('are told by a batch, empty if need be, so that no offset is given twice', async () => {
    const machine = machineWith();
    put(machine.log, [['a', '1']]);
    rollOver(machine.log, 'a');
    const { active } = machine.log.contents.segments;
    put(machine.log, [['a', 'last']]);
    // Two segments, in the second of which nothing is left.
    rollOver(machine.log);
    await clean(machine);
    const { segments } = machine.log.contents;
    segments.all.forEach((segment, index) =>
      expect(segment.noteEnd()).toBe(segments.endOf(index, machine.log.logEndOffset)),
    );
    const read = await machine.log.read(active.baseOffset - 1, {
      maxBytes: 1,
      upperOffset: machine.log.logEndOffset,
      minOneBatch: true,
    });
    expect(read.nextOffset).toBeGreaterThanOrEqual(active.baseOffset);
  });
});

describe('a cleaning under way', () => {
  /** Starts a cleaning and gives the log to someone else in the middle of it. */
  async function interrupted(machine: Machine, act: () => void): Promise<unknown> {
    const plan = planOf(machine.log, machine.nowMs);
    if (!plan) throw new Error('nothing to clean');
    const work = cleanLog(machine.env, plan, { ...limits, readBytes: 200 }, () => false);
    for (let round = 0; round < 3; round++) await Promise.resolve();
    act();
    return settled(
      machine,
      work.catch((error: unknown) => error),
    );
  }

  it('does not keep others from appending and reading', async () => {
    const machine = machineWith();
    fill(machine, 100, 5);
    const before = machine.log.logEndOffset;
    await interrupted(machine, () => fill(machine, 40, 5));
    expect(machine.log.logEndOffset).toBe(before + 40);
    const offsets = (await survivors(machine.log)).map(({ offset }) => offset);
    expect(offsets.slice(-40)).toEqual(Array.from({ length: 40 }, (_, index) => before + index));
    expect(offsets.length).toBeLessThan(70);
  });

  const abandonments: [string, (machine: Machine) => void][] = [
    ['a truncation', ({ log }) => log.truncateTo(20)],
    ['a restart elsewhere', ({ log }) => log.truncateFullyAndStartAt(500)],
    ['deleted records', ({ log }) => log.incrementLogStartOffset(30)],
    ['the deletion of the topic', ({ manager }) => manager.delete('orders', 0)],
    ['another policy', ({ log }) => log.updateConfig({ ...log.config, cleanupPolicy: ['delete'] })],
  ];
  it.each(abandonments)('is given up at %s and leaves nothing behind', async (_, act) => {
    const machine = machineWith();
    fill(machine, 100, 5);
    const { log } = machine;
    const error = await interrupted(machine, () => act(machine));
    expect(error).toBeInstanceOf(CleaningAbortedError);
    expect(filesOf(machine).filter((name) => /cleaned|swap|deleted/.test(name))).toEqual([]);
    if (machine.manager.get('orders', 0)) await survivors(log);
  });

  it('leaves readers what they hold', async () => {
    const machine = machineWith();
    fill(machine, 100, 5);
    const { segments } = machine.log.contents;
    const [first] = segments.all;
    const target = Buffer.alloc(first.sizeBytes);
    const expected = machine.disk.contentOf(`${dir}/00000000000000000000.log`);
    let reading: Promise<number> | undefined;
    const replace = segments.replace.bind(segments);
    segments.replace = (run, cleaned) => {
      reading ??= first.readAsync(target, 0);
      replace(run, cleaned);
    };
    await clean(machine);
    expect(await reading).toBe(target.length);
    expect(target.equals(expected as Buffer)).toBe(true);
    machine.manager.close({ clean: true, brokerEpoch: 1 });
    await machine.settle();
    expect(machine.disk.openFiles).toBe(0);
  });

  it('keeps to the bytes a second that it may use', async () => {
    const machine = machineWith();
    fill(machine, 2000, 5);
    const plan = planOf(machine.log, machine.nowMs);
    if (!plan) throw new Error('nothing to clean');
    const bytesPerSecond = machine.log.sizeBytes / 10;
    const work = cleanLog(machine.env, plan, { ...limits, bytesPerSecond }, () => false);
    let isDone = false;
    void work.then(() => (isDone = true));
    // Both the keys and the records are read once.
    while (!isDone) {
      await machine.settle();
      if (machine.timerCount > 0) await machine.advance(100);
    }
    expect(machine.nowMs - startMs).toBeGreaterThan(18_000);
    expect(machine.nowMs - startMs).toBeLessThan(22_000);
  });
});
