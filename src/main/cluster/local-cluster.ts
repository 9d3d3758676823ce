/** A data folder opened: locked, its ports settled, its brokers under a supervisor. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrokerOptions } from '../../broker/control.ts';
import { ContractError } from '../contract/errors.ts';
import { localBrokerConfig } from './broker-config.ts';
import { hasProcess, type RestartPolicy } from './broker-machine.ts';
import { prepareDataDir } from './data-dir.ts';
import { lanOptions, lanPorts, type LanSettings, readLan, writeLan } from './lan-file.ts';
import { type BrokerLauncher, forkLauncher } from './launcher.ts';
import { type BrokerLayout, brokerDir, type ClusterLayout } from './layout.ts';
import { newClusterId, readLayout } from './layout.ts';
import { layoutVersion, writeLayout } from './layout.ts';
import { acquireLock, type DataDirLock } from './lock.ts';
import { block, defaultPort, findFreeBlock, firstTakenPort, pickFreePorts } from './ports.ts';
import { portTaken } from './ports.ts';
import { readProperties } from './properties-file.ts';
import { Supervisor } from './supervisor.ts';

export type LocalClusterOptions = {
  readonly dir: string;
  /** Absent: as many as the folder has, 3 for a new one. */
  readonly brokerCount?: number | undefined;
  /** Absent: what the folder had, 9092 for a new one, and the next free block when taken. */
  readonly port?: number | undefined;
  readonly restartPolicy: RestartPolicy;
  readonly launcher?: BrokerLauncher | undefined;
};

const host = '127.0.0.1';

/** The brokers of one data folder; owns the folder until `close`. */
export class LocalCluster {
  readonly dir: string;
  readonly supervisor: Supervisor;
  /** Set when the wanted port was taken and another block is used. */
  readonly portInstead: { readonly wanted: number; readonly got: number } | null;
  readonly #lock: DataDirLock;
  #layout: ClusterLayout;
  #quorum = { leaderId: -1, epoch: -1 };

  /** Locks the folder and settles the ports; starts nothing. */
  static async open(options: LocalClusterOptions): Promise<LocalCluster> {
    prepareDataDir(options.dir);
    const lock = acquireLock(options.dir);
    try {
      const before = readLayout(options.dir);
      assertBrokerCount(options, before);
      const { layout, portInstead } = await settlePorts(options, before);
      if (JSON.stringify(layout) !== JSON.stringify(before)) writeLayout(options.dir, layout);
      return new LocalCluster(options, lock, layout, portInstead);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  private constructor(
    options: LocalClusterOptions,
    lock: DataDirLock,
    layout: ClusterLayout,
    portInstead: { readonly wanted: number; readonly got: number } | null,
  ) {
    this.dir = options.dir;
    this.portInstead = portInstead;
    this.#lock = lock;
    this.#layout = layout;
    this.supervisor = new Supervisor(options.launcher ?? forkLauncher(), options.restartPolicy);
    this.supervisor.on('metadata', (_brokerId, changes) => {
      for (const change of changes) {
        if (change.kind !== 'controller' || change.epoch < this.#quorum.epoch) continue;
        this.#quorum = { leaderId: change.controllerId, epoch: change.epoch };
      }
    });
    for (const { id } of layout.brokers) this.#supervise(id);
  }

  /** The active controller as the brokers last told it; -1 while there is none. */
  get quorum(): { readonly leaderId: number; readonly epoch: number } {
    return this.#quorum;
  }

  get layout(): ClusterLayout {
    return this.#layout;
  }

  /** For `bootstrap.servers`. */
  get bootstrap(): string {
    return this.#layout.brokers.map(({ port }) => `${this.#layout.host}:${port}`).join(',');
  }

  /** Forks all brokers and returns at once. */
  launch(): void {
    for (const { id } of this.#layout.brokers) this.supervisor.launch(id);
  }

  /** Resolves when every broker is unfenced; rejects with the first that ended instead. */
  async whenReady(): Promise<void> {
    await Promise.all(this.#layout.brokers.map(({ id }) => this.supervisor.whenReady(id)));
  }

  /** Adds a broker (no voter of the quorum) and resolves when it is unfenced. */
  async addBroker(): Promise<{ readonly brokerId: number; readonly pid: number }> {
    const { brokers } = this.#layout;
    const brokerId = Math.max(...brokers.map(({ id }) => id)) + 1;
    const above = Math.max(...brokers.map(({ port }) => port)) + 1;
    const port = await findFreeBlock(this.#layout.host, above, 1);
    const before = this.#layout;
    const added = { id: brokerId, port, controllerPort: null };
    this.#supervise(brokerId);
    this.#layout = { ...before, brokers: [...brokers, added] };
    try {
      const pid = await this.supervisor.start(brokerId);
      writeLayout(this.dir, this.#layout);
      return { brokerId, pid };
    } catch (error) {
      // A broker that never was ready shall not be waited for at the next start.
      this.#layout = before;
      await this.supervisor.remove(brokerId);
      throw error;
    }
  }

  /** Whether any broker has a process, or gets one again. */
  get isRunning(): boolean {
    return this.#running().length > 0;
  }

  /** Starts every broker that does not run; `port-taken` before the first one is forked. */
  async start(): Promise<void> {
    const running = this.#running();
    const missing = this.#layout.brokers.filter(({ id }) => !running.includes(id));
    const ports = missing.map(({ port }) => port);
    const taken = await firstTakenPort(this.#layout.host, ports);
    if (taken !== null) throw portTaken(taken);
    await this.#assertLanFree(this.lan, missing);
    // While none runs, a controller port that somebody took meanwhile is simply another one.
    if (running.length === 0) await this.#settle(this.#layout);
    for (const { id } of missing) this.supervisor.launch(id);
    await Promise.all(missing.map(({ id }) => this.supervisor.whenReady(id)));
  }

  /** Stops the brokers in order; the folder stays ours. */
  async stop(): Promise<void> {
    await this.supervisor.stopAll();
  }

  /** Moves all brokers to a block of ports; those that ran are started again. */
  async moveTo(port: number): Promise<void> {
    const { host: address, brokers } = this.#layout;
    const ports = block(port, brokers.length);
    const own = this.#running().length === 0 ? [] : brokers.map((broker) => broker.port);
    const taken = await firstTakenPort(
      address,
      ports.filter((wanted) => !own.includes(wanted)),
    );
    if (taken !== null) throw portTaken(taken);
    await this.whileStopped(() =>
      this.#settle({
        ...this.#layout,
        brokers: brokers.map((broker, index) => ({ ...broker, port: ports[index] ?? 0 })),
      }),
    );
  }

  /** Stops the brokers, acts while nobody writes to the folder, and starts those that ran. */
  async whileStopped<Value>(action: () => Promise<Value>): Promise<Value> {
    const running = this.#running();
    await this.supervisor.stopAll();
    try {
      return await action();
    } finally {
      for (const id of running) this.supervisor.launch(id);
    }
  }

  /** Whom the brokers let in from other machines; null: nobody. */
  get lan(): LanSettings | null {
    return readLan(this.dir);
  }

  /**
   * Lets other machines in, or no longer (null). Brokers that run are restarted one after the
   * other, each once `isSettled` resolves after the one before; where one cannot, all is as it was.
   */
  async setLan(lan: LanSettings | null, isSettled: () => Promise<unknown>): Promise<void> {
    const before = this.lan;
    const running = this.#running();
    // A port that another broker still has is taken too: that one restarts later.
    const isHeld = before !== null && before.port === lan?.port;
    const moved = this.#layout.brokers.filter(({ id }) => !(isHeld && running.includes(id)));
    await this.#assertLanFree(lan, moved);
    writeLan(this.dir, lan);
    const restarted: number[] = [];
    try {
      for (const id of running) {
        restarted.push(id);
        await this.supervisor.restart(id);
        await isSettled();
      }
    } catch (error) {
      writeLan(this.dir, before);
      // What went wrong first is what is told.
      for (const id of restarted) await this.supervisor.restart(id).catch(() => {});
      throw error;
    }
  }

  /** Other users or passwords: no broker has to be restarted for them. */
  setLanUsers(lan: LanSettings): void {
    writeLan(this.dir, lan);
    this.supervisor.tellLanUsers(lan.users);
  }

  /** All records, groups and configs go; brokers that ran start again as a new, empty cluster. */
  async wipe(): Promise<void> {
    await this.whileStopped(async () => {
      for (const { id } of this.#layout.brokers) {
        await rm(brokerDir(this.dir, id), { recursive: true, force: true });
      }
      await rm(join(this.dir, 'logs'), { recursive: true, force: true });
      this.#layout = { ...this.#layout, clusterId: newClusterId() };
      this.#quorum = { leaderId: -1, epoch: -1 };
      writeLayout(this.dir, this.#layout);
    });
  }

  #running(): readonly number[] {
    return [...this.supervisor.machines].flatMap(([id, machine]) =>
      hasProcess(machine) || machine.phase === 'backoff' ? [id] : [],
    );
  }

  async #assertLanFree(lan: LanSettings | null, brokers: readonly BrokerLayout[]): Promise<void> {
    if (lan === null) return;
    const wanted = lanPorts(lan, brokers);
    const own = this.#layout.brokers.flatMap(({ port, controllerPort }) => [port, controllerPort]);
    const both = wanted.find((port) => own.includes(port));
    if (both !== undefined) throw portTaken(both);
    const taken = await firstTakenPort(lan.host, wanted);
    if (taken !== null) throw portTaken(taken);
  }

  /** Takes over a layout, with controller ports that are free now. */
  async #settle(layout: ClusterLayout): Promise<void> {
    const ports = layout.brokers.map(({ port }) => port);
    const controllerPorts = await settleControllerPorts(layout.brokers, ports);
    const brokers = layout.brokers.map((broker, index) => ({
      ...broker,
      controllerPort: controllerPorts[index] ?? null,
    }));
    this.#layout = { ...layout, brokers };
    writeLayout(this.dir, this.#layout);
  }

  /** Stops a broker that was added later, and forgets it; its folder stays. */
  async forgetBroker(brokerId: number): Promise<void> {
    await this.supervisor.remove(brokerId);
    const brokers = this.#layout.brokers.filter(({ id }) => id !== brokerId);
    this.#layout = { ...this.#layout, brokers };
    writeLayout(this.dir, this.#layout);
  }

  /** Stops all brokers in order and gives the folder free. */
  async close(): Promise<void> {
    await this.supervisor.stopAll();
    this.#lock.release();
  }

  #supervise(brokerId: number): void {
    const logFile = join(this.dir, 'logs', `broker-${brokerId}.log`);
    this.supervisor.add(brokerId, logFile, () => this.#brokerOptions(brokerId));
  }

  #brokerOptions(brokerId: number): BrokerOptions {
    const { clusterId, host: address, brokers } = this.#layout;
    const own = brokers.find(({ id }) => id === brokerId);
    const { lan } = this;
    return {
      nodeId: brokerId,
      clusterId,
      dataDir: brokerDir(this.dir, brokerId),
      listener: { host: address, port: own?.port ?? 0 },
      ...(lan && { lan: lanOptions(lan, brokerId) }),
      voters: brokers.flatMap(({ id, controllerPort }) =>
        controllerPort === null ? [] : [{ id, host: address, port: controllerPort }],
      ),
      config: { ...localBrokerConfig(brokers.length), ...readProperties(this.dir, brokerId) },
    };
  }
}

function assertBrokerCount(options: LocalClusterOptions, before: ClusterLayout | null): void {
  const asked = options.brokerCount;
  const found = before?.brokers.length;
  if (asked === undefined || found === undefined || asked === found) return;
  throw new ContractError(
    'data-dir-brokers-differ',
    { dir: options.dir, found, asked },
    `The data folder ${options.dir} holds a cluster of ${found} brokers, not ${asked}. ` +
      'Leave --brokers away, or choose another folder; `rivulet broker add` adds one.',
  );
}

/** The layout with ports that are free now. */
async function settlePorts(
  { port, brokerCount = 3 }: LocalClusterOptions,
  before: ClusterLayout | null,
): Promise<Pick<LocalCluster, 'layout' | 'portInstead'>> {
  const brokers = before?.brokers ?? newBrokers(brokerCount);
  const wanted = port ?? brokers[0]?.port ?? defaultPort;
  // A broker added later may lie outside of the block; the ports it had are kept where possible.
  const kept = port === undefined && before ? brokers.map((broker) => broker.port) : null;
  const wantedPorts = kept ?? block(wanted, brokers.length);
  const taken = await firstTakenPort(host, wantedPorts);
  if (taken !== null && port !== undefined) throw portTaken(taken);
  const first = taken === null ? wanted : await findFreeBlock(host, wanted, brokers.length);
  const ports = taken === null ? wantedPorts : block(first, brokers.length);
  const controllerPorts = await settleControllerPorts(brokers, ports);
  const layout: ClusterLayout = {
    formatVersion: layoutVersion,
    clusterId: before?.clusterId ?? newClusterId(),
    host,
    brokers: brokers.map(({ id }, index) => ({
      id,
      port: ports[index] ?? 0,
      controllerPort: controllerPorts[index] ?? null,
    })),
  };
  return { layout, portInstead: taken === null ? null : { wanted, got: first } };
}

/** The controller ports of the folder, chosen anew (all of them) when one is taken. */
async function settleControllerPorts(
  brokers: ClusterLayout['brokers'],
  ports: readonly number[],
): Promise<readonly (number | null)[]> {
  const before = brokers.map(({ controllerPort }) => controllerPort);
  const voters = before.filter((controllerPort) => controllerPort !== null);
  const isKnown = voters.every((controllerPort) => controllerPort > 0);
  const isClear = voters.every((controllerPort) => !ports.includes(controllerPort));
  if (isKnown && isClear && (await firstTakenPort(host, voters)) === null) return before;
  const picked = [...(await pickFreePorts(host, voters.length, ports))];
  return before.map((controllerPort) =>
    controllerPort === null ? null : (picked.shift() ?? null),
  );
}

/** Port 0: not chosen yet. */
function newBrokers(count: number): ClusterLayout['brokers'] {
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    port: defaultPort + index,
    controllerPort: 0,
  }));
}
