import { describe, expect, it } from 'vitest';
import { DiskError } from '../../../../src/broker/env/env.ts';
import { append, configOf, dataDir, dir, filesOf, Machine, startMs } from '../support.ts';
import { compacted, lines, put, rollOver } from './support.ts';

function started(overrides = {}): Machine {
  const machine = new Machine();
  machine.create({ ...compacted, ...overrides });
  machine.manager.start();
  return machine;
}

const backoffMs = 15_000;

async function pass(machine: Machine, ms = backoffMs): Promise<void> {
  await machine.advance(ms);
  for (let round = 0; round < 50; round++) await machine.settle();
}

const checkpointOf = (machine: Machine): string | undefined =>
  machine.disk.contentOf(`${dataDir}/cleaner-offset-checkpoint`)?.toString();

function fill(machine: Machine): void {
  put(machine.log, [['a', '1']]);
  put(machine.log, [['a', '2']]);
  rollOver(machine.log);
}

describe('the cleaner', () => {
  it('cleans what is due by itself, and notes how far it has come', async () => {
    const machine = started();
    fill(machine);
    await pass(machine, backoffMs - 1);
    expect(await lines(machine.log)).toHaveLength(2);
    await pass(machine, 1);
    expect(await lines(machine.log)).toEqual(['1 a=2']);
    const { baseOffset } = machine.log.contents.segments.active;
    expect(checkpointOf(machine)).toBe(`0\n1\norders 0 ${baseOffset}\n`);
    expect(machine.manager.cleaner.stats()).toMatchObject({ cleanedLogs: 1, uncleanable: [] });
    // The next run goes on from there.
    for (const log of [machine.kill(compacted), machine.restart(compacted)])
      expect(log.cleanedOffset).toBe(baseOffset);
  });

  it('cleans one log after the other without a pause', async () => {
    const machine = started();
    const other = machine.manager.getOrCreate(
      'other',
      3,
      'AAAAAAAAAAAAAAAAAAAACA',
      configOf(compacted),
    );
    for (const log of [machine.log, other]) {
      put(log, [['a', '1']]);
      put(log, [['a', '2']]);
      rollOver(log);
    }
    await pass(machine);
    expect(await lines(machine.log)).toEqual(['1 a=2']);
    expect(await lines(other)).toEqual(['1 a=2']);
    expect(checkpointOf(machine)?.split('\n').slice(1, -1)).toHaveLength(3);
  });

  it('lets logs be that are not compacted', async () => {
    const machine = started({ cleanupPolicy: ['delete'] });
    fill(machine);
    await pass(machine);
    expect(await lines(machine.log)).toHaveLength(2);
    expect(machine.log.cleanedOffset).toBe(-1);
  });

  it('applies retention to logs that are compacted and deleted', async () => {
    const machine = started({ cleanupPolicy: ['compact', 'delete'], retentionMs: 60_000 });
    fill(machine);
    await pass(machine);
    expect(await lines(machine.log)).toEqual(['1 a=2']);
    machine.nowMs += 60_001;
    await pass(machine);
    expect(machine.log.logStartOffset).toBe(machine.log.logEndOffset);
  });

  it('lowers what it has noted when the log is cut', async () => {
    const machine = started();
    fill(machine);
    await pass(machine);
    machine.log.truncateTo(1);
    await machine.settle();
    expect(checkpointOf(machine)).toBe('0\n1\norders 0 1\n');
  });

  it('forgets deleted topics', async () => {
    const machine = started();
    fill(machine);
    await pass(machine);
    machine.manager.delete('orders', 0);
    await machine.settle();
    expect(checkpointOf(machine)).toBe('0\n0\n');
    expect(machine.create(compacted).cleanedOffset).toBe(-1);
  });

  it('leaves a damaged log alone, says so, and goes on with the others', async () => {
    const machine = started();
    append(machine.log, 3);
    fill(machine);
    const path = `${dir}/00000000000000000000.log`;
    const bytes = machine.disk.contentOf(path) as Buffer;
    bytes[90] ^= 1;
    machine.disk.setContent(path, bytes);
    const log = machine.kill(compacted);
    log.setHighWatermark(log.logEndOffset);
    machine.manager.start();
    await pass(machine);
    expect(machine.manager.cleaner.stats().uncleanable).toEqual(['orders-0']);
    const told = machine.warnings.filter((text) => text.includes('is not cleaned any more'));
    expect(told).toEqual([
      `orders-0 in ${dir} is not cleaned any more: the batch at 0 of segment 0 is damaged`,
    ]);
    const reads = machine.disk.calls.read;
    await pass(machine, backoffMs * 10);
    expect(machine.disk.calls.read).toBe(reads);
    expect(machine.warnings.filter((text) => text.includes('not cleaned'))).toHaveLength(1);
    expect(machine.disk.contentOf(path)?.equals(bytes)).toBe(true);
    const other = machine.manager.getOrCreate(
      'other',
      0,
      'AAAAAAAAAAAAAAAAAAAACA',
      configOf(compacted),
    );
    put(other, [['a', '1']]);
    put(other, [['a', '2']]);
    rollOver(other);
    await pass(machine);
    expect(await lines(other)).toEqual(['1 a=2']);
    expect(log.contents.isClosed).toBe(false);
    // The replica is fetched anew, so that nothing damaged is left of it.
    log.truncateFullyAndStartAt(0);
    fill(machine);
    await pass(machine);
    expect(await lines(log)).toEqual(['1 a=2']);
    expect(machine.manager.cleaner.stats().uncleanable).toEqual([]);
  });

  it('fails the folder when the disk refuses, and leaves the log as it was', async () => {
    const machine = started();
    fill(machine);
    await machine.settle();
    const failures: unknown[] = [];
    machine.manager.onFailure((error) => failures.push(error));
    machine.disk.faults.sync = 'io';
    await pass(machine);
    expect(failures[0]).toBeInstanceOf(DiskError);
    machine.disk.faults.sync = undefined;
    machine.kill(compacted);
    expect(await lines(machine.log)).toHaveLength(2);
    expect(filesOf(machine).filter((name) => /cleaned|swap/.test(name))).toEqual([]);
  });

  it('does no more once the broker stops', async () => {
    const machine = started();
    for (let index = 0; index < 100; index++) put(machine.log, [[`k${index}`, 'x'.repeat(400)]]);
    await machine.advance(backoffMs);
    const closing = machine.manager.close({ clean: true, brokerEpoch: 1 });
    for (let round = 0; round < 50; round++) await machine.settle();
    await closing;
    expect(machine.disk.openFiles).toBe(0);
    expect(machine.warnings).toEqual([]);
    machine.disk.endProcess();
    machine.boot();
    machine.create(compacted);
    expect(machine.log.logEndOffset).toBe(100);
    expect(startMs).toBeLessThan(machine.nowMs);
  });
});
