/**
 * Everything around one cluster, ours or somebody else's: what watches it, what asks it, what
 * remembers it. What belongs to one cluster is made and listed here; the app holds many of these.
 */
import { ClusterRecording } from '../cluster-state/cluster-history.ts';
import { ClusterWatch } from '../cluster-state/cluster-watch.ts';
import { replicaHandlers } from '../cluster-state/replica-handlers.ts';
import { StatsTable } from '../cluster-state/stats-table.ts';
import { brokerHandlers } from '../cluster/broker-handlers.ts';
import type { StartChild } from '../cluster/child.ts';
import type { EventLog } from '../cluster/event-log.ts';
import type { LocalCluster } from '../cluster/local-cluster.ts';
import type { AppInfo } from '../contract/app-info.ts';
import type { ClusterApi } from '../contract/cluster.ts';
import type { ClustersApi } from '../contract/clusters.ts';
import { ContractError } from '../contract/errors.ts';
import type { Method } from '../contract/index.ts';
import type { LanApi } from '../contract/lan.ts';
import type { LiveApi } from '../contract/live.ts';
import type { TasksApi } from '../contract/tasks.ts';
import { Explorer } from '../explorer/explorer.ts';
import type { LinkSecurity } from '../explorer/link-security.ts';
import { Inspector } from '../inspect/inspector.ts';
import { asAsked } from '../explorer/request-pace.ts';
import { doctorHandlers } from '../doctor/doctor.ts';
import { GroupWatch } from '../groups/group-watch.ts';
import { LiveHub } from '../live/live-hub.ts';
import { ModelsService } from '../models/models-service.ts';
import { type AppParts, createSources, currentTopics, type SourceParts } from '../live/sources.ts';
import { ProduceService } from '../produce/produce-service.ts';
import { ProducerWatch } from '../producers/producer-watch.ts';
import { scenarioExportHandlers } from '../scenarios/export-handlers.ts';
import { findScenario, libraryDir } from '../scenarios/library.ts';
import { ownScenariosDir } from '../scenarios/own-files.ts';
import { ScenarioService } from '../scenarios/scenario-service.ts';
import { MessageService } from '../search/message-service.ts';
import { openHistory } from '../store/history.ts';
import type { Store } from '../store/store.ts';
import { historyLimits, measuresHandlers } from '../throughput/handlers.ts';
import { commandFile, kafkaVerbs } from '../terminal/programs.ts';
import { Terminals } from '../terminal/terminals.ts';
import { ThroughputRecorder } from '../throughput/recorder.ts';
import type { Handlers } from '../transport/rpc.ts';
import type { Secrets } from './registry.ts';
import { readVersion } from '../version.ts';

/** Our own cluster, or somebody else's. */
export type Target =
  | { readonly cluster: LocalCluster }
  | {
      readonly cluster: null;
      readonly bootstrap: string;
      readonly security?: LinkSecurity | undefined;
    };

export type WorkspaceOptions = {
  readonly shell: AppInfo['shell'];
  readonly dataDir: string;
  readonly events: EventLog;
  readonly store: Store;
  readonly secrets: Secrets;
  /** Where files for the browser lie. */
  readonly exportsDir: string;
  /** What all clusters share: settings, tasks, the list of clusters. */
  readonly app: AppParts;
  /** How scenario runners are started. */
  readonly startChild?: StartChild | undefined;
} & Target;

/** What the app's own polling may cost a cluster that is not ours, in requests a second. */
const foreignPollsPerS = 5;

/** What is answered by the app itself. */
export type AppMethod =
  | 'settings.get'
  | 'settings.set'
  | keyof ClustersApi
  | keyof LanApi
  | keyof TasksApi
  | keyof LiveApi;

/** The methods that are about one cluster. */
export type ClusterMethod = Exclude<Method, AppMethod>;

export type Workspace = {
  readonly hub: LiveHub;
  readonly handlers: Handlers<ClusterMethod>;
  /** How many brokers there are now; null when none answers. */
  readonly look: () => Promise<{ readonly brokerCount: number } | null>;
  /** Ends what is here; the cluster and the store belong to the caller. */
  readonly close: () => Promise<void>;
};

/** Builds and starts everything but the cluster, which the caller owns. */
export function createWorkspace(options: WorkspaceOptions): Workspace {
  const { cluster, dataDir, events, store } = options;
  const bootstrap = cluster ? cluster.bootstrap : options.bootstrap;
  const explorer = cluster
    ? new Explorer(bootstrap)
    : new Explorer(bootstrap, options.security, foreignPollsPerS);
  const stats = new StatsTable(cluster?.supervisor ?? null);
  const isForeign = cluster === null;
  const { link } = explorer;
  const measured = openHistory(dataDir, () => historyLimits(options.app.settings.read()));
  const watch = new ClusterWatch({ link, cluster, stats, events });
  const history = new ClusterRecording();
  const stopRecording = watch.watch(
    (state) => history.record(state, () => stats.replicas.all, Date.now()),
    'quiet',
  );
  const parts = {
    ...options.app,
    explorer,
    stats,
    events,
    isForeign,
    watch,
    history,
    recorder: new ThroughputRecorder({ stats, link, events, isForeign, history: measured }),
    producers: new ProducerWatch({ stats, link, isForeign }),
    produce: new ProduceService(link, options.app.tasks),
    groups: new GroupWatch({
      link,
      clock: explorer.lagClock,
      supervisor: cluster?.supervisor ?? null,
      stats,
    }),
    inspector: new Inspector({
      link,
      lagClock: explorer.lagClock,
      tasks: options.app.tasks,
      supervisor: cluster?.supervisor ?? null,
    }),
    terminals: new Terminals({ command: commandFile, dataDir, bootstrap, verbs: kafkaVerbs }),
    messages: new MessageService({
      link,
      notes: store.notes,
      tasks: options.app.tasks,
      secrets: options.secrets,
      exportsDir: options.exportsDir,
    }),
    scenarios: new ScenarioService({
      dataDir,
      link,
      runs: store.scenarioRuns,
      killBroker: cluster ? (brokerId) => cluster.supervisor.kill(brokerId) : null,
      startChild: options.startChild,
    }),
    models: new ModelsService(link, cluster?.supervisor ?? null),
  } satisfies SourceParts;
  parts.recorder.start();
  return {
    hub: new LiveHub(createSources(parts)),
    handlers: askedHandlers(workspaceHandlers(options, parts, appInfo(options, bootstrap))),
    look: async () => {
      try {
        const { brokers } = await link.metadata({ isFresh: true });
        return { brokerCount: brokers.size };
      } catch {
        // Nobody answers: that is the answer.
        return null;
      }
    },
    close: async () => {
      stopRecording();
      await parts.scenarios.close();
      await parts.models.close();
      parts.terminals.close();
      parts.recorder.close();
      measured.close();
      parts.producers.close();
      await parts.produce.close();
      parts.groups.close();
      await parts.messages.close();
      await explorer.close();
    },
  };
}

/** What is called is what a person asked for: it does not wait in the line of the polling. */
function askedHandlers(handlers: Handlers<ClusterMethod>): Handlers<ClusterMethod> {
  const asked = Object.entries(handlers).map(([name, handler]) => [
    name,
    (params: never) => asAsked(() => (handler as (params: never) => unknown)(params)),
  ]);
  return Object.fromEntries(asked) as Handlers<ClusterMethod>;
}

function workspaceHandlers(
  { cluster, dataDir, exportsDir }: WorkspaceOptions,
  parts: SourceParts,
  info: AppInfo,
): Handlers<ClusterMethod> {
  const { explorer, recorder, scenarios } = parts;
  return {
    'app.info': () => info,
    ...(cluster ? brokerHandlers(cluster) : foreignBrokerHandlers()),
    ...explorer.handlers(() => currentTopics(parts)),
    ...parts.inspector.handlers(),
    ...parts.messages.handlers(),
    'cluster.history': ({ fromMs, toMs }) => parts.history.read(fromMs, toMs),
    ...replicaHandlers({ link: explorer.link, watch: parts.watch, stats: parts.stats }),
    ...measuresHandlers(recorder),
    ...parts.produce.handlers(),
    ...scenarios.handlers(),
    ...scenarioExportHandlers({
      exportsDir,
      link: explorer.link,
      producers: () => parts.producers.seen(),
      sourceOf: (name) => findScenario(name, [ownScenariosDir(dataDir), libraryDir]).source,
    }),
    ...parts.models.handlers(),
    ...doctorHandlers(info.bootstrap),
    ...parts.terminals.handlers(),
  };
}

function appInfo({ shell, dataDir, cluster }: WorkspaceOptions, bootstrap: string): AppInfo {
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
    'cluster.removeBroker': refuse('remove'),
  };
}
