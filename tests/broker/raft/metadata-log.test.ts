import { describe, expect, it } from 'vitest';
import { parseBrokerConfig } from '../../../src/broker/config.ts';
import type { Env } from '../../../src/broker/env/env.ts';
import { LogManager } from '../../../src/broker/log/log-manager.ts';
import { MetadataLogFiles } from '../../../src/broker/raft/metadata-log.ts';
import { SimWorld } from '../../support/sim-env.ts';

const noLimit = { maxBytes: Number.MAX_SAFE_INTEGER, maxAgeMs: Number.MAX_SAFE_INTEGER };

function setup() {
  const world = new SimWorld(1);
  const machine = world.machine('10.0.0.1');
  const open = () => {
    const env: Env = machine.boot();
    const broker = parseBrokerConfig({ 'node.id': '1', 'process.roles': 'broker,controller' });
    const manager = LogManager.open(env, {
      dataDir: '/data',
      nodeId: 1,
      clusterId: 'simulated-cluster-0001',
      broker,
    });
    const log = manager.metadataLog();
    return new MetadataLogFiles(env, log, log.dir);
  };
  return { world, machine, open };
}

/** Three records in epoch 1, three in epoch 3 (each begins with the leader's own). */
function filled(files: MetadataLogFiles): MetadataLogFiles {
  for (const epoch of [1, 3]) {
    files.appendLeaderChange(epoch, { leaderId: 1, voters: [1, 2], grantingVoters: [1] });
    files.appendValues(epoch, [Buffer.from('a'), Buffer.from('b')]);
  }
  files.log.setHighWatermark(6);
  return files;
}

const values = [Buffer.from('state')];

describe('positions from which a replica may fetch', () => {
  const plain = () => filled(setup().open());
  const covered = () => {
    const files = plain();
    files.writeSnapshot({ endOffset: 4, epoch: 3 }, values, 0);
    files.applyRetention({ ...noLimit, maxBytes: 0 });
    expect(files.log.logStartOffset).toBe(4);
    return files;
  };
  const diverging = (offset: number, epoch: number) => ({
    kind: 'diverging',
    end: { offset, epoch },
  });
  const snapshot = { kind: 'snapshot', id: expect.objectContaining({ endOffset: 4, epoch: 3 }) };

  it.each([
    ['an empty log', { offset: 0, epoch: 0 }, { kind: 'valid' }],
    ['a part of the log', { offset: 2, epoch: 1 }, { kind: 'valid' }],
    ['the end of an epoch', { offset: 3, epoch: 1 }, { kind: 'valid' }],
    ['the end of the log', { offset: 6, epoch: 3 }, { kind: 'valid' }],
    ['more of an old epoch', { offset: 5, epoch: 1 }, diverging(3, 1)],
    ['an epoch that is unknown here', { offset: 5, epoch: 2 }, diverging(3, 1)],
    ['more of the last epoch', { offset: 9, epoch: 3 }, diverging(6, 3)],
    ['a newer epoch', { offset: 7, epoch: 4 }, diverging(6, 3)],
  ])('%s', (_, fetch, expected) => {
    expect(plain().validate(fetch)).toEqual(expected);
  });

  it.each([
    ['an empty log', { offset: 0, epoch: 0 }, snapshot],
    ['records that are deleted here', { offset: 2, epoch: 1 }, snapshot],
    ['an epoch before the snapshot', { offset: 5, epoch: 1 }, snapshot],
    ['the end of the snapshot', { offset: 4, epoch: 3 }, { kind: 'valid' }],
    ['another epoch at the end of the snapshot', { offset: 4, epoch: 5 }, snapshot],
    ['the end of the log', { offset: 6, epoch: 3 }, { kind: 'valid' }],
  ])('behind a snapshot: %s', (_, fetch, expected) => {
    expect(covered().validate(fetch)).toEqual(expected);
  });
});

describe('cutting what the leader does not have', () => {
  it.each([
    [{ offset: 1, epoch: 1 }, 1],
    [{ offset: 9, epoch: 1 }, 3],
    [{ offset: 9, epoch: 2 }, 3],
    [{ offset: 4, epoch: 3 }, 4],
    [{ offset: 0, epoch: 0 }, 0],
  ])('to the end of an epoch %j', (end, expected) => {
    const files = filled(setup().open());
    files.truncateTo(end, 0);
    expect(files.log.logEndOffset).toBe(expected);
  });

  it('refuses to cut what is committed', () => {
    const files = filled(setup().open());
    expect(() => files.truncateTo({ offset: 2, epoch: 1 }, 3)).toThrow('lacks committed records');
    expect(files.log.logEndOffset).toBe(6);
  });
});

describe('snapshots', () => {
  it('stand for the records below them when the log begins anew behind one', () => {
    const files = filled(setup().open());
    files.writeSnapshot({ endOffset: 2, epoch: 1 }, values, 0);
    files.writeSnapshot({ endOffset: 20, epoch: 7 }, values, 0);
    files.restartAt({ endOffset: 20, epoch: 7 });
    expect(files.end()).toEqual({ offset: 20, epoch: 7 });
    expect(files.snapshots.all().map(({ endOffset }) => endOffset)).toEqual([20]);
    files.appendLeaderChange(8, { leaderId: 1, voters: [1], grantingVoters: [1] });
    expect(files.end()).toEqual({ offset: 21, epoch: 8 });
  });

  it('cut the log at the next start when a crash came between', () => {
    const { machine, open } = setup();
    filled(open()).writeSnapshot({ endOffset: 20, epoch: 7 }, values, 0);
    machine.killProcess();
    const files = open();
    expect(files.end()).toEqual({ offset: 20, epoch: 7 });
    expect(files.log.logStartOffset).toBe(20);
  });

  it('are kept within the limits, the newest always', () => {
    const { world, open } = setup();
    const files = filled(open());
    files.writeSnapshot({ endOffset: 2, epoch: 1 }, values, 0);
    files.writeSnapshot({ endOffset: 4, epoch: 3 }, values, 0);
    files.applyRetention(noLimit);
    expect(files.snapshots.all()).toHaveLength(2);
    expect(files.log.logStartOffset).toBe(0);
    world.scheduler.nowMs += 5000;
    files.applyRetention({ ...noLimit, maxAgeMs: 1000 });
    expect(files.snapshots.all().map(({ endOffset }) => endOffset)).toEqual([4]);
    expect(files.log.logStartOffset).toBe(4);
  });
});
