import { describe, expect, it } from 'vitest';
import { dirtiest, groupSegments, planOf } from '../../../../src/broker/log/cleaner/selection.ts';
import type { PartitionLog } from '../../../../src/broker/log/partition-log.ts';
import { configOf, Machine, startMs, topicId } from '../support.ts';
import { clean, compacted, put, rollOver } from './support.ts';

/** Segments of eight or nine records, one a second. */
function filled(machine: Machine, count: number, topic = 'orders', overrides = {}): PartitionLog {
  const log = machine.manager.getOrCreate(
    topic,
    0,
    topic === 'orders' ? topicId : 'AAAAAAAAAAAAAAAAAAAACA',
    configOf({ ...compacted, minCleanableDirtyRatio: 0.5, ...overrides }),
  );
  for (let index = 0; index < count; index++)
    put(log, [['k', 'x'.repeat(50)]], { timestampMs: startMs + index * 1000 });
  return log;
}

const basesOf = (log: PartitionLog): number[] =>
  log.contents.segments.all.map(({ baseOffset }) => baseOffset);

describe('what is cleaned', () => {
  it('is a log of which enough is dirty', async () => {
    const machine = new Machine();
    const log = filled(machine, 40);
    const plan = planOf(log, startMs);
    expect(plan).toMatchObject({
      firstDirtyOffset: 0,
      endOffset: basesOf(log).at(-1),
      dirtyRatio: 1,
    });
    log.updateConfig({ ...log.config, minCleanableDirtyRatio: 1 });
    expect(planOf(log, startMs)).toBeUndefined();
    log.updateConfig({ ...log.config, minCleanableDirtyRatio: 0.5 });
    // One clean segment, one dirty one.
    log.cleanedOffset = basesOf(log)[basesOf(log).length - 2];
    expect(planOf(log, startMs)).toBeUndefined();
    log.updateConfig({ ...log.config, minCleanableDirtyRatio: 0.1 });
    const { all } = log.contents.segments;
    const closed = all.slice(0, -1).map(({ sizeBytes }) => sizeBytes);
    const dirtyBytes = closed[closed.length - 1];
    expect(planOf(log, startMs)?.dirtyRatio).toBeCloseTo(
      dirtyBytes / closed.reduce((sum, bytes) => sum + bytes, 0),
    );
  });

  it('is never the segment that is written to', async () => {
    const machine = new Machine();
    const log = filled(machine, 5, 'orders', { minCleanableDirtyRatio: 0 });
    expect(basesOf(log)).toEqual([0]);
    expect(planOf(log, startMs)).toBeUndefined();
    rollOver(log);
    await clean(machine);
    expect(planOf(log, startMs)).toBeUndefined();
  });

  it('is the dirtiest log first', () => {
    const machine = new Machine();
    const first = filled(machine, 40);
    const second = filled(machine, 40, 'others');
    first.cleanedOffset = basesOf(first)[1];
    expect(dirtiest([first, second], startMs)?.log).toBe(second);
    second.cleanedOffset = basesOf(second)[2];
    expect(dirtiest([first, second], startMs)?.log).toBe(first);
  });

  it('is not what min.compaction.lag.ms holds back', () => {
    const machine = new Machine();
    const log = filled(machine, 40, 'orders', { minCompactionLagMs: 10_000 });
    const bases = basesOf(log);
    const lastOfFirst = startMs + (bases[1] - 1) * 1000;
    expect(planOf(log, lastOfFirst + 9_999)).toBeUndefined();
    expect(planOf(log, lastOfFirst + 10_000)?.endOffset).toBe(bases[1]);
    expect(planOf(log, startMs + 1e6)?.endOffset).toBe(bases.at(-1));
  });

  it('is what max.compaction.lag.ms asks for, however clean the log', () => {
    const machine = new Machine();
    const log = filled(machine, 40, 'orders', {
      minCleanableDirtyRatio: 1,
      maxCompactionLagMs: 60_000,
    });
    const dirtyFrom = basesOf(log).at(-2) as number;
    log.cleanedOffset = dirtyFrom;
    const dueMs = startMs + dirtyFrom * 1000 + 60_000;
    expect(planOf(log, dueMs)).toBeUndefined();
    expect(planOf(log, dueMs + 1)).toMatchObject({ firstDirtyOffset: dirtyFrom });
  });

  it('begins at the log start when that has passed what was cleaned, or the log was cut', () => {
    const machine = new Machine();
    const log = filled(machine, 40);
    log.cleanedOffset = 3;
    log.incrementLogStartOffset(5);
    expect(planOf(log, startMs)?.firstDirtyOffset).toBe(5);
    log.cleanedOffset = 1000;
    expect(planOf(log, startMs)?.firstDirtyOffset).toBe(5);
    log.cleanedOffset = 30;
    log.truncateTo(20);
    expect(log.cleanedOffset).toBe(20);
  });
});

describe('max.compaction.lag.ms', () => {
  it('closes a segment too, since what is written to is not cleaned', () => {
    const log = filled(new Machine(), 5, 'orders', { maxCompactionLagMs: 10_000 });
    put(log, [['k', '1']], { timestampMs: startMs + 10_000 });
    expect(basesOf(log)).toEqual([0]);
    put(log, [['k', '1']], { timestampMs: startMs + 10_001 });
    expect(basesOf(log)).toEqual([0, 6]);
    const plain = filled(new Machine(), 5, 'orders', {
      maxCompactionLagMs: 10_000,
      cleanupPolicy: ['delete'],
    });
    put(plain, [['k', '1']], { timestampMs: startMs + 20_000 });
    expect(basesOf(plain)).toEqual([0]);
  });
});

describe('groups of segments', () => {
  it('are as large as segment.bytes and segment.index.bytes allow', () => {
    const machine = new Machine();
    const log = filled(machine, 80);
    const closed = log.contents.segments.all.slice(0, -1);
    const endOffset = basesOf(log).at(-1) as number;
    const sizes = (overrides: object) =>
      groupSegments(closed, { ...log.config, ...overrides }, endOffset).map(({ length }) => length);
    expect(sizes({})).toEqual(closed.map(() => 1));
    expect(sizes({ segmentBytes: 1e6 })).toEqual([closed.length]);
    const two = closed[0].sizeBytes + closed[1].sizeBytes;
    expect(sizes({ segmentBytes: two })[0]).toBe(2);
    const { offsetBytes } = closed[0].indexSizes();
    expect(offsetBytes).toBeGreaterThan(0);
    expect(sizes({ segmentBytes: 1e6, segmentIndexBytes: offsetBytes })[0]).toBe(1);
  });

  it('do not span more offsets than an index can tell', () => {
    const machine = new Machine();
    const log = filled(machine, 20, 'orders', { segmentBytes: 500 });
    log.truncateFullyAndStartAt(2_147_483_640);
    for (let index = 0; index < 20; index++) put(log, [['k', 'x'.repeat(50)]]);
    const { all } = log.contents.segments;
    const far = [{ baseOffset: 0, sizeBytes: 10, indexSizes: all[0].indexSizes.bind(all[0]) }];
    const closed = [...far, ...all.slice(0, -1)] as (typeof all)[number][];
    const config = { ...log.config, segmentBytes: 1e6 };
    const groups = groupSegments(closed, config, all.at(-1)?.baseOffset as number);
    expect(groups.length).toBe(2);
    for (const group of groups) {
      const next = closed[closed.indexOf(group[group.length - 1]) + 1] ?? all.at(-1);
      expect(next.baseOffset - 1 - group[0].baseOffset).toBeLessThanOrEqual(0x7fffffff);
    }
  });
});
