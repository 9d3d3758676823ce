/** Records in and out: what is refused and how, codecs, offsets by time, deleted records. */
import { produceApi } from '../../../src/broker/protocol/messages/00-produce.ts';
import { fetchApi } from '../../../src/broker/protocol/messages/01-fetch.ts';
import { listOffsetsApi } from '../../../src/broker/protocol/messages/02-list-offsets.ts';
import { deleteRecordsApi } from '../../../src/broker/protocol/messages/21-delete-records.ts';
import { offsetForLeaderEpochApi } from '../../../src/broker/protocol/messages/23-offset-for-leader-epoch.ts';
import { describeProducersApi } from '../../../src/broker/protocol/messages/61-describe-producers.ts';
import { versionsOf, type Wire } from '../../wire/scenario/wire.ts';
import { batch, codecs, compressed, wrongBatches } from '../batches.ts';
import { makeTopics, timeoutMs } from './topics.ts';

const plain = 'story-records';
const compact = 'story-compacted';
const stamped = 'story-stamped';
const refused = 'story-refused';
/** Takes what only Rivulet takes. */
const apart = 'story-apart';
const zstd = 'story-zstd';

/** Batches that are judged differently as versions go by. */
const produceVersions = [3, 7, 8, 12];

function producer(wire: Wire) {
  return (
    label: string,
    version: number,
    name: string,
    records: Buffer | null,
    { acks = -1, index = 0 } = {},
  ) =>
    wire.ask(produceApi, version, label, {
      acks,
      timeoutMs,
      topicData: [{ name, partitionData: [{ index, records }] }],
    });
}

export async function recordsStory(wire: Wire): Promise<void> {
  await makeTopics(wire, [
    { name: plain, numPartitions: 3 },
    { name: refused },
    { name: apart },
    { name: zstd, configs: { 'compression.type': 'zstd' } },
    { name: compact, configs: { 'cleanup.policy': 'compact' } },
    { name: stamped, configs: { 'message.timestamp.type': 'LogAppendTime' } },
  ]);
  await refuse(wire);
  await keep(wire);
  await sequences(wire);
  await lookUp(wire);
}

/** Batches whose records Kafka unpacks to find that they are wrong. */
const unpacked = new Set(['codec that it is not']);

async function refuse(wire: Wire): Promise<void> {
  const produce = producer(wire);
  for (const version of produceVersions) {
    for (const [what, records] of Object.entries(wrongBatches))
      await produce(what, version, unpacked.has(what) ? apart : refused, records);
    await produce('null records', version, refused, null);
    await produce('acks 2', version, refused, batch('x'), { acks: 2 });
    await produce('acks 2, unknown topic', version, 'no-such-topic', batch('x'), { acks: 2 });
    await produce('unknown partition', version, refused, batch('x'), { index: 9 });
    await produce('negative partition', version, refused, batch('x'), { index: -1 });
    await produce('internal topic', version, '__consumer_offsets', batch('x'));
    await produce('bad name', version, 'a/b', batch('x'));
    await produce('no name', version, '', batch('x'));
    await produce('compacted, no key', version, compact, keyless());
    await produce('transactional', version, refused, batch('x', { isTransactional: true }));
    await produce(`zstd ${version}`, version, refused, compressed(4, 'z'));
  }
}

const keyless = () => {
  const text = { key: null, value: Buffer.from('v') };
  return batch('', { records: [text, { key: Buffer.from('k'), value: null }, text] });
};

async function keep(wire: Wire): Promise<void> {
  const produce = producer(wire);
  for (const [name, codec] of codecs) {
    await produce(name, 12, plain, compressed(codec, name));
    await produce(name, 12, stamped, compressed(codec, name), { acks: 1 });
    await produce(name, 12, compact, compressed(codec, name));
  }
  await produce('into zstd', 12, zstd, batch('packed by the broker'));
  for (const topic of [plain, stamped, compact, zstd]) {
    for (const [label, fields] of Object.entries({
      all: {},
      'in the middle of a batch': { fetchOffset: 3 },
      'at the end': { fetchOffset: 10 },
      'behind the end': { fetchOffset: 11 },
      'less than a batch': { partitionMaxBytes: 1 },
      'before the start': { fetchOffset: -1 },
    })) {
      if (topic === stamped && label !== 'at the end') continue;
      for (const version of [4, 9, 10, 12]) {
        for (const isolationLevel of [0, 1])
          await wire.ask(fetchApi, version, `${label} of ${topic}, ${isolationLevel}`, {
            maxWaitMs: 0,
            minBytes: 0,
            isolationLevel,
            topics: [
              {
                topic,
                partitions: [
                  { partition: 0, fetchOffset: 0, partitionMaxBytes: 1 << 20, ...fields },
                ],
              },
            ],
          });
      }
    }
  }
}

/** Producers that keep count, and one that does not. */
async function sequences(wire: Wire): Promise<void> {
  const produce = producer(wire);
  const send = (label: string, baseSequence: number, producerEpoch = 3, producerId = 4242) =>
    produce(label, 12, plain, batch(label, { producerId, producerEpoch, baseSequence }), {
      index: 1,
    });
  await send('starts in the middle', 7);
  await send('goes on', 9);
  await send('the same again', 9);
  await send('an older one again', 7);
  await send('a gap', 15);
  await send('back', 2);
  await send('an old epoch', 11, 2);
  await send('a new epoch, not from 0', 5, 4);
  await send('a new epoch', 0, 4);
  await send('another producer', 0, 0, 4243);
  await send('a wrapping sequence', 2_147_483_646, 0, 4244);
  await send('wrapped', 0, 0, 4244);
  await send('a negative epoch', 0, -1, 4245);
  for (const topic of [plain, 'no-such-topic']) {
    const topics = [{ name: topic, partitionIndexes: [1, 0, 9] }];
    await wire.ask(describeProducersApi, 0, `producers of ${topic}`, { topics });
  }
}

async function lookUp(wire: Wire): Promise<void> {
  for (const version of versionsOf(listOffsetsApi)) {
    for (const topic of [plain, compact])
      for (const timestamp of [-1, -2, -3, -4, -5, -6, -7, 0, 1_700_000_000_000, 1_800_000_000_000])
        for (const isolationLevel of version < 2 ? [0] : [0, 1])
          await wire.ask(listOffsetsApi, version, `${topic}, ${timestamp}, ${isolationLevel}`, {
            replicaId: -1,
            isolationLevel,
            timeoutMs,
            topics: [{ name: topic, partitions: [{ partitionIndex: 0, timestamp }] }],
          });
    for (const replicaId of [-2, 1, 9])
      await wire.ask(listOffsetsApi, version, `as replica ${replicaId}`, {
        replicaId,
        timeoutMs,
        topics: [{ name: plain, partitions: [{ partitionIndex: 0, timestamp: -1 }] }],
      });
  }
  for (const version of versionsOf(offsetForLeaderEpochApi)) {
    for (const leaderEpoch of [-2, -1, 0, 1, 99])
      for (const currentLeaderEpoch of [-1, 0, 1])
        await wire.ask(offsetForLeaderEpochApi, version, `${leaderEpoch}, ${currentLeaderEpoch}`, {
          replicaId: -1,
          topics: [
            { topic: plain, partitions: [{ partition: 0, leaderEpoch, currentLeaderEpoch }] },
          ],
        });
  }
  for (const version of versionsOf(deleteRecordsApi)) {
    for (const offset of [2 + version, 1, 0, -1, -2, 11, 1000])
      await wire.ask(deleteRecordsApi, version, `to ${offset}`, {
        topics: [
          { name: plain, partitions: [{ partitionIndex: 0, offset }] },
          { name: compact, partitions: [{ partitionIndex: 0, offset }] },
          { name: 'no-such-topic', partitions: [{ partitionIndex: 0, offset }] },
        ],
        timeoutMs,
      });
    for (const timestamp of [-1, -2, -4])
      await wire.ask(listOffsetsApi, 8, `after ${version}, ${timestamp}`, {
        replicaId: -1,
        timeoutMs,
        topics: [{ name: plain, partitions: [{ partitionIndex: 0, timestamp }] }],
      });
    await wire.ask(fetchApi, 12, `after ${version}`, {
      maxWaitMs: 0,
      minBytes: 0,
      topics: [
        {
          topic: plain,
          partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }],
        },
      ],
    });
  }
}
