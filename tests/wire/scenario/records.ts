/** Records: produced, fetched, and looked up. */
import { produceApi } from '../../../src/broker/protocol/messages/00-produce.ts';
import { fetchApi } from '../../../src/broker/protocol/messages/01-fetch.ts';
import { listOffsetsApi } from '../../../src/broker/protocol/messages/02-list-offsets.ts';
import { initProducerIdApi } from '../../../src/broker/protocol/messages/22-init-producer-id.ts';
import { offsetForLeaderEpochApi } from '../../../src/broker/protocol/messages/23-offset-for-leader-epoch.ts';
import { at, encodeBatch, writeCrc } from '../../../src/broker/protocol/record-batch.ts';
import type { TopicIds } from './topics.ts';
import { noTopic, noTopicId, smallTopic, topic, versionsOf, type Wire } from './wire.ts';

const timeoutMs = 10_000;
const timestampMs = 1_700_000_000_000;

function batch(text: string, fields: object = {}): Buffer {
  const records = [0, 1].map((index) => ({
    key: Buffer.from(`key ${index}`),
    value: Buffer.from(`${text} ${index}`),
    headers: [{ key: 'h', value: null }],
  }));
  return encodeBatch({ records, timestampMs, ...fields });
}

const brokenParts = ['crc', 'magic', 'old magic', 'count'] as const;

function broken(part: (typeof brokenParts)[number]): Buffer {
  const bytes = batch('broken');
  if (part === 'crc') bytes[at.crc] ^= 0xff;
  if (part === 'magic') bytes[at.magic] = 9;
  if (part === 'old magic') bytes[at.magic] = 1;
  if (part === 'count') {
    bytes.writeInt32BE(7, at.recordCount);
    writeCrc(bytes, 0, bytes.length);
  }
  return bytes;
}

export async function produceRecords(wire: Wire, ids: TopicIds): Promise<void> {
  for (const version of versionsOf(produceApi)) {
    const ask = (label: string, place: object, records: Buffer, acks = -1) =>
      wire.ask(produceApi, version, label, {
        acks,
        timeoutMs,
        topicData: [
          { name: topic, topicId: ids.main, ...place, partitionData: [{ index: 0, records }] },
        ],
      });
    await ask('two records', {}, batch(`v${version}`));
    await ask('acks 1', {}, batch(`v${version}`), 1);
    await ask('unknown topic', { name: noTopic, topicId: noTopicId }, batch('lost'));
    await ask('bad acks', {}, batch('lost'), 5);
    for (const part of brokenParts) await ask(`wrong ${part}`, {}, broken(part));
    await ask('too large', { name: smallTopic, topicId: ids.small }, batch('lost'));
  }
  // The first block of ids may still be on its way.
  const isGiven = ({ errorCode }: { errorCode: number }) => errorCode === 0;
  const anyId = { transactionalId: null, transactionTimeoutMs: 60_000 };
  await wire.until(initProducerIdApi, 5, anyId, isGiven);
  for (const version of versionsOf(initProducerIdApi)) {
    const ask = (label: string, transactionalId: string | null) =>
      wire.ask(initProducerIdApi, version, label, {
        transactionalId,
        transactionTimeoutMs: 60_000,
      });
    await ask('idempotent', null);
    await ask('empty transactional id', '');
  }
}

export async function fetchRecords(wire: Wire, topicId: string): Promise<void> {
  for (const version of versionsOf(fetchApi)) {
    const ask = (label: string, place: object, session: object = {}, partition: object = {}) =>
      wire.ask(fetchApi, version, label, {
        maxWaitMs: 0,
        minBytes: 0,
        maxBytes: 400,
        topics: [
          {
            topic,
            topicId,
            ...place,
            partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 300, ...partition }],
          },
        ],
        ...session,
      });
    await ask('from the start', {});
    await ask('read committed', {}, { isolationLevel: 1 }, { fetchOffset: 3 });
    await ask('beyond the end', {}, {}, { fetchOffset: 100_000 });
    await ask('unknown topic', { topic: noTopic, topicId: noTopicId });
    await ask('unknown partition', {}, {}, { partition: 99 });
    if (version >= 9) {
      await ask('old epoch', {}, {}, { currentLeaderEpoch: 99 });
    }
    if (version >= 12) await ask('diverging', {}, {}, { fetchOffset: 4, lastFetchedEpoch: 77 });
    if (version < 7) continue;
    const opened = await ask('new session', {}, { sessionId: 0, sessionEpoch: 0 });
    const sessionId = opened?.sessionId ?? 0;
    const nothing = { maxWaitMs: 0, minBytes: 0, topics: [] };
    await wire.ask(fetchApi, version, 'session goes on', {
      ...nothing,
      sessionId,
      sessionEpoch: 1,
    });
    await wire.ask(fetchApi, version, 'wrong session epoch', {
      ...nothing,
      sessionId,
      sessionEpoch: 9,
    });
    await wire.ask(fetchApi, version, 'no such session', {
      ...nothing,
      sessionId: 12,
      sessionEpoch: 3,
    });
    await wire.prepare(fetchApi, version, { ...nothing, sessionId, sessionEpoch: -1 });
  }
}

export async function lookUpOffsets(wire: Wire): Promise<void> {
  const sinceVersion = new Map([
    [-1, 1],
    [-2, 1],
    [-3, 7],
    [-4, 8],
    [-5, 9],
    [-6, 11],
    [timestampMs, 1],
    [timestampMs + 1_000_000, 1],
  ]);
  for (const version of versionsOf(listOffsetsApi)) {
    const ask = (label: string, name: string, partition: object) =>
      wire.ask(listOffsetsApi, version, label, {
        replicaId: -1,
        topics: [{ name, partitions: [{ partitionIndex: 0, timestamp: -1, ...partition }] }],
        timeoutMs,
      });
    for (const [timestamp, since] of sinceVersion)
      if (version >= since) await ask(`at ${timestamp}`, topic, { timestamp });
    await ask('unknown topic', noTopic, {});
    await ask('unknown partition', topic, { partitionIndex: 99 });
    if (version >= 4) await ask('unknown epoch', topic, { currentLeaderEpoch: 99 });
  }
  for (const version of versionsOf(offsetForLeaderEpochApi)) {
    const ask = (label: string, name: string, fields: object) =>
      wire.ask(offsetForLeaderEpochApi, version, label, {
        replicaId: -1,
        topics: [{ topic: name, partitions: [{ partition: 0, leaderEpoch: 0, ...fields }] }],
      });
    await ask('known epoch', topic, {});
    await ask('later epoch', topic, { leaderEpoch: 50 });
    await ask('unknown current epoch', topic, { currentLeaderEpoch: 99 });
    await ask('unknown topic', noTopic, {});
  }
}
