/** All clusters of the app: those it runs itself, and saved connections to others. */
import type { TaskStarted } from './tasks.ts';

/** unknown: a foreign cluster that nobody has looked at yet. */
export type WorkspacePhase =
  | 'unknown'
  | 'starting'
  | 'ready'
  | 'degraded'
  | 'stopped'
  | 'unreachable';

export type SaslMechanism = 'plain' | 'scram-sha-256' | 'scram-sha-512';

/** What a connection needs besides its address; a password never comes back out. */
export type ConnectionSecurity = {
  /** Null: without TLS. */
  readonly tls: {
    /** PEM; null: the authorities that the system trusts. */
    readonly ca: string | null;
    /** False accepts any certificate. */
    readonly isVerified: boolean;
  } | null;
  /** Null: without a login. */
  readonly sasl: { readonly mechanism: SaslMechanism; readonly username: string } | null;
};

type EntryBase = {
  /** Null: the one that the app was started with and that nobody named yet. */
  readonly name: string | null;
  readonly phase: WorkspacePhase;
  /** Empty while it is not known: a folder that was never opened has no ports yet. */
  readonly bootstrap: string;
  /** 0 while it is not known. */
  readonly brokerCount: number;
  readonly isDefault: boolean;
  readonly createdAtMs: number;
};

export type ClusterEntry =
  | (EntryBase & {
      readonly kind: 'local';
      readonly dir: string;
      /** As it was measured last; null: not yet. */
      readonly sizeBytes: number | null;
    })
  | (EntryBase & {
      readonly kind: 'foreign';
      readonly security: ConnectionSecurity;
      readonly hasPassword: boolean;
      /** Every change is refused. */
      readonly isReadOnly: boolean;
    });

/** Stream `clusters`: id -> cluster. */
export type ClustersState = {
  readonly defaultId: string;
  readonly clusters: { readonly [id: string]: ClusterEntry };
};

export type ConnectionParams = {
  readonly bootstrap: string;
  readonly security: ConnectionSecurity;
  /** Absent for a saved connection: the one that is kept. */
  readonly password?: string | undefined;
};

export type ConnectionReport = {
  readonly clusterId: string;
  readonly brokerCount: number;
  readonly topicCount: number;
  readonly elapsedMs: number;
};

type OneCluster = { readonly id: string };

export type ClustersApi = {
  /** Every method and stream of this connection is about this cluster from now on. */
  readonly 'clusters.select': (params: OneCluster) => null;
  /** A new local one in a folder of its own; it is not started. */
  readonly 'clusters.create': (params: {
    readonly name: string;
    readonly brokerCount: number;
    /** Absent: the next block of free ones. */
    readonly port?: number | undefined;
  }) => OneCluster;
  /** Resolves when all its brokers are ready. */
  readonly 'clusters.start': (params: OneCluster) => null;
  /** Resolves when all have stopped in order. */
  readonly 'clusters.stop': (params: OneCluster) => null;
  readonly 'clusters.rename': (params: OneCluster & { readonly name: string }) => null;
  /** Restarts its brokers where they run; rejects with `port-taken` before anything is stopped. */
  readonly 'clusters.setPort': (params: OneCluster & { readonly port: number }) => null;
  /** Ends with the id of the copy, `{ id }`. The cluster must be stopped, as for an export. */
  readonly 'clusters.duplicate': (params: OneCluster & { readonly name: string }) => TaskStarted;
  /** Its folder with all its records; of a connection only what was saved. */
  readonly 'clusters.delete': (params: OneCluster) => null;
  /** Ends with `{ file, sizeBytes }`. Without a file: one in the app's folder for exports. */
  readonly 'clusters.export': (
    params: OneCluster & { readonly file?: string | undefined },
  ) => TaskStarted;
  /** Ends with the id of the new cluster, `{ id }`. */
  readonly 'clusters.import': (params: {
    readonly file: string;
    /** Absent: the one it was exported under. */
    readonly name?: string | undefined;
  }) => TaskStarted;
  /** Walks the folders of all local clusters; the state `clusters` has the sizes after it. */
  readonly 'clusters.measure': () => null;
  /** Opens the folder in the system's file manager, where there is one. */
  readonly 'clusters.openFolder': (params: OneCluster) => { readonly isOpened: boolean };
  /** Tries an address before it is saved; `id` names the saved one that is being changed. */
  readonly 'clusters.test': (
    params: ConnectionParams & { readonly id?: string | undefined },
  ) => ConnectionReport;
  readonly 'clusters.connect': (
    params: ConnectionParams & { readonly name: string; readonly isReadOnly: boolean },
  ) => OneCluster;
  readonly 'clusters.changeConnection': (
    params: OneCluster & ConnectionParams & { readonly name: string; readonly isReadOnly: boolean },
  ) => null;
  /** Settings back to their defaults; clusters stay. */
  readonly 'settings.reset': () => null;
  /** All other clusters and connections go, the first one is empty, settings are the defaults. */
  readonly 'clusters.resetAll': () => null;
};

export type ClustersEvents = {
  /** The connection looks at another cluster now, or at the same one after it was rebuilt. */
  readonly 'clusters.selected': { readonly id: string };
};
