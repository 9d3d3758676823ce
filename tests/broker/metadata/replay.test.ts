import { describe, expect, it } from 'vitest';
import { ImageEditor } from '../../../src/broker/metadata/replay.ts';
import type { NewRecord } from '../../../src/broker/metadata/records.ts';
import { decodeRecord, encodeRecord } from '../../../src/broker/metadata/records.ts';
import {
  givenBroker,
  givenImage,
  givenPartition,
  id,
  partitionOf,
  replayed,
  threeBrokers,
  topicConfigs,
} from './given.ts';

const before = givenImage({
  brokers: threeBrokers,
  topics: { a: [givenPartition(), givenPartition()], b: [givenPartition()] },
  configs: { [topicConfigs('a')]: { 'retention.ms': '5' } },
});
const topicId = (name: string) => before.topicsByName.get(name)?.id ?? '';

/** What an edit with these records says it changed. */
function delta(records: readonly NewRecord[]) {
  const editor = new ImageEditor(before);
  records.forEach((record, index) =>
    editor.apply(decodeRecord(encodeRecord(record)), 1000 + index, 3),
  );
  return editor.finish().delta;
}

describe('replay', () => {
  it('leaves the image it started from as it was', () => {
    const copy = structuredClone(before);
    replayed(before, [
      { type: 'partitionChange', value: { topicId: topicId('a'), partitionId: 1, isr: [1] } },
      { type: 'removeTopic', value: { topicId: topicId('b') } },
      { type: 'topic', value: { name: 'c', topicId: id(1) } },
      { type: 'config', value: { resourceType: 2, resourceName: 'a', name: 'x', value: 'y' } },
      { type: 'unregisterBroker', value: { brokerId: 2, brokerEpoch: 200 } },
    ]);
    expect(before).toEqual(copy);
  });

  it('keeps nodes in the order of their ids, whoever came first', () => {
    const value = {
      brokerId: 0,
      incarnationId: id(1),
      brokerEpoch: 1,
      endPoints: [],
      features: [],
      rack: null,
    };
    const register = (brokerId: number): NewRecord => ({
      type: 'registerBroker',
      value: { ...value, brokerId },
    });
    const after = replayed(before, [register(7), register(0), register(2)]);
    expect([...after.brokers.keys()]).toEqual([0, 1, 2, 3, 7]);
    expect(after.brokers.get(2)?.epoch).toBe(1);
  });

  it('shares what did not change', () => {
    const after = replayed(before, [{ type: 'noOp', value: {} }]);
    expect(after.topicsById).toBe(before.topicsById);
    expect(after.brokers).toBe(before.brokers);
    expect(after.offset).toBe(1000);
    const changed = replayed(before, [
      { type: 'partitionChange', value: { topicId: topicId('a'), partitionId: 1, isr: [1] } },
    ]);
    expect(partitionOf(changed, 'a', 0)).toBe(partitionOf(before, 'a', 0));
    expect(changed.topicsByName.get('b')).toBe(before.topicsByName.get('b'));
    expect(changed.topicsByName.get('a')).toBe(changed.topicsById.get(topicId('a')));
  });

  it('raises the leader epoch whenever a leader is named', () => {
    const change = { topicId: topicId('a'), partitionId: 0 };
    const same = replayed(before, [{ type: 'partitionChange', value: { ...change, leader: 1 } }]);
    expect(partitionOf(same, 'a')).toMatchObject({ leader: 1, leaderEpoch: 6, partitionEpoch: 9 });
    const isr = replayed(before, [{ type: 'partitionChange', value: { ...change, isr: [1] } }]);
    expect(partitionOf(isr, 'a')).toMatchObject({ leader: 1, leaderEpoch: 5, partitionEpoch: 9 });
  });

  it('takes a topic away with its configs', () => {
    const after = replayed(before, [{ type: 'removeTopic', value: { topicId: topicId('a') } }]);
    expect(after.topicsByName.has('a')).toBe(false);
    expect(after.configs.size).toBe(0);
  });

  it('follows a topic that is deleted and made again', () => {
    const records: NewRecord[] = [
      { type: 'removeTopic', value: { topicId: topicId('a') } },
      { type: 'topic', value: { name: 'a', topicId: id(7) } },
      { type: 'partition', value: { ...plainPartition(id(7)), partitionId: 0 } },
    ];
    const after = replayed(before, records);
    expect(after.topicsByName.get('a')).toMatchObject({ id: id(7), partitions: { length: 1 } });
    expect(delta(records)).toMatchObject({
      deletedTopics: [{ id: topicId('a') }],
      changedTopicIds: new Set([id(7)]),
    });
  });

  it('does not report a topic that came and went within one edit', () => {
    const { deletedTopics, changedTopicIds } = delta([
      { type: 'topic', value: { name: 'c', topicId: id(7) } },
      { type: 'removeTopic', value: { topicId: id(7) } },
    ]);
    expect(deletedTopics).toEqual([]);
    expect(changedTopicIds.size).toBe(0);
  });

  it('fences, unfences and shuts down brokers', () => {
    const change = (value: { fenced?: number; inControlledShutdown?: number }) =>
      replayed(before, [
        { type: 'brokerRegistrationChange', value: { brokerId: 1, brokerEpoch: 100, ...value } },
      ]).brokers.get(1);
    expect(change({ fenced: 1 })).toEqual(givenBroker(1, { isFenced: true }));
    expect(change({ inControlledShutdown: 1 })).toEqual(
      givenBroker(1, { inControlledShutdown: true }),
    );
    expect(change({ fenced: -1 })).toEqual(givenBroker(1));
    expect(() =>
      replayed(before, [
        { type: 'brokerRegistrationChange', value: { brokerId: 1, brokerEpoch: 7, fenced: 1 } },
      ]),
    ).toThrow('no broker 1 of its epoch');
  });

  it('clears eligible leaders of one topic or of all', () => {
    const eligible = givenPartition({ isr: [1], elr: [2], lastKnownElr: [1] });
    const image = givenImage({ topics: { a: [eligible], b: [eligible] } });
    const one = replayed(image, [{ type: 'clearElr', value: { topicName: 'a' } }]);
    expect(partitionOf(one, 'a').elr).toEqual([]);
    expect(partitionOf(one, 'b').elr).toEqual([2]);
    const all = replayed(image, [{ type: 'clearElr', value: { topicName: '' } }]);
    expect(partitionOf(all, 'b')).toMatchObject({ elr: [], lastKnownElr: [] });
  });

  it('drops a config and an empty set of configs', () => {
    const after = replayed(before, [
      {
        type: 'config',
        value: { resourceType: 2, resourceName: 'a', name: 'retention.ms', value: null },
      },
    ]);
    expect(after.configs.size).toBe(0);
  });
});

const plainPartition = (topicOfPartition: string) => ({
  topicId: topicOfPartition,
  replicas: [1],
  isr: [1],
  removingReplicas: [],
  addingReplicas: [],
  leader: 1,
  leaderEpoch: 0,
  partitionEpoch: 0,
});
