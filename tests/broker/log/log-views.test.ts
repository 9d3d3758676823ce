import { describe, expect, it } from 'vitest';
import { append, Machine, startMs } from './support.ts';

const config = { segmentBytes: 500, retentionMs: 10_000, retentionBytes: -1 };

/** A log of single records, one a second, all below the high watermark. */
function filled(machine: Machine, more: Partial<Parameters<Machine['create']>[0]> = {}) {
  const log = machine.create({ ...config, ...more });
  for (let index = 0; index < 30; index++)
    append(log, 1, { timestampMs: startMs + index * 1000, sizeBytes: 50 });
  log.setHighWatermark(log.logEndOffset);
  return log;
}

const view = (machine: Machine) => {
  const [found] = machine.manager.views('orders', null);
  if (!found) throw new Error('the log is not told');
  return found;
};

describe('the view of a log', () => {
  it('has every segment with its files, times and offsets', () => {
    const machine = new Machine();
    const log = filled(machine);
    const { segments, segmentCount, sizeBytes, otherFiles, ...rest } = view(machine);
    expect(rest).toMatchObject({ partition: 0, isFuture: false, logEndOffset: 30 });
    expect(segments.length).toBe(segmentCount);
    expect(segments.reduce((sum, segment) => sum + segment.sizeBytes, 0)).toBe(sizeBytes);
    expect(otherFiles).toEqual([]);
    expect(segments.map(({ isActive }) => isActive).lastIndexOf(false)).toBe(segmentCount - 2);
    for (const [index, segment] of segments.entries()) {
      const end = segments[index + 1]?.baseOffset ?? log.logEndOffset;
      const name = `${String(segment.baseOffset).padStart(20, '0')}.log`;
      expect(segment).toMatchObject({
        endOffset: end,
        firstMs: startMs + segment.baseOffset * 1000,
        largestMs: startMs + (end - 1) * 1000,
        dueMs: startMs + (end - 1) * 1000 + 10_000,
      });
      expect(segment.files).toContainEqual({ name, sizeBytes: segment.sizeBytes });
    }
  });

  it('agrees with retention about what goes by size, and does not change a thing', () => {
    const machine = new Machine();
    const log = filled(machine, { retentionMs: -1, retentionBytes: 1200 });
    const due = view(machine).segments.filter(({ isTooMuch }) => isTooMuch).length;
    expect(due).toBeGreaterThan(0);
    expect(view(machine).segments.every(({ dueMs }) => dueMs === null)).toBe(true);
    expect(log.applyRetention(startMs)).toBe(due);
    expect(view(machine).segments.some(({ isTooMuch }) => isTooMuch)).toBe(false);
  });

  it('tells how far compaction has come', () => {
    const machine = new Machine();
    const log = filled(machine, { cleanupPolicy: ['compact'], minCleanableDirtyRatio: 0.4 });
    const before = view(machine);
    expect(before.retention.isDeleting).toBe(false);
    expect(before.compaction).toMatchObject({
      cleanedOffset: 0,
      dirtyRatio: 1,
      minDirtyRatio: 0.4,
      isRunning: false,
      last: null,
    });
    const [, second, third] = before.segments;
    log.cleanedOffset = third?.baseOffset ?? 0;
    const after = view(machine);
    expect(after.compaction?.cleanedOffset).toBe(third?.baseOffset);
    expect(after.compaction?.dirtyRatio).toBeLessThan(1);
    expect(after.segments.filter(({ isCleaned }) => isCleaned)).toHaveLength(2);
    expect(second?.isCleaned).toBe(false);
  });

  it('sums up ages per topic', () => {
    const machine = new Machine();
    const log = filled(machine);
    const [first] = view(machine).segments;
    expect(machine.manager.ages([log])).toEqual([
      {
        topic: 'orders',
        segmentCount: view(machine).segmentCount,
        oldestMs: startMs,
        dueMs: first?.dueMs,
        tooMuchCount: 0,
        dirtyRatio: null,
      },
    ]);
    log.incrementLogStartOffset(1);
    expect(machine.manager.ages([log])[0]?.oldestMs).toBe(null);
  });
});
