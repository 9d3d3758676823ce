import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { offsetCommitApi } from '../../src/broker/protocol/messages/08-offset-commit.ts';
import { findCoordinatorApi } from '../../src/broker/protocol/messages/10-find-coordinator.ts';
import { produceApi } from '../../src/broker/protocol/messages/00-produce.ts';
import { metadataApi } from '../../src/broker/protocol/messages/03-metadata.ts';
import { coordinatorPartition } from '../../src/broker/protocol/hash.ts';
import { encodeBatch } from '../../src/broker/protocol/record-batch.ts';
import { zeroUuid } from '../../src/broker/protocol/types.ts';
import { WireClient } from '../wire/wire-client.ts';
import { startCluster, type TestCluster } from './cluster.ts';
import { run } from './run.ts';
import { java } from './toolchains.ts';
import { createTopics } from './topics.ts';

const toolchain = await java();
const note = toolchain.isReady ? '' : ` (skipped: ${toolchain.reason})`;
const classes = {
  topics: 'org.apache.kafka.tools.TopicCommand',
  configs: 'kafka.admin.ConfigCommand',
  groups: 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
  quorum: 'org.apache.kafka.tools.MetadataQuorumCommand',
  getOffsets: 'org.apache.kafka.tools.GetOffsetShell',
  election: 'org.apache.kafka.tools.LeaderElectionCommand',
  apiVersions: 'org.apache.kafka.tools.BrokerApiVersionsCommand',
  logDirs: 'org.apache.kafka.tools.LogDirsCommand',
  consoleConsumer: 'org.apache.kafka.tools.consumer.ConsoleConsumer',
  dumpLog: 'org.apache.kafka.tools.DumpLogSegments',
};
const recordCount = 2000;
let cluster: TestCluster;

/** One of Kafka's tools; without `--bootstrap-server` when it works on files. */
async function tool(name: keyof typeof classes, ...args: string[]): Promise<string> {
  if (!toolchain.isReady) throw new Error(toolchain.reason);
  const place = name === 'dumpLog' ? [] : ['--bootstrap-server', cluster.bootstrap];
  return run(...toolchain.tools.command(classes[name], [...place, ...args]));
}

beforeAll(async () => {
  cluster = await startCluster(3);
  await createTopics(cluster.bootstrap, ['tools'], 2);
  await fill();
});

afterAll(async () => {
  await cluster?.stop();
});

/** Records in partition 0 and a committed offset, so that the tools have something to tell of. */
async function fill(): Promise<void> {
  const client = new WireClient(cluster.bootstrap.split(',')[0]);
  const portOf = (id: number) => cluster.brokers.find((broker) => broker.id === id)?.port;
  const topics = [{ name: 'tools', topicId: zeroUuid }];
  const metadata = await client.ask(metadataApi, 12, { topics });
  const led = metadata.decoded?.topics[0].partitions.find(
    ({ partitionIndex }) => partitionIndex === 0,
  );
  const leader = new WireClient(`127.0.0.1:${portOf(led?.leaderId ?? -1)}`);
  for (let first = 0; first < recordCount; first += 100) {
    const records = Array.from({ length: 100 }, (_, index) => ({
      key: Buffer.from(`key-${first + index}`),
      value: Buffer.from(`value-${first + index} ${'x'.repeat(50)}`),
    }));
    const bytes = encodeBatch({ records, timestampMs: Date.now() });
    const partitionData = [{ index: 0, records: bytes }];
    const topicData = [{ name: 'tools', topicId: zeroUuid, partitionData }];
    const { decoded } = await leader.ask(produceApi, 9, { acks: -1, timeoutMs: 10_000, topicData });
    const code = decoded?.responses[0].partitionResponses[0].errorCode;
    if (code !== 0) throw new Error(`a batch was refused with ${code}`);
  }
  const found = await client.ask(findCoordinatorApi, 2, { key: 'tools-group', keyType: 0 });
  const coordinator = new WireClient(`127.0.0.1:${portOf(found.decoded?.nodeId ?? -1)}`);
  const place = { partitionIndex: 0, committedOffset: 500, committedMetadata: 'half way' };
  const committed = { name: 'tools', topicId: zeroUuid, partitions: [place] };
  const request = { groupId: 'tools-group', memberId: '', topics: [committed] };
  for (let attempt = 0; ; attempt++) {
    const { decoded } = await coordinator.ask(offsetCommitApi, 8, request);
    const code = decoded?.topics[0].partitions[0].errorCode;
    if (code === 0) break;
    if (attempt === 50) throw new Error(`the offset was refused with ${code}`);
    await sleep(100);
  }
  for (const it of [client, leader, coordinator]) it.close();
}

describe.skipIf(!toolchain.isReady)(`Kafka's own tools, on a running cluster${note}`, () => {
  it('kafka-topics', async () => {
    const name = 'made-by-tool';
    await tool(
      'topics',
      '--create',
      '--topic',
      name,
      '--partitions',
      '2',
      '--config',
      'retention.ms=60000',
    );
    await tool('topics', '--alter', '--topic', name, '--partitions', '4');
    const described = await tool('topics', '--describe', '--topic', name);
    expect(described).toMatch(
      /PartitionCount: 4\s+ReplicationFactor: 3\s+Configs: .*retention.ms=60000/,
    );
    expect(described.match(/Leader: \d+\s+Replicas: \d,\d,\d\s+Isr: \d,\d,\d/g)).toHaveLength(4);
    expect((await tool('topics', '--list')).split('\n')).toEqual(
      expect.arrayContaining([name, 'tools', '__consumer_offsets']),
    );
    await tool('topics', '--delete', '--topic', name);
    expect(await tool('topics', '--list')).not.toContain(name);
  });

  it('kafka-configs', async () => {
    const topic = ['--entity-type', 'topics', '--entity-name', 'tools'];
    await tool(
      'configs',
      '--alter',
      ...topic,
      '--add-config',
      'max.message.bytes=500000,segment.ms=3600000',
    );
    const changed = await tool('configs', '--describe', ...topic);
    expect(changed).toContain(
      'max.message.bytes=500000 sensitive=false synonyms={DYNAMIC_TOPIC_CONFIG:max.message.bytes=500000',
    );
    await tool('configs', '--alter', ...topic, '--delete-config', 'segment.ms');
    expect(await tool('configs', '--describe', ...topic)).not.toContain('segment.ms');
    const broker = ['--entity-type', 'brokers', '--entity-name', '1', '--describe', '--all'];
    expect(await tool('configs', ...broker)).toContain('num.partitions=3');
  });

  it('kafka-consumer-groups', async () => {
    const group = ['--group', 'tools-group'];
    expect(await tool('groups', '--list', '--state')).toMatch(/tools-group\s+Empty/);
    const described = await tool('groups', '--describe', ...group);
    expect(described).toMatch(/tools-group\s+tools\s+0\s+500\s+2000\s+1500\s+-/);
    const reset = ['--reset-offsets', '--topic', 'tools', '--execute'];
    expect(await tool('groups', ...group, ...reset, '--to-earliest')).toMatch(
      /tools-group\s+tools\s+0\s+0/,
    );
    expect(await tool('groups', ...group, ...reset, '--shift-by', '7')).toMatch(
      /tools-group\s+tools\s+0\s+7/,
    );
    expect(await tool('groups', '--describe', '--state', ...group)).toMatch(
      /tools-group\s+127.0.0.1:\d+ +\(\d\)\s+-\s+Empty\s+0/,
    );
  });

  it('kafka-console-consumer on __consumer_offsets', async () => {
    const formatter = 'org.apache.kafka.tools.consumer.OffsetsMessageFormatter';
    const partition = `${coordinatorPartition('tools-group', 8)}`;
    const place = [
      '--topic',
      '__consumer_offsets',
      '--partition',
      partition,
      '--offset',
      'earliest',
    ];
    const told = await tool(
      'consoleConsumer',
      ...place,
      '--max-messages',
      '1',
      '--formatter',
      formatter,
    );
    const { key, value } = JSON.parse(told) as { key: { data: object }; value: { data: object } };
    expect(key.data).toEqual({ group: 'tools-group', topic: 'tools', partition: 0 });
    expect(value.data).toMatchObject({ offset: 500, leaderEpoch: -1, metadata: 'half way' });
  });

  it('kafka-metadata-quorum', async () => {
    const status = await tool('quorum', 'describe', '--status');
    expect(status).toMatch(/LeaderId:\s+[123]/);
    expect(status).toMatch(/CurrentVoters:\s+\[.*"id": 1.*"id": 2.*"id": 3/);
    const replication = await tool('quorum', 'describe', '--replication');
    expect(
      replication.match(/^\d\s+\S+\s+\d+\s+\d+\s+-?\d+\s+-?\d+\s+(Leader|Follower)/gm),
    ).toHaveLength(3);
  });

  it('kafka-get-offsets', async () => {
    const offsets = (time: string) => tool('getOffsets', '--topic', 'tools', '--time', time);
    expect((await offsets('latest')).trim().split('\n')).toEqual(['tools:0:2000', 'tools:1:0']);
    expect((await offsets('earliest')).trim().split('\n')).toEqual(['tools:0:0', 'tools:1:0']);
    expect(await offsets('max-timestamp')).toMatch(/tools:0:19\d\d/);
  });

  it('kafka-leader-election', async () => {
    const told = await tool('election', '--election-type', 'preferred', '--all-topic-partitions');
    expect(told).toMatch(/Valid replica already elected|Successfully completed leader election|^$/);
  });

  it('kafka-broker-api-versions', async () => {
    const told = await tool('apiVersions');
    for (const { id, port } of cluster.brokers)
      expect(told).toContain(`127.0.0.1:${port} (id: ${id} `);
    expect(told).toMatch(/Fetch\(1\): 4 to 18 \[usable: 18\]/);
    expect(told).toMatch(/JoinGroup\(11\): 0 to 9 \[usable: 9\]/);
  });

  it('kafka-log-dirs', async () => {
    const told = await tool('logDirs', '--describe', '--topic-list', 'tools');
    const { brokers } = JSON.parse(told.split('\n').find((line) => line.startsWith('{')) ?? '') as {
      brokers: { logDirs: { partitions: { partition: string; size: number }[] }[] }[];
    };
    expect(brokers).toHaveLength(3);
    for (const { logDirs } of brokers) {
      const sizes = logDirs[0].partitions.map(({ partition, size }) => [partition, size > 0]);
      expect(sizes.toSorted()).toEqual([
        ['tools-0', true],
        ['tools-1', false],
      ]);
    }
  });
});

describe.skipIf(!toolchain.isReady)(
  `kafka-dump-log, on the files of a stopped cluster${note}`,
  () => {
    const filesOf = (brokerId: number, partition: string, ending: string): string => {
      const folder = join(cluster.logDirOf(brokerId), partition);
      const names = readdirSync(folder).filter((name) => name.endsWith(ending));
      return names.map((name) => join(folder, name)).join(',');
    };

    beforeAll(async () => {
      await cluster.halt();
    });

    it('reads segments with all their records', async () => {
      const told = await tool(
        'dumpLog',
        '--files',
        filesOf(1, 'tools-0', '.log'),
        '--print-data-log',
      );
      expect(told.match(/^\| offset: \d+ .* key: key-\d+ payload: value-\d+ x+$/gm)).toHaveLength(
        recordCount,
      );
      expect(told.match(/^baseOffset: .* isvalid: true/gm)).toHaveLength(recordCount / 100);
      expect(told).not.toMatch(/isvalid: false|invalid|Mismatch/i);
    });

    it('finds indexes in accordance with their segments', async () => {
      const indexes = ['.index', '.timeindex']
        .map((ending) => filesOf(1, 'tools-0', ending))
        .join(',');
      const told = await tool('dumpLog', '--files', indexes, '--verify-index-only');
      expect(told).toMatch(/\.index\b/);
      expect(told).toMatch(/\.timeindex\b/);
      expect(told).not.toMatch(/mismatch|not found|Could not|Found timestamp/i);
    });

    it('decodes the metadata log', async () => {
      const files = filesOf(1, '__cluster_metadata-0', '.log');
      const told = await tool('dumpLog', '--files', files, '--cluster-metadata-decoder');
      for (const type of [
        'REGISTER_BROKER_RECORD',
        'TOPIC_RECORD',
        'PARTITION_RECORD',
        'CONFIG_RECORD',
        'FEATURE_LEVEL_RECORD',
      ])
        expect(told).toContain(`"type":"${type}"`);
      expect(told).toContain('LeaderChange');
      expect(told).not.toMatch(/Error at|Could not|isvalid: false/i);
    });

    it('decodes committed offsets', async () => {
      const partitions = readdirSync(cluster.logDirOf(1)).filter((name) =>
        name.startsWith('__consumer_offsets-'),
      );
      const files = partitions.map((name) => filesOf(1, name, '.log')).join(',');
      const told = await tool('dumpLog', '--files', files, '--offsets-decoder', '--print-data-log');
      expect(told).toMatch(/"group":"tools-group","topic":"tools","partition":0/);
      expect(told).toMatch(/"offset":500,"leaderEpoch":-1,"metadata":"half way"/);
    });

    it('leaves the files that Kafka keeps beside them', () => {
      const folder = cluster.logDirOf(1);
      const properties = readFileSync(join(folder, 'meta.properties'), 'utf8');
      expect(properties).toMatch(/^version=1$/m);
      expect(properties).toMatch(/^node.id=1$/m);
      expect(readFileSync(join(folder, 'tools-0', 'partition.metadata'), 'utf8')).toMatch(
        /^version: 0\ntopic_id: \S{22}/,
      );
      expect(readdirSync(join(folder, 'tools-0'))).toContain('leader-epoch-checkpoint');
    });
  },
);
