/** Topics as rows and groups of rows, a topic's partitions as they are now, names that are allowed. */
import type {
  ClusterState,
  ConfigEntry,
  OffsetsState,
  TopicAge,
  TopicAges,
  TopicDetail,
  TopicPartition,
  TopicsState,
  TopicSummary,
} from '../../../main/contract/index.ts';

/** Null is what is not told, or not yet. */
export type TopicRow = TopicSummary & {
  readonly topic: string;
  readonly age: TopicAge | null;
  readonly isPinned: boolean;
};

export type ListFilter = {
  readonly text: string;
  readonly isInternalShown: boolean;
  readonly isOnlyPinned: boolean;
};

/** By name; pinned ones first. */
export function topicRows(
  state: TopicsState,
  ages: TopicAges | undefined,
  pins: readonly string[],
  { text, isInternalShown, isOnlyPinned }: ListFilter,
): readonly TopicRow[] {
  const needle = text.trim().toLowerCase();
  const pinned = new Set(pins);
  return Object.entries(state.topics)
    .filter(
      ([topic, { isInternal }]) =>
        (isInternalShown || !isInternal) &&
        (!isOnlyPinned || pinned.has(topic)) &&
        topic.toLowerCase().includes(needle),
    )
    .map(([topic, summary]) => ({
      topic,
      ...summary,
      age: ages?.topics[topic] ?? null,
      isPinned: pinned.has(topic),
    }))
    .sort((a, b) => Number(b.isPinned) - Number(a.isPinned) || (a.topic < b.topic ? -1 : 1));
}

/** Topics whose names begin alike, as one row. */
export type TopicGroup = {
  readonly prefix: string;
  readonly topicCount: number;
  readonly partitionCount: number;
  readonly recordCount: number;
  readonly sizeBytes: number | null;
  readonly recordsInPerS: number | null;
  readonly recordsOutPerS: number | null;
  readonly unhealthyCount: number;
};

/** The next step of a name behind `within`: up to and with its next dot, hyphen or underscore. */
export function prefixOf(topic: string, within: string): string | null {
  const match = /[._-]/.exec(topic.slice(within.length + (topic.startsWith('_') ? 2 : 0)));
  if (!match) return null;
  const skip = within.length + (topic.startsWith('_') ? 2 : 0);
  return topic.slice(0, skip + match.index + 1);
}

/** Groups of at least two topics below a prefix, and the topics that are in none. */
export function groupRows(
  rows: readonly TopicRow[],
  within: string,
): { readonly groups: readonly TopicGroup[]; readonly rest: readonly TopicRow[] } {
  const inside = rows.filter(({ topic }) => topic.startsWith(within));
  const byPrefix = Map.groupBy(inside, ({ topic }) => prefixOf(topic, within) ?? '');
  const groups: TopicGroup[] = [];
  const rest: TopicRow[] = [];
  for (const [prefix, members] of byPrefix) {
    if (prefix === '' || members.length < 2) rest.push(...members);
    else groups.push(groupOf(prefix, members));
  }
  groups.sort((a, b) => (a.prefix < b.prefix ? -1 : 1));
  return { groups, rest };
}

function groupOf(prefix: string, members: readonly TopicRow[]): TopicGroup {
  const total = (value: (row: TopicRow) => number) =>
    members.reduce((sum, row) => sum + value(row), 0);
  /** Null when one of them is not known. */
  const totalKnown = (value: (row: TopicRow) => number | null) =>
    members.some((row) => value(row) === null) ? null : total((row) => value(row) ?? 0);
  return {
    prefix,
    topicCount: members.length,
    partitionCount: total((row) => row.partitionCount),
    recordCount: total((row) => row.recordCount),
    sizeBytes: totalKnown((row) => row.sizeBytes),
    recordsInPerS: totalKnown((row) => row.recordsInPerS),
    recordsOutPerS: totalKnown((row) => row.recordsOutPerS),
    unhealthyCount: members.filter((row) => row.offlineCount + row.underReplicatedCount > 0).length,
  };
}

/** The described partitions with what the live cluster state says about them since. */
export function livePartitions(
  detail: TopicDetail,
  cluster: ClusterState | undefined,
  offsets?: OffsetsState,
): readonly TopicPartition[] {
  const live = cluster?.topics[detail.topic]?.partitions;
  if (!live) return detail.partitions;
  const described = new Map(detail.partitions.map((row) => [row.partition, row]));
  return Object.entries(live)
    .map(([key, now]) => {
      const partition = Number(key);
      const before = described.get(partition);
      const position = offsets?.topics[detail.topic]?.[key]?.[now.leader];
      return {
        partition,
        leader: now.leader,
        leaderEpoch: now.leaderEpoch,
        replicas: now.replicas,
        isr: now.isr,
        logStartOffset: position?.logStartOffset ?? before?.logStartOffset ?? 0,
        highWatermark: position?.highWatermark ?? before?.highWatermark ?? 0,
      };
    })
    .sort((a, b) => a.partition - b.partition);
}

/** Changes whenever the topic was altered: then its description is asked for again. */
export function shapeOf(cluster: ClusterState | undefined, topic: string): string {
  const state = cluster?.topics[topic];
  return state ? `${Object.keys(state.partitions).length}` : 'absent';
}

/** How many partitions each broker leads; -1 is nobody. By broker id. */
export function leaderShares(
  partitions: readonly TopicPartition[],
): readonly { readonly brokerId: number; readonly count: number }[] {
  const counts = new Map<number, number>();
  for (const { leader } of partitions) counts.set(leader, (counts.get(leader) ?? 0) + 1);
  return [...counts]
    .map(([brokerId, count]) => ({ brokerId, count }))
    .sort((a, b) => a.brokerId - b.brokerId);
}

/** Settings that say most about a topic; those that were set for it come besides. */
const mainConfigs: readonly string[] = [
  'cleanup.policy',
  'retention.ms',
  'retention.bytes',
  'min.insync.replicas',
  'max.message.bytes',
  'segment.bytes',
  'segment.ms',
];

export function mainSettings(configs: readonly ConfigEntry[]): readonly ConfigEntry[] {
  return configs.filter(({ name, source }) => source === 'topic' || mainConfigs.includes(name));
}

const nameMaxLength = 249;

export type NameProblem =
  | { readonly kind: 'nameMissing' | 'nameWrong' | 'nameDots' | 'nameTaken' }
  | { readonly kind: 'nameLong'; readonly length: number }
  | { readonly kind: 'nameCollides'; readonly other: string };

/** Kafka's rules for topic names. A dot and an underscore are the same letter to its metrics. */
export function nameProblem(name: string, taken: readonly string[]): NameProblem | null {
  if (name === '') return { kind: 'nameMissing' };
  if (name === '.' || name === '..') return { kind: 'nameDots' };
  if (!/^[a-zA-Z0-9._-]+$/.test(name)) return { kind: 'nameWrong' };
  if (name.length > nameMaxLength) return { kind: 'nameLong', length: name.length };
  if (taken.includes(name)) return { kind: 'nameTaken' };
  const plain = name.replaceAll('.', '_');
  const other = taken.find((topic) => topic.replaceAll('.', '_') === plain);
  return other === undefined ? null : { kind: 'nameCollides', other };
}

export type NameWarning = 'nameMixed' | 'nameInternal';

/** Allowed, but better avoided. */
export function nameWarning(name: string): NameWarning | null {
  if (name.startsWith('__')) return 'nameInternal';
  return name.includes('.') && name.includes('_') ? 'nameMixed' : null;
}

/** Settings that the form offers by name; any other can be typed. */
export const commonConfigs = [
  'cleanup.policy',
  'compression.type',
  'delete.retention.ms',
  'max.message.bytes',
  'message.timestamp.type',
  'min.cleanable.dirty.ratio',
  'min.insync.replicas',
  'retention.bytes',
  'retention.ms',
  'segment.bytes',
  'segment.ms',
  'unclean.leader.election.enable',
];
