/** What needs attention in the cluster: sentences with a place where each can be understood. */
import type {
  BrokerState,
  BrokersState,
  ClusterState,
  GroupsState,
  MeasurePoint,
} from '../../../main/contract/index.ts';
import type { Values } from '../../i18n/index.ts';
import { href } from '../../ui/route.ts';

export type AttentionKind =
  | 'none-up'
  | 'broker-down'
  | 'broker-lost'
  | 'broker-restarting'
  | 'broker-frozen'
  | 'broker-fenced'
  | 'no-controller'
  | 'disk-offline'
  | 'disk-filling'
  | 'damaged'
  | 'offline'
  | 'under-replicated'
  | 'lag-growing'
  | 'lag-standing'
  | 'nobody-reads'
  | 'idle-members'
  | 'hot-partition';

export type Attention = {
  readonly id: string;
  readonly kind: AttentionKind;
  readonly tone: 'failure' | 'attention';
  readonly values: Values;
  /** Where it can be understood and acted on. */
  readonly href: string;
};

export type AttentionSource = {
  readonly cluster: ClusterState;
  readonly groups: GroupsState | undefined;
  readonly brokers: BrokersState | undefined;
  /** Traffic by partition, oldest first. */
  readonly partitions: readonly MeasurePoint[];
};

/** Failures first. */
export function attentionOf(source: AttentionSource): readonly Attention[] {
  const { phase } = source.cluster;
  // Everything else follows from it, and is from before.
  if (phase === 'stopped' || phase === 'unreachable') return [noneUp];
  const all = [
    ...brokersDown(source.cluster),
    ...partitionsAmiss(source.cluster),
    ...damages(source.cluster),
    ...disks(source),
    ...groupsAmiss(source.groups),
    ...hotPartitions(source.partitions, source.cluster),
  ];
  const rank = { failure: 0, attention: 1 } as const;
  return all.toSorted((left, right) => rank[left.tone] - rank[right.tone]);
}

const noneUp: Attention = {
  id: 'none-up',
  kind: 'none-up',
  tone: 'failure',
  values: {},
  href: href('cluster'),
};

function brokersDown(cluster: ClusterState): readonly Attention[] {
  const brokers = Object.values(cluster.brokers).flatMap((broker): readonly Attention[] => {
    const found = brokerAmiss(broker);
    if (!found) return [];
    const to = href('cluster', null, { broker: String(broker.id) });
    return [{ id: `broker ${broker.id}`, values: { id: broker.id }, href: to, ...found }];
  });
  const isUp = cluster.phase === 'ready' || cluster.phase === 'degraded';
  if (!isUp || cluster.controllerId >= 0) return brokers;
  const missing: Attention = {
    id: 'controller',
    kind: 'no-controller',
    tone: 'failure',
    values: {},
    href: href('cluster'),
  };
  return [...brokers, missing];
}

function brokerAmiss({ phase, isFenced }: BrokerState): Pick<Attention, 'kind' | 'tone'> | null {
  if (phase === 'exited' || phase === 'crashed') return { kind: 'broker-down', tone: 'failure' };
  if (phase === 'lost') return { kind: 'broker-lost', tone: 'failure' };
  if (phase === 'backoff') return { kind: 'broker-restarting', tone: 'attention' };
  if (phase === 'frozen') return { kind: 'broker-frozen', tone: 'attention' };
  const isExpected = phase === 'starting' || phase === 'stopping';
  return isFenced && !isExpected ? { kind: 'broker-fenced', tone: 'attention' } : null;
}

/** Names are told for one; for many their number and the first. */
function partitionsAmiss(cluster: ClusterState): readonly Attention[] {
  const offline: string[] = [];
  const thin: string[] = [];
  let first = { offline: '', thin: '' };
  for (const [topic, { partitions }] of Object.entries(cluster.topics)) {
    for (const [index, partition] of Object.entries(partitions)) {
      if (partition.leader < 0) {
        if (offline.length === 0) first = { ...first, offline: topic };
        offline.push(`${topic}-${index}`);
      } else if (partition.isr.length < partition.replicas.length) {
        if (thin.length === 0) first = { ...first, thin: topic };
        thin.push(`${topic}-${index}`);
      }
    }
  }
  return [
    ...listed('offline', 'failure', offline, href('topics', first.offline)),
    ...listed('under-replicated', 'attention', thin, href('cluster')),
  ];
}

const namesMax = 3;

function listed(
  kind: AttentionKind,
  tone: Attention['tone'],
  names: readonly string[],
  to: string,
): readonly Attention[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, namesMax).join(', ');
  const text = names.length > namesMax ? `${shown}, …` : shown;
  return [{ id: kind, kind, tone, values: { count: names.length, names: text }, href: to }];
}

function damages(cluster: ClusterState): readonly Attention[] {
  const names = Object.keys(cluster.damages ?? {}).map((replica) => {
    const [topic = '', partition = '', broker = ''] = replica.split('/');
    return `${topic}-${partition} (${broker})`;
  });
  return listed('damaged', 'failure', names, href('cluster'));
}

/** Below this share of the volume a disk is filling. */
const freeShareMin = 0.1;

function disks({ cluster, brokers }: AttentionSource): readonly Attention[] {
  return Object.values(cluster.brokers).flatMap(({ id, offlineLogDirs }): readonly Attention[] => {
    const to = href('brokers', String(id));
    if (offlineLogDirs && offlineLogDirs.length > 0) {
      const values = { id, path: offlineLogDirs.join(', ') };
      return [{ id: `disk ${id}`, kind: 'disk-offline', tone: 'failure', values, href: to }];
    }
    const filling = brokers?.brokers[id]?.logDirs?.find(
      ({ totalBytes, usableBytes }) =>
        totalBytes !== null && usableBytes !== null && usableBytes < totalBytes * freeShareMin,
    );
    if (!filling) return [];
    const { totalBytes, usableBytes, path } = filling;
    const percent = Math.round(((usableBytes ?? 0) / (totalBytes ?? 1)) * 100);
    const values = { id, path, percent };
    return [{ id: `disk ${id}`, kind: 'disk-filling', tone: 'attention', values, href: to }];
  });
}

function groupsAmiss(groups: GroupsState | undefined): readonly Attention[] {
  return Object.entries(groups?.groups ?? {}).flatMap(([groupId, group]): readonly Attention[] => {
    const to = href('groups', groupId);
    const item = (kind: AttentionKind, values: Values): Attention => ({
      id: `${kind} ${groupId}`,
      kind,
      tone: 'attention',
      values: { groupId, ...values },
      href: to,
    });
    const { lag, memberCount, idleCount, forecast } = group;
    const found: Attention[] = [];
    if (memberCount === 0 && lag > 0) found.push(item('nobody-reads', { lag }));
    else if (forecast.kind === 'falling-behind') {
      found.push(item('lag-growing', { lag, perS: Math.round(forecast.perS ?? 0) }));
    } else if (forecast.kind === 'standing' && lag > 0) found.push(item('lag-standing', { lag }));
    if (idleCount > 0) found.push(item('idle-members', { count: idleCount }));
    return found;
  });
}

/** Looked at over this many points; quieter topics tell nothing of their keys. */
const hotPoints = 10;
const hotRateMin = 20;
/** With three partitions a fair share is a third; this much in one is a key that is hot. */
const hotShareMin = 0.7;
const hotPartitionsMin = 3;

/** One partition that takes most of what is written to its topic. */
export function hotPartitions(
  points: readonly MeasurePoint[],
  cluster: ClusterState,
): readonly Attention[] {
  const recent = points.slice(-hotPoints);
  if (recent.length < hotPoints) return [];
  const byTopic = new Map<string, { total: number; top: number; partition: string }>();
  const sums = new Map<string, number>();
  for (const { values } of recent) {
    for (const [series, [recordsIn]] of Object.entries(values)) {
      sums.set(series, (sums.get(series) ?? 0) + (recordsIn ?? 0));
    }
  }
  for (const [series, sum] of sums) {
    const dash = series.lastIndexOf('-');
    const topic = series.slice(0, dash);
    const entry = byTopic.get(topic) ?? { total: 0, top: 0, partition: '' };
    entry.total += sum;
    if (sum > entry.top) Object.assign(entry, { top: sum, partition: series.slice(dash + 1) });
    byTopic.set(topic, entry);
  }
  return [...byTopic].flatMap(([topic, { total, top, partition }]): readonly Attention[] => {
    const state = cluster.topics[topic];
    const count = Object.keys(state?.partitions ?? {}).length;
    if (!state || state.isInternal || count < hotPartitionsMin) return [];
    if (total / hotPoints < hotRateMin || top / total < hotShareMin) return [];
    const percent = Math.round((top / total) * 100);
    return [
      {
        id: `hot ${topic}`,
        kind: 'hot-partition',
        tone: 'attention',
        values: { topic, partition, percent, count },
        href: href('throughput', null, { by: 'partition', topic }),
      },
    ];
  });
}
