/**
 * A cleaning that ends at any of its steps, with the process or with the power. What is there
 * afterwards is the log as it was or as it was to be, for each segment, and it can be cleaned again.
 */
import { describe, expect, it } from 'vitest';
import { cleanLog } from '../../../../src/broker/log/cleaner/clean-log.ts';
import { planOf } from '../../../../src/broker/log/cleaner/selection.ts';
import { readHeader } from '../../../../src/broker/protocol/record-batch.ts';
import { dir, filesOf, headersIn, Machine, markerOf } from '../support.ts';
import {
  clean,
  compacted,
  limits,
  put,
  putBytes,
  rollOver,
  settled,
  type Survivor,
  survivors,
} from './support.ts';

const config = { ...compacted, deleteRetentionMs: 0 };

/** Several small segments that become two, with deletions and an aborted transaction in them. */
async function prepared(seed: number): Promise<Machine> {
  const machine = new Machine(seed);
  const log = machine.create({ ...config, segmentBytes: 400 });
  for (let round = 0; round < 6; round++) {
    for (let index = 0; index < 4; index++) put(log, [[`k${index}`, `${round}`.padEnd(40)]]);
    if (round === 1) {
      put(log, [['k1', 'aborted']], {
        isTransactional: true,
        producerId: 9,
        producerEpoch: 0,
        baseSequence: 0,
      });
      putBytes(log, markerOf('abort', 9));
    }
  }
  put(log, [['k3', null]]);
  log.updateConfig({ ...log.config, segmentBytes: 1500 });
  rollOver(log);
  await log.flush();
  await machine.settle();
  return machine;
}

const newestOf = (records: readonly Survivor[]): Map<string | null, Survivor> =>
  new Map(records.map((record) => [record.key, record]));

/** Everything that holds for the log at any moment of a cleaning. */
async function checkLog(machine: Machine, before: readonly Survivor[]): Promise<void> {
  const { log } = machine;
  const after = await survivors(log);
  const known = new Map(before.map((record) => [record.offset, record]));
  for (const record of after) expect(record).toEqual(known.get(record.offset));
  const newest = newestOf(after);
  for (const [key, record] of newestOf(before)) {
    const isKept = newest.get(key)?.offset === record.offset;
    const isDeleted = record.value === null && newest.get(key) === undefined;
    expect(isKept || isDeleted).toBe(true);
  }
  const headers = await headersIn(log);
  const offsets = headers.map(({ baseOffset }) => baseOffset);
  expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => a - b));
  for (const { lastOffset, baseOffset, sizeBytes } of headers) {
    const one = { maxBytes: 1, upperOffset: log.logEndOffset, minOneBatch: true };
    const read = await log.read(lastOffset, one);
    expect(read.sizeBytes).toBe(sizeBytes);
    expect(readHeader(read.slices[0], 0).baseOffset).toBe(baseOffset);
  }
  const { segments } = log.contents;
  segments.all.forEach((segment, index) =>
    expect(segment.noteEnd()).toBe(segments.endOf(index, log.logEndOffset)),
  );
  expect(filesOf(machine).filter((name) => /cleaned|swap|deleted/.test(name))).toEqual([]);
}

/** Cleans until the given number of changes to the disk; false when there were fewer. */
async function cleanUpTo(machine: Machine, changes: number, stop: () => void): Promise<boolean> {
  const plan = planOf(machine.log, machine.nowMs);
  if (!plan) throw new Error('nothing to clean');
  let remaining = changes;
  let isStopped = false;
  machine.disk.beforeChange = () => {
    if (remaining-- > 0) return;
    machine.disk.beforeChange = undefined;
    isStopped = true;
    stop();
  };
  const work = cleanLog(machine.env, plan, { ...limits, readBytes: 500 }, () => isStopped);
  let isOver = false;
  work.then(
    () => (isOver = true),
    () => (isOver = true),
  );
  while (!isOver && !isStopped) await machine.settle();
  machine.disk.beforeChange = undefined;
  return isStopped;
}

const endings: [string, (machine: Machine) => void][] = [
  ['the process', ({ disk }) => disk.endProcess()],
  ['the power', ({ disk, random }) => disk.crash(random)],
];

describe.each(endings)('a cleaning that ends with %s', (_, stop) => {
  it('leaves a sound log at each of its steps', async () => {
    let steps = 0;
    for (; ; steps++) {
      const machine = await prepared(steps);
      const before = await survivors(machine.log);
      const endOffset = machine.log.logEndOffset;
      const wasStopped = await cleanUpTo(machine, steps, () => stop(machine));
      if (!wasStopped) break;
      machine.boot();
      machine.create(config);
      expect(machine.log.logEndOffset).toBe(endOffset);
      await checkLog(machine, before);
      // Another crash during or right after the start, and the next cleaning.
      machine.crash(config);
      await checkLog(machine, before);
      machine.log.setHighWatermark(machine.log.logEndOffset);
      await clean(machine);
      await checkLog(machine, before);
      const { active } = machine.log.contents.segments;
      const cleaned = (await survivors(machine.log)).filter(
        ({ offset }) => offset < active.baseOffset,
      );
      expect(new Set(cleaned.map(({ key }) => key)).size).toBe(cleaned.length);
      expect(cleaned.some(({ value }) => value === 'aborted')).toBe(false);
    }
    expect(steps).toBeGreaterThan(40);
  });
});

describe('the start after a crash within a swap', () => {
  it('can itself be stopped at each of its steps', async () => {
    let swaps = 0;
    let isOver = false;
    for (let cleaning = 0; !isOver; cleaning++) {
      // A third of its steps at each of the cleaning's: all of them are met.
      for (let starting = cleaning % 3; ; starting += 3) {
        const machine = await prepared(1);
        const before = await survivors(machine.log);
        const endOffset = machine.log.logEndOffset;
        isOver = !(await cleanUpTo(machine, cleaning, () => machine.disk.endProcess()));
        if (isOver || !machine.disk.paths().some((path) => path.endsWith('.swap'))) break;
        swaps++;
        let remaining = starting;
        let isStopped = false;
        machine.disk.beforeChange = () => {
          if (remaining-- > 0) return;
          machine.disk.beforeChange = undefined;
          isStopped = true;
          machine.disk.endProcess();
        };
        try {
          machine.boot();
          machine.create(config);
        } catch (error) {
          if (!isStopped) throw error;
        }
        machine.disk.beforeChange = undefined;
        if (!isStopped) break;
        machine.boot();
        machine.create(config);
        expect(machine.log.logEndOffset).toBe(endOffset);
        await checkLog(machine, before);
      }
    }
    expect(swaps).toBeGreaterThan(100);
  });

  it('takes a swap of another broker that does not reach to the end of what it replaces', async () => {
    const machine = await prepared(1);
    const before = await survivors(machine.log);
    await settled(machine, clean(machine));
    const [, second] = machine.log.contents.segments.all;
    const name = `${dir}/${String(second.baseOffset).padStart(20, '0')}`;
    machine.disk.setContent(`${name}.log.swap`, machine.disk.contentOf(`${name}.log`) as Buffer);
    machine.disk.setContent(`${name}.index.swap`, Buffer.from('not an index'));
    const log = machine.kill(config);
    expect(machine.warnings.some((text) => text.includes('completes the swap'))).toBe(true);
    await checkLog(machine, before);
    expect(log.contents.segments.all.length).toBeGreaterThan(1);
  });
});
