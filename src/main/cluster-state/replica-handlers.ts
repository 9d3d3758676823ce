/** The methods that move replicas and elect leaders. */
import type { ReplicasApi, ReplicaTarget } from '../contract/replicas.ts';
import { electLeaders } from '../explorer/elect.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import {
  cancelReassignments,
  drainTargets,
  listReassignments,
  planReassign,
  reassign,
  type SizeOf,
} from '../explorer/reassign.ts';
import type { Handlers } from '../transport/rpc.ts';
import type { ClusterWatch } from './cluster-watch.ts';
import type { StatsTable } from './stats-table.ts';

export type ReplicaParts = {
  readonly link: KafkaLink;
  readonly watch: ClusterWatch;
  readonly stats: StatsTable;
};

export function replicaHandlers(parts: ReplicaParts): Handlers<keyof ReplicasApi> {
  const { link, watch } = parts;
  const plan = async (targets: readonly ReplicaTarget[]) => {
    const metadata = await link.metadata({ isFresh: true });
    return planReassign(metadata, targets, sizesOf(parts, metadata));
  };
  return {
    'replicas.plan': ({ targets }) => plan(targets),
    'replicas.planDrain': async ({ brokerId }) =>
      plan(drainTargets(await link.metadata({ isFresh: true }), brokerId)),
    'replicas.reassign': async ({ targets }) => {
      await reassign(link, targets);
      watch.hasten();
      return null;
    },
    'replicas.reassignments': async () => ({ partitions: await listReassignments(link) }),
    'replicas.cancel': async ({ partitions }) => {
      await cancelReassignments(link, partitions);
      watch.hasten();
      return null;
    },
    'replicas.elect': async ({ kind, partitions }) => {
      const results = await electLeaders(link, kind, partitions);
      watch.hasten();
      return { results };
    },
  };
}

/** The leader's log is what a new replica copies. */
function sizesOf(
  { watch, stats }: ReplicaParts,
  metadata: Awaited<ReturnType<KafkaLink['metadata']>>,
): SizeOf {
  return ({ topic, partition }) => {
    const now = metadata.topics.get(topic)?.partitions[partition];
    if (!now) return null;
    if (watch.foreign) return watch.foreign.sizeOf(topic, partition, now.leader);
    return stats.replicas.all[topic]?.[partition]?.[now.leader]?.sizeBytes ?? null;
  };
}
