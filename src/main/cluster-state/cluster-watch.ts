/** Keeps the state of one cluster up to date: closely while somebody watches, else at leisure. */
import type { EventLog } from '../cluster/event-log.ts';
import type { LocalCluster } from '../cluster/local-cluster.ts';
import type { ClusterState } from '../contract/cluster.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import type { Metadata, Node } from '../explorer/metadata.ts';
import { asPolling } from '../explorer/request-pace.ts';
import { ClusterReads, type Pace } from './cluster-reads.ts';
import { composeCluster, type Controller, controllerOf } from './compose.ts';
import { type Damages, damagesAfter } from './damages.ts';
import { FlowRates } from './flows.ts';
import { ForeignPositions } from './foreign-positions.ts';
import { eventsBetween } from './metadata-events.ts';
import { shareMetadata } from './share-metadata.ts';
import type { StatsTable } from './stats-table.ts';
import { TopicStates } from './topic-states.ts';

/** Our own brokers tell what changes; the rounds between are for what they do not tell. */
const metadataIntervalMs = {
  own: { live: 1_000, quiet: 5_000 },
  foreign: { live: 2_000, quiet: 5_000 },
} as const;
const statsIntervalMs = { live: 250, quiet: 1_000 } as const;
/** Changes come in bursts: a leader's death moves many partitions. */
const nudgeDelayMs = 20;
/** Every broker reports on its own; one composition serves all of them. */
const publishDelayMs = 50;
/** At most a twentieth of the time goes into reading metadata, however large it is. */
const restShare = 20;

export type ClusterWatchOptions = {
  readonly link: KafkaLink;
  readonly cluster: LocalCluster | null;
  readonly stats: StatsTable;
  readonly events: EventLog;
};

type Listener = { readonly tell: (state: ClusterState) => void; readonly pace: Pace };

/** One for all watchers; idle without any. */
export class ClusterWatch {
  readonly #options: ClusterWatchOptions;
  readonly #listeners = new Set<Listener>();
  readonly #topicStates = new TopicStates();
  readonly #flows = new FlowRates();
  readonly #reads: ClusterReads;
  /** Null where our own brokers tell more. */
  readonly foreign: ForeignPositions | null;
  #damages: Damages = {};
  #metadata: Metadata | null = null;
  /** Every broker that was ever named, where it was last. */
  readonly #lastNodes = new Map<number, Node>();
  #isReachable = false;
  #controller: Controller = { controllerId: -1, quorumEpoch: -1 };
  #stop: (() => void) | null = null;
  #refreshSoon: () => void = () => {};
  #unwantStats: () => void = () => {};

  constructor(options: ClusterWatchOptions) {
    this.#options = options;
    this.foreign = options.cluster ? null : new ForeignPositions();
    this.#reads = new ClusterReads(options.link, this.foreign);
  }

  /** Calls with the state now (when it is known) and whenever it changes; answers how to stop. */
  watch(tell: (state: ClusterState) => void, pace: Pace = 'live'): () => void {
    const listener = { tell, pace };
    const before = this.#pace;
    this.#listeners.add(listener);
    if (this.#stop === null) this.#start();
    else {
      if (this.#metadata !== null) tell(this.#compose());
      if (this.#pace !== before) this.#changePace();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return this.#changePace();
      this.#stop?.();
      this.#stop = null;
    };
  }

  /** The last metadata, for who shows topics. */
  get metadata(): Metadata | null {
    return this.#metadata;
  }

  /** Something was told to change, and shall be seen at once. */
  hasten(): void {
    this.#reads.hasten();
    this.#refreshSoon();
  }

  get #pace(): Pace {
    return [...this.#listeners].some(({ pace }) => pace === 'live') ? 'live' : 'quiet';
  }

  #changePace(): void {
    const unwant = this.#unwantStats;
    this.#unwantStats = this.#options.stats.want(statsIntervalMs[this.#pace]);
    unwant();
    if (this.#pace === 'live') this.#refreshSoon();
  }

  #start(): void {
    const { link, cluster, stats, events } = this.#options;
    let isStopped = false;
    let timer: NodeJS.Timeout | undefined;
    const refresh = async () => {
      const startedAtMs = Date.now();
      await asPolling(() => this.#refresh());
      if (isStopped) return;
      this.#publish();
      clearTimeout(timer);
      // With a pace most of the time was waiting, and the pace bounds what it costs.
      const restMs = link.isPaced ? 0 : (Date.now() - startedAtMs) * restShare;
      const { own, foreign } = metadataIntervalMs;
      const intervalMs = this.#reads.isMoving ? own.live : (cluster ? own : foreign)[this.#pace];
      // A cluster that does not answer took its time already.
      timer = setTimeout(
        () => void refresh(),
        this.#isReachable ? Math.max(intervalMs, restMs) : own.live,
      );
    };
    const nudge = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void refresh(), nudgeDelayMs);
    };
    let publishTimer: NodeJS.Timeout | null = null;
    const publishSoon = () => {
      publishTimer ??= setTimeout(() => {
        publishTimer = null;
        this.#publish();
      }, publishDelayMs);
    };
    this.#refreshSoon = nudge;
    cluster?.supervisor.on('change', publishSoon);
    this.#unwantStats = stats.want(statsIntervalMs[this.#pace]);
    const unlistenStats = stats.onChange(publishSoon);
    this.#damages = events.recent.reduce(damagesAfter, {});
    const unlistenEvents = events.onEvent((event) => {
      this.#damages = damagesAfter(this.#damages, event);
      // A foreign cluster's events are read off its metadata.
      if (cluster) nudge();
    });
    void refresh();
    this.#stop = () => {
      isStopped = true;
      clearTimeout(timer);
      if (publishTimer) clearTimeout(publishTimer);
      cluster?.supervisor.off('change', publishSoon);
      this.#unwantStats();
      unlistenStats();
      unlistenEvents();
      this.#refreshSoon = () => {};
    };
  }

  async #refresh(): Promise<void> {
    const { link, cluster } = this.#options;
    try {
      const metadata = shareMetadata(this.#metadata, await link.metadata({ isFresh: true }));
      const before = this.#metadata;
      this.#metadata = metadata;
      for (const [id, node] of metadata.brokers) this.#lastNodes.set(id, node);
      this.#isReachable = true;
      await this.#reads.read(metadata, this.#pace);
      if (!cluster) this.#lookAtForeign(before, metadata);
    } catch {
      // An environment fault: no broker answers. The state says so, and the next round tries again.
      this.#isReachable = false;
    }
  }

  /** Somebody else's brokers tell no events, so they are read off the differences. */
  #lookAtForeign(before: Metadata | null, metadata: Metadata): void {
    const controller = foreignController(this.#reads, metadata);
    const old = before && { metadata: before, controller: this.#controller };
    this.#controller = controller;
    if (!old) return;
    for (const event of eventsBetween(old, { metadata, controller })) {
      this.#options.events.append(event);
    }
  }

  #publish(): void {
    const { stats } = this.#options;
    this.#flows.update(
      () => this.foreign?.takeFetched() ?? stats.replicas.takeFetched(),
      Date.now(),
    );
    const state = this.#compose();
    for (const { tell } of this.#listeners) tell(state);
  }

  #compose(): ClusterState {
    const { link, cluster, stats } = this.#options;
    const { quorum, eligible, reassignments, offlineLogDirs } = this.#reads;
    const metadata = this.#metadata;
    const isReachable = this.#isReachable;
    return composeCluster({
      bootstrap: link.bootstrap,
      layout: cluster?.layout ?? null,
      machines: cluster?.supervisor.machines ?? new Map(),
      metadata,
      isReachable,
      silent: link.silent,
      lastNodes: this.#lastNodes,
      topics: this.#topicStates.view({ metadata, isReachable, eligible, reassignments }),
      controller: cluster ? controllerOf(stats.latest) : this.#controller,
      quorum,
      flows: this.#flows.flows,
      damages: this.#damages,
      offlineLogDirs,
      stats: stats.latest,
      loadOf: (brokerId) => stats.loadOf(brokerId),
    });
  }
}

/**
 * Metadata names any broker as controller since KRaft; the quorum knows the real one. ZooKeeper's
 * clusters and Redpanda have no such quorum.
 */
function foreignController(reads: ClusterReads, { controllerId }: Metadata): Controller {
  const { quorum, isQuorumKnown } = reads;
  if (quorum) return { controllerId: quorum.leaderId, quorumEpoch: quorum.epoch };
  return { controllerId: isQuorumKnown ? controllerId : -1, quorumEpoch: -1 };
}
