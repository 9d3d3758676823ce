/**
 * All clusters of the app: the one it was started with, further local ones, saved connections.
 * Each is opened when somebody first looks at it or starts it, and stays open from then on.
 */
import { mkdirSync } from 'node:fs';
import type { StartChild } from '../cluster/child.ts';
import { EventLog, recordSupervisor } from '../cluster/event-log.ts';
import { readLayout } from '../cluster/layout.ts';
import { LocalCluster } from '../cluster/local-cluster.ts';
import { forkLauncher } from '../cluster/launcher.ts';
import type { AppInfo } from '../contract/app-info.ts';
import type { ClustersState } from '../contract/clusters.ts';
import { ContractError } from '../contract/errors.ts';
import { linkSecurity } from '../explorer/link-security.ts';
import type { AppParts } from '../live/sources.ts';
import { openStore, type Store } from '../store/store.ts';
import { type ControlEndpoint, openControlEndpoint } from '../transport/control-endpoint.ts';
import type { Attachment } from './attachment.ts';
import { describeClusters, type Looked } from './describe.ts';
import { clusterDir, connectionDir, transferFolders } from './folders.ts';
import { Registry, type Saved, type Secrets } from './registry.ts';
import { createWorkspace, type Target, type Workspace } from './workspace.ts';

export const defaultId = 'default';

export type WorkspacesOptions = {
  readonly shell: AppInfo['shell'];
  /** The app's own folder, which is the default cluster's too. */
  readonly home: string;
  readonly target: Target;
  readonly events: EventLog;
  readonly store: Store;
  readonly app: Omit<AppParts, 'clusters'>;
  readonly secrets: Secrets;
  /** How brokers and runners are started; absent: by forking. */
  readonly startChild?: StartChild | undefined;
};

/** A cluster with everything around it. */
export type Opened = {
  readonly id: string;
  readonly target: Target;
  readonly dir: string;
  readonly events: EventLog;
  readonly store: Store;
  readonly workspace: Workspace;
  readonly control: ControlEndpoint | null;
};

const publishDelayMs = 100;
const lookIntervalMs = 10_000;

export class Workspaces {
  readonly registry: Registry;
  readonly options: WorkspacesOptions;
  readonly #opened = new Map<string, Opened>();
  readonly #opening = new Map<string, Promise<Opened>>();
  readonly #attachments = new Set<Attachment>();
  readonly #listeners = new Set<(state: ClustersState) => void>();
  readonly #sizes = new Map<string, number>();
  readonly #looked = new Map<string, Looked>();
  /** Cluster id -> what is done to it; one thing at a time. */
  readonly #busy = new Map<string, string>();
  #timer: NodeJS.Timeout | null = null;
  #lookTimer: NodeJS.Timeout | null = null;

  constructor(options: WorkspacesOptions) {
    this.options = options;
    this.registry = new Registry(options.home);
    const { target, home, events, store } = options;
    this.#opened.set(defaultId, this.#build(defaultId, target, home, events, store, null));
    target.cluster?.supervisor.on('change', this.publish);
    if (!target.cluster) void this.#lookAt(this.default);
  }

  /** The cluster with everything around it, opened now if it was not. */
  open(id: string): Promise<Opened> {
    const opened = this.#opened.get(id);
    if (opened) return Promise.resolve(opened);
    let opening = this.#opening.get(id);
    if (!opening) {
      opening = this.#open(id, this.saved(id)).finally(() => this.#opening.delete(id));
      this.#opening.set(id, opening);
    }
    return opening;
  }

  /** What was saved of a further cluster. */
  saved(id: string): Saved {
    const saved = Object.hasOwn(this.registry.clusters, id) ? this.registry.clusters[id] : null;
    if (saved) return saved;
    throw new ContractError('cluster-not-found', { id }, `There is no cluster ${id} any more.`);
  }

  /** The open local cluster; `not-local-cluster` for any other. */
  async local(id: string, action: string): Promise<LocalCluster> {
    const { cluster } = (await this.open(id)).target;
    if (cluster) return cluster;
    const message = 'The processes of a foreign cluster cannot be controlled from here.';
    throw new ContractError('not-local-cluster', { action }, message);
  }

  /** Whose changes are refused. */
  isReadOnly(id: string): boolean {
    const saved = this.registry.clusters[id];
    return saved?.kind === 'foreign' && saved.isReadOnly;
  }

  nameOf(id: string): string {
    const name = id === defaultId ? this.registry.defaultName : this.saved(id).name;
    return name ?? 'Rivulet';
  }

  dirOf(id: string): string {
    const { home } = this.options;
    if (id === defaultId) return home;
    return this.saved(id).kind === 'local' ? clusterDir(home, id) : connectionDir(home, id);
  }

  /** Refuses a second action on the same cluster until the first has ended. */
  async exclusively<Value>(
    id: string,
    action: string,
    perform: () => Promise<Value>,
  ): Promise<Value> {
    const before = this.#busy.get(id);
    if (before !== undefined) {
      const name = this.nameOf(id);
      const message = `${name} is busy (${before}); wait for the end of that, or cancel it.`;
      throw new ContractError('cluster-busy', { name, action: before }, message);
    }
    this.#busy.set(id, action);
    try {
      return await perform();
    } finally {
      this.#busy.delete(id);
      this.publish();
    }
  }

  /** Everything around the cluster is made anew: its address or login is another. */
  async rebuild(id: string): Promise<void> {
    const before = this.#opened.get(id);
    if (!before) return;
    const { cluster } = before.target;
    const target = cluster ? { cluster } : this.#targetOf(id, this.saved(id));
    const { dir, events, store, control } = before;
    await before.workspace.close();
    const rebuilt = this.#build(id, target, dir, events, store, control);
    this.#opened.set(id, rebuilt);
    this.#looked.delete(id);
    if (!cluster) void this.#lookAt(rebuilt);
    await this.#move(id, id);
  }

  /** Ends what is open of a cluster; who looks at it looks at the default one then. */
  async close(id: string): Promise<void> {
    const opened = this.#opened.get(id) ?? (await this.#opening.get(id)?.catch(() => undefined));
    this.#opened.delete(id);
    this.#sizes.delete(id);
    this.#looked.delete(id);
    if (opened) await this.#end(opened);
    await this.#move(id, defaultId);
    this.publish();
  }

  attach(attachment: Attachment): () => void {
    this.#attachments.add(attachment);
    return () => void this.#attachments.delete(attachment);
  }

  get state(): ClustersState {
    return describeClusters({
      home: this.options.home,
      registry: this.registry,
      opened: this.#opened,
      sizes: this.#sizes,
      looked: this.#looked,
    });
  }

  /** Calls at once and with each change. */
  readonly watch = (listener: (state: ClustersState) => void): (() => void) => {
    this.#listeners.add(listener);
    listener(this.state);
    this.#lookTimer ??= setInterval(() => void this.#look(), lookIntervalMs);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0 || !this.#lookTimer) return;
      clearInterval(this.#lookTimer);
      this.#lookTimer = null;
    };
  };

  /** Something changed; the watchers hear of it in a moment. */
  readonly publish = (): void => {
    if (this.#listeners.size === 0) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      const { state } = this;
      for (const listener of this.#listeners) listener(state);
    }, publishDelayMs);
  };

  setSize(id: string, sizeBytes: number): void {
    this.#sizes.set(id, sizeBytes);
    this.publish();
  }

  get default(): Opened {
    return this.#opened.get(defaultId) as Opened;
  }

  /** All that is open, for a setting that concerns every cluster. */
  get allOpened(): readonly Opened[] {
    return [...this.#opened.values()];
  }

  /** Ends everything but the default cluster, whose owner closes it. */
  async closeAll(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#lookTimer) clearInterval(this.#lookTimer);
    this.#listeners.clear();
    await Promise.allSettled(this.#opening.values());
    this.options.target.cluster?.supervisor.off('change', this.publish);
    const ended = await Promise.allSettled(this.allOpened.map((opened) => this.#end(opened)));
    this.#opened.clear();
    for (const result of ended) if (result.status === 'rejected') throw result.reason;
  }

  async #open(id: string, saved: Saved): Promise<Opened> {
    const dir = this.dirOf(id);
    mkdirSync(dir, { recursive: true });
    const events = new EventLog();
    const target =
      saved.kind === 'local' ? await this.#openLocal(id, dir, events) : this.#targetOf(id, saved);
    let store: Store;
    try {
      store = openStore(dir);
    } catch (error) {
      await target.cluster?.close();
      throw error;
    }
    const control = target.cluster ? await this.#openControl(id, target.cluster) : null;
    const opened = this.#build(id, target, dir, events, store, control);
    this.#opened.set(id, opened);
    if (!target.cluster) void this.#lookAt(opened);
    this.publish();
    return opened;
  }

  async #openLocal(id: string, dir: string, events: EventLog): Promise<Target> {
    const { restartPolicy } = this.options.app.settings.read();
    const launcher = forkLauncher(undefined, undefined, this.options.startChild);
    const cluster = await LocalCluster.open({ dir, restartPolicy, launcher });
    recordSupervisor(events, cluster.supervisor);
    cluster.supervisor.on('change', this.publish);
    return { cluster };
  }

  /** The command line reaches this cluster too, by its folder. */
  async #openControl(id: string, cluster: LocalCluster): Promise<ControlEndpoint> {
    return openControlEndpoint(cluster.dir, async () => {
      const { controlService } = await import('../transport/control-service.ts');
      return controlService(cluster, null, () => void cluster.stop());
    });
  }

  #targetOf(id: string, saved: Saved): Target {
    if (saved.kind !== 'foreign') throw new Error(`${id} is no connection`);
    const password = saved.password === null ? '' : this.options.secrets.open(saved.password);
    const security = linkSecurity(saved.security, password, saved.bootstrap);
    return { cluster: null, bootstrap: saved.bootstrap, security };
  }

  #build(
    id: string,
    target: Target,
    dir: string,
    events: EventLog,
    store: Store,
    control: ControlEndpoint | null,
  ): Opened {
    const app = { ...this.options.app, clusters: this };
    const { shell, secrets, home, startChild } = this.options;
    const { exportsDir } = transferFolders(home);
    const around = { shell, dataDir: dir, events, store, app, secrets, exportsDir, startChild };
    const workspace = createWorkspace({ ...target, ...around });
    return { id, target, dir, events, store, workspace, control };
  }

  async #end({ id, target, workspace, store, control }: Opened): Promise<void> {
    await workspace.close();
    control?.close();
    // The default cluster and the app's store belong to who started the app.
    if (id === defaultId) return;
    await target.cluster?.close();
    store.close();
  }

  async #move(from: string, to: string): Promise<void> {
    const moved = [...this.#attachments].filter(({ selectedId }) => selectedId === from);
    await Promise.all(moved.map((attachment) => attachment.select(to)));
  }

  async #look(): Promise<void> {
    const foreign = this.allOpened.filter(({ target }) => target.cluster === null);
    await Promise.all(foreign.map((opened) => this.#lookAt(opened)));
  }

  async #lookAt({ id, workspace }: Opened): Promise<void> {
    const looked = await workspace.look();
    if (this.#opened.get(id)?.workspace !== workspace) return;
    this.#looked.set(id, looked);
    this.publish();
  }

  /** Ports that a cluster of the app has, running or not. */
  get portsInUse(): readonly number[] {
    const locals = Object.entries(this.registry.clusters).filter(
      ([, { kind }]) => kind === 'local',
    );
    const dirs = [this.options.home, ...locals.map(([id]) => this.dirOf(id))];
    return dirs.flatMap((dir) => readLayout(dir)?.brokers.map(({ port }) => port) ?? []);
  }
}
