import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TasksState, TaskState } from '../../../src/main/contract/index.ts';
import { until } from '../until.ts';
import { type Renderer, startApp } from './running-app.ts';

const timeoutMs = 60_000;

async function send(renderer: Renderer, topic: string, text: string): Promise<void> {
  await renderer.call('topics.create', { topic, partitionCount: 1 });
  await renderer.call('messages.produce', { topic, value: { text } });
}

async function topicsOf(renderer: Renderer): Promise<readonly string[]> {
  const { topics } = await renderer.call('topics.list');
  return Object.keys(topics).filter((name) => !name.startsWith('__'));
}

/** Follows a long action to its end. */
async function ended(renderer: Renderer, taskId: string): Promise<TaskState> {
  let task: TaskState | undefined;
  await until(async () => {
    const opened = await renderer.call('live.open', { stream: 'tasks', params: {} });
    await renderer.call('live.close', { id: opened.id });
    task = (opened as unknown as { readonly value: TasksState }).value.tasks[taskId];
    return task !== undefined && task.phase !== 'running';
  });
  return task as TaskState;
}

describe('several clusters', { timeout: timeoutMs }, () => {
  it('are created, started, looked at side by side, and deleted', async () => {
    const { connect, clusters, home } = await startApp();
    const [first, second] = [connect(), connect()];
    await send(first, 'here', 'a');
    const { id } = await first.call('clusters.create', { name: 'Two', brokerCount: 1 });
    expect(clusters().clusters[id]).toMatchObject({
      name: 'Two',
      phase: 'stopped',
      brokerCount: 1,
    });
    await second.call('clusters.select', { id });
    expect(second.told['clusters.selected']).toEqual([{ id }]);
    await second.call('clusters.start', { id });
    expect(clusters().clusters[id]?.phase).toBe('ready');
    await send(second, 'there', 'b');
    expect([await topicsOf(first), await topicsOf(second)]).toEqual([['here'], ['there']]);
    const [one, two] = [await first.call('app.info'), await second.call('app.info')];
    expect(one.bootstrap).not.toBe(two.bootstrap);

    // Who looks at it hears that it is gone, and looks at the first one.
    await first.call('clusters.delete', { id });
    expect(second.told['clusters.selected'].at(-1)).toEqual({ id: 'default' });
    expect(await topicsOf(second)).toEqual(['here']);
    expect(existsSync(join(home, 'clusters', id))).toBe(false);
    await expect(first.call('clusters.select', { id })).rejects.toMatchObject({
      code: 'cluster-not-found',
    });
    await expect(first.call('clusters.delete', { id: 'default' })).rejects.toMatchObject({
      code: 'cluster-is-default',
    });
  });

  it('are in the list again after a restart of the app', async () => {
    const home = await (async () => {
      const running = await startApp();
      const renderer = running.connect();
      await renderer.call('clusters.create', { name: 'Kept', brokerCount: 2 });
      await renderer.call('clusters.rename', { id: 'default', name: 'Mine' });
      await running.app.close();
      await running.cluster.close();
      return running.home;
    })();
    const { clusters } = await startApp(home);
    const entries = Object.values(clusters().clusters);
    expect(entries.map(({ name, brokerCount }) => [name, brokerCount])).toEqual([
      ['Mine', 1],
      ['Kept', 2],
    ]);
    const all = entries.flatMap(({ bootstrap }) => bootstrap.split(','));
    expect(new Set(all).size).toBe(3);
  });

  it('move to other ports, and say which one is taken', async () => {
    const { connect, cluster } = await startApp();
    const renderer = connect();
    await send(renderer, 'kept', 'a');
    const { id } = await renderer.call('clusters.create', { name: 'Two', brokerCount: 1 });
    await renderer.call('clusters.start', { id });
    const own = cluster.layout.brokers[0]?.port ?? 0;
    await expect(renderer.call('clusters.setPort', { id, port: own })).rejects.toMatchObject({
      code: 'port-taken',
      data: { port: own },
    });
    const before = (await renderer.call('app.info')).bootstrap;
    await renderer.call('clusters.setPort', { id: 'default', port: own + 40 });
    expect(renderer.told['clusters.selected'].at(-1)).toEqual({ id: 'default' });
    const { bootstrap } = await renderer.call('app.info');
    expect([before, bootstrap]).toEqual([`127.0.0.1:${own}`, `127.0.0.1:${own + 40}`]);
    await cluster.whenReady();
    expect(await until(async () => (await topicsOf(renderer).catch(() => [])).length === 1)).toBe(
      true,
    );
  });
});

describe('a cluster as one file', { timeout: timeoutMs }, () => {
  it('is exported while it runs, imported, and has the same records', async () => {
    const { connect, clusters, home, cluster } = await startApp();
    const renderer = connect();
    await send(renderer, 'orders', 'first');
    const { taskId } = await renderer.call('clusters.export', { id: 'default' });
    const exported = await ended(renderer, taskId);
    expect(exported).toMatchObject({ phase: 'done', error: null, unit: 'bytes' });
    const file = String(exported.result?.file);
    expect(file.startsWith(join(home, 'exports'))).toBe(true);
    expect(exported.result?.sizeBytes).toBe(statSync(file).size);
    expect(exported.done).toBe(exported.total);
    await cluster.whenReady();

    const started = await renderer.call('clusters.import', { file, name: 'Copy' });
    const imported = await ended(renderer, started.taskId);
    expect(imported).toMatchObject({ phase: 'done', error: null });
    const id = String(imported.result?.id);
    expect(clusters().clusters[id]).toMatchObject({ name: 'Copy', phase: 'stopped' });
    await renderer.call('clusters.select', { id });
    await renderer.call('clusters.start', { id });
    expect(await topicsOf(renderer)).toEqual(['orders']);
    const page = await renderer.call('messages.read', {
      topic: 'orders',
      from: { at: 'beginning' },
      limit: 10,
    });
    expect(page.messages).toHaveLength(1);
    const ids = [home, join(home, 'clusters', id)].map(
      (dir) => JSON.parse(readFileSync(join(dir, 'cluster.json'), 'utf8')).clusterId,
    );
    expect(ids[0]).not.toBe(ids[1]);
  });

  it('is duplicated', async () => {
    const { connect, clusters } = await startApp();
    const renderer = connect();
    await send(renderer, 'orders', 'first');
    const { taskId } = await renderer.call('clusters.duplicate', { id: 'default', name: 'Twin' });
    const copied = await ended(renderer, taskId);
    expect(copied).toMatchObject({ phase: 'done', error: null });
    const id = String(copied.result?.id);
    await renderer.call('clusters.start', { id });
    await renderer.call('clusters.select', { id });
    expect(await topicsOf(renderer)).toEqual(['orders']);
    await renderer.call('clusters.measure');
    const entry = clusters().clusters[id];
    expect(entry?.kind === 'local' && (entry.sizeBytes ?? 0) > 0).toBe(true);
  });

  it.each([
    ['no file', null],
    ['something else', 'hello'],
  ])('is refused when it is %s', async (_name, content) => {
    const { connect, clusters, home } = await startApp();
    const renderer = connect();
    const file = join(home, 'x.rivulet.tgz');
    if (content !== null) (await import('node:fs')).writeFileSync(file, content);
    const { taskId } = await renderer.call('clusters.import', { file });
    const task = await ended(renderer, taskId);
    expect(task).toMatchObject({ phase: 'failed', error: { code: 'archive-invalid' } });
    expect(Object.keys(clusters().clusters)).toEqual(['default']);
    await expect(renderer.call('clusters.import', { file: 'x.tgz' })).rejects.toMatchObject({
      code: 'file-not-absolute',
    });
  });

  it('cannot be exported twice at once, nor over a file', async () => {
    const { connect, home } = await startApp();
    const renderer = connect();
    const file = join(home, 'cluster.json');
    const over = await renderer.call('clusters.export', { id: 'default', file });
    expect(await ended(renderer, over.taskId)).toMatchObject({ error: { code: 'file-exists' } });
    const one = await renderer.call('clusters.export', { id: 'default' });
    const two = await renderer.call('clusters.export', { id: 'default' });
    expect(await ended(renderer, two.taskId)).toMatchObject({ error: { code: 'cluster-busy' } });
    expect(await ended(renderer, one.taskId)).toMatchObject({ phase: 'done' });
  });
});

describe('a foreign cluster', { timeout: timeoutMs }, () => {
  const open = { tls: null, sasl: null };

  it('is tested, saved, looked at, and left as it is when it is read-only', async () => {
    const [ours, theirs] = [await startApp(), await startApp()];
    const renderer = ours.connect();
    await send(theirs.connect(), 'theirs', 'a');
    const { bootstrap } = theirs.cluster;
    const report = await renderer.call('clusters.test', { bootstrap, security: open });
    expect(report).toMatchObject({ brokerCount: 1, clusterId: theirs.cluster.layout.clusterId });
    const saved = { name: 'Theirs', bootstrap, security: open, isReadOnly: true };
    const { id } = await renderer.call('clusters.connect', saved);
    await renderer.call('clusters.select', { id });
    expect(await topicsOf(renderer)).toEqual(['theirs']);
    for (const change of [
      renderer.call('topics.create', { topic: 'x' }),
      renderer.call('topics.delete', { topic: 'theirs' }),
      renderer.call('messages.produce', { topic: 'theirs', value: { text: 'x' } }),
      renderer.call('groups.delete', { groupId: 'g' }),
      renderer.call('scenarios.run', { name: 'e-commerce', speed: 1 }),
    ]) {
      await expect(change).rejects.toMatchObject({ code: 'cluster-read-only' });
    }
    await renderer.call('clusters.changeConnection', { ...saved, id, isReadOnly: false });
    expect(renderer.told['clusters.selected'].at(-1)).toEqual({ id });
    await renderer.call('topics.create', { topic: 'x' });
    expect(await until(() => ours.clusters().clusters[id]?.phase === 'ready')).toBe(true);
    await expect(renderer.call('clusters.start', { id })).rejects.toMatchObject({
      code: 'not-local-cluster',
    });
    await renderer.call('clusters.delete', { id });
    expect(await topicsOf(renderer)).toEqual([]);
  });

  it.each([
    ['a name that nobody knows', 'nowhere.invalid:9092', 'connection-dns'],
    ['a port without a listener', '127.0.0.1:1', 'connection-refused'],
  ])('says what is wrong with %s', async (_name, bootstrap, code) => {
    const { connect } = await startApp();
    const test = connect().call('clusters.test', { bootstrap, security: open });
    await expect(test).rejects.toMatchObject({ code });
  });

  it('that wants no login or no TLS says so', async () => {
    const { connect, cluster } = await startApp();
    const renderer = connect();
    const { bootstrap } = cluster;
    const tls = { tls: { ca: null, isVerified: true }, sasl: null };
    await expect(
      renderer.call('clusters.test', { bootstrap, security: tls }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^connection-(protocol|tls)$/) });
    const sasl = { tls: null, sasl: { mechanism: 'plain', username: 'me' } } as const;
    await expect(
      renderer.call('clusters.test', { bootstrap, security: sasl, password: 'x' }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^connection-(protocol|login)$/) });
  });

  it('keeps its password to itself', async () => {
    const { connect, clusters, home } = await startApp();
    const renderer = connect();
    const security = { tls: null, sasl: { mechanism: 'plain', username: 'me' } } as const;
    const connection = { name: 'S', bootstrap: 'h:1', security, isReadOnly: true };
    const { id } = await renderer.call('clusters.connect', { ...connection, password: 'hidden' });
    expect(JSON.stringify(clusters())).not.toContain('hidden');
    expect(clusters().clusters[id]).toMatchObject({ hasPassword: true, phase: 'unknown' });
    const file = join(home, 'clusters.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await renderer.call('clusters.changeConnection', { ...connection, id, name: 'T' });
    expect(readFileSync(file, 'utf8')).toContain('hidden');
  });
});

describe('a reset', { timeout: timeoutMs }, () => {
  it('of everything leaves an empty cluster and the defaults', async () => {
    const { connect, clusters, cluster } = await startApp();
    const renderer = connect();
    await send(renderer, 'orders', 'first');
    await renderer.call('clusters.create', { name: 'Two', brokerCount: 1 });
    await renderer.call('settings.set', { language: 'ko' });
    const before = cluster.layout.clusterId;
    await renderer.call('clusters.resetAll');
    expect(Object.keys(clusters().clusters)).toEqual(['default']);
    expect((await renderer.call('settings.get')).language).toBe('system');
    expect(cluster.layout.clusterId).not.toBe(before);
    await cluster.whenReady();
    expect(await topicsOf(renderer)).toEqual([]);
  });
});
