/** The cluster as the renderer sees it, put together from what is known of it. Pure. */
import type { BrokerStats } from '../../broker/control.ts';
import { type BrokerMachine, hasProcess } from '../cluster/broker-machine.ts';
import type { ClusterLayout } from '../cluster/layout.ts';
import type { BrokerState, ClusterState } from '../contract/cluster.ts';
import type { Metadata, Node } from '../explorer/metadata.ts';
import type { BrokerLoad } from './stats-table.ts';
import type { TopicsView } from './topic-states.ts';

export type Controller = { readonly controllerId: number; readonly quorumEpoch: number };

export type ClusterFacts = {
  readonly bootstrap: string;
  /** Null for a foreign cluster. */
  readonly layout: ClusterLayout | null;
  readonly machines: ReadonlyMap<number, BrokerMachine>;
  /** The last metadata; null before the first. */
  readonly metadata: Metadata | null;
  /** Whether the last attempt to read metadata succeeded. */
  readonly isReachable: boolean;
  /** Of a foreign cluster: who does not answer, and where each broker was when it was last named. */
  readonly silent: ReadonlySet<number>;
  readonly lastNodes: ReadonlyMap<number, Node>;
  readonly topics: TopicsView;
  readonly controller: Controller;
  readonly quorum: ClusterState['quorum'];
  readonly flows: ClusterState['flows'];
  readonly damages: ClusterState['damages'];
  /** Broker id -> folders that are offline; absent: it did not tell yet. */
  readonly offlineLogDirs: ReadonlyMap<number, readonly string[]>;
  readonly stats: ReadonlyMap<number, BrokerStats>;
  readonly loadOf: (brokerId: number) => BrokerLoad;
};

/** The whole state. */
export function composeCluster(facts: ClusterFacts): ClusterState {
  const { layout, metadata, isReachable } = facts;
  const brokers = Object.fromEntries(brokerIds(facts).map((id) => [id, brokerState(facts, id)]));
  return {
    phase: clusterPhase(facts, Object.values(brokers)),
    kind: layout === null ? 'foreign' : 'local',
    bootstrap: facts.bootstrap,
    clusterId: layout?.clusterId ?? metadata?.clusterId ?? '',
    controllerId: isReachable ? facts.controller.controllerId : -1,
    quorumEpoch: facts.controller.quorumEpoch,
    quorum: isReachable ? facts.quorum : null,
    brokers,
    topics: facts.topics.topics,
    flows: facts.flows,
    damages: facts.damages,
  };
}

/** The controller that the brokers in the newest epoch know. */
export function controllerOf(stats: ReadonlyMap<number, BrokerStats>): Controller {
  let best: Controller = { controllerId: -1, quorumEpoch: -1 };
  for (const { controllerId, quorumEpoch } of stats.values()) {
    const isNewer = quorumEpoch > best.quorumEpoch;
    const isKnown = quorumEpoch === best.quorumEpoch && best.controllerId < 0;
    if (isNewer || isKnown) best = { controllerId, quorumEpoch };
  }
  // Of a controller that is gone its followers do not know yet.
  return stats.has(best.controllerId) ? best : { ...best, controllerId: -1 };
}

/** A foreign broker that is gone is named by none but the partitions that it has replicas of. */
function brokerIds({ layout, metadata, topics }: ClusterFacts): readonly number[] {
  const known =
    layout?.brokers.map(({ id }) => id) ??
    new Set([...(metadata?.brokers.keys() ?? []), ...topics.replicaCounts.keys()]);
  return [...known].sort((left, right) => left - right);
}

function brokerState(facts: ClusterFacts, id: number): BrokerState {
  const { layout, metadata, isReachable } = facts;
  const machine = facts.machines.get(id);
  const stats = facts.stats.get(id);
  const own = layout?.brokers.find((broker) => broker.id === id);
  const node = metadata?.brokers.get(id);
  const place = node ?? facts.lastNodes.get(id);
  const isLost = isReachable && (node === undefined || facts.silent.has(id));
  return {
    id,
    host: layout?.host ?? place?.host ?? '',
    port: own?.port ?? place?.port ?? 0,
    ...(layout === null ? foreignProcess(isLost) : processOf(machine)),
    isFenced: !isReachable || node === undefined,
    memoryBytes: stats?.memoryBytes ?? null,
    cpuShare: stats ? facts.loadOf(id).cpuShare : null,
    connectionCount: stats?.connectionCount ?? null,
    leaderCount: facts.topics.leaderCounts.get(id) ?? 0,
    replicaCount: facts.topics.replicaCounts.get(id) ?? 0,
    offlineLogDirs: facts.offlineLogDirs.get(id) ?? null,
  };
}

function foreignProcess(isLost: boolean) {
  return {
    phase: isLost ? 'lost' : 'foreign',
    pid: null,
    startedAtMs: null,
    readyAtMs: null,
    restartCount: 0,
    backoffUntilMs: null,
    lastExit: null,
  } as const;
}

function processOf(machine: BrokerMachine | undefined) {
  if (!machine) return foreignProcess(false);
  const isRunning = hasProcess(machine);
  return {
    phase: machine.phase,
    pid: isRunning ? machine.pid : null,
    startedAtMs: isRunning ? machine.startedAtMs : null,
    readyAtMs: 'readyAtMs' in machine ? machine.readyAtMs : null,
    restartCount: machine.restartCount,
    backoffUntilMs: machine.phase === 'backoff' ? machine.untilMs : null,
    lastExit: machine.lastExit,
  };
}

function clusterPhase(
  { layout, isReachable, topics }: ClusterFacts,
  brokers: readonly BrokerState[],
): ClusterState['phase'] {
  const phases = brokers.map(({ phase }) => phase);
  if (layout !== null) {
    if (phases.every((phase) => phase === 'exited' || phase === 'crashed')) return 'stopped';
    const isComing = phases.includes('starting') || phases.includes('backoff');
    if (!isReachable) return isComing ? 'starting' : 'unreachable';
    if (phases.some((phase) => phase !== 'ready')) return 'degraded';
  }
  if (!isReachable) return 'unreachable';
  const isWhole =
    topics.offlineCount === 0 && topics.underReplicatedCount === 0 && !phases.includes('lost');
  return isWhole ? 'ready' : 'degraded';
}
