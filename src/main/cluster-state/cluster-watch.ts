/** Keeps the state of one cluster up to date while somebody watches it. */
import type { EventLog } from '../cluster/event-log.ts';
import type { LocalCluster } from '../cluster/local-cluster.ts';
import type { ClusterState } from '../contract/cluster.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import type { Metadata } from '../explorer/metadata.ts';
import { composeCluster, type Controller, controllerOf } from './compose.ts';
import { eventsBetween } from './metadata-events.ts';
import { ProducerRates } from './producers.ts';
import type { StatsTable } from './stats-table.ts';

const metadataIntervalMs = 1_000;
const statsIntervalMs = 250;
/** Changes come in bursts: a leader's death moves many partitions. */
const nudgeDelayMs = 20;
/** Every broker reports on its own; one composition serves all of them. */
const publishDelayMs = 50;

export type ClusterWatchOptions = {
  readonly link: KafkaLink;
  readonly cluster: LocalCluster | null;
  readonly stats: StatsTable;
  readonly events: EventLog;
};

/** One for all watchers; idle without any. */
export class ClusterWatch {
  readonly #options: ClusterWatchOptions;
  readonly #listeners = new Set<(state: ClusterState) => void>();
  readonly #producers = new ProducerRates();
  #metadata: Metadata | null = null;
  #isReachable = false;
  #controller: Controller = { controllerId: -1, quorumEpoch: -1 };
  #stop: (() => void) | null = null;

  constructor(options: ClusterWatchOptions) {
    this.#options = options;
  }

  /** Calls with the state now (when it is known) and whenever it changes; answers how to stop. */
  watch(listener: (state: ClusterState) => void): () => void {
    this.#listeners.add(listener);
    if (this.#stop === null) this.#start();
    else if (this.#metadata !== null) listener(this.#compose());
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = null;
    };
  }

  /** The last metadata, for who shows topics. */
  get metadata(): Metadata | null {
    return this.#metadata;
  }

  #start(): void {
    const { cluster, stats, events } = this.#options;
    let isStopped = false;
    let timer: NodeJS.Timeout | undefined;
    const refresh = async () => {
      await this.#refresh();
      if (isStopped) return;
      this.#publish();
      clearTimeout(timer);
      timer = setTimeout(() => void refresh(), metadataIntervalMs);
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
    cluster?.supervisor.on('change', publishSoon);
    const unwant = stats.want(statsIntervalMs);
    const unlistenStats = stats.onChange(() => {
      this.#producers.update(stats.latest, Date.now());
      publishSoon();
    });
    const unlistenEvents = events.onEvent(nudge);
    void refresh();
    this.#stop = () => {
      isStopped = true;
      clearTimeout(timer);
      if (publishTimer) clearTimeout(publishTimer);
      cluster?.supervisor.off('change', publishSoon);
      unwant();
      unlistenStats();
      unlistenEvents();
    };
  }

  async #refresh(): Promise<void> {
    const { link, cluster } = this.#options;
    try {
      const metadata = await link.metadata({ isFresh: true });
      if (!cluster) await this.#lookAtForeign(metadata);
      this.#metadata = metadata;
      this.#isReachable = true;
    } catch {
      // An environment fault: no broker answers. The state says so, and the next round tries again.
      this.#isReachable = false;
    }
  }

  /** Somebody else's brokers tell no events, so they are read off the differences. */
  async #lookAtForeign(metadata: Metadata): Promise<void> {
    const { link, events } = this.#options;
    const controller = await foreignController(link, metadata);
    const before = this.#metadata && { metadata: this.#metadata, controller: this.#controller };
    this.#controller = controller;
    if (!before) return;
    for (const event of eventsBetween(before, { metadata, controller })) events.append(event);
  }

  #publish(): void {
    const state = this.#compose();
    for (const listener of this.#listeners) listener(state);
  }

  #compose(): ClusterState {
    const { link, cluster, stats } = this.#options;
    return composeCluster({
      bootstrap: link.bootstrap,
      layout: cluster?.layout ?? null,
      machines: cluster?.supervisor.machines ?? new Map(),
      metadata: this.#metadata,
      isReachable: this.#isReachable,
      controller: cluster ? controllerOf(stats.latest) : this.#controller,
      stats: stats.latest,
      loadOf: (brokerId) => stats.loadOf(brokerId),
      producers: this.#producers.states,
    });
  }
}

/** Metadata names any broker as controller since KRaft; the quorum knows the real one. */
async function foreignController(link: KafkaLink, metadata: Metadata): Promise<Controller> {
  try {
    const topics = [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }];
    const { response } = await link.callPartly('any', 'describeQuorum', topics);
    const partition = response.topics[0]?.partitions[0];
    if (!partition) throw new Error('DescribeQuorum answered nothing');
    return { controllerId: partition.leaderId, quorumEpoch: partition.leaderEpoch };
  } catch {
    // ZooKeeper's clusters and Redpanda have no such quorum.
    return { controllerId: metadata.controllerId, quorumEpoch: -1 };
  }
}
