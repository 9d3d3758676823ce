import { describe, expect, it } from 'vitest';
import { DiskError } from '../../../src/broker/env/env.ts';
import { PendingFolders } from '../../../src/broker/log/pending-folders.ts';
import { SimWorld } from '../../support/sim-env.ts';
import { append, configOf, dir, Machine, topicId } from './support.ts';

const text = (bytes: Buffer | undefined) => bytes?.toString();

function given() {
  const world = new SimWorld(1);
  const machine = world.machine('a');
  const env = machine.boot();
  const folders = new PendingFolders(env);
  const errors: unknown[] = [];
  env.disk.makeDirectory('/data');
  const promise = (name: string) =>
    folders.promise(`/data/${name}`, { name: 'id', content: Buffer.from(name) }, (error) =>
      errors.push(error),
    );
  const runFor = async (ms: number) => {
    const endMs = world.scheduler.nowMs + ms;
    world.scheduler.after(ms, 'end', () => undefined);
    while (world.scheduler.nowMs < endMs) await world.scheduler.step();
  };
  return { folders, promise, errors, disk: env.disk, memory: machine.disk, runFor };
}

describe('a promised folder', () => {
  it('is there for whoever asks, and made a moment later', async () => {
    const { folders, promise, disk, runFor } = given();
    for (let index = 0; index < 50; index++) promise(`t-${index}`);
    expect(disk.stat('/data/t-0')).toBeUndefined();
    expect(folders.stat('/data/t-0')).toMatchObject({ isDirectory: true });
    expect(folders.list('/data/t-0')).toEqual(['id']);
    expect(text(folders.readFile('/data/t-0/id'))).toBe('t-0');
    expect(folders.stat('/data/t-0/id')).toMatchObject({ sizeBytes: 3, isDirectory: false });
    expect(folders.readFile('/data/t-0/other')).toBeUndefined();
    expect(folders.stat('/data/t-0/other')).toBeUndefined();
    await runFor(1000);
    expect(disk.list('/data')).toHaveLength(50);
    expect(text(disk.readFile('/data/t-49/id'))).toBe('t-49');
  });

  it('is made by the first change in it, alone', () => {
    const { folders, promise, disk } = given();
    promise('t-0');
    promise('t-1');
    const file = folders.open('/data/t-1/log', { create: true });
    file.append([Buffer.from('x')]);
    file.close();
    expect(disk.list('/data')).toEqual(['t-1']);
    expect(disk.list('/data/t-1')).toEqual(['id', 'log']);
    folders.rename('/data/t-0', '/data/t-2');
    expect(text(disk.readFile('/data/t-2/id'))).toBe('t-0');
  });

  it('is in the list of its parent, and gone when it is removed', async () => {
    const { folders, promise, disk, runFor } = given();
    promise('t-0');
    expect(folders.list('/data')).toEqual(['t-0']);
    promise('t-1');
    folders.remove('/data/t-1');
    await runFor(1000);
    expect(disk.list('/data')).toEqual(['t-0']);
  });

  it('is made before an orderly end, and forgotten at any other', async () => {
    const orderly = given();
    orderly.promise('t-0');
    orderly.folders.close(true);
    expect(orderly.disk.list('/data')).toEqual(['t-0']);
    const other = given();
    other.promise('t-0');
    other.folders.close(false);
    await other.runFor(1000);
    expect(other.disk.list('/data')).toEqual([]);
  });

  it('that cannot be made is told of', async () => {
    const { folders, promise, errors, memory, runFor } = given();
    promise('t-0');
    promise('t-1');
    memory.faults.open = 'io';
    expect(() => folders.open('/data/t-0/log', { create: true })).toThrow(DiskError);
    await runFor(1000);
    expect(errors).toHaveLength(1);
    memory.faults.open = undefined;
    expect(memory.paths()).toEqual([]);
  });
});

describe('a log in a promised folder', () => {
  it('keeps what is appended, whatever end comes', () => {
    for (const end of ['restart', 'kill', 'reboot'] as const) {
      const machine = new Machine();
      append(machine.create(), 5);
      expect(machine[end]()).toMatchObject({ logEndOffset: 5, topicId });
    }
  });

  it('begins anew when the end came before the folder', async () => {
    const machine = new Machine();
    machine.create();
    const log = machine.kill();
    expect(log.logEndOffset).toBe(0);
    await machine.advance(1000);
    expect(machine.disk.paths()).toContain(`${dir}/partition.metadata`);
  });

  it('costs nothing on the disk until it is needed', () => {
    const machine = new Machine();
    const before = { ...machine.disk.calls };
    machine.manager.getOrCreate('orders', 0, topicId, configOf());
    expect(machine.disk.calls).toEqual(before);
  });
});
