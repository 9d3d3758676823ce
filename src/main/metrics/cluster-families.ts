/**
 * What the protocol tells of any cluster: partitions and their replicas under the JMX exporter's
 * names, groups and offsets under those of kafka_exporter. Pure.
 */
import type { GroupsLook } from '../explorer/groups.ts';
import type { Metadata } from '../explorer/metadata.ts';
import type { TopicOffsets } from '../contract/replicas.ts';
import { sample } from './broker-families.ts';
import type { Family, Sample } from './exposition.ts';

export type ClusterFacts = {
  readonly metadata: Metadata;
  /** -1 while there is none. */
  readonly controllerId: number;
  readonly offsets: { readonly [topic: string]: TopicOffsets };
  /** Null when the coordinators did not answer. */
  readonly groups: GroupsLook | null;
};

export function clusterFamilies(facts: ClusterFacts): readonly Family[] {
  return [...replicaFamilies(facts), ...logFamilies(facts), ...groupFamilies(facts)];
}

function replicaFamilies({ metadata, controllerId }: ClusterFacts): readonly Family[] {
  const partitions = [...metadata.topics.values()].flatMap(({ partitions: own }) => own);
  const perBroker = (count: (id: number) => number): readonly Sample[] =>
    [...metadata.brokers.keys()].map((broker) => sample({ broker }, count(broker)));
  const led = (id: number) => partitions.filter(({ leader }) => leader === id);
  const manager = 'kafka_server_replicamanager';
  const controller = 'kafka_controller_kafkacontroller';
  const isShort = ({ isr, replicas }: (typeof partitions)[number]) => isr.length < replicas.length;
  return [
    gauge(
      `${manager}_leadercount`,
      'Partitions that the broker leads',
      perBroker((id) => led(id).length),
    ),
    gauge(
      `${manager}_partitioncount`,
      'Replicas on the broker',
      perBroker((id) => partitions.filter(({ replicas }) => replicas.includes(id)).length),
    ),
    gauge(
      `${manager}_underreplicatedpartitions`,
      'Partitions led by the broker of which a replica is not in sync',
      perBroker((id) => led(id).filter(isShort).length),
    ),
    gauge(
      `${controller}_activecontrollercount`,
      'One on the broker that is the controller',
      perBroker((id) => (id === controllerId ? 1 : 0)),
    ),
    gauge(`${controller}_offlinepartitionscount`, 'Partitions without a leader', [
      sample({}, partitions.filter(({ leader }) => leader < 0).length),
    ]),
    gauge(`${controller}_globaltopiccount`, 'Topics', [sample({}, metadata.topics.size)]),
    gauge(`${controller}_globalpartitioncount`, 'Partitions', [sample({}, partitions.length)]),
    gauge('kafka_brokers', 'Brokers that are up', [sample({}, metadata.brokers.size)]),
  ];
}

function logFamilies({ offsets }: ClusterFacts): readonly Family[] {
  const logs = [
    ['kafka_log_log_size', 'Bytes of the log', 'sizeBytes'],
    ['kafka_log_log_logstartoffset', 'First offset of the log', 'logStartOffset'],
    ['kafka_log_log_logendoffset', 'Offset of the next record', 'logEndOffset'],
  ] as const;
  return logs.map(([name, help, key]) =>
    gauge(
      name,
      help,
      Object.entries(offsets).flatMap(([topic, partitions]) =>
        Object.entries(partitions).flatMap(([partition, positions]) =>
          Object.entries(positions).flatMap(([broker, position]) => {
            const value = position[key];
            return value === null ? [] : [sample({ broker, topic, partition }, value)];
          }),
        ),
      ),
    ),
  );
}

function groupFamilies({ groups }: ClusterFacts): readonly Family[] {
  if (!groups) return [];
  const offsets: Sample[] = [];
  const lags: Sample[] = [];
  const sums: Sample[] = [];
  for (const [consumergroup, committed] of groups.committed) {
    const byTopic = new Map<string, number>();
    for (const { topic, partition, offset } of committed) {
      const end = groups.ends.get(`${topic}-${partition}`);
      if (offset === null || end === undefined) continue;
      const lag = Math.max(0, end - offset);
      offsets.push(sample({ consumergroup, topic, partition }, offset));
      lags.push(sample({ consumergroup, topic, partition }, lag));
      byTopic.set(topic, (byTopic.get(topic) ?? 0) + lag);
    }
    for (const [topic, lag] of byTopic) sums.push(sample({ consumergroup, topic }, lag));
  }
  const members = groups.groups.map(({ groupId, members: own }) =>
    sample({ consumergroup: groupId }, own.length),
  );
  return [
    gauge('kafka_consumergroup_members', 'Members of the group', members),
    gauge('kafka_consumergroup_current_offset', 'Committed offset', offsets),
    gauge('kafka_consumergroup_lag', 'Records behind the end of the partition', lags),
    gauge('kafka_consumergroup_lag_sum', 'Records behind, over all partitions', sums),
  ];
}

function gauge(name: string, help: string, samples: readonly Sample[]): Family {
  return { name, help, type: 'gauge', samples };
}
