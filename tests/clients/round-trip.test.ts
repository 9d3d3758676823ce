import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, allClients, type Job } from './client.ts';
import { startCluster, type TestCluster } from './cluster.ts';
import { messageCount, whatIsWrong, writeMessages } from './messages.ts';
import { createTopics } from './topics.ts';

const candidates = await allClients();
const clients = candidates.flatMap(({ client }) => (client.isReady ? [client.tools] : []));
const folder = mkdtempSync(join(tmpdir(), 'rivulet-messages-'));
const source = join(folder, 'source');
const produced = new Set<string>();
let cluster: TestCluster;

const jobsOf = (client: Client): Job[] =>
  client.codecs.map((codec) => ({ topic: `${client.name}-${codec}`, codec }));

beforeAll(async () => {
  writeMessages(source);
  cluster = await startCluster(3);
  await createTopics(
    cluster.bootstrap,
    clients.flatMap(jobsOf).map(({ topic }) => topic),
    3,
  );
});

afterAll(async () => {
  await cluster?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(candidates)('$name', ({ client }) => {
  it(`writes ${messageCount} messages with each codec`, async ({ skip }) => {
    if (!client.isReady) return skip(client.reason);
    const jobs = jobsOf(client.tools);
    await client.tools.produce(cluster.bootstrap, source, jobs);
    for (const { topic } of jobs) produced.add(topic);
    expect(jobs.every(({ topic }) => produced.has(topic))).toBe(true);
  });
});

describe.each(candidates)('$name', ({ client }) => {
  it('reads what all have written, equal and in order', async ({ skip }) => {
    if (!client.isReady) return skip(client.reason);
    const reader = client.tools;
    const jobs = clients.flatMap(jobsOf).filter(({ codec }) => reader.reads.includes(codec));
    const topics = jobs.map(({ topic }) => topic).filter((topic) => produced.has(topic));
    const out = join(folder, reader.name);
    mkdirSync(out);
    await reader.consume(cluster.bootstrap, out, messageCount, topics);
    const faults = topics.map((topic) => ({ topic, fault: whatIsWrong(join(out, topic)) }));
    rmSync(out, { recursive: true });
    expect(faults.filter(({ fault }) => fault !== undefined)).toEqual([]);
    expect(topics.length).toBeGreaterThanOrEqual(reader.reads.length);
  });
});
