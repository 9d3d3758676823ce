import * as kafka from '@platformatic/kafka';
import { describe, expect, it, onTestFinished } from 'vitest';
import { committedOffsets } from '../../../src/main/explorer/groups.ts';
import { createProducer } from '../../../src/main/explorer/send.ts';
import { createTopic } from '../../../src/main/explorer/topics.ts';
import { cleanUp } from '../../../src/main/scenarios/clean-up.ts';
import { letterPrefix, poison, redrive } from '../../../src/main/scenarios/dead-letters.ts';
import { ProgressReader } from '../../../src/main/scenarios/run-progress.ts';
import { prepareGroups, prepareTopics } from '../../../src/main/scenarios/run-topics.ts';
import { openStore } from '../../../src/main/store/store.ts';
import { recordsOf, startBrokers } from './brokers.ts';
import { scenarioOf } from './definitions.ts';

const brokers = startBrokers(2);
const { signal } = new AbortController();
const buffer = (text: string) => Buffer.from(text);

async function write(topic: string, count: number, headers: Record<string, string> = {}) {
  const { bootstrap } = brokers.link;
  const producer = createProducer(bootstrap, 'test', kafka.compatibilityPartitioner);
  const pairs = Object.entries(headers).map(
    ([name, value]) => [buffer(name), buffer(value)] as const,
  );
  const messages = Array.from({ length: count }, (_, index) => ({
    topic,
    key: buffer(`key-${index}`),
    value: buffer(`value-${index}`),
    headers: new Map(pairs),
  }));
  await producer.send({ messages });
  await producer.close();
}

describe('the topics and groups of a run', () => {
  it('are made where they are missing, and taken away again', async () => {
    const { link } = brokers;
    await createTopic(link, {
      topic: 'mine',
      partitionCount: 1,
      replicationFactor: 1,
      configs: {},
    });
    const scenario = scenarioOf({
      name: 'making',
      topics: [
        { name: 'mine', partitions: 2 },
        { name: 'new', replication: 3, config: { 'retention.ms': '60000' } },
        { name: 'mine.dlq', partitions: 1 },
      ],
      services: [
        { name: 'reader', consume: [{ topic: 'mine', deadLetter: 'mine.dlq' }, { topic: 'new' }] },
      ],
    });
    const prepared = await prepareTopics(link, scenario, signal);
    expect(prepared.made).toEqual(['new', 'mine.dlq']);
    expect(prepared.remarks).toEqual([
      'Topic mine is there already with 1 partitions; the file says 2',
    ]);
    const { topics } = await link.metadata({ isFresh: true });
    // Three replicas were asked for, and there are two brokers.
    expect(topics.get('new')?.partitions.map(({ replicas }) => replicas.length)).toEqual([2, 2, 2]);
    const { made } = await prepareGroups(link, scenario, signal);
    expect(made.toSorted()).toEqual(['making-redrive', 'reader-service']);
    const again = await prepareGroups(link, scenario, signal);
    expect(again.made).toEqual([]);

    const store = openStore(':memory:');
    onTestFinished(() => store.close());
    const { clusterId } = await link.metadata();
    const all = { topics: prepared.made, groups: made };
    store.scenarioRuns.addMade(clusterId, 'making', all);
    expect(await cleanUp(link, store.scenarioRuns, 'making')).toEqual({
      topics: ['mine.dlq', 'new'],
      groups: made.toSorted(),
    });
    const after = await link.metadata({ isFresh: true });
    expect([after.topics.has('mine'), after.topics.has('new')]).toEqual([true, false]);
    expect(await cleanUp(link, store.scenarioRuns, 'making')).toEqual({ topics: [], groups: [] });
  });

  it('begin at the end, because a run is about its own records, or at the beginning', async () => {
    const { link } = brokers;
    const scenario = scenarioOf({
      name: 'beginning',
      topics: [{ name: 'log', partitions: 1 }],
      services: [
        { name: 'late', consume: [{ topic: 'log' }] },
        { name: 'whole', from: 'beginning', consume: [{ topic: 'log' }] },
      ],
    });
    await prepareTopics(link, scenario, signal);
    await write('log', 5);
    const { starts } = await prepareGroups(link, scenario, signal);
    expect(await committedOffsets(link, 'late-service')).toEqual(new Map([['log-0', 5]]));
    expect(await committedOffsets(link, 'whole-service')).toEqual(new Map([['log-0', 0]]));
    await write('log', 2);
    const progress = await new ProgressReader(link, scenario, starts).read();
    expect(Object.fromEntries(progress.lags)).toEqual({ late: 2, whole: 7 });
    expect(Object.fromEntries(progress.written)).toEqual({ log: 2 });
  });
});

describe('dead letters', () => {
  it('go back to where they came from, as they were, each once', async () => {
    const { link } = brokers;
    const scenario = scenarioOf({
      name: 'letters',
      topics: [
        { name: 'work', partitions: 1 },
        { name: 'work.dlq', partitions: 1 },
      ],
      services: [{ name: 'worker', consume: [{ topic: 'work', deadLetter: 'work.dlq' }] }],
    });
    await prepareTopics(link, scenario, signal);
    await write('work.dlq', 3, { [`${letterPrefix}topic`]: 'work' });
    // Of an earlier run.
    await prepareGroups(link, scenario, signal);
    expect(await redrive(link, 'letters', 'work.dlq')).toBe(0);
    const headers = {
      traceparent: '00-1',
      [`${letterPrefix}topic`]: 'work',
      [`${letterPrefix}partition`]: '0',
      [`${letterPrefix}error`]: 'no bank',
    };
    await write('work.dlq', 2, headers);
    await write('work.dlq', 1);
    expect(await redrive(link, 'letters', 'work.dlq')).toBe(2);
    expect(await redrive(link, 'letters', 'work.dlq')).toBe(0);
    const back = await recordsOf(link, 'work');
    expect(back.map(({ key, value }) => [String(key), String(value)])).toEqual([
      ['key-0', 'value-0'],
      ['key-1', 'value-1'],
    ]);
    const [first] = back;
    expect(first?.headers.map((pair) => pair.map(String))).toEqual([
      ['traceparent', '00-1'],
      ['rivulet-redriven', '1'],
    ]);
  });

  it('come of poison, which nobody can read', async () => {
    const place = await poison(brokers.link, 'work');
    const record = (await recordsOf(brokers.link, 'work')).find(
      ({ offset }) => offset === place.offset,
    );
    const text = record?.value?.toString() ?? '';
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(Buffer.from(text)).not.toEqual(record?.value);
    await expect(poison(brokers.link, 'nothing')).rejects.toThrow(
      expect.objectContaining({ code: 'topic-not-found' }),
    );
  });
});
