import { describe, expect, it } from 'vitest';
import { LogManager } from '../../../src/broker/log/log-manager.ts';
import type { PartitionLog } from '../../../src/broker/log/partition-log.ts';
import { errors } from '../../../src/broker/protocol/errors.ts';
import { DiskError } from '../../../src/broker/env/env.ts';
import {
  append,
  batchOf,
  clusterId,
  configOf,
  Machine,
  readAll,
  refusal,
  topicId,
} from './support.ts';

const given = () => new Machine(1, {}, ['/a', '/b', '/c']);
const strangeId = 'AAAAAAAAAAAAAAAAAAAAZw';
const create = (machine: Machine, partition: number, directoryId?: string): PartitionLog =>
  machine.manager.getOrCreate('orders', partition, topicId, configOf(), directoryId);
const folderOf = ({ dir }: PartitionLog): string => dir.slice(0, dir.lastIndexOf('/'));
const idOf = (machine: Machine, path: string): string =>
  machine.manager.logDirs().find((dir) => dir.path === path)?.directoryId ?? '';
const namesIn = (machine: Machine, path: string): string[] =>
  machine.disk
    .mount()
    .list(path)
    .filter((name) => name.startsWith('orders'));

/** A replica in /a with 5 records, and a copy of it in /b. */
function givenCopy(): { machine: Machine; log: PartitionLog; future: PartitionLog } {
  const machine = given();
  const log = create(machine, 0, idOf(machine, '/a'));
  append(log, 5);
  log.setHighWatermark(4);
  const future = machine.manager.createFuture(log, '/b');
  future.appendAsFollower(batchWithEpoch(log));
  future.setHighWatermark(3);
  return { machine, log, future };
}

/** The replica's one batch, as it stands in its file. */
function batchWithEpoch(log: PartitionLog): Buffer {
  const copy = batchOf(5);
  copy.writeInt32BE(log.latestEpoch, 12);
  return copy;
}

describe('several folders', () => {
  it('take new partitions in turns: the one with the fewest, or the one that is assigned', () => {
    const machine = given();
    const folders = [0, 1, 2, 3].map((partition) => folderOf(create(machine, partition)));
    expect(folders).toEqual(['/a', '/b', '/c', '/a']);
    expect(folderOf(create(machine, 4, idOf(machine, '/a')))).toBe('/a');
    // Its folder was thrown away with all that was in it: the metadata still names the old one.
    expect(folderOf(create(machine, 5, strangeId))).toBe('/b');
  });

  it('have ids of their own, and are found again with what they hold', () => {
    const machine = given();
    for (const partition of [0, 1, 2]) append(create(machine, partition), partition + 1);
    const ids = machine.manager.directoryIds({ isOnline: true });
    expect(new Set(ids).size).toBe(3);
    expect(machine.manager.directoryId).toBe(ids[0]);
    machine.manager.close({ clean: true, brokerEpoch: 7 });
    machine.disk.endProcess();
    machine.boot();
    expect(machine.manager.directoryIds({ isOnline: true })).toEqual(ids);
    expect(machine.manager.previousBrokerEpoch).toBe(7);
    const ends = machine.manager.logs().map(({ partition, logEndOffset, dir }) => {
      return [dir, partition, logEndOffset];
    });
    expect(ends).toEqual([
      ['/a/orders-0', 0, 1],
      ['/b/orders-1', 1, 2],
      ['/c/orders-2', 2, 3],
    ]);
  });

  it('were not all shut down in order when one of them was not', () => {
    const machine = given();
    machine.manager.close({ clean: true, brokerEpoch: 7 });
    machine.disk.endProcess();
    machine.disk.mount().remove('/b/.kafka_cleanshutdown');
    machine.boot();
    expect(machine.manager.previousBrokerEpoch).toBe(-1);
  });

  it('keep what a crash left of a replica for the topic that claims it', () => {
    const machine = given();
    append(create(machine, 0), 1);
    append(create(machine, 1), 5);
    machine.disk.setContent('/b/orders-1/partition.metadata', Buffer.alloc(0));
    machine.disk.endProcess();
    machine.boot();
    expect(machine.manager.logs()).toHaveLength(1);
    expect(create(machine, 1)).toMatchObject({ dir: '/b/orders-1', logEndOffset: 5 });
  });

  it('go to the named one, until a replica of that name exists', () => {
    const machine = given();
    machine.manager.prefer('orders', 0, '/c');
    expect(folderOf(create(machine, 0, idOf(machine, '/a')))).toBe('/c');
    machine.manager.delete('orders', 0);
    expect(folderOf(create(machine, 0, idOf(machine, '/a')))).toBe('/a');
  });
});

describe('a folder that fails', () => {
  it('takes its partitions with it, and no others', async () => {
    const machine = given();
    const [first, second, third] = [0, 1, 2].map((partition) => create(machine, partition));
    const failed: string[] = [];
    machine.manager.onFolderFailure(({ path }) => failed.push(path));
    await machine.advance(1000);
    machine.disk.brokenFolders.add('/b');
    expect(() => append(second, 1)).toThrow(DiskError);
    expect(failed).toEqual([]);
    await machine.settle();
    expect(failed).toEqual(['/b']);
    expect(machine.manager.isFailed).toBe(false);
    expect(machine.manager.logs()).toEqual([first, third]);
    append(first, 1);
    append(third, 1);
    const views = machine.manager.logDirs().map(({ path, isOnline }) => [path, isOnline]);
    expect(views).toEqual([
      ['/a', true],
      ['/b', false],
      ['/c', true],
    ]);
    expect(machine.manager.directoryIds({ isOnline: false })).toEqual([idOf(machine, '/b')]);
    // A damaged disk may come to its senses: nothing is written there before the next start.
    machine.disk.brokenFolders.clear();
    expect(refusal(() => append(second, 1))).toBe(errors.notLeaderOrFollower);
    machine.manager.close({ clean: true, brokerEpoch: 3 });
    expect(machine.disk.contentOf('/b/.kafka_cleanshutdown')).toBeUndefined();
    expect(machine.disk.contentOf('/c/.kafka_cleanshutdown')).toBeDefined();
  });

  it('ends it all when it holds the metadata log or is the last one', async () => {
    const machine = given();
    const failures: unknown[] = [];
    machine.manager.onFailure((error) => failures.push(error));
    machine.manager.metadataLog();
    const log = create(machine, 0, idOf(machine, '/a'));
    await machine.advance(1000);
    machine.disk.brokenFolders.add('/a');
    expect(() => append(log, 1)).toThrow(DiskError);
    expect(failures).toHaveLength(1);
    expect(machine.manager.isFailed).toBe(true);
  });

  it('may hold replicas that are not seen: none is made anew elsewhere but unassigned ones', () => {
    const machine = given();
    append(create(machine, 1, idOf(machine, '/b')), 3);
    const lost = idOf(machine, '/b');
    machine.disk.endProcess();
    machine.disk.brokenFolders.add('/b');
    machine.boot();
    expect(machine.warnings.some((line) => line.includes('/b'))).toBe(true);
    expect(machine.manager.directoryIds({ isOnline: true })).toHaveLength(2);
    expect(refusal(() => create(machine, 1, lost))).toBe(errors.kafkaStorageError);
    expect(folderOf(create(machine, 2))).toBe('/a');
    machine.disk.endProcess();
    machine.disk.brokenFolders.clear();
    machine.boot();
    expect(create(machine, 1, lost).logEndOffset).toBe(3);
  });

  it('is no reason to start without any', () => {
    const machine = given();
    machine.disk.endProcess();
    for (const path of ['/a', '/b', '/c']) machine.disk.brokenFolders.add(path);
    expect(() => machine.boot()).toThrow('/a');
    machine.disk.brokenFolders.delete('/a');
    machine.boot();
    expect(machine.manager.logDirs().map(({ isOnline }) => isOnline)).toEqual([true, false, false]);
  });

  it('is not what a folder of another node is: that is a mistake', () => {
    const machine = given();
    machine.disk.endProcess();
    const meta = machine.disk.contentOf('/c/meta.properties')?.toString() ?? '';
    machine.disk.setContent('/c/meta.properties', Buffer.from(meta.replace('id=1', 'id=2')));
    expect(() => machine.boot()).toThrow('belongs to node 2');
    machine.disk.setContent('/c/meta.properties', Buffer.from(meta));
    // Nothing is left locked by the attempt.
    machine.boot();
  });
});

describe('a replica that moves', () => {
  it('is the same in its new folder, which a restart finds', async () => {
    const { machine, log, future } = givenCopy();
    const content = await readAll(log);
    expect(namesIn(machine, '/b')).toEqual([
      expect.stringMatching(/^orders-0\.[0-9a-f]{32}-future$/),
    ]);
    const moved = machine.manager.promote(future);
    expect(moved.dir).toBe('/b/orders-0');
    expect(machine.manager.get('orders', 0)).toBe(moved);
    expect(machine.manager.future('orders', 0)).toBeUndefined();
    expect(moved).toMatchObject({ logEndOffset: 5, highWatermark: 3, recoveryPoint: 5 });
    expect(await readAll(moved)).toEqual(content);
    append(moved, 2);
    expect(namesIn(machine, '/a')).toEqual([expect.stringMatching(/-delete$/)]);
    await machine.advance(60_000);
    expect(namesIn(machine, '/a')).toEqual([]);
    machine.disk.crash(machine.random);
    machine.boot();
    machine.manager.reconcile(() => idOf(machine, '/b'));
    expect(machine.manager.get('orders', 0)?.dir).toBe('/b/orders-0');
    expect(machine.manager.get('orders', 0)?.logEndOffset).toBeGreaterThanOrEqual(5);
  });

  it('is found in both folders after a crash between the renames: the assigned one stays', () => {
    for (const kept of ['/a', '/b']) {
      const { machine, future } = givenCopy();
      future.close(true);
      machine.disk.mount().rename(future.dir, '/b/orders-0');
      machine.disk.endProcess();
      machine.boot();
      machine.manager.reconcile(() => idOf(machine, kept));
      expect(machine.manager.logs().map(({ dir }) => dir)).toEqual([`${kept}/orders-0`]);
      const other = kept === '/a' ? '/b' : '/a';
      expect(namesIn(machine, other)).toEqual([expect.stringMatching(/-delete$/)]);
    }
  });

  it('goes on after a restart where it was', () => {
    const { machine } = givenCopy();
    machine.disk.endProcess();
    machine.boot();
    machine.manager.reconcile(() => idOf(machine, '/b'));
    expect(machine.manager.get('orders', 0)?.dir).toBe('/a/orders-0');
    expect(machine.manager.future('orders', 0)).toMatchObject({ logEndOffset: 5, topicId });
  });

  it('is the copy when nothing else is left and the controller knows it there', () => {
    const { machine, log } = givenCopy();
    log.close(false);
    machine.disk.endProcess();
    machine.disk.mount().remove('/a/orders-0');
    machine.boot();
    machine.manager.reconcile(() => idOf(machine, '/b'));
    expect(machine.manager.get('orders', 0)).toMatchObject({ dir: '/b/orders-0', logEndOffset: 5 });
  });

  it('leaves no copy behind when the replica is not assigned here any more', () => {
    const { machine } = givenCopy();
    machine.disk.endProcess();
    machine.boot();
    machine.manager.reconcile(() => undefined);
    expect(machine.manager.logs()).toEqual([]);
    expect(machine.manager.future('orders', 0)).toBeUndefined();
    expect(namesIn(machine, '/a')).toEqual([
      expect.stringMatching(/^orders-0\.[0-9a-f]{32}-stray$/),
    ]);
    expect(namesIn(machine, '/b')).toEqual([expect.stringMatching(/-delete$/)]);
    machine.disk.endProcess();
    machine.boot();
    expect(namesIn(machine, '/a')).toHaveLength(1);
    expect(namesIn(machine, '/b')).toEqual([]);
  });
});

describe('the metadata log', () => {
  it('may have a folder of its own, which takes no replicas', () => {
    const machine = given();
    machine.manager.close({ clean: true, brokerEpoch: 1 });
    machine.disk.endProcess();
    const { env, broker } = machine;
    const manager = LogManager.open(machine.env && { ...env, disk: machine.disk.mount() }, {
      dataDir: '/a',
      logDirs: ['/a', '/b'],
      metadataLogDir: '/meta',
      nodeId: 1,
      clusterId,
      broker,
    });
    expect(manager.metadataLog().dir).toBe('/meta/__cluster_metadata-0');
    expect(manager.logDirs().map(({ path }) => path)).toEqual(['/a', '/b']);
    expect(manager.directoryIds({ isOnline: true })).not.toContain(manager.directoryId);
    manager.close({ clean: true, brokerEpoch: 2 });
    expect(machine.disk.contentOf('/meta/.kafka_cleanshutdown')).toBeDefined();
  });
});
