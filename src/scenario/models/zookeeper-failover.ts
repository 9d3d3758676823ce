/**
 * What the controller's failover took when ZooKeeper kept the cluster's metadata. A model: the
 * steps are those of the old controller, each with a published figure, and nothing is counted for
 * a step of which none is known.
 */

export const figureNames = ['serial', 'two-million', 'one-million'] as const;
/** Which published figures the model calculates with. */
export type FigureName = (typeof figureNames)[number];

export const failoverSteps = ['detect', 'elect', 'load', 'leaders', 'push'] as const;
type FailoverStep = (typeof failoverSteps)[number];

type FailoverSource = {
  readonly id: string;
  readonly title: string;
  readonly url: string;
};

export const failoverSources = {
  kip500: {
    id: 'kip500',
    title: 'KIP-500: Replace ZooKeeper with a Self-Managed Metadata Quorum (2019)',
    url: 'https://cwiki.apache.org/confluence/display/KAFKA/KIP-500%3A+Replace+ZooKeeper+with+a+Self-Managed+Metadata+Quorum',
  },
  kip537: {
    id: 'kip537',
    title: 'KIP-537: Increase default zookeeper session timeout (Kafka 2.5)',
    url: 'https://cwiki.apache.org/confluence/display/KAFKA/KIP-537%3A+Increase+default+zookeeper+session+timeout',
  },
  partitions: {
    id: 'partitions',
    title:
      'Jun Rao: How to Choose the Number of Topics/Partitions in a Kafka Cluster? (Confluent, 2015)',
    url: 'https://www.confluent.io/blog/how-choose-number-topics-partitions-kafka-cluster/',
  },
  twoMillion: {
    id: 'twoMillion',
    title:
      'Apache Kafka Made Simple: A First Glimpse of a Kafka Without ZooKeeper (Confluent, 2021)',
    url: 'https://www.confluent.io/blog/kafka-without-zookeeper-a-sneak-peek/',
  },
  oneMillion: {
    id: 'oneMillion',
    title: 'Scaling Kafka to Support Millions of Partitions Without Downtime (besthub.dev)',
    url: 'https://www.besthub.dev/articles/scaling-kafka-to-support-millions-of-partitions-without-downtime-a0762ddf14ec',
  },
} as const satisfies { readonly [id: string]: FailoverSource };

export type FailoverInput = {
  readonly brokerCount: number;
  readonly partitionCount: number;
  readonly sessionTimeoutMs: number;
  readonly figures: FigureName;
};

/** One bar on the time axis. */
type FailoverPart = {
  readonly step: FailoverStep;
  readonly fromMs: number;
  readonly toMs: number;
  /** Null: no figure was published, so it is drawn without a length. */
  readonly sourceId: keyof typeof failoverSources | null;
};

export type Failover = {
  readonly parts: readonly FailoverPart[];
  readonly totalMs: number;
  /** Requests that the new controller sends, and the partition entries of UpdateMetadata alone. */
  readonly requestCount: number;
  readonly entryCount: number;
  /** Partitions that the dead broker led. */
  readonly leaderCount: number;
};

/** Per partition, in milliseconds; null where the source has no figure of its own. */
const figures: {
  readonly [Name in FigureName]: {
    readonly loadMs: number;
    readonly leaderMs: number | null;
    readonly pushMs: number | null;
    readonly sourceId: keyof typeof failoverSources;
  };
} = {
  // 2 ms to read each partition from ZooKeeper, 5 ms to elect a leader.
  serial: { loadMs: 2, leaderMs: 5, pushMs: null, sourceId: 'partitions' },
  // 503 s for the recovery of a cluster of 2,000,000 partitions, all steps together.
  'two-million': {
    loadMs: 503_000 / 2_000_000,
    leaderMs: null,
    pushMs: null,
    sourceId: 'twoMillion',
  },
  // 37 s to read 1,000,000 partitions, 40 s until the brokers have taken them in.
  'one-million': {
    loadMs: 37_000 / 1_000_000,
    leaderMs: null,
    pushMs: 40_000 / 1_000_000,
    sourceId: 'oneMillion',
  },
};

/** With KRaft the same recovery of 2,000,000 partitions took 37 s (the same source). */
export const kraftPublishedMs = { recovery: 37_000, partitionCount: 2_000_000 } as const;

export const sessionTimeouts = [
  { ms: 6_000, sourceId: 'kip537' },
  { ms: 18_000, sourceId: 'kip537' },
] as const;

export const failoverDefault: FailoverInput = {
  brokerCount: 30,
  partitionCount: 100_000,
  sessionTimeoutMs: 18_000,
  figures: 'two-million',
};

export function zookeeperFailover(input: FailoverInput): Failover {
  const { brokerCount, partitionCount, sessionTimeoutMs } = input;
  const { loadMs, leaderMs, pushMs, sourceId } = figures[input.figures];
  const leaderCount = Math.ceil(partitionCount / brokerCount);
  const lengths: readonly {
    readonly step: FailoverStep;
    readonly ms: number | null;
    readonly sourceId: keyof typeof failoverSources;
  }[] = [
    // The dead controller's znode goes when its session ends.
    { step: 'detect', ms: sessionTimeoutMs, sourceId: 'kip537' },
    { step: 'elect', ms: null, sourceId },
    { step: 'load', ms: partitionCount * loadMs, sourceId },
    { step: 'leaders', ms: leaderMs === null ? null : leaderCount * leaderMs, sourceId },
    { step: 'push', ms: pushMs === null ? null : partitionCount * pushMs, sourceId },
  ];
  let atMs = 0;
  const parts = lengths.map(({ step, ms, sourceId: id }): FailoverPart => {
    const fromMs = atMs;
    atMs += ms ?? 0;
    return { step, fromMs, toMs: atMs, sourceId: ms === null ? null : id };
  });
  const living = brokerCount - 1;
  return {
    parts,
    totalMs: atMs,
    // LeaderAndIsr and UpdateMetadata to every broker that lives.
    requestCount: living * 2,
    entryCount: living * partitionCount,
    leaderCount,
  };
}
