/**
 * The control channel between a supervisor and one broker process: typed messages over the
 * process's IPC channel. It carries only what the Kafka protocol cannot say: the life of the
 * process and what only our own brokers can tell (per-replica positions, connections, rates).
 */
import type { GroupReport } from './control/groups.ts';
import type { LanOptions, LanUser } from './control/lan.ts';
import type { BrokerStats } from './control/stats.ts';
import type { ConnectionView, LogView, TopicAges } from './control/views.ts';

export type * from './control/groups.ts';
export * from './control/lan.ts';
export * from './control/measures.ts';
export type * from './control/stats.ts';
export type * from './control/views.ts';

/** One voter of the metadata quorum; every node of the default cluster is one. */
export type QuorumVoter = { readonly id: number; readonly host: string; readonly port: number };

/** Everything a broker process needs to start. */
export type BrokerOptions = {
  /** Kafka's `node.id`, 1 for the first. */
  readonly nodeId: number;
  /** 22 characters of URL-safe base64, the same for all brokers of a cluster. */
  readonly clusterId: string;
  /** The broker's own data folder (Kafka's `log.dirs`); made when it is missing. */
  readonly dataDir: string;
  /** Where clients connect. */
  readonly listener: { readonly host: string; readonly port: number };
  /** Where programs of other machines connect, after they have logged in; absent: nowhere. */
  readonly lan?: LanOptions | undefined;
  /** Controller listeners of all voters, this node's own among them. */
  readonly voters: readonly QuorumVoter[];
  /** Kafka's server.properties keys that differ from the defaults. */
  readonly config: Readonly<Record<string, string>>;
};

/** Supervisor to broker. */
export type ControlRequest =
  | { readonly type: 'start'; readonly options: BrokerOptions }
  /** Controlled shutdown: hand leaderships over, flush, write checkpoints, exit 0. */
  | { readonly type: 'stop' }
  /** A sibling's process ended; the cluster need not wait for a session timeout. */
  | { readonly type: 'peer-exited'; readonly nodeId: number }
  /** Send `stats` every `intervalMs` from now on; 0 turns it off. */
  | { readonly type: 'stats'; readonly intervalMs: number }
  /** Tell of the members of these groups in `stats` from now on, and of no others. */
  | { readonly type: 'watch-groups'; readonly groupIds: readonly string[] }
  /** Who may log in through the LAN listener from now on; connections of others are closed. */
  | { readonly type: 'lan-users'; readonly users: readonly LanUser[] }
  /** Something that only this broker knows; an `answer` with the same id comes back. */
  | { readonly type: 'ask'; readonly id: number; readonly question: BrokerQuestion };

/** Broker to supervisor. */
export type ControlEvent =
  /** Listeners are open (clients may connect, the broker may still be fenced). */
  | { readonly type: 'listening'; readonly nodeId: number; readonly port: number }
  /** Registered, caught up and unfenced. */
  | { readonly type: 'ready'; readonly nodeId: number; readonly brokerEpoch: number }
  /** The process cannot go on; it exits with `exitCode` right after. */
  | { readonly type: 'failed'; readonly nodeId: number; readonly reason: FailureReason }
  /** What the replayed metadata log brought; every broker tells it, the supervisor deduplicates. */
  | {
      readonly type: 'metadata';
      readonly nodeId: number;
      readonly changes: readonly MetadataChange[];
    }
  /** A replica of the broker was damaged on its disk, and what became of that. */
  | { readonly type: 'damage'; readonly nodeId: number; readonly damage: DamageReport }
  /** A step of a group that the broker coordinates. */
  | { readonly type: 'group'; readonly nodeId: number; readonly report: GroupReport }
  | { readonly type: 'stats'; readonly stats: BrokerStats }
  | { readonly type: 'answer'; readonly id: number; readonly answer: BrokerAnswer };

export type DamageReport = {
  readonly topic: string;
  readonly partition: number;
  /** The first record that cannot be relied on. */
  readonly offset: number;
  readonly file: string;
  /** `alone`: no other replica has the records; `failed`: a repair that is tried again later. */
  readonly state: 'found' | 'repaired' | 'alone' | 'failed';
};

export type FailureReason = {
  readonly code:
    | 'port-taken'
    | 'data-dir-in-use'
    | 'data-dir-unreadable'
    | 'data-dir-other-version'
    | 'data-dir-other-cluster'
    | 'disk-full'
    | 'internal';
  /** What happened, why, what to do: one English sentence each. */
  readonly message: string;
};

export type MetadataChange =
  | { readonly kind: 'controller'; readonly controllerId: number; readonly epoch: number }
  | { readonly kind: 'broker-fenced' | 'broker-unfenced'; readonly brokerId: number }
  | { readonly kind: 'topic-created' | 'topic-deleted'; readonly topic: string }
  | {
      readonly kind: 'config-changed';
      readonly resource: 'topic' | 'broker' | 'group' | 'client-metrics';
      /** Empty: the default of all brokers. */
      readonly name: string;
      /** What was set, changed or taken away. */
      readonly keys: readonly string[];
    }
  | {
      readonly kind: 'leader-changed' | 'isr-changed';
      readonly topic: string;
      readonly partition: number;
      /** -1: no leader. */
      readonly leader: number;
      readonly leaderEpoch: number;
      readonly isr: readonly number[];
    };

export type BrokerQuestion =
  /** The logs of a topic's partitions, all of them when none are named. */
  | {
      readonly kind: 'log-files';
      readonly topic: string;
      readonly partitions: readonly number[] | null;
    }
  /** How retention and compaction stand with the topics that the broker leads partitions of. */
  | { readonly kind: 'log-ages' }
  | { readonly kind: 'connections' };

export type BrokerAnswer =
  | { readonly kind: 'log-files'; readonly logs: readonly LogView[] }
  | { readonly kind: 'log-ages'; readonly topics: readonly TopicAges[] }
  | { readonly kind: 'connections'; readonly connections: readonly ConnectionView[] };

/** Exit codes of a broker process; anything else, or a signal, is a crash. */
export const exitCodes = {
  stopped: 0,
  internal: 1,
  portTaken: 20,
  dataDir: 21,
  diskFull: 22,
} as const;
