import { describe, expect, it } from 'vitest';
import { produceOptionsDefault as options } from '../../../src/main/contract/produce.ts';
import type { FileShape, LoadParams } from '../../../src/main/contract/produce.ts';
import { until } from '../until.ts';
import { ended, recordsIn, textsOf, topicIn, startWorld } from './world.ts';

const world = startWorld(1, 18_500);

const text = (value: string) => ({ text: value });

describe('one message', () => {
  const asked = { key: text('k'), value: text('v'), headers: [], options };

  it('is written with key, headers, time and partition, and told where it lies', async () => {
    const topic = await topicIn(world, 'one', 3);
    const headers = [
      { name: 'a', value: text('1') },
      { name: 'a', value: null },
    ];
    const sent = await world.api['produce.send']({
      ...asked,
      topic,
      partition: 2,
      headers,
      timestampMs: 17e11,
    });
    expect(sent).toEqual({ partition: 2, offset: 0 });
    const [record] = await recordsIn(world, topic);
    expect(record).toMatchObject({ partition: 2, timestampMs: 1_700_000_000_000 });
    expect(record?.headers.map(([name, value]) => [`${name}`, value && `${value}`])).toEqual([
      ['a', '1'],
      ['a', null],
    ]);
  });

  it('goes where the key goes in Kafka, and may be a tombstone', async () => {
    const topic = await topicIn(world, 'keyed', 12);
    // As Kafka's own producer puts them: murmur2 of the key.
    const places = [];
    for (const key of ['customer-1', 'customer-2', '주문-7']) {
      const { partition } = await world.api['produce.send']({
        ...asked,
        topic,
        key: text(key),
        value: null,
      });
      places.push(partition);
    }
    expect(places).toEqual([9, 2, 2]);
    expect(textsOf(await recordsIn(world, topic))).toEqual([null, null, null]);
  });

  it('can be sent with every codec and with any acks', async () => {
    const topic = await topicIn(world, 'codecs');
    const lastBatch = () =>
      world.stats.latest
        .get(1)
        ?.producers.flatMap(({ topics }) => topics)
        .find((written) => written.topic === topic);
    const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
    for (const [number, compression] of codecs.entries()) {
      await world.api['produce.send']({
        ...asked,
        topic,
        value: text(compression),
        options: {
          ...options,
          compression,
        },
      });
      await until(() => lastBatch()?.codec === number);
    }
    const weak = { ...options, acks: 0, isIdempotent: false } as const;
    const sent = await world.api['produce.send']({ ...asked, topic, options: weak });
    expect(sent).toEqual({ partition: 0, offset: null });
    await until(() => lastBatch()?.acks === 0 && lastBatch()?.producerId === -1);
    expect(textsOf(await recordsIn(world, topic))).toEqual([...codecs, 'v']);
  });

  it('that cannot be written says why', async () => {
    const topic = await topicIn(world, 'small', 1, { 'max.message.bytes': '200' });
    const large = { ...asked, topic, value: text('x'.repeat(500)) };
    await expect(world.api['produce.send'](large)).rejects.toMatchObject({
      code: 'record-too-large',
    });
    await expect(
      world.api['produce.send']({ ...asked, topic, partition: 7 }),
    ).rejects.toMatchObject({ code: 'partition-not-found' });
    await expect(world.api['produce.send']({ ...asked, topic: 'absent' })).rejects.toMatchObject({
      code: 'topic-not-found',
    });
  });
});

describe('a file', () => {
  async function send(
    topic: string,
    shape: FileShape,
    content: string,
    { chunkBytes = 7, fromLine = 1 } = {},
  ) {
    const bytes = Buffer.from(content);
    const { taskId } = await world.api['produce.openFile']({
      topic,
      shape,
      fromLine,
      options,
      name: 'a.txt',
      sizeBytes: bytes.length,
    });
    for (let start = 0; start < bytes.length; start += chunkBytes) {
      const base64 = bytes.subarray(start, start + chunkBytes).toString('base64');
      const isLast = start + chunkBytes >= bytes.length;
      await world.api['produce.fileChunk']({ taskId, base64, isLast });
    }
    const task = await ended(world, taskId);
    const { failures } = await world.api['produce.failures']({ taskId });
    return { task, failures };
  }

  it('of lines becomes as many messages, cut wherever its chunks are', async () => {
    const topic = await topicIn(world, 'lines');
    const { task } = await send(topic, { kind: 'value', isJson: false }, '가나다\r\nb\n\n마지막');
    expect(task).toMatchObject({
      kind: 'produce-file',
      phase: 'done',
      unit: 'bytes',
      result: {
        lineCount: 4,
        sentCount: 3,
        failedCount: 0,
      },
    });
    expect(textsOf(await recordsIn(world, topic))).toEqual(['가나다', 'b', '마지막']);
  });

  it('of JSON lines reports the lines that are none, and goes on', async () => {
    const topic = await topicIn(world, 'json');
    const { task, failures } = await send(
      topic,
      { kind: 'value', isJson: true },
      '{"a":1}\n{"a":\n{"a":3}\n',
    );
    expect(task.result).toEqual({ lineCount: 3, sentCount: 2, failedCount: 1 });
    expect(failures).toMatchObject([{ line: 2, text: '{"a":', error: { code: 'line-invalid' } }]);
  });

  it('of records has key, value, headers, partition and time in each line', async () => {
    const topic = await topicIn(world, 'records', 2);
    const lines = [
      '{"key":"k","value":{"a":1},"headers":{"h":"1"},"partition":1,"timestamp":1700000000000}',
      '{"key":null,"payload":"p","partition":1,"headers":["h","1","h","2"]}',
      '{"key":"k","value":null,"partition":1}',
      '{"key":"k"}',
      '{"value":"x","partition":9}',
    ];
    const { task, failures } = await send(topic, { kind: 'record' }, lines.join('\n'));
    expect(task.result).toMatchObject({ sentCount: 3, failedCount: 2 });
    expect(failures.map(({ line, error }) => [line, error.code])).toEqual([
      [4, 'line-invalid'],
      [5, 'partition-not-found'],
    ]);
    const records = await recordsIn(world, topic);
    expect(textsOf(records)).toEqual(['{"a":1}', 'p', null]);
    expect(records[0]).toMatchObject({ partition: 1, timestampMs: 1_700_000_000_000 });
    expect(records[1]?.headers).toHaveLength(2);
  });

  it('of comma separated values takes columns as key, value, time and headers', async () => {
    const topic = await topicIn(world, 'csv');
    const content =
      'id,name,when,region\n1,"Kim, ""J""\nTwo",2024-01-01T00:00:00Z,kr\n2,short\n3,c,,us\n';
    const shape = {
      kind: 'csv',
      delimiter: ',',
      key: 'id',
      value: null,
      timestamp: 'when',
      headers: ['region'],
    } as const;
    const { task, failures } = await send(topic, shape, content);
    expect(task.result).toMatchObject({ sentCount: 2, failedCount: 1 });
    expect(failures).toMatchObject([{ line: 4, text: '2,short' }]);
    const [first] = await recordsIn(world, topic);
    expect(JSON.parse(`${first?.value}`)).toEqual({
      id: '1',
      name: 'Kim, "J"\nTwo',
      when: '2024-01-01T00:00:00Z',
    });
    expect(first).toMatchObject({ timestampMs: Date.UTC(2024, 0, 1) });
    expect(`${first?.key} ${first?.headers[0]?.[1]}`).toBe('1 kr');
  });

  it('whose column is not there fails as a whole', async () => {
    const topic = await topicIn(world, 'csv-wrong');
    const shape = {
      kind: 'csv',
      delimiter: ';',
      key: 'nr',
      value: null,
      timestamp: null,
      headers: [],
    } as const;
    await expect(send(topic, shape, 'id;name\n1;a\n', { chunkBytes: 100 })).rejects.toMatchObject({
      code: 'line-invalid',
    });
  });

  it('goes on from a line', async () => {
    const topic = await topicIn(world, 'resumed');
    await send(topic, { kind: 'value', isJson: false }, 'a\nb\nc\n', { fromLine: 3 });
    expect(textsOf(await recordsIn(world, topic))).toEqual(['c']);
  });

  it('loses only the lines that the broker refuses', async () => {
    const topic = await topicIn(world, 'partly', 1, { 'max.message.bytes': '20000' });
    const lines = Array.from({ length: 400 }, (_, index) =>
      index === 123 ? 'x'.repeat(30_000) : `${index}`,
    );
    const { task, failures } = await send(
      topic,
      { kind: 'value', isJson: false },
      lines.join('\n'),
      { chunkBytes: 100_000 },
    );
    expect(task.result).toMatchObject({ sentCount: 399, failedCount: 1 });
    expect(failures).toMatchObject([{ line: 124, error: { code: 'record-too-large' } }]);
    expect(textsOf(await recordsIn(world, topic))).toEqual(
      lines.filter((_, index) => index !== 123),
    );
  });

  it('loses only the lines without a key in a compacted topic', async () => {
    const topic = await topicIn(world, 'compacted', 1, { 'cleanup.policy': 'compact' });
    const lines = ['{"key":"a","value":1}', '{"value":2}', '{"key":"b","value":3}'];
    const { failures } = await send(topic, { kind: 'record' }, lines.join('\n'), {
      chunkBytes: 1000,
    });
    expect(failures.map(({ line }) => line)).toEqual([2]);
    expect(textsOf(await recordsIn(world, topic))).toEqual(['1', '3']);
  });
});

describe('a load', () => {
  const params = (topic: string, changes: Partial<LoadParams> = {}): LoadParams => ({
    topic,
    name: 'test',
    locale: 'en',
    seed: 1,
    ratePerS: null,
    count: 5e3,
    options,
    template: {
      key: {
        kind: 'pool',
        text: 'k{{seq}}',
        count: 10,
        hotCount: 1,
        hotSharePercent: 70,
      },
      value: '{"n": {{seq}}, "name": "{{person.fullName}}"}',
      headers: [
        {
          name: 'type',
          value: 'T',
        },
      ],
    },
    ...changes,
  });

  it('writes as many as it is told, as fast as it goes, with its keys', async () => {
    const topic = await topicIn(world, 'loaded', 3);
    const { taskId } = await world.api['produce.startLoad'](params(topic));
    expect(await ended(world, taskId)).toMatchObject({
      phase: 'done',
      done: 5e3,
      result: {
        sentCount: 5e3,
        failedCount: 0,
      },
    });
    const records = await recordsIn(world, topic);
    const numbers = textsOf(records).map((value) => JSON.parse(value ?? '').n as number);
    expect([...numbers].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 5_000 }, (_, index) => index + 1),
    );
    const hot = records.filter(({ key }) => `${key}` === 'k1').length;
    expect(hot / 5_000).toBeCloseTo(0.7, 1);
  });

  it('keeps the rate it was given and another one later, until it is stopped', async () => {
    const topic = await topicIn(world, 'paced');
    const { taskId } = await world.api['produce.startLoad'](
      params(topic, { ratePerS: 200, count: null }),
    );
    let rate = 0;
    const unwatch = world.produce.watchLoads(({ loads }) => {
      rate = loads[taskId]?.ratePerS ?? 0;
    });
    await until(() => rate > 190 && rate < 210);
    await world.api['produce.setLoadRate']({ taskId, ratePerS: 1000 });
    await until(() => rate > 950 && rate < 1050);
    await world.tasks.handlers()['tasks.cancel']({ taskId });
    const task = await ended(world, taskId);
    unwatch();
    expect(task.phase).toBe('done');
    expect((await recordsIn(world, topic)).length).toBe(task.result?.['sentCount']);
  });

  it('with a wrong placeholder does not begin', async () => {
    const template = { key: { kind: 'none' }, value: '{{person.age}}', headers: [] } as const;
    await expect(world.api['produce.startLoad'](params('x', { template }))).rejects.toMatchObject({
      code: 'template-invalid',
      data: { placeholder: '{{person.age}}' },
    });
  });

  it('to a topic that is not there fails', async () => {
    const { taskId } = await world.api['produce.startLoad'](params('nowhere'));
    expect(await ended(world, taskId)).toMatchObject({
      phase: 'failed',
      error: { code: 'topic-not-found' },
    });
  });
});

describe('republishing', () => {
  const kept = { isKeyKept: true, areHeadersKept: true, isTimestampKept: true };
  const dead = (name: string, value: string) => ({ name, value: text(value) });

  it('brings chosen messages to another topic as they are', async () => {
    const from = await topicIn(world, 'from', 2);
    const to = await topicIn(world, 'to', 2);
    for (const [partition, value] of [
      [0, 'a'],
      [1, 'b'],
      [1, 'c'],
    ] as const) {
      await world.api['produce.send']({
        topic: from,
        partition,
        key: text('k'),
        value: text(value),
        options,
        headers: [dead('h', '1')],
        timestampMs: 17e11,
      });
    }
    const { taskId } = await world.api['produce.republish']({
      from: {
        kind: 'messages',
        places: [
          {
            topic: from,
            partition: 1,
            offset: 1,
          },
          {
            topic: from,
            partition: 0,
            offset: 0,
          },
          {
            topic: from,
            partition: 0,
            offset: 44,
          },
        ],
      },
      to: { topic: to },
      ...kept,
      isPartitionKept: true,
      options,
    });
    expect((await ended(world, taskId)).result).toEqual({ sentCount: 2, failedCount: 1 });
    const records = await recordsIn(world, to);
    expect(records.map(({ partition, value }) => `${partition}${value}`)).toEqual(['0a', '1c']);
    expect(records[0]).toMatchObject({ timestampMs: 1_700_000_000_000 });
    expect(`${records[0]?.headers[0]?.[0]}`).toBe('h');
    const { failures } = await world.api['produce.failures']({ taskId });
    expect(failures).toMatchObject([{ error: { code: 'offset-out-of-range' } }]);
  });

  it('brings dead letters back to where they came from', async () => {
    const source = await topicIn(world, 'source');
    const dlq = await topicIn(world, 'source.DLT');
    const headers = [dead('kafka_dlt-original-topic', source), dead('trace', 't')];
    await world.api['produce.send']({
      topic: dlq,
      key: null,
      value: text('back'),
      headers,
      options,
    });
    await world.api['produce.send']({
      topic: dlq,
      key: null,
      value: text('lost'),
      headers: [],
      options,
    });
    const places = [0, 1].map((offset) => ({ topic: dlq, partition: 0, offset }));
    expect(await world.api['produce.origins']({ places })).toEqual({
      topics: { [source]: 1 },
      unknownCount: 1,
    });
    const { taskId } = await world.api['produce.republish']({
      from: {
        kind: 'range',
        topic: dlq,
        ranges: {
          '0': {
            from: 0,
            to: 2,
          },
        },
      },
      to: 'origin',
      ...kept,
      isPartitionKept: false,
      options,
    });
    expect((await ended(world, taskId)).result).toEqual({ sentCount: 1, failedCount: 1 });
    const [record] = await recordsIn(world, source);
    expect(`${record?.value}`).toBe('back');
    expect(record?.headers.map(([name]) => `${name}`)).toEqual(['trace']);
  });
});
