/** Kafka's tools for moving partitions, for features and for members, on a running cluster. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCluster, type TestCluster } from './cluster.ts';
import { tryRun } from './run.ts';
import { java } from './toolchains.ts';

const toolchain = await java();
const note = toolchain.isReady ? '' : ` (skipped: ${toolchain.reason})`;
const classes = {
  topics: 'org.apache.kafka.tools.TopicCommand',
  reassign: 'org.apache.kafka.tools.reassign.ReassignPartitionsCommand',
  features: 'org.apache.kafka.tools.FeatureCommand',
  cluster: 'org.apache.kafka.tools.ClusterTool',
  producer: 'org.apache.kafka.tools.ProducerPerformance',
  offsets: 'org.apache.kafka.tools.GetOffsetShell',
};
const topic = 'moving';
const elr = 'eligible.leader.replicas.version';
let cluster: TestCluster;
let folder: string;

/** What a tool says, whether it likes it or not. */
async function told(name: keyof typeof classes, ...args: string[]): Promise<string> {
  if (!toolchain.isReady) throw new Error(toolchain.reason);
  const { stdout, stderr } = await tryRun(...toolchain.tools.command(classes[name], args));
  return `${stdout}${stderr}`;
}

/** `kafka-cluster` takes the address behind its verb. */
const tool = (name: keyof typeof classes, ...args: string[]): Promise<string> =>
  told(name, '--bootstrap-server', cluster.bootstrap, ...args);

function planFile(name: string, plan: object): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ version: 1, ...plan }));
  return path;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rivulet-plans-'));
  cluster = await startCluster(3);
});

afterAll(async () => {
  await cluster?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!toolchain.isReady)(`Kafka's tools for the cluster itself${note}`, () => {
  it('kafka-reassign-partitions moves partitions with their records', async () => {
    await tool('topics', '--create', '--topic', topic, '--replica-assignment', '1:2,2:3,3:1');
    const load = ['--num-records', '3000', '--record-size', '100', '--throughput', '-1'];
    const servers = `bootstrap.servers=${cluster.bootstrap}`;
    await told('producer', '--topic', topic, ...load, '--producer-props', servers, 'acks=all');
    const before = await tool('offsets', '--topic', topic);
    const targets = [[3, 2], [1], [1, 2, 3]];
    const partitions = targets.map((replicas, partition) => ({ topic, partition, replicas }));
    const plan = ['--reassignment-json-file', planFile('plan.json', { partitions })];
    expect(await tool('reassign', ...plan, '--execute')).toContain(
      'Successfully started partition reassignments for moving-0,moving-1,moving-2',
    );
    await expect
      .poll(() => tool('reassign', ...plan, '--verify'), { timeout: 30_000, interval: 200 })
      .toMatch(/moving-0 is completed[^]*moving-1 is completed[^]*moving-2 is completed/);
    expect(await tool('reassign', '--list')).toContain('No partition reassignments found.');
    const described = await tool('topics', '--describe', '--topic', topic);
    expect(described).toMatch(/Partition: 0\s+Leader: [23]\s+Replicas: 3,2\s+Isr: [23],[23]/);
    expect(described).toMatch(/Partition: 1\s+Leader: 1\s+Replicas: 1\s+Isr: 1/);
    expect(described).toMatch(/Partition: 2\s+Leader: \d\s+Replicas: 1,2,3\s+Isr: \d,\d,\d/);
    expect(await tool('offsets', '--topic', topic)).toBe(before);
    expect(existsSync(join(cluster.logDirOf(1), `${topic}-0`))).toBe(false);
    expect(existsSync(join(cluster.logDirOf(3), `${topic}-0`))).toBe(true);
    expect(await tool('reassign', ...plan, '--cancel')).toContain(
      'None of the specified partition reassignments are active.',
    );
    const topics = planFile('topics.json', { topics: [{ topic }] });
    const wanted = ['--topics-to-move-json-file', topics, '--broker-list', '1,2,3'];
    expect(await tool('reassign', ...wanted, '--generate')).toContain(
      'Proposed partition reassignment configuration',
    );
  });

  it('kafka-features describes features, and turns them off and on', async () => {
    expect(await tool('features', 'describe')).toMatch(
      /metadata.version\s+SupportedMinVersion: 3.3-IV3\s+SupportedMaxVersion: 4.3-IV0\s+FinalizedVersionLevel: 4.3-IV0/,
    );
    const level = () => tool('features', 'describe');
    expect(await tool('features', 'downgrade', '--feature', `${elr}=0`)).toContain(
      `${elr} was downgraded to 0.`,
    );
    expect(await level()).toMatch(/eligible.*FinalizedVersionLevel: 0/);
    expect(await tool('features', 'upgrade', '--feature', `${elr}=1`)).toContain(
      `${elr} was upgraded to 1.`,
    );
    expect(await level()).toMatch(/eligible.*FinalizedVersionLevel: 1/);
    expect(await tool('features', 'downgrade', '--metadata', '3.7-IV0')).toContain(
      'Refusing to perform the requested downgrade because it might delete metadata information.',
    );
  });

  it('kafka-cluster knows the members, and takes one off', async () => {
    const at = ['--bootstrap-server', cluster.bootstrap];
    expect(await told('cluster', 'list-endpoints', ...at)).toMatch(/3\s+127.0.0.1\s+\d+.*broker/);
    expect(await told('cluster', 'unregister', ...at, '--id', '17')).toContain(
      'Broker ID 17 is not currently registered',
    );
    expect(await told('cluster', 'unregister', ...at, '--id', '3')).toContain(
      'Broker 3 is no longer registered.',
    );
    const described = await tool('topics', '--describe', '--topic', topic);
    expect(described).toMatch(/Partition: 0\s+Leader: 2\s+Replicas: 3,2\s+Isr: 2\s/);
    expect(await told('cluster', 'list-endpoints', ...at)).not.toMatch(/^3\s/m);
  });
});
