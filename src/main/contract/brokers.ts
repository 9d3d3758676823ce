/** Brokers: what each is and runs with, its disks, clients and log. */
import type { ConfigChanges, ConfigEntry } from './configs.ts';

/** What only now and then changes of a broker; the stream `cluster` has what moves. */
export type BrokerFacts = {
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
  /** Its place in the metadata quorum; null where that is not told. */
  readonly role: 'active-controller' | 'voter' | 'observer' | null;
  /** The newest metadata.version it can work with, as Kafka names it (4.1-IV1); null if unknown. */
  readonly metadataVersionMax: string | null;
  /** Null: it does not answer, or does not tell. */
  readonly logDirs: readonly LogDirSummary[] | null;
};

export type LogDirSummary = {
  readonly path: string;
  /** Kafka's name of what is wrong with it. */
  readonly error: string | null;
  /** Of the volume; null where it is not told. */
  readonly totalBytes: number | null;
  readonly usableBytes: number | null;
  readonly replicaCount: number;
  readonly replicaBytes: number;
};

/** Stream `brokers`. */
export type BrokersState = {
  /** Broker id -> facts. */
  readonly brokers: { readonly [brokerId: string]: BrokerFacts };
  /** The finalised metadata.version as Kafka names it; null if unknown. */
  readonly metadataVersion: string | null;
};

/** One replica in a log folder. */
export type LogDirReplica = {
  readonly topic: string;
  readonly partition: number;
  readonly sizeBytes: number;
  /** Records behind the leader, or for a copy that is being made behind the replica. */
  readonly behindCount: number;
  readonly isFuture: boolean;
};

/** Stream `brokerLogDirs`: `path` -> folder. */
export type BrokerLogDirs = {
  readonly dirs: {
    readonly [path: string]: LogDirSummary & { readonly replicas: readonly LogDirReplica[] };
  };
};

/** A client that is connected now. */
export type BrokerConnection = {
  readonly listener: 'broker' | 'controller';
  /** As its last request said; empty before the first. */
  readonly clientId: string;
  readonly softwareName: string;
  readonly host: string;
  readonly port: number;
  readonly principal: string;
  readonly sinceMs: number;
  readonly lastRequestMs: number | null;
  readonly requestsPerS: number;
  readonly bytesInPerS: number;
  /** Requests by the name of their API, since it connected. */
  readonly requests: { readonly [api: string]: number };
};

/** Stream `brokerConnections`; null: the broker is not ours, or does not answer. */
export type BrokerConnections = {
  readonly connections: { readonly [id: string]: BrokerConnection } | null;
};

export type LogLevel = 'INFO' | 'WARN' | 'ERROR' | 'OTHER';

/** One item of the feed `brokerLog`. */
export type BrokerLogLine = {
  /** Counts from 1 with the first line that was read. */
  readonly number: number;
  /** Null in lines that do not begin with a time. */
  readonly atMs: number | null;
  readonly level: LogLevel;
  /** The part of the broker that speaks. */
  readonly area: string;
  readonly text: string;
  /** Lines left out before this one, because they came faster than they could be shown. */
  readonly skippedCount: number;
};

/** Versions of one API that a broker serves. */
export type ApiRange = { readonly min: number; readonly max: number };

export type ApiVersions = {
  /** API name -> key and range by broker id; a broker without it is absent. */
  readonly apis: {
    readonly [api: string]: {
      readonly key: number;
      readonly ranges: { readonly [brokerId: string]: ApiRange };
    };
  };
  readonly features: {
    readonly [feature: string]: {
      /** Null: not finalised. */
      readonly finalized: ApiRange | null;
      readonly supported: { readonly [brokerId: string]: ApiRange };
    };
  };
  /** Kafka's names of the levels of metadata.version that appear here. */
  readonly metadataVersions: { readonly [level: string]: string };
  /** Brokers that did not answer. */
  readonly silent: readonly number[];
};

/** What clients are asked to tell of themselves (KIP-714). */
export type ClientMetricsSubscription = {
  readonly name: string;
  /** Prefixes of metrics; `*` is all. */
  readonly metrics: readonly string[];
  readonly intervalMs: number;
  /** `client_id=…` and so on; empty: every client. */
  readonly match: readonly string[];
};

type OneBroker = { readonly brokerId: number };

export type BrokersApi = {
  /** Null: what counts for all brokers. */
  readonly 'brokers.configs': (params: { readonly brokerId: number | null }) => {
    readonly configs: readonly ConfigEntry[];
  };
  readonly 'brokers.alterConfigs': (
    params: ConfigChanges & { readonly brokerId: number | null },
  ) => null;
  readonly 'brokers.apiVersions': () => ApiVersions;
  readonly 'brokers.moveReplica': (
    params: OneBroker & {
      readonly topic: string;
      readonly partition: number;
      readonly path: string;
    },
  ) => null;
  /** The end of what the broker's process wrote; only of our own brokers. */
  readonly 'brokers.readLog': (params: OneBroker) => { readonly text: string };
  readonly 'brokers.clientMetrics': () => {
    readonly subscriptions: readonly ClientMetricsSubscription[];
  };
  readonly 'brokers.setClientMetrics': (params: ClientMetricsSubscription) => null;
  readonly 'brokers.deleteClientMetrics': (params: { readonly name: string }) => null;
};
