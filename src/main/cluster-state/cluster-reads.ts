/**
 * What metadata does not tell, each asked for as seldom as it may be: the quorum, eligible leader
 * replicas (of topics that lack replicas only), reassignments, log folders.
 */
import type { QuorumState } from '../contract/cluster.ts';
import type { Reassignment } from '../contract/replicas.ts';
import { readEligible } from '../explorer/eligible-replicas.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import type { Metadata } from '../explorer/metadata.ts';
import { readQuorum } from '../explorer/quorum.ts';
import { listReassignments } from '../explorer/reassign.ts';
import type { DirReplica, ForeignPositions } from './foreign-positions.ts';
import type { ByPartition, EligibleReplicas } from './topic-states.ts';

export type Pace = 'live' | 'quiet';

/** Between two requests of a kind, in milliseconds. */
type Intervals = {
  readonly quorum: number;
  readonly eligible: number;
  readonly reassignments: number;
  readonly dirs: number;
};

const ownIntervals: { readonly [Name in Pace]: Intervals } = {
  live: { quorum: 1_000, eligible: 2_000, reassignments: 2_000, dirs: 10_000 },
  quiet: { quorum: 5_000, eligible: 5_000, reassignments: 10_000, dirs: 60_000 },
};
const foreignIntervals: { readonly [Name in Pace]: Intervals } = {
  live: { quorum: 3_000, eligible: 5_000, reassignments: 5_000, dirs: 6_000 },
  quiet: { quorum: 10_000, eligible: 15_000, reassignments: 30_000, dirs: 60_000 },
};
/** While something is being moved. */
const movingIntervalMs = 1_000;
/** How long the last leader of the quorum counts while nobody tells of one. */
const quorumKeptMs = 8_000;
/** A broker's log folders are asked for no more often than this many at a time allow. */
const dirsPerBrokerMs = 1_500;
/** Replicas of more partitions than this are not listed by a foreign broker. */
const listedPartitionsMax = 5_000;

const none: ByPartition<never> = new Map();

export class ClusterReads {
  /** Null where there is none, and while nobody knows: see `isQuorumKnown`. */
  quorum: QuorumState | null = null;
  isQuorumKnown = false;
  eligible: ByPartition<EligibleReplicas> | null = none;
  reassignments: ByPartition<Reassignment> = none;
  readonly offlineLogDirs = new Map<number, readonly string[]>();
  readonly #link: KafkaLink;
  readonly #foreign: ForeignPositions | null;
  readonly #askedAtMs = new Map<string, number>();
  #shortTopics = '';
  #quorumAtMs = 0;
  #quorumFailures = 0;

  constructor(link: KafkaLink, foreign: ForeignPositions | null) {
    this.#link = link;
    this.#foreign = foreign;
  }

  /** Something was told to move: look at once. */
  hasten(): void {
    this.#askedAtMs.delete('reassignments');
  }

  get isMoving(): boolean {
    return this.reassignments.size > 0;
  }

  async read(metadata: Metadata, pace: Pace): Promise<void> {
    const intervals = (this.#foreign ? foreignIntervals : ownIntervals)[pace];
    const movingMs = this.isMoving ? movingIntervalMs : intervals.reassignments;
    const dirsMs = Math.max(intervals.dirs, metadata.brokers.size * dirsPerBrokerMs);
    await Promise.all([
      this.#every('quorum', intervals.quorum, () => this.#readQuorum()),
      this.#readEligible(metadata, intervals.eligible),
      this.#every('reassignments', movingMs, async () => {
        const partitions = await listReassignments(this.#link);
        this.reassignments = shared(this.reassignments, partitions);
      }),
      this.#every('dirs', dirsMs, () => this.#readDirs(metadata)),
    ]);
  }

  /** While it elects nobody tells; who stays silent for longer has no leader any more. */
  async #readQuorum(): Promise<void> {
    try {
      this.quorum = await readQuorum(this.#link);
      this.isQuorumKnown = true;
      this.#quorumFailures = 0;
      this.#quorumAtMs = Date.now();
    } catch (error) {
      this.#quorumFailures += 1;
      if (this.#quorumFailures > 1 && Date.now() - this.#quorumAtMs > quorumKeptMs) {
        this.quorum = null;
        this.isQuorumKnown = false;
      }
      throw error;
    }
  }

  async #readEligible(metadata: Metadata, intervalMs: number): Promise<void> {
    const short = [...metadata.topics.values()].filter(({ partitions }) =>
      partitions.some(({ isr, replicas }) => isr.length < replicas.length),
    );
    if (short.length === 0) {
      this.#shortTopics = '';
      if (this.eligible !== null && this.eligible.size > 0) this.eligible = none;
      return;
    }
    // Who may lead changes with the ISR, as a rule.
    const key = short
      .map(({ name, partitions }) => [name, ...partitions.map(({ isr }) => isr.join())].join(';'))
      .join('|');
    if (key !== this.#shortTopics) this.#askedAtMs.delete('eligible');
    this.#shortTopics = key;
    await this.#every('eligible', intervalMs, async () => {
      const names = short.map(({ name }) => name);
      this.eligible = sharedMaps(this.eligible, await readEligible(this.#link, names));
    });
  }

  /** One broker after the other: all at once would be a burst. */
  async #readDirs(metadata: Metadata): Promise<void> {
    let partitionCount = 0;
    for (const { partitions } of metadata.topics.values()) partitionCount += partitions.length;
    const isListed = this.#foreign !== null && partitionCount <= listedPartitionsMax;
    for (const brokerId of metadata.brokers.keys()) {
      // Null asks for every replica, an empty list for the folders alone.
      const topics = (isListed ? null : []) as never;
      const { response } = await this.#link
        .callPartly(brokerId, 'describeLogDirs', topics)
        // An environment fault: this broker does not answer now.
        .catch(() => ({ response: null }));
      if (!response) continue;
      const offline = response.results.filter(({ errorCode }) => errorCode !== 0);
      const dirs = offline.map(({ logDir }) => logDir);
      const before = this.offlineLogDirs.get(brokerId);
      if (before?.join('\n') !== dirs.join('\n')) this.offlineLogDirs.set(brokerId, dirs);
      if (isListed) this.#foreign?.putDirs(brokerId, replicasIn(response.results), metadata);
    }
  }

  async #every(kind: string, intervalMs: number, ask: () => Promise<void>): Promise<void> {
    const nowMs = Date.now();
    // Rounds are not quite a second apart.
    if (nowMs - (this.#askedAtMs.get(kind) ?? 0) < intervalMs - 100) return;
    this.#askedAtMs.set(kind, nowMs);
    try {
      await ask();
    } catch {
      // An older cluster, or one that is busy with an election: what was known stands.
      return;
    }
  }
}

type Dirs = readonly {
  readonly topics: readonly {
    readonly name: string;
    readonly partitions: readonly {
      readonly partitionIndex: number;
      readonly partitionSize: bigint;
      readonly offsetLag: bigint;
      readonly isFutureKey: boolean;
    }[];
  }[];
}[];

function replicasIn(dirs: Dirs): readonly DirReplica[] {
  return dirs.flatMap(({ topics }) =>
    topics.flatMap(({ name, partitions }) =>
      partitions
        .filter(({ isFutureKey }) => !isFutureKey)
        .map(({ partitionIndex, partitionSize, offsetLag }) => ({
          topic: name,
          partition: partitionIndex,
          sizeBytes: Number(partitionSize),
          lag: offsetLag < 0n ? null : Number(offsetLag),
        })),
    ),
  );
}

function shared(
  before: ByPartition<Reassignment>,
  partitions: readonly Reassignment[],
): ByPartition<Reassignment> {
  const byTopic = new Map<string, Map<number, Reassignment>>();
  for (const one of partitions) {
    const own = byTopic.get(one.topic) ?? new Map<number, Reassignment>();
    own.set(one.partition, one);
    byTopic.set(one.topic, own);
  }
  return sharedMaps(before, byTopic) ?? none;
}

/** Topics of which nothing changed keep their map. */
function sharedMaps<Value>(
  before: ByPartition<Value> | null,
  after: ByPartition<Value> | null,
): ByPartition<Value> | null {
  if (!before || !after) return after;
  const kept = new Map(
    [...after].map(([topic, now]) => {
      const old = before.get(topic);
      return [topic, old && textOf(old) === textOf(now) ? old : now];
    }),
  );
  const isSame =
    kept.size === before.size && [...kept].every(([topic, map]) => before.get(topic) === map);
  return isSame ? before : kept;
}

function textOf(map: ReadonlyMap<number, unknown>): string {
  return JSON.stringify([...map]);
}
