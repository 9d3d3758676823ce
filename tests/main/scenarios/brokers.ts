/** Brokers of ours for the scenarios of a file of tests. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { LocalCluster } from '../../../src/main/cluster/local-cluster.ts';
import { findFreeBlock } from '../../../src/main/cluster/ports.ts';
import { fetchPartitions, type RawRecord } from '../../../src/main/explorer/fetch.ts';
import { KafkaLink } from '../../../src/main/explorer/kafka-link.ts';
import { topicOf } from '../../../src/main/explorer/metadata.ts';

export type Brokers = { cluster: LocalCluster; link: KafkaLink; dir: string };

const portMin = 24_000;
const portSpan = 7_000;

/** Started once for a file of tests. */
export function startBrokers(brokerCount: number): Brokers {
  const brokers = {} as Brokers;
  beforeAll(async () => {
    const base = portMin + Math.floor(Math.random() * portSpan);
    const port = await findFreeBlock('127.0.0.1', base, brokerCount * 2);
    brokers.dir = mkdtempSync(join(tmpdir(), 'rivulet-scenarios-'));
    const { dir } = brokers;
    // Kafka's 3 seconds, in which further members may join, are longer than most of these runs.
    writeFileSync(join(dir, 'broker.properties'), 'group.initial.rebalance.delay.ms=0\n');
    brokers.cluster = await LocalCluster.open({ dir, port, brokerCount, restartPolicy: 'always' });
    brokers.cluster.launch();
    await brokers.cluster.whenReady();
    brokers.link = new KafkaLink(brokers.cluster.bootstrap);
  }, 60_000);
  afterAll(async () => {
    await brokers.link.close();
    await brokers.cluster.close();
    rmSync(brokers.dir, { recursive: true, force: true });
  }, 60_000);
  return brokers;
}

/** All that lies in the first partition. */
export async function recordsOf(link: KafkaLink, topic: string): Promise<readonly RawRecord[]> {
  const known = topicOf(await link.metadata({ isFresh: true }), topic);
  const records: RawRecord[] = [];
  for (let offset = 0; ; ) {
    const fetched = await fetchPartitions(link, known, [{ partition: 0, offset }], {
      maxWaitMs: 100,
      minBytes: 0,
      partitionMaxBytes: 1024 * 1024,
      isCommittedOnly: true,
    });
    const answer = fetched.get(0);
    if (!answer || answer.nextOffset === offset) return records;
    records.push(...answer.records);
    offset = answer.nextOffset;
  }
}
