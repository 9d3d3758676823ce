/**
 * The application: all services around one cluster, and what a connection may call. Both shells
 * build it the same way and differ only in how they bring a renderer to it.
 */
import { ClusterWatch } from './cluster-state/cluster-watch.ts';
import { StatsTable } from './cluster-state/stats-table.ts';
import { brokerHandlers } from './cluster/broker-handlers.ts';
import type { EventLog } from './cluster/event-log.ts';
import type { LocalCluster } from './cluster/local-cluster.ts';
import type { AppInfo, Settings } from './contract/app-info.ts';
import type { ClusterApi } from './contract/cluster.ts';
import { ContractError } from './contract/errors.ts';
import { paramSchemas } from './contract/params.ts';
import { Explorer } from './explorer/explorer.ts';
import { type LiveConnection, LiveHub } from './live/live-hub.ts';
import { createSources, currentTopics, type SourceParts } from './live/sources.ts';
import { ScenarioService } from './scenarios/scenario-service.ts';
import { openStore, type Store } from './store/store.ts';
import { ThroughputRecorder } from './throughput/recorder.ts';
import { type Channel, type Handlers, serve } from './transport/rpc.ts';
import { readVersion } from './version.ts';

/** Our own cluster, or somebody else's. */
export type AppTarget =
  | { readonly cluster: LocalCluster }
  | { readonly cluster: null; readonly bootstrap: string };

export type AppOptions = {
  readonly shell: AppInfo['shell'];
  readonly dataDir: string;
  readonly events: EventLog;
} & AppTarget;

export type App = {
  readonly settings: () => Settings;
  /** Serves a renderer; answers what to call when its connection has ended. */
  readonly connect: (channel: Channel) => () => void;
  readonly close: () => Promise<void>;
};

/** Builds and starts everything but the cluster, which the caller owns. */
export function createApp(options: AppOptions): App {
  const { cluster, dataDir, events } = options;
  const bootstrap = cluster ? cluster.bootstrap : options.bootstrap;
  const store = openStore(dataDir);
  const explorer = new Explorer(bootstrap);
  const stats = new StatsTable(cluster?.supervisor ?? null);
  const isForeign = cluster === null;
  const { link } = explorer;
  const parts = {
    explorer,
    stats,
    events,
    isForeign,
    watch: new ClusterWatch({ link, cluster, stats, events }),
    recorder: new ThroughputRecorder({ stats, link, isForeign, table: store.throughput }),
    scenarios: new ScenarioService({ dataDir, bootstrap, runs: store.scenarioRuns }),
    settings: settingsSource(store, cluster),
  } satisfies SourceParts;
  parts.recorder.start();
  const hub = new LiveHub(createSources(parts));
  const shared = sharedHandlers(options, parts, appInfo(options, bootstrap));
  return {
    settings: parts.settings.read,
    connect: (channel) => {
      let live: LiveConnection | null = null;
      const handlers: Handlers = {
        ...shared,
        // The stream's name decides the form of its answer, which no general type can follow.
        'live.open': (({ stream, params }) => live?.open(stream, params)) as Handlers['live.open'],
        'live.close': ({ id }) => {
          live?.close(id);
          return null;
        },
      };
      live = hub.connect(serve({ handlers, schemas: paramSchemas }, channel));
      return () => live?.closeAll();
    },
    close: async () => {
      await parts.scenarios.close();
      parts.recorder.close();
      await explorer.close();
      store.close();
    },
  };
}

type SharedHandlers = Omit<Handlers, 'live.open' | 'live.close'>;

function sharedHandlers(
  { cluster }: AppOptions,
  parts: SourceParts & { readonly settings: SettingsSource },
  info: AppInfo,
): SharedHandlers {
  const { explorer, recorder, scenarios, settings } = parts;
  return {
    'app.info': () => info,
    'settings.get': () => settings.read(),
    'settings.set': (patch) => settings.write(patch),
    ...(cluster ? brokerHandlers(cluster) : foreignBrokerHandlers()),
    ...explorer.handlers(() => currentTopics(parts)),
    'throughput.history': (params) => recorder.history(params),
    ...scenarios.handlers(),
  };
}

type SettingsSource = ReturnType<typeof settingsSource>;

function settingsSource({ settings }: Store, cluster: LocalCluster | null) {
  const listeners = new Set<(settings: Settings) => void>();
  return {
    read: settings.read,
    write: (patch: Parameters<Store['settings']['write']>[0]): Settings => {
      const written = settings.write(patch);
      if (patch.restartPolicy) cluster?.supervisor.setPolicy(patch.restartPolicy);
      for (const listener of listeners) listener(written);
      return written;
    },
    onChange: (listener: (settings: Settings) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function appInfo({ shell, dataDir, cluster }: AppOptions, bootstrap: string): AppInfo {
  return {
    version: readVersion(),
    shell,
    platform: process.platform,
    bootstrap,
    dataDir,
    portInstead: cluster?.portInstead ?? null,
    startedAtMs: Date.now(),
  };
}

/** Somebody else's processes are not ours to start and stop. */
function foreignBrokerHandlers(): Handlers<keyof ClusterApi> {
  const refuse = (action: string) => () => {
    const message = 'The processes of a foreign cluster cannot be controlled from here.';
    throw new ContractError('not-local-cluster', { action }, message);
  };
  return {
    'cluster.startBroker': refuse('start'),
    'cluster.stopBroker': refuse('stop'),
    'cluster.restartBroker': refuse('restart'),
    'cluster.killBroker': refuse('kill'),
    'cluster.freezeBroker': refuse('freeze'),
    'cluster.thawBroker': refuse('thaw'),
    'cluster.addBroker': refuse('add'),
  };
}
