/** Brokers of ours with what writes to them and reads from them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { LocalCluster } from '../../../src/main/cluster/local-cluster.ts';
import { findFreeBlock } from '../../../src/main/cluster/ports.ts';
import { StatsTable } from '../../../src/main/cluster-state/stats-table.ts';
import type { ProduceApi } from '../../../src/main/contract/produce.ts';
import type { TaskState } from '../../../src/main/contract/tasks.ts';
import { fetchPartitions, type RawRecord } from '../../../src/main/explorer/fetch.ts';
import { KafkaLink } from '../../../src/main/explorer/kafka-link.ts';
import { topicOf } from '../../../src/main/explorer/metadata.ts';
import { latestTimestamp, listOffsets } from '../../../src/main/explorer/offsets.ts';
import { createTopic } from '../../../src/main/explorer/topics.ts';
import { ProduceService } from '../../../src/main/produce/produce-service.ts';
import { ProducerWatch } from '../../../src/main/producers/producer-watch.ts';
import { TaskBoard } from '../../../src/main/tasks/task-board.ts';
import type { Handlers } from '../../../src/main/transport/rpc.ts';
import { until } from '../until.ts';

export type World = {
  cluster: LocalCluster;
  stats: StatsTable;
  link: KafkaLink;
  tasks: TaskBoard;
  produce: ProduceService;
  producers: ProducerWatch;
  api: Handlers<keyof ProduceApi>;
};

/** Started once for a file of tests. */
export function startWorld(brokerCount: number, portBase: number): World {
  const world = {} as World;
  let dir = '';
  beforeAll(async () => {
    const port = await findFreeBlock('127.0.0.1', portBase, brokerCount * 2);
    dir = mkdtempSync(join(tmpdir(), 'rivulet-produce-'));
    world.cluster = await LocalCluster.open({ dir, port, brokerCount, restartPolicy: 'never' });
    world.cluster.launch();
    await world.cluster.whenReady();
    world.stats = new StatsTable(world.cluster.supervisor);
    world.link = new KafkaLink(world.cluster.bootstrap);
    world.tasks = new TaskBoard();
    world.produce = new ProduceService(world.link, world.tasks);
    world.producers = new ProducerWatch({ stats: world.stats, link: world.link, isForeign: false });
    world.api = world.produce.handlers();
    world.stats.want(250);
  }, 60_000);
  afterAll(async () => {
    await world.tasks.close();
    world.producers.close();
    await world.produce.close();
    await world.link.close();
    await world.cluster.close();
    rmSync(dir, { recursive: true, force: true });
  }, 60_000);
  return world;
}

/** A topic with these partitions. */
export async function topicIn(
  { link }: World,
  topic: string,
  partitionCount = 1,
  configs: Record<string, string> = {},
): Promise<string> {
  await createTopic(link, { topic, partitionCount, replicationFactor: 1, configs });
  await until(async () => (await link.metadata({ isFresh: true })).topics.has(topic));
  return topic;
}

/** All records, by partition and offset. */
export async function recordsIn({ link }: World, topic: string): Promise<readonly RawRecord[]> {
  const meta = topicOf(await link.metadata({ isFresh: true }), topic);
  const names = meta.partitions.map(({ partition }) => ({ topic, partition }));
  const ends = await listOffsets(link, names, latestTimestamp);
  const records: RawRecord[] = [];
  for (const { partition } of names) {
    let next = 0;
    while (next < (ends.get(`${topic}-${partition}`) ?? 0)) {
      const fetched = await fetchPartitions(link, meta, [{ partition, offset: next }], {
        maxWaitMs: 100,
        minBytes: 1,
        partitionMaxBytes: 4 * 1024 * 1024,
      });
      const answer = fetched.get(partition);
      if (!answer || answer.errorCode !== 0) throw new Error(`fetch: ${answer?.errorCode}`);
      records.push(...answer.records);
      next = answer.nextOffset;
    }
  }
  return records;
}

export const textsOf = (records: readonly RawRecord[]) =>
  records.map(({ value }) => value?.toString() ?? null);

/** The task, once it has ended. */
export async function ended({ tasks }: World, taskId: string): Promise<TaskState> {
  const isOver = () => tasks.state.tasks[taskId]?.phase !== 'running';
  await until(isOver);
  return tasks.state.tasks[taskId] as TaskState;
}
