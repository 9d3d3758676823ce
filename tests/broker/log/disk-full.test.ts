import { describe, expect, it } from 'vitest';
import { DiskError } from '../../../src/broker/env/env.ts';
import { SimRandom } from '../../support/sim-random.ts';
import { batchOf, dir, Machine, readAll } from './support.ts';

const small = { segmentBytes: 1500, indexIntervalBytes: 200 };
const saving = { 'rivulet.log.flush.bytes': '900' };

/** Writes until the disk refuses, or gives up after many batches; what was acknowledged is kept. */
function fill(machine: Machine, seed: number): { acked: number; problem: unknown } {
  const random = new SimRandom(seed);
  let acked = 0;
  for (let count = 0; count < 400; count++) {
    try {
      machine.log.appendAsLeader(batchOf(1, { sizeBytes: random.below(300) }), 1, 'client');
      acked++;
    } catch (error) {
      return { acked, problem: error };
    }
  }
  return { acked, problem: undefined };
}

describe('a disk that fills up at any byte', () => {
  it.each(Array.from({ length: 60 }, (_, index) => 900 + index * 131))(
    'of %i refuses, keeps what was acknowledged and goes on when there is space',
    async (capacityBytes) => {
      const machine = new Machine(capacityBytes, saving);
      machine.create(small);
      machine.manager.start();
      const failures: unknown[] = [];
      machine.manager.onFailure((error) => void failures.push(error));
      machine.disk.capacityBytes = machine.disk.usedBytes() + capacityBytes;
      const { acked, problem } = fill(machine, capacityBytes);
      await machine.settle();
      expect(problem).toBeInstanceOf(DiskError);
      expect((problem as DiskError).code).toBe('full');
      expect(failures).toHaveLength(1);
      const before = await readAll(machine.log);
      machine.disk.capacityBytes = Number.MAX_SAFE_INTEGER;
      const again = machine.kill(small);
      expect(again.logEndOffset).toBeGreaterThanOrEqual(acked);
      expect(again.logEndOffset).toBeLessThanOrEqual(acked + 1);
      const after = await readAll(again);
      expect(after.subarray(0, before.length).equals(before)).toBe(true);
      again.appendAsLeader(batchOf(1), 1, 'client');
      expect(machine.restart(small).logEndOffset).toBe(again.logEndOffset);
    },
  );
});

describe('an error of the device', () => {
  it('while syncing is never tried again: the folder fails and is checked at the next start', async () => {
    const machine = new Machine(1, saving);
    const log = machine.create(small);
    machine.manager.start();
    const failures: unknown[] = [];
    machine.manager.onFailure((error) => void failures.push(error));
    log.appendAsLeader(batchOf(1), 1, 'client');
    machine.disk.faults.sync = 'io';
    await expect(log.flush()).rejects.toThrow(DiskError);
    expect(failures).toHaveLength(1);
    delete machine.disk.faults.sync;
    expect(machine.disk.contentOf('/data/.rivulet-boot')).toBeUndefined();
    // What the kernel dropped after it had failed to write it.
    const path = `${dir}/00000000000000000000.log`;
    const bytes = machine.disk.contentOf(path) as Buffer;
    machine.disk.setContent(path, bytes.fill(9, 61));
    machine.manager.close({ clean: true, brokerEpoch: 1 });
    expect(machine.disk.contentOf('/data/.kafka_cleanshutdown')).toBeUndefined();
    expect(machine.kill(small).logEndOffset).toBe(0);
  });

  it('while flushing in the background is told', async () => {
    const machine = new Machine(1, saving);
    const log = machine.create({ ...small, segmentBytes: 100_000 });
    machine.manager.start();
    const failures: unknown[] = [];
    machine.manager.onFailure((error) => void failures.push(error));
    machine.disk.faults.sync = 'io';
    for (let count = 0; count < 20; count++) log.appendAsLeader(batchOf(1), 1, 'client');
    await machine.settle();
    expect(failures).toHaveLength(1);
  });

  it.each(['append', 'open'] as const)('on %s refuses the batch', (kind) => {
    const machine = new Machine(1, saving);
    const log = machine.create(small);
    machine.manager.start();
    for (let count = 0; count < 5; count++) log.appendAsLeader(batchOf(1), 1, 'client');
    const { logEndOffset } = log;
    machine.disk.faults[kind] = 'io';
    expect(() => {
      for (let count = 0; count < 20; count++) log.appendAsLeader(batchOf(1), 1, 'client');
    }).toThrow(DiskError);
    delete machine.disk.faults[kind];
    expect(machine.kill(small).logEndOffset).toBeGreaterThanOrEqual(logEndOffset);
  });
});

describe('an orderly end', () => {
  it('flushes all logs before it closes them', async () => {
    const machine = new Machine(1);
    machine.create(small);
    machine.manager.start();
    machine.log.appendAsLeader(batchOf(1), 1, 'client');
    await machine.manager.flush();
    expect(machine.disk.unsyncedBytes(`${dir}/00000000000000000000.log`)).toBe(0);
    const { sync } = machine.disk.calls;
    machine.manager.close({ clean: true, brokerEpoch: 1 });
    // The checkpoints and the marker only.
    expect(machine.disk.calls.sync - sync).toBeLessThanOrEqual(5);
  });
});
