import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalCluster } from '../../../src/main/cluster/local-cluster.ts';
import { findFreeBlock } from '../../../src/main/cluster/ports.ts';
import type { ConfigEntry } from '../../../src/main/contract/index.ts';
import { Explorer } from '../../../src/main/explorer/explorer.ts';
import { topicAges } from '../../../src/main/explorer/topic-ages.ts';
import { topicLogs } from '../../../src/main/explorer/topic-logs.ts';
import { Inspector } from '../../../src/main/inspect/inspector.ts';
import { TaskBoard } from '../../../src/main/tasks/task-board.ts';
import { until } from '../until.ts';

/** Real brokers: what the views show is read off them over the protocol and the control channel. */
let cluster: LocalCluster;
let explorer: Explorer;
let tasks: TaskBoard;
let inspector: Inspector;
let methods: ReturnType<Explorer['handlers']> & ReturnType<Inspector['handlers']>;

const dir = mkdtempSync(join(tmpdir(), 'rivulet-topics-brokers-'));

beforeAll(async () => {
  const port = await findFreeBlock('127.0.0.1', 22_000, 2);
  cluster = await LocalCluster.open({
    dir,
    port,
    brokerCount: 2,
    restartPolicy: 'never',
  });
  // A second log folder, so that a replica can move.
  const second = `${cluster.dir}/broker-1-more`;
  appendFileSync(
    `${cluster.dir}/broker.properties`,
    `log.retention.check.interval.ms=500\nlog.cleaner.backoff.ms=200\n`,
  );
  appendFileSync(
    `${cluster.dir}/broker-1.properties`,
    `log.dirs=${cluster.dir}/broker-1,${second}\n`,
  );
  cluster.launch();
  await cluster.whenReady();
  explorer = new Explorer(cluster.bootstrap);
  tasks = new TaskBoard();
  const { link, lagClock } = explorer;
  inspector = new Inspector({ link, lagClock, tasks, supervisor: cluster.supervisor });
  methods = { ...explorer.handlers(), ...inspector.handlers() };
}, 60_000);

afterAll(async () => {
  await tasks.close();
  await explorer.close();
  await cluster.close();
  rmSync(dir, { recursive: true, force: true });
}, 30_000);

async function fill(topic: string, count: number, size = 400): Promise<void> {
  const text = 'x'.repeat(size);
  for (let index = 0; index < count; index += 1) {
    await explorer.producer.produce({
      topic,
      key: { text: `key-${index % 5}` },
      value: { text },
    });
  }
}

const create = (topic: string, configs: Readonly<Record<string, string>> = {}, partitions = 1) =>
  methods['topics.create']({ topic, partitionCount: partitions, replicationFactor: 2, configs });

const askFiles = async (brokerId: number, topic: string) => {
  const question = { kind: 'log-files', topic, partitions: null } as const;
  return (await cluster.supervisor.ask(brokerId, question))?.logs ?? null;
};

const small = { 'segment.bytes': '1048576', 'segment.index.bytes': '1024' };

describe('configs of a topic', () => {
  const find = async (topic: string, name: string): Promise<ConfigEntry | undefined> =>
    (await methods['topics.describe']({ topic })).configs.find((config) => config.name === name);

  it('tell what lies beneath, what is allowed, and are altered and put back', async () => {
    await create('configured', { 'retention.ms': '60000', 'segment.bytes': '2097152' });
    expect(await find('configured', 'retention.ms')).toMatchObject({
      value: '60000',
      source: 'topic',
      type: 'long',
    });
    expect((await find('configured', 'segment.bytes'))?.beneath).toEqual([
      { value: '1073741824', source: 'default' },
    ]);
    expect((await find('configured', 'cleanup.policy'))?.choices).toEqual(['compact', 'delete']);
    await methods['topics.alterConfigs']({
      topic: 'configured',
      set: { 'cleanup.policy': 'compact' },
      unset: ['retention.ms'],
    });
    await until(async () => (await find('configured', 'retention.ms'))?.source === 'default');
    expect(await find('configured', 'cleanup.policy')).toMatchObject({ value: 'compact' });
  });
});

describe('records deleted', () => {
  it('are those that the preview counted: all, by offset, by time', async () => {
    await create('purged', {}, 1);
    await fill('purged', 10);
    const preview = (target: Parameters<(typeof methods)['topics.previewPurge']>[0]['target']) =>
      methods['topics.previewPurge']({ topic: 'purged', target });
    expect(await preview({ to: 'offset', offset: 4 })).toMatchObject({ recordCount: 4 });
    expect(await preview({ to: 'time', timestampMs: 1 })).toMatchObject({ recordCount: 0 });
    expect(await preview({ to: 'time', timestampMs: Date.now() + 60_000 })).toMatchObject({
      recordCount: 10,
    });
    expect(await preview({ to: 'all' })).toMatchObject({ recordCount: 10 });
    await methods['topics.deleteRecords']({ topic: 'purged', before: { 0: 4 } });
    const [row] = (await preview({ to: 'all' })).partitions;
    expect(row).toMatchObject({ logStartOffset: 4, before: 10, recordCount: 6 });
  });

  it('go with the offsets when the topic is made anew', async () => {
    await create('anew', { 'retention.ms': '70000' }, 2);
    await fill('anew', 5);
    const before = await methods['topics.describe']({ topic: 'anew' });
    await methods['topics.truncate']({ topic: 'anew' });
    const after = await until(async () => {
      const detail = await methods['topics.describe']({ topic: 'anew' });
      return detail.partitions.every(({ highWatermark }) => highWatermark === 0) && detail;
    });
    expect(after.topicId).not.toBe(before.topicId);
    expect(after.partitions).toHaveLength(2);
    const own = after.configs.filter(({ source }) => source === 'topic');
    expect(own.map(({ name, value }) => [name, value])).toEqual([['retention.ms', '70000']]);
  });
});

describe('a clone', () => {
  it('has the shape, the settings and the records', async () => {
    await create('original', { 'retention.ms': '80000' }, 3);
    await fill('original', 40);
    const { taskId } = await methods['topics.clone']({
      topic: 'original',
      to: 'cloned',
      isWithData: true,
    });
    const task = await until(() => {
      const state = tasks.state.tasks[taskId ?? ''];
      return state && state.phase !== 'running' && state;
    });
    expect(task).toMatchObject({ phase: 'done', done: 40, total: 40, result: { records: 40 } });
    const ends = async (topic: string) =>
      (await methods['topics.describe']({ topic })).partitions.map((row) => row.highWatermark);
    expect(await ends('cloned')).toEqual(await ends('original'));
  });

  it('of the settings alone needs no task', async () => {
    const params = { topic: 'original', to: 'cloned-empty', isWithData: false };
    expect(await methods['topics.clone'](params)).toEqual({ taskId: null });
    const { configs } = await methods['topics.describe']({ topic: 'cloned-empty' });
    expect(configs.find(({ name }) => name === 'retention.ms')?.value).toBe('80000');
  });
});

describe('files and ages', () => {
  it('show segments on every replica, and what retention does to them', async () => {
    await create('aging', { ...small, 'retention.bytes': '1500000' });
    await fill('aging', 50, 60_000);
    const { logs } = await topicLogs(explorer.link, 'aging', askFiles);
    expect(Object.keys(logs ?? {})).toEqual(['0/1', '0/2']);
    const log = await until(async () => {
      const told = (await topicLogs(explorer.link, 'aging', askFiles)).logs?.['0/1'];
      return (told?.logStartOffset ?? 0) > 0 && told;
    });
    expect(log.segments[0]?.baseOffset).toBe(log.logStartOffset);
    expect(log.sizeBytes).toBeLessThan(1_500_000 + 1_048_576);
    expect(log.retention).toMatchObject({ isDeleting: true, retentionBytes: 1_500_000 });
    expect(log.retention.nextCheckMs).toBeGreaterThan(Date.now() - 5_000);
  });

  it('tell from the protocol alone when records were written', async () => {
    const startMs = Date.now();
    await create('dated');
    await fill('dated', 3);
    const { logs, partitions } = await topicLogs(explorer.link, 'dated', null);
    expect(logs).toBe(null);
    const [age] = Object.values(partitions);
    expect(age?.oldestMs).toBeGreaterThanOrEqual(startMs);
    expect(age?.newestMs).toBeGreaterThanOrEqual(age?.oldestMs ?? 0);
    expect(age?.sizeBytes).toBeGreaterThan(1000);
    const foreign = (await topicAges(explorer.link, null)).topics['dated'];
    expect(foreign).toMatchObject({
      isDeleting: true,
      retentionMs: 604_800_000,
      retentionBytes: null,
      oldestMs: age?.oldestMs,
      dueMs: null,
    });
  });

  it('show what compaction has done', async () => {
    await create('compacted', {
      ...small,
      'cleanup.policy': 'compact',
      'min.cleanable.dirty.ratio': '0.1',
    });
    await fill('compacted', 40, 60_000);
    const log = await until(async () => {
      const told = (await topicLogs(explorer.link, 'compacted', askFiles)).logs?.['0/1'];
      return told?.compaction?.last && told;
    });
    expect(log.compaction?.cleanedOffset).toBeGreaterThan(0);
    expect(log.compaction?.last?.bytesWritten).toBeLessThan(log.compaction?.last?.bytesRead ?? 0);
    expect(log.segments[0]?.isCleaned).toBe(true);
  });
});

describe('brokers', () => {
  it('tell their configs; a dynamic change counts at once and can be put back', async () => {
    const find = async (brokerId: number | null, name: string) =>
      (await methods['brokers.configs']({ brokerId })).configs.find((one) => one.name === name);
    const name = 'log.cleaner.threads';
    expect(await find(1, name)).toMatchObject({ source: 'default', isReadOnly: false });
    expect(await find(1, 'log.retention.check.interval.ms')).toMatchObject({
      value: '500',
      source: 'file',
      isReadOnly: true,
    });
    const change = { set: { [name]: '2' }, unset: [] };
    await methods['brokers.alterConfigs']({ brokerId: 1, ...change });
    await until(async () => (await find(1, name))?.source === 'broker');
    expect((await find(2, name))?.value).toBe('1');
    await methods['brokers.alterConfigs']({ brokerId: null, set: { [name]: '1' }, unset: [] });
    await until(async () => (await find(2, name))?.source === 'cluster');
    await methods['brokers.alterConfigs']({ brokerId: 1, set: {}, unset: [name] });
    await until(async () => (await find(1, name))?.source === 'cluster');
    expect(await find(null, name)).toMatchObject({ value: '1', source: 'cluster' });
  });

  it('serve the same APIs, under Kafka’s names', async () => {
    const { apis, features, metadataVersions, silent } =
      await methods['brokers.apiVersions'](undefined);
    expect(silent).toEqual([]);
    expect(apis['Fetch']).toMatchObject({ key: 1 });
    expect(apis['Fetch']?.ranges[1]).toEqual(apis['Fetch']?.ranges[2]);
    const level = features['metadata.version']?.finalized?.max ?? 0;
    expect(metadataVersions[level]).toMatch(/^\d\.\d+-IV\d$/);
  });

  it('move a replica from one log folder to another', async () => {
    await create('movable');
    await fill('movable', 5);
    const state = () =>
      new Promise<Record<string, { readonly path: string; readonly topics: readonly string[] }>>(
        (resolve, reject) => {
          const stop = inspector.sources().brokerLogDirs(
            { brokerId: 1 },
            {
              value: ({ dirs }) => {
                setImmediate(() => stop());
                const rows = Object.values(dirs).map(({ path, replicas }) => {
                  const whole = replicas.filter(({ isFuture }) => !isFuture);
                  return [path, { path, topics: whole.map(({ topic }) => topic) }] as const;
                });
                resolve(Object.fromEntries(rows));
              },
              failed: reject,
            },
          );
        },
      );
    const before = Object.values(await state());
    expect(before).toHaveLength(2);
    const target = before.find(({ topics }) => !topics.includes('movable'));
    await methods['brokers.moveReplica']({
      brokerId: 1,
      topic: 'movable',
      partition: 0,
      path: target?.path ?? '',
    });
    await until(async () => (await state())[target?.path ?? '']?.topics.includes('movable'));
  });

  it('tell who is connected', async () => {
    const answer = await cluster.supervisor.ask(1, { kind: 'connections' });
    const own = answer?.connections.find(({ clientId }) => clientId === 'rivulet');
    expect(own).toMatchObject({
      listener: 'broker',
      host: '127.0.0.1',
      principal: 'User:ANONYMOUS',
    });
    expect(own?.requests['Metadata'] ?? own?.requests['ApiVersions']).toBeGreaterThan(0);
  });

  it('keep what clients are asked to tell', async () => {
    const all = { name: 'all', metrics: ['*'], intervalMs: 5000, match: [] };
    await methods['brokers.setClientMetrics'](all);
    const read = async () => (await methods['brokers.clientMetrics'](undefined)).subscriptions;
    await until(async () => (await read()).length === 1);
    expect(await read()).toEqual([all]);
    await methods['brokers.deleteClientMetrics']({ name: 'all' });
    await until(async () => (await read()).length === 0);
  });

  it('say nothing once their process is gone', async () => {
    await cluster.supervisor.stop(2);
    expect(await cluster.supervisor.ask(2, { kind: 'connections' })).toBe(null);
    const { text } = await methods['brokers.readLog']({ brokerId: 2 });
    expect(text.trim()).not.toBe('');
  });
});
