/** What the start shows of the cluster, and the way that a first message took. */
import type {
  ClusterState,
  ConnectionSecurity,
  GroupsState,
  ProducersState,
  ThroughputPoint,
} from '../../../main/contract/index.ts';

export const firstTopic = 'hello-rivulet';

export type Journey = {
  readonly text: string;
  readonly sentAtMs: number;
  readonly partition: number | null;
  readonly offset: number | null;
  /** Until the cluster had stored it, and until this page had read it back. */
  readonly ackMs: number | null;
  readonly arrivedMs: number | null;
};

/** Leader first, then the brokers that hold a copy in sync. */
export function keepersOf(
  cluster: ClusterState | undefined,
  partition: number,
): { readonly leader: number; readonly copies: readonly number[] } | null {
  const state = cluster?.topics[firstTopic]?.partitions[partition];
  if (!state || state.leader < 0) return null;
  return { leader: state.leader, copies: state.isr.filter((id) => id !== state.leader) };
}

export type Figures = {
  /** Null while nothing was measured. */
  readonly recordsInPerS: number | null;
  /** Null where the cluster does not tell. */
  readonly recordsOutPerS: number | null;
  readonly producers: number | null;
  /** Null while nobody has counted them yet. */
  readonly groups: number | null;
  readonly members: number | null;
  readonly connections: number | null;
  readonly topics: number;
  readonly partitions: number;
};

export function figuresOf(
  cluster: ClusterState,
  groups: GroupsState | undefined,
  producers: ProducersState | undefined,
  point: ThroughputPoint | undefined,
): Figures {
  const own = Object.entries(cluster.topics).filter(([, { isInternal }]) => !isInternal);
  const rates = own.map(([name]) => point?.topics[name]);
  const live = groups && Object.values(groups.groups);
  const counts = Object.values(cluster.brokers).map(({ connectionCount }) => connectionCount);
  const told = counts.filter((count) => count !== null);
  const writing = Object.values(producers?.producers ?? {}).filter(({ phase }) => phase !== 'gone');
  return {
    recordsInPerS: point ? sum(rates.map((rate) => rate?.recordsIn ?? 0)) : null,
    recordsOutPerS:
      cluster.kind === 'foreign' ? null : sum(rates.map((rate) => rate?.recordsOut ?? 0)),
    producers: producers && producers.problem === null ? writing.length : null,
    groups: live?.length ?? null,
    members: live ? sum(live.map(({ memberCount }) => memberCount)) : null,
    connections: told.length > 0 ? sum(told) : null,
    topics: own.length,
    partitions: sum(own.map(([, { partitions }]) => Object.keys(partitions).length)),
  };
}

/** Records a second, one value per second, oldest first. */
export function ratesOver(points: readonly ThroughputPoint[], count: number): readonly number[] {
  return points
    .slice(-count)
    .map(({ topics }) =>
      sum(Object.entries(topics).map(([name, rates]) => (isOwn(name) ? rates.recordsIn : 0))),
    );
}

/** The corners of a line in a box; the newest value stands at its right edge. */
export function sparkline(
  values: readonly number[],
  count: number,
  widthPx: number,
  heightPx: number,
): string {
  const top = Math.max(1, ...values);
  const step = widthPx / Math.max(1, count - 1);
  return values
    .map((value, index) => {
      const x = widthPx - (values.length - 1 - index) * step;
      return `${round(x)},${round(heightPx - 1 - (value / top) * (heightPx - 2))}`;
    })
    .join(' ');
}

/** What an app has to set besides the address, in the words of Kafka's configs; empty: nothing. */
export function needsOf({ tls, sasl }: ConnectionSecurity): string {
  if (!tls && !sasl) return '';
  const protocol = `security.protocol=${sasl ? 'SASL' : ''}${sasl && tls ? '_' : ''}${tls ? 'SSL' : '_PLAINTEXT'}`;
  return sasl ? `${protocol}, sasl.mechanism=${sasl.mechanism.toUpperCase()}` : protocol;
}

/** Topics that a snippet can name: those of the user, the first one of all if there are none. */
export function snippetTopics(cluster: ClusterState): readonly string[] {
  const own = Object.entries(cluster.topics)
    .filter(([, { isInternal }]) => !isInternal)
    .map(([name]) => name);
  return own.includes(firstTopic) ? own : [firstTopic, ...own];
}

/** What clients do among themselves (commits, transactions) is no traffic of the user. */
function isOwn(topic: string): boolean {
  return !topic.startsWith('__');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
