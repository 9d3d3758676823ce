import { describe, expect, it } from 'vitest';
import { append, filesOf, Machine, startMs } from './support.ts';

const config = { segmentBytes: 500, retentionMs: -1, retentionBytes: -1 };

/** A log of single records, one a second, all below the high watermark. */
function filled(machine: Machine, count = 30): ReturnType<Machine['create']> {
  const log = machine.create(config);
  for (let index = 0; index < count; index++)
    append(log, 1, { timestampMs: startMs + index * 1000, sizeBytes: 50 });
  log.setHighWatermark(log.logEndOffset);
  return log;
}

const starts = (machine: Machine): number[] =>
  filesOf(machine, '.log').map((name) => Number.parseInt(name, 10));

describe('retention', () => {
  it('by time takes whole segments whose youngest record is too old', () => {
    const machine = new Machine();
    const log = filled(machine);
    const before = starts(machine);
    log.updateConfig({ ...log.config, retentionMs: 10_000 });
    const lastOfSecond = before[2] - 1;
    expect(log.applyRetention(startMs + lastOfSecond * 1000 + 10_000)).toBe(1);
    expect(log.applyRetention(startMs + lastOfSecond * 1000 + 10_001)).toBe(1);
    expect(starts(machine)).toEqual(before.slice(2));
    expect(log.logStartOffset).toBe(before[2]);
    expect(machine.kill(config).logStartOffset).toBe(before[2]);
  });

  it('by size keeps at least so many bytes', () => {
    const machine = new Machine();
    const log = filled(machine);
    log.updateConfig({ ...log.config, retentionBytes: 1200 });
    expect(log.applyRetention(startMs)).toBeGreaterThan(0);
    expect(log.sizeBytes).toBeGreaterThanOrEqual(1200);
    expect(log.sizeBytes).toBeLessThan(1200 + 500);
    expect(log.applyRetention(startMs)).toBe(0);
  });

  it('never passes the high watermark', () => {
    const machine = new Machine();
    const log = filled(machine);
    const before = starts(machine);
    log.setHighWatermark(before[1] + 1);
    log.updateConfig({ ...log.config, retentionMs: 0 });
    expect(log.applyRetention(startMs + 1e9)).toBe(1);
    expect(starts(machine)).toEqual(before.slice(1));
  });

  it('takes the active segment too when it is due, and keeps the offsets', async () => {
    const machine = new Machine();
    const log = filled(machine);
    log.updateConfig({ ...log.config, retentionMs: 1000 });
    log.applyRetention(startMs + 1e9);
    expect(log).toMatchObject({ logStartOffset: 30, logEndOffset: 30, sizeBytes: 0 });
    expect(log.applyRetention(startMs + 2e9)).toBe(0);
    expect(machine.kill(config)).toMatchObject({ logStartOffset: 30, logEndOffset: 30 });
    expect(append(machine.log, 1).firstOffset).toBe(30);
  });

  it('goes by the time of the file where records have none', () => {
    const machine = new Machine();
    const log = machine.create(config);
    for (let index = 0; index < 20; index++) append(log, 1, { timestampMs: -1, sizeBytes: 50 });
    log.setHighWatermark(20);
    log.updateConfig({ ...log.config, retentionMs: 1000 });
    expect(log.applyRetention(startMs + 1000)).toBe(0);
    expect(log.applyRetention(startMs + 1001)).toBeGreaterThan(0);
  });

  it('leaves records from the future, and what lies behind them', () => {
    const machine = new Machine();
    const log = filled(machine);
    const before = starts(machine);
    log.updateConfig({ ...log.config, retentionMs: 1000, messageTimestampAfterMaxMs: 1e13 });
    // All of the second segment's records are older than this one of the first.
    append(log, 1, { timestampMs: startMs + 1e12, sizeBytes: 50 });
    for (let index = 0; index < 10; index++)
      append(log, 1, { timestampMs: startMs + 40_000, sizeBytes: 50 });
    log.setHighWatermark(log.logEndOffset);
    log.applyRetention(startMs + 1e9);
    expect(log.logStartOffset).toBeLessThanOrEqual(30);
    expect(log.logStartOffset).toBe(starts(machine)[0]);
    expect(log.logStartOffset).toBeGreaterThan(before[1]);
    expect(log.applyRetention(startMs + 2e9)).toBe(0);
  });

  it('is off at -1, and for a topic with no policy', () => {
    const machine = new Machine();
    const log = filled(machine);
    expect(log.applyRetention(startMs + 1e12)).toBe(0);
    log.updateConfig({ ...log.config, cleanupPolicy: [], retentionMs: 0, retentionBytes: 0 });
    expect(log.applyRetention(startMs + 1e12)).toBe(0);
  });

  it('does not apply to a compacted log', () => {
    const log = filled(new Machine());
    log.updateConfig({ ...log.config, cleanupPolicy: ['compact'], retentionMs: 0 });
    expect(log.applyRetention(startMs + 1e9)).toBe(0);
  });

  it('runs by itself', async () => {
    const machine = new Machine();
    const log = filled(machine);
    log.updateConfig({ ...log.config, retentionMs: 60_000 });
    machine.manager.start();
    await machine.advance(30_000);
    expect(log.logStartOffset).toBe(0);
    await machine.advance(300_000);
    expect(log.logStartOffset).toBe(30);
  });
});

describe('segment.ms', () => {
  const minute = { segmentBytes: 1e6, segmentMs: 60_000, messageTimestampAfterMaxMs: 1e13 };

  it('closes a segment by the times of its records, from its first batch on', () => {
    const machine = new Machine();
    const log = machine.create(minute);
    append(log, 1, { timestampMs: startMs });
    append(log, 1, { timestampMs: startMs + 60_000 });
    append(log, 1, { timestampMs: startMs - 1e9 });
    append(log, 1, { timestampMs: -1 });
    expect(starts(machine)).toEqual([0]);
    append(log, 1, { timestampMs: startMs + 60_001 });
    expect(starts(machine)).toEqual([0, 4]);
  });

  it('goes by the clock where the first batch has no time', () => {
    const machine = new Machine();
    const log = machine.create(minute);
    append(log, 1, { timestampMs: -1 });
    machine.nowMs += 60_000;
    append(log, 1, { timestampMs: startMs + 1e9 });
    expect(starts(machine)).toEqual([0]);
    machine.nowMs += 1;
    append(log, 1, { timestampMs: -1 });
    expect(starts(machine)).toEqual([0, 2]);
  });

  it('comes earlier by a share of segment.jitter.ms, after a restart too', () => {
    const rolls = new Set<number>();
    for (let seed = 0; seed < 20; seed++) {
      const machine = new Machine(seed);
      const config = { ...minute, segmentJitterMs: 30_000 };
      append(machine.create(config), 1, { timestampMs: startMs });
      const log = machine.restart(config);
      let ageMs = 0;
      while (starts(machine).length === 1) {
        ageMs += 1000;
        append(log, 1, { timestampMs: startMs + ageMs });
      }
      expect(ageMs).toBeGreaterThan(30_000);
      expect(ageMs).toBeLessThanOrEqual(61_000);
      rolls.add(ageMs);
    }
    expect(rolls.size).toBeGreaterThan(5);
  });
});

describe('delete records', () => {
  it('raises the start and removes whole segments below it', () => {
    const machine = new Machine();
    const log = filled(machine);
    const before = starts(machine);
    log.incrementLogStartOffset(before[2] + 1);
    expect(log.logStartOffset).toBe(before[2] + 1);
    expect(starts(machine)).toEqual(before.slice(2));
    expect(log.epochForOffset(before[2] + 1)).toBe(1);
    expect(log.epochForOffset(before[2])).toBe(-1);
    log.incrementLogStartOffset(3);
    expect(log.logStartOffset).toBe(before[2] + 1);
    expect(() => log.incrementLogStartOffset(31)).toThrow('beyond the end');
  });
});
