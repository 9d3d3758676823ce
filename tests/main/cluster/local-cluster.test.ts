import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { forkLauncher } from '../../../src/main/cluster/launcher.ts';
import { readLayout } from '../../../src/main/cluster/layout.ts';
import { LocalCluster, type LocalClusterOptions } from '../../../src/main/cluster/local-cluster.ts';
import { findFreeBlock } from '../../../src/main/cluster/ports.ts';
import { temporaryDir } from '../temporary-dir.ts';

const entry = fileURLToPath(new URL('./fake-broker.ts', import.meta.url));
const host = '127.0.0.1';

async function open(options: Partial<LocalClusterOptions> & { readonly dir: string }) {
  const cluster = await LocalCluster.open({
    restartPolicy: 'never',
    launcher: forkLauncher(entry, []),
    ...options,
  });
  onTestFinished(() => cluster.close());
  return cluster;
}

/** Somebody else's program on a port. */
async function occupy(port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen({ host, port }, resolve));
  onTestFinished(() => void server.close());
}

describe('a data folder', () => {
  it('gets a layout that stays', async () => {
    const dir = temporaryDir();
    const port = await findFreeBlock(host, 21_000, 3);
    const first = await LocalCluster.open({ dir, port, restartPolicy: 'never' });
    const layout = first.layout;
    expect(layout.brokers.map((broker) => broker.port)).toEqual([port, port + 1, port + 2]);
    expect(layout.clusterId).toMatch(/^[\w][\w-]{21}$/);
    await first.close();
    const second = await open({ dir });
    expect(second.layout).toEqual(layout);
    expect(second.bootstrap).toBe(`${host}:${port},${host}:${port + 1},${host}:${port + 2}`);
  });

  it('starts its brokers and adds one', async () => {
    const dir = temporaryDir();
    const cluster = await open({ dir, brokerCount: 1 });
    cluster.launch();
    await cluster.whenReady();
    const { brokerId } = await cluster.addBroker();
    expect(brokerId).toBe(2);
    expect(readLayout(dir)?.brokers).toHaveLength(2);
  });

  it('is refused to a second instance, which names the first', async () => {
    const dir = temporaryDir();
    await open({ dir });
    await expect(open({ dir })).rejects.toMatchObject({
      code: 'data-dir-in-use',
      data: { dir, pid: process.pid },
    });
  });

  it('is taken over from a process that is no more', async () => {
    const dir = temporaryDir();
    writeFileSync(
      join(dir, 'cluster.lock'),
      JSON.stringify({ pid: 2 ** 22 + 1, processStart: null }),
    );
    expect((await open({ dir })).dir).toBe(dir);
  });

  it.skipIf(!existsSync('/proc/self/stat'))(
    'is taken over when another process has the pid',
    async () => {
      const dir = temporaryDir();
      const content = { pid: process.pid, processStart: '1' };
      writeFileSync(join(dir, 'cluster.lock'), JSON.stringify(content));
      expect((await open({ dir })).dir).toBe(dir);
    },
  );

  it('gives the lock back when it cannot be opened', async () => {
    const dir = temporaryDir();
    writeFileSync(join(dir, 'cluster.json'), '{"formatVersion":99}');
    await expect(open({ dir })).rejects.toMatchObject({
      code: 'data-dir-other-version',
      data: { found: '99', known: '1' },
    });
    expect(existsSync(join(dir, 'cluster.lock'))).toBe(false);
  });

  it.each(['{', '{"formatVersion":1}', '[]'])('with the layout %s is not touched', async (text) => {
    const dir = temporaryDir();
    writeFileSync(join(dir, 'cluster.json'), text);
    await expect(open({ dir })).rejects.toMatchObject({
      code: text === '[]' ? 'data-dir-other-version' : 'data-dir-unreadable',
    });
    expect(readFileSync(join(dir, 'cluster.json'), 'utf8')).toBe(text);
  });

  it('of another size says so', async () => {
    const dir = temporaryDir();
    const cluster = await LocalCluster.open({ dir, brokerCount: 3, restartPolicy: 'never' });
    await cluster.close();
    await expect(open({ dir, brokerCount: 5 })).rejects.toMatchObject({
      code: 'data-dir-brokers-differ',
      data: { found: 3, asked: 5 },
    });
  });

  it.skipIf(process.getuid?.() === 0)('that may not be written says so', async () => {
    const dir = join(temporaryDir(), 'closed');
    mkdirSync(dir);
    chmodSync(dir, 0o500);
    await expect(open({ dir })).rejects.toMatchObject({ code: 'data-dir-unreadable' });
  });

  it('below a file says so', async () => {
    const file = join(temporaryDir(), 'file');
    writeFileSync(file, '');
    await expect(open({ dir: join(file, 'data') })).rejects.toMatchObject({
      code: 'data-dir-unreadable',
    });
  });
});

describe('ports', () => {
  it('asked for and taken are an error that names one', async () => {
    const port = await findFreeBlock(host, 22_000, 3);
    await occupy(port + 1);
    await expect(open({ dir: temporaryDir(), port })).rejects.toMatchObject({
      code: 'port-taken',
      data: { port: port + 1 },
    });
  });

  it('of the folder and taken are replaced by the next free block', async () => {
    const dir = temporaryDir();
    const port = await findFreeBlock(host, 23_000, 3);
    const before = await LocalCluster.open({ dir, port, restartPolicy: 'never' });
    await before.close();
    await occupy(port + 1);
    const cluster = await open({ dir });
    const got = cluster.layout.brokers[0]?.port ?? 0;
    expect(got).toBeGreaterThan(port + 1);
    expect(cluster.portInstead).toEqual({ wanted: port, got });
    expect(cluster.layout.clusterId).toBe(before.layout.clusterId);
  });

  it('of controllers are chosen anew when one is taken', async () => {
    const dir = temporaryDir();
    const port = await findFreeBlock(host, 24_000, 3);
    const before = await LocalCluster.open({ dir, port, restartPolicy: 'never' });
    await before.close();
    const old = before.layout.brokers.map(({ controllerPort }) => controllerPort);
    await occupy(old[1] ?? 0);
    const cluster = await open({ dir });
    const now = cluster.layout.brokers.map(({ controllerPort }) => controllerPort);
    expect(now).not.toContain(old[1]);
    expect(new Set(now).size).toBe(3);
  });
});
