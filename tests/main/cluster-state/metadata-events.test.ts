import { describe, expect, it } from 'vitest';
import { eventsBetween, type Look } from '../../../src/main/cluster-state/metadata-events.ts';

type Partition = { readonly leader: number; readonly leaderEpoch: number; readonly isr: number[] };

function look(
  brokers: readonly number[],
  topics: { readonly [topic: string]: readonly Partition[] },
  quorumEpoch = 1,
): Look {
  return {
    controller: { controllerId: 1, quorumEpoch },
    metadata: {
      clusterId: 'c',
      controllerId: 1,
      brokers: new Map(brokers.map((id) => [id, { host: 'h', port: id }])),
      topics: new Map(
        Object.entries(topics).map(([name, partitions]) => [
          name,
          {
            name,
            topicId: '',
            isInternal: false,
            partitions: partitions.map((item, partition) => ({
              partition,
              replicas: [1, 2],
              ...item,
            })),
          },
        ]),
      ),
    },
  };
}

const whole = { leader: 1, leaderEpoch: 0, isr: [1, 2] };

describe('the timeline of a foreign cluster', () => {
  it('is silent while nothing changes, whatever the order of the ISR', () => {
    const before = look([1, 2], { a: [whole] });
    expect(eventsBetween(before, look([2, 1], { a: [{ ...whole, isr: [2, 1] }] }))).toEqual([]);
  });

  it('tells brokers, controller, leaders and replicas', () => {
    const before = look([1, 2], { a: [whole, whole] });
    const failedOver = { leader: 2, leaderEpoch: 1, isr: [2] };
    const after = look([2], { a: [failedOver, { ...whole, isr: [1] }] }, 2);
    expect(eventsBetween(before, after)).toEqual([
      { kind: 'broker-fenced', brokerId: 1 },
      { kind: 'controller-changed', controllerId: 1, quorumEpoch: 2 },
      { kind: 'leader-changed', topic: 'a', partition: 0, ...failedOver },
      { kind: 'isr-changed', topic: 'a', partition: 1, ...whole, isr: [1] },
    ]);
  });

  it('takes no notice of a controller that was not known before', () => {
    const before = { ...look([1], {}), controller: { controllerId: -1, quorumEpoch: -1 } };
    expect(eventsBetween(before, look([1], {}))).toEqual([]);
  });

  it('tells topics that come and go, and partitions that are added', () => {
    const before = look([1], { gone: [whole], grown: [whole] });
    const after = look([1], { come: [whole], grown: [whole, whole] });
    expect(eventsBetween(before, after)).toEqual([
      { kind: 'topic-deleted', topic: 'gone' },
      { kind: 'topic-created', topic: 'come' },
      { kind: 'leader-changed', topic: 'grown', partition: 1, ...whole },
    ]);
  });
});
