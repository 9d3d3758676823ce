import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import * as tar from 'tar';
import { describe, expect, it } from 'vitest';
import type { Task } from '../../../src/main/tasks/task-board.ts';
import {
  assertRoom,
  peekManifest,
  readArchive,
  writeArchive,
} from '../../../src/main/workspaces/archive.ts';
import { assertSelfContained, clusterSize } from '../../../src/main/workspaces/folders.ts';
import { temporaryDir } from '../temporary-dir.ts';

function task(signal = new AbortController().signal): Task & { readonly seen: number[] } {
  const seen: number[] = [];
  return { signal, seen, progress: (done) => void seen.push(done) };
}

function write(dir: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

const manifest = JSON.stringify({ formatVersion: 1, name: 'Shop', sizeBytes: 10 });

function folder(): string {
  return write(temporaryDir(), {
    'cluster.json': '{}',
    'broker.properties': 'a=b',
    'broker-1/orders-0/00000000000000000000.log': 'records',
    'broker-1/orders-0/00000000000000000000.index': 'index',
    'app.db': 'settings',
    'clusters.json': 'passwords',
    'control.json': 'token',
    'clusters/other/cluster.json': '{}',
    'logs/broker-1.log': 'log',
  });
}

/** A file that somebody else made. */
async function archive(files: Readonly<Record<string, string>>, more: readonly string[] = []) {
  const dir = write(temporaryDir(), files);
  for (const path of more) symlinkSync('/etc', join(dir, path));
  const file = join(temporaryDir(), 'made.tgz');
  const names = ['rivulet.json', ...Object.keys(files).filter((name) => name !== 'rivulet.json')];
  await tar.create({ gzip: true, cwd: dir, file }, [...names, ...more]);
  return file;
}

describe('an exported cluster', () => {
  it('holds the cluster and nothing of the app', async () => {
    const from = folder();
    const file = join(temporaryDir(), 'shop.rivulet.tgz');
    const writing = task();
    await writeArchive(from, file, 'Shop', writing);
    expect(writing.seen.at(-1)).toBe(await clusterSize(from));
    expect(existsSync(join(from, 'rivulet.json'))).toBe(false);
    expect(await peekManifest(file)).toMatchObject({ name: 'Shop' });
    const to = temporaryDir();
    expect((await readArchive(file, to, task())).name).toBe('Shop');
    expect(readdirSync(to).sort()).toEqual(['broker-1', 'broker.properties', 'cluster.json']);
    const log = join(to, 'broker-1', 'orders-0', '00000000000000000000.log');
    expect(readFileSync(log, 'utf8')).toBe('records');
  });

  it('that was cancelled leaves no file', async () => {
    const dir = temporaryDir();
    const aborted = task(AbortSignal.abort());
    const writing = writeArchive(folder(), join(dir, 'x.tgz'), 'Shop', aborted);
    await expect(writing).rejects.toThrow(/abort/i);
    expect(readdirSync(dir)).toEqual([]);
  });
});

describe('a file that somebody else made', () => {
  it('brings only files of a cluster, whatever it holds', async () => {
    const file = await archive(
      {
        'rivulet.json': manifest,
        'cluster.json': '{}',
        'app.db': 'x',
        'clusters.json': 'x',
        'broker-1/a': 'x',
        'broker-x/a': 'x',
      },
      ['broker-2'],
    );
    const to = temporaryDir();
    await readArchive(file, to, task());
    expect(readdirSync(to).sort()).toEqual(['broker-1', 'cluster.json']);
  });

  it.each([
    ['names nothing', { 'cluster.json': '{}', 'rivulet.json': '{}' }],
    ['is of a later form', { 'rivulet.json': manifest.replace('1', '9') }],
    ['is named by no text', { 'rivulet.json': manifest.replace('"Shop"', '7') }],
  ])('is refused when it %s', async (_name, files) => {
    const file = await archive(files);
    await expect(peekManifest(file)).rejects.toMatchObject({ code: 'archive-invalid' });
    await expect(readArchive(file, temporaryDir(), task())).rejects.toMatchObject({
      code: 'archive-invalid',
    });
  });

  it('is refused when the disk has no room for it', async () => {
    const huge = manifest.replace('10', String(2 ** 52));
    const file = await archive({ 'rivulet.json': huge, 'cluster.json': '{}' });
    await expect(assertRoom(file, temporaryDir())).rejects.toMatchObject({
      code: 'disk-too-small',
    });
  });
});

it('a cluster with records on other disks is not copied in part', () => {
  const layout = {
    formatVersion: 1,
    clusterId: 'x',
    host: 'h',
    brokers: [{ id: 1, port: 1, controllerPort: 2 }],
  };
  const inside = write(temporaryDir(), { 'broker.properties': 'log.dirs=a,b' });
  expect(() => assertSelfContained(inside, layout)).not.toThrow();
  const outside = write(temporaryDir(), { 'broker-1.properties': 'log.dirs=a,/disk2/logs' });
  expect(() => assertSelfContained(outside, layout)).toThrow(/disk2/);
});
