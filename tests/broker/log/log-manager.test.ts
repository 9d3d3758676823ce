import { describe, expect, it } from 'vitest';
import { DataDirError, LogManager } from '../../../src/broker/log/log-manager.ts';
import { append, broker, clusterId, configOf, dataDir, dir, Machine, topicId } from './support.ts';

const otherId = 'AAAAAAAAAAAAAAAAAAAABQ';
const options = { dataDir, nodeId: 1, clusterId, broker };

function failure(action: () => unknown): DataDirError {
  try {
    action();
  } catch (error) {
    if (error instanceof DataDirError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the data folder', () => {
  it('is described by meta.properties and keeps its id', () => {
    const machine = new Machine();
    const { directoryId } = machine.manager;
    expect(machine.disk.contentOf('/data/meta.properties')?.toString()).toBe(
      `#\ncluster.id=${clusterId}\ndirectory.id=${directoryId}\nnode.id=1\nversion=1\n`,
    );
    machine.restart();
    expect(machine.manager.directoryId).toBe(directoryId);
  });

  it('is refused while another process has it, and taken over from a dead one', () => {
    const machine = new Machine();
    const error = failure(() => LogManager.open(machine.env, options));
    expect(error.code).toBe('data-dir-in-use');
    expect(error.message).toContain('process 1');
    machine.kill();
  });

  it.each([
    ['version=1', 'version=9', 'data-dir-other-version'],
    ['node.id=1', 'node.id=2', 'data-dir-other-cluster'],
    [`cluster.id=${clusterId}`, `cluster.id=${otherId}`, 'data-dir-other-cluster'],
  ])('with %s changed to %s is refused, and stays free', (from, to, code) => {
    const machine = new Machine();
    const meta = machine.disk.contentOf('/data/meta.properties')?.toString() ?? '';
    machine.disk.endProcess();
    machine.disk.setContent('/data/meta.properties', Buffer.from(meta.replace(from, to)));
    expect(failure(() => machine.boot()).code).toBe(code);
    machine.disk.setContent('/data/meta.properties', Buffer.from(meta));
    machine.boot();
  });

  it('that cannot be read or written says so', () => {
    const machine = new Machine();
    machine.disk.endProcess();
    machine.disk.faults.read = 'denied';
    expect(failure(() => machine.boot()).code).toBe('data-dir-unreadable');
    machine.disk.faults.read = undefined;
    machine.disk.endProcess();
    machine.disk.faults.open = 'io';
    expect(failure(() => machine.boot()).code).toBe('data-dir-unreadable');
  });

  it('that is full says so', () => {
    const machine = new Machine();
    machine.disk.endProcess();
    machine.disk.mount().remove('/data/meta.properties');
    machine.disk.faults.append = 'full';
    const error = failure(() => machine.boot());
    expect(error.code).toBe('disk-full');
    expect(error.message).toContain('Free space');
  });
});

describe('shutdown', () => {
  it('in order leaves a marker with the epoch, which the next start takes away', () => {
    const machine = new Machine();
    machine.create();
    expect(machine.manager.previousBrokerEpoch).toBe(-1);
    machine.manager.close({ clean: true, brokerEpoch: 42 });
    expect(machine.disk.contentOf('/data/.kafka_cleanshutdown')?.toString()).toBe(
      '{"version":0,"brokerEpoch":42}',
    );
    machine.boot();
    expect(machine.manager.previousBrokerEpoch).toBe(42);
    expect(machine.disk.contentOf('/data/.kafka_cleanshutdown')).toBeUndefined();
    machine.kill();
    expect(machine.manager.previousBrokerEpoch).toBe(-1);
  });

  it('leaves nothing unsynced and no open file', async () => {
    const machine = new Machine();
    const log = machine.create({ segmentBytes: 500 });
    for (let count = 0; count < 20; count++) append(log, 1);
    log.setHighWatermark(15);
    await machine.settle();
    machine.manager.close({ clean: true, brokerEpoch: 1 });
    expect(machine.disk.openFiles).toBe(0);
    const logs = machine.disk.paths().filter((path) => path.endsWith('.log'));
    expect(logs.length).toBeGreaterThan(1);
    for (const path of logs) expect(machine.disk.unsyncedBytes(path)).toBe(0);
    machine.disk.crash(machine.random);
    machine.boot();
    const { logEndOffset, highWatermark } = machine.create();
    expect([logEndOffset, highWatermark]).toEqual([20, 15]);
    expect(machine.warnings).toEqual([]);
  });

  it('waits for no device on account of logs that nothing was written to', async () => {
    const machine = new Machine();
    for (let index = 0; index < 50; index++)
      machine.manager.getOrCreate('empty', index, topicId, configOf());
    append(machine.create(), 1);
    await machine.advance(1000);
    const synced: string[] = [];
    machine.env.disk.syncFolderNow = (path) => synced.push(path);
    machine.manager.close({ clean: true, brokerEpoch: 7 });
    expect(synced).toEqual(['/data', dir]);
  });
});

describe('partitions', () => {
  it('are created without any fsync, with the id of their topic', async () => {
    const machine = new Machine();
    const { sync } = machine.disk.calls;
    machine.create();
    await machine.advance(1000);
    expect(machine.disk.calls.sync).toBe(sync);
    expect(machine.disk.contentOf(`${dir}/partition.metadata`)?.toString()).toBe(
      `version: 0\ntopic_id: ${topicId}\n`,
    );
  });

  it('of another topic of the same name are thrown away', () => {
    const machine = new Machine();
    append(machine.create(), 5);
    const log = machine.manager.getOrCreate('orders', 0, otherId, configOf());
    expect(log).toMatchObject({ logEndOffset: 0, topicId: otherId });
  });

  it('whose metadata file was lost in a crash keep their records', () => {
    const machine = new Machine();
    append(machine.create(), 5);
    machine.disk.setContent(`${dir}/partition.metadata`, Buffer.alloc(0));
    expect(machine.kill()).toMatchObject({ logEndOffset: 5, topicId });
    expect(machine.kill()).toMatchObject({ logEndOffset: 5, topicId });
  });

  it('are removed some time after they were deleted', async () => {
    const machine = new Machine();
    append(machine.create(), 5);
    machine.manager.delete('orders', 0);
    const left = (): string[] => machine.disk.paths().filter((path) => path.includes('-delete/'));
    expect(left().length).toBeGreaterThan(0);
    await machine.advance(59_999);
    expect(left().length).toBeGreaterThan(0);
    await machine.advance(1);
    expect(left()).toEqual([]);
  });

  it('keep their high watermarks and recovery points in checkpoints', async () => {
    const machine = new Machine();
    const log = machine.create();
    append(log, 9);
    log.setHighWatermark(7);
    machine.manager.start();
    await machine.advance(5000);
    const text = (name: string): string | undefined =>
      machine.disk.contentOf(`/data/${name}`)?.toString();
    expect(text('replication-offset-checkpoint')).toBe('0\n1\norders 0 7\n');
    const { sync } = machine.disk.calls;
    await machine.advance(50_000);
    expect(machine.disk.calls.sync).toBe(sync);
    await log.flush();
    await machine.advance(10_000);
    expect(text('recovery-point-offset-checkpoint')).toBe('0\n1\norders 0 9\n');
    expect(machine.kill().highWatermark).toBe(7);
  });

  it('need no more open files than the bound, however many they are', () => {
    const machine = new Machine();
    for (let partition = 0; partition < 1000; partition++) {
      const log = machine.manager.getOrCreate('many', partition, topicId, configOf());
      append(log, 1);
    }
    expect(machine.disk.openFiles).toBeLessThanOrEqual(512);
    machine.restart();
    expect(machine.disk.openFiles).toBeLessThanOrEqual(512);
    for (const log of machine.manager.logs().slice(1)) append(log, 1);
    const ends = new Set(machine.manager.logs().map(({ logEndOffset }) => logEndOffset));
    expect(ends).toEqual(new Set([1, 2]));
  });
});

describe('a failing disk', () => {
  it('is told once, whatever found it out', async () => {
    const machine = new Machine();
    const log = machine.create();
    const failures: unknown[] = [];
    machine.manager.onFailure((error) => failures.push(error));
    append(log, 1);
    machine.disk.faults.sync = 'io';
    await expect(log.flush()).rejects.toThrow('injected');
    machine.disk.faults.append = 'io';
    expect(() => append(log, 1)).toThrow('injected');
    expect(failures).toHaveLength(1);
    expect(machine.manager.isFailed).toBe(true);
    machine.disk.faults.sync = undefined;
    machine.disk.faults.append = undefined;
    machine.manager.close({ clean: true, brokerEpoch: 1 });
    expect(machine.disk.contentOf('/data/.kafka_cleanshutdown')).toBeUndefined();
    expect(machine.kill().logEndOffset).toBe(1);
  });
});
