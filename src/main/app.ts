/**
 * The application: what all clusters share, and what a connection may call. Both shells build it
 * the same way and differ only in how they bring a renderer to it. What belongs to one cluster is
 * made in workspaces/workspace.ts.
 */
import type { RestartPolicy } from './cluster/broker-machine.ts';
import type { StartChild } from './cluster/child.ts';
import type { EventLog } from './cluster/event-log.ts';
import type { AppInfo, Settings } from './contract/app-info.ts';
import type { ClustersState } from './contract/clusters.ts';
import type { ClusterEvent } from './contract/cluster.ts';
import { paramSchemas } from './contract/params.ts';
import { lanHandlers } from './lan/handlers.ts';
import { openStore } from './store/store.ts';
import { TaskBoard } from './tasks/task-board.ts';
import { type Channel, type Handlers, serve } from './transport/rpc.ts';
import { type AppHandlers, Attachment } from './workspaces/attachment.ts';
import { clusterActions } from './workspaces/cluster-actions.ts';
import { plainSecrets, type Secrets } from './workspaces/registry.ts';
import { resetAll } from './workspaces/reset.ts';
import { settingsSource } from './workspaces/settings-source.ts';
import type { Target } from './workspaces/workspace.ts';
import { Workspaces } from './workspaces/workspaces.ts';

export type AppOptions = {
  readonly shell: AppInfo['shell'];
  readonly dataDir: string;
  readonly events: EventLog;
  /** What the command line said; absent: the settings decide. */
  readonly restartPolicy?: RestartPolicy | undefined;
  readonly secrets?: Secrets | undefined;
  /** How brokers of further clusters and runners are started; absent: by forking. */
  readonly startChild?: StartChild | undefined;
} & Target;

export type App = {
  readonly settings: () => Settings;
  readonly onSettings: (listener: (settings: Settings) => void) => () => void;
  /** Serves a renderer; answers what to call when its connection has ended. */
  readonly connect: (channel: Channel) => () => void;
  /** For a shell that shows the clusters outside of its pages. */
  readonly clusters: {
    readonly watch: (listener: (state: ClustersState) => void) => () => void;
    readonly start: (id: string) => Promise<void>;
    readonly stop: (id: string) => Promise<void>;
    /** What happens in the cluster that the app was started with. */
    readonly onEvent: (listener: (event: ClusterEvent) => void) => () => void;
  };
  readonly close: () => Promise<void>;
};

/** Builds and starts everything but the cluster, which the caller owns. */
export function createApp(options: AppOptions): App {
  const { shell, dataDir, events, startChild, secrets = plainSecrets } = options;
  const store = openStore(dataDir);
  const settings = settingsSource(store, options.restartPolicy);
  const tasks = new TaskBoard();
  const target: Target = options.cluster
    ? { cluster: options.cluster }
    : { cluster: null, bootstrap: options.bootstrap };
  const app = { settings, tasks };
  const home = { shell, home: dataDir, target, events, store, app, secrets, startChild };
  const workspaces = new Workspaces(home);
  const applyPolicy = ({ restartPolicy }: Settings) => {
    for (const { target: each } of workspaces.allOpened) {
      each.cluster?.supervisor.setPolicy(restartPolicy);
    }
  };
  applyPolicy(settings.read());
  settings.onChange(applyPolicy);
  const actions = clusterActions(workspaces);
  const handlers = {
    'settings.get': () => settings.read(),
    'settings.set': (patch) => settings.write(patch),
    'settings.reset': () => settings.reset(),
    'clusters.resetAll': () => resetAll(workspaces, settings),
    ...actions,
    ...lanHandlers(workspaces),
    ...tasks.handlers(),
  } satisfies AppHandlers;
  return {
    settings: settings.read,
    onSettings: settings.onChange,
    connect: (channel) => connect(workspaces, handlers, channel),
    clusters: {
      watch: workspaces.watch,
      start: async (id) => void (await actions['clusters.start']({ id })),
      stop: async (id) => void (await actions['clusters.stop']({ id })),
      onEvent: (listener) => events.onEvent(listener),
    },
    close: async () => {
      await tasks.close();
      await workspaces.closeAll();
      store.close();
    },
  };
}

function connect(workspaces: Workspaces, app: AppHandlers, channel: Channel): () => void {
  const attachment = new Attachment(workspaces, app);
  const service = {
    get handlers(): Handlers {
      return attachment.handlers;
    },
    schemas: paramSchemas,
  };
  attachment.start(serve(service, channel));
  return () => attachment.close();
}
