/** The timeline of a cluster that tells no events: what changed from one look to the next. Pure. */
import type { NewEvent } from '../cluster/event-log.ts';
import type { Metadata, PartitionMetadata } from '../explorer/metadata.ts';
import type { Controller } from './compose.ts';

export type Look = { readonly metadata: Metadata; readonly controller: Controller };

/** Events in the order in which the parts of a cluster depend on each other. */
export function eventsBetween(before: Look, after: Look): readonly NewEvent[] {
  return [
    ...brokerEvents(before.metadata, after.metadata),
    ...controllerEvents(before.controller, after.controller),
    ...topicEvents(before.metadata, after.metadata),
  ];
}

function brokerEvents(before: Metadata, after: Metadata): readonly NewEvent[] {
  const gone = [...before.brokers.keys()].filter((id) => !after.brokers.has(id));
  const come = [...after.brokers.keys()].filter((id) => !before.brokers.has(id));
  return [
    ...gone.map((brokerId): NewEvent => ({ kind: 'broker-fenced', brokerId })),
    ...come.map((brokerId): NewEvent => ({ kind: 'broker-unfenced', brokerId })),
  ];
}

function controllerEvents(before: Controller, after: Controller): readonly NewEvent[] {
  const isSame =
    before.controllerId === after.controllerId && before.quorumEpoch === after.quorumEpoch;
  // To learn who it is is no change.
  const isNews = !isSame && before.controllerId >= 0 && after.controllerId >= 0;
  return isNews ? [{ kind: 'controller-changed', ...after }] : [];
}

function topicEvents(before: Metadata, after: Metadata): readonly NewEvent[] {
  const deleted = [...before.topics.keys()].filter((topic) => !after.topics.has(topic));
  return [
    ...deleted.map((topic): NewEvent => ({ kind: 'topic-deleted', topic })),
    ...[...after.topics.values()].flatMap(({ name: topic, partitions }): readonly NewEvent[] => {
      const old = before.topics.get(topic);
      if (!old) return [{ kind: 'topic-created', topic }];
      return partitions.flatMap((now) =>
        partitionEvents(topic, old.partitions[now.partition], now),
      );
    }),
  ];
}

function partitionEvents(
  topic: string,
  before: PartitionMetadata | undefined,
  { partition, leader, leaderEpoch, isr }: PartitionMetadata,
): readonly NewEvent[] {
  const details = { topic, partition, leader, leaderEpoch, isr };
  if (!before || before.leader !== leader || before.leaderEpoch !== leaderEpoch) {
    return [{ kind: 'leader-changed', ...details }];
  }
  const ids = (list: readonly number[]) => [...list].sort((left, right) => left - right).join();
  return ids(before.isr) === ids(isr) ? [] : [{ kind: 'isr-changed', ...details }];
}
