/** Topics as rows, a topic's partitions as they are now, and what a new topic must look like. */
import type {
  ClusterState,
  TopicConfig,
  TopicDetail,
  TopicPartition,
  TopicsState,
  TopicSummary,
} from '../../../main/contract/index.ts';

export type TopicRow = TopicSummary & { readonly topic: string };

export type SortKey = 'topic' | 'partitionCount' | 'recordCount' | 'sizeBytes' | 'recordsInPerS';
export type Sort = { readonly by: SortKey; readonly isDescending: boolean };

export function topicRows(
  state: TopicsState,
  filter: string,
  isInternalShown: boolean,
  sort: Sort,
): readonly TopicRow[] {
  const needle = filter.trim().toLowerCase();
  return Object.entries(state.topics)
    .map(([topic, summary]) => ({ topic, ...summary }))
    .filter(
      (row) => (isInternalShown || !row.isInternal) && row.topic.toLowerCase().includes(needle),
    )
    .sort((a, b) => compare(a, b, sort.by) * (sort.isDescending ? -1 : 1));
}

function compare(a: TopicRow, b: TopicRow, by: SortKey): number {
  const [left, right] = [a[by] ?? 0, b[by] ?? 0];
  if (left === right) return a.topic < b.topic ? -1 : 1;
  return left < right ? -1 : 1;
}

/** A second press on the same column turns the order round; numbers begin with the largest. */
export function nextSort(sort: Sort, by: SortKey): Sort {
  if (sort.by === by) return { by, isDescending: !sort.isDescending };
  return { by, isDescending: by !== 'topic' };
}

/** The described partitions with what the live cluster state says about them since. */
export function livePartitions(
  detail: TopicDetail,
  cluster: ClusterState | undefined,
): readonly TopicPartition[] {
  const live = cluster?.topics[detail.topic]?.partitions;
  if (!live) return detail.partitions;
  const described = new Map(detail.partitions.map((row) => [row.partition, row]));
  return Object.entries(live)
    .map(([key, now]) => {
      const partition = Number(key);
      const before = described.get(partition);
      const position = now.replicaStates[now.leader];
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

export function shownConfigs(
  configs: readonly TopicConfig[],
  filter: string,
  isOnlyOwn: boolean,
): readonly TopicConfig[] {
  const needle = filter.trim().toLowerCase();
  return configs
    .filter((config) => !isOnlyOwn || config.source === 'topic')
    .filter((config) => config.name.includes(needle))
    .sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

function rank(config: TopicConfig): number {
  return config.source === 'topic' ? 0 : 1;
}

const nameMaxLength = 249;

export type NameProblem = 'nameMissing' | 'nameWrong' | 'nameTaken';

/** Kafka's rule for topic names. */
export function nameProblem(name: string, taken: readonly string[]): NameProblem | null {
  if (name === '') return 'nameMissing';
  const isLegal = /^[a-zA-Z0-9._-]+$/.test(name) && name !== '.' && name !== '..';
  if (!isLegal || name.length > nameMaxLength) return 'nameWrong';
  return taken.includes(name) ? 'nameTaken' : null;
}

/** Settings that the form offers by name; any other can be typed. */
export const commonConfigs = [
  'cleanup.policy',
  'compression.type',
  'delete.retention.ms',
  'max.message.bytes',
  'message.timestamp.type',
  'min.insync.replicas',
  'retention.bytes',
  'retention.ms',
  'segment.bytes',
  'segment.ms',
  'unclean.leader.election.enable',
];

/** What a person reads behind a raw value: 604800000 -> 7 days. Null: the value says it all. */
export function readableValue(
  name: string,
  value: string,
): { ms: number } | { bytes: number } | null {
  const number = Number(value);
  if (value === '' || !Number.isFinite(number) || number <= 0) return null;
  if (number >= 9_000_000_000_000_000) return null;
  if (name.endsWith('.ms')) return { ms: number };
  if (name.endsWith('.bytes')) return { bytes: number };
  return null;
}
