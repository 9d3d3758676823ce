import { describe, expect, it } from 'vitest';
import { changesOf } from '../../../src/broker/metadata/changes.ts';
import {
  decodeRecord,
  encodeRecord,
  type NewRecord,
} from '../../../src/broker/metadata/records.ts';
import { ImageEditor } from '../../../src/broker/metadata/replay.ts';
import { givenImage, givenPartition, id, threeBrokers } from './given.ts';

const before = givenImage({ brokers: threeBrokers, topics: { a: [givenPartition()] } });
const topicId = before.topicsByName.get('a')?.id ?? '';

function changes(...records: NewRecord[]) {
  const editor = new ImageEditor(before);
  for (const record of records) editor.apply(decodeRecord(encodeRecord(record)), 1000, 3);
  const { image, delta } = editor.finish();
  return changesOf(image, delta, before);
}

describe('changes of the cluster', () => {
  it('tells of leaders and in-sync replicas', () => {
    const change = { topicId, partitionId: 0 };
    expect(changes({ type: 'partitionChange', value: { ...change, isr: [1, 3] } })).toEqual([
      { kind: 'isr-changed', topic: 'a', partition: 0, leader: 1, leaderEpoch: 5, isr: [1, 3] },
    ]);
    expect(changes({ type: 'partitionChange', value: { ...change, isr: [2], leader: 2 } })).toEqual(
      [{ kind: 'leader-changed', topic: 'a', partition: 0, leader: 2, leaderEpoch: 6, isr: [2] }],
    );
    expect(
      changes({ type: 'partitionChange', value: { ...change, eligibleLeaderReplicas: [2] } }),
    ).toEqual([]);
  });

  it('tells of topics and brokers', () => {
    expect(
      changes(
        { type: 'removeTopic', value: { topicId } },
        { type: 'topic', value: { name: 'b', topicId: id(1) } },
        { type: 'brokerRegistrationChange', value: { brokerId: 2, brokerEpoch: 200, fenced: 1 } },
      ),
    ).toEqual([
      { kind: 'topic-deleted', topic: 'a' },
      { kind: 'broker-fenced', brokerId: 2 },
      { kind: 'topic-created', topic: 'b' },
    ]);
  });
});
