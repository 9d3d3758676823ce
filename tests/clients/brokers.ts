/** A cluster of broker processes with configs of their own, that can be killed and started one by one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrokerOptions, ControlEvent, LanOptions, LanUser } from '../../src/broker/control.ts';
import { localBrokerConfig } from '../../src/main/cluster/broker-config.ts';
import { type BrokerProcess, forkLauncher } from '../../src/main/cluster/launcher.ts';
import { newClusterId } from '../../src/main/cluster/layout.ts';
import { freePorts } from '../support/product.ts';

const host = '127.0.0.1';
const stopTimeoutMs = 30_000;

type Config = Readonly<Record<string, string>>;

export type BrokersOptions = {
  readonly count: number;
  /** Beyond what a local cluster gets. */
  readonly config?: Config | ((brokerId: number, folder: string) => Config);
  readonly dataDir?: string;
  readonly clusterId?: string;
  /** Who may log in through a listener like the one for other machines; absent: there is none. */
  readonly lanUsers?: readonly LanUser[];
  /** Told when a broker ends that nobody killed or stopped. */
  readonly onCrash?: (brokerId: number, output: string) => void;
};

const lanOptions = (port: number, users: readonly LanUser[]): LanOptions => ({
  host,
  port,
  advertisedHost: host,
  users,
  secret: 'c2VjcmV0IG9mIHRoZSBjbHVzdGVy',
});

type Member = {
  readonly options: BrokerOptions;
  process?: BrokerProcess;
  gone: Promise<void>;
  isWanted: boolean;
};

export class Brokers {
  readonly bootstrap: string;
  /** Addresses of the listener that asks for a login. */
  readonly lanBootstrap: string;
  /** Addresses of the controllers. */
  readonly controllers: string;
  readonly dataDir: string;
  private readonly launcher = forkLauncher();
  private readonly members = new Map<number, Member>();
  private readonly onCrash: BrokersOptions['onCrash'];

  private constructor(
    { count, config = {}, onCrash, dataDir, clusterId = newClusterId(), lanUsers }: BrokersOptions,
    port: number,
  ) {
    this.dataDir = dataDir ?? mkdtempSync(join(tmpdir(), 'rivulet-brokers-'));
    this.onCrash = onCrash;
    const ids = Array.from({ length: count }, (_, index) => index + 1);
    const voters = ids.map((id) => ({ id, host, port: port + count + id - 1 }));
    this.bootstrap = ids.map((id) => `${host}:${port + id - 1}`).join(',');
    const lanPort = port + 2 * count;
    this.lanBootstrap = ids.map((id) => `${host}:${lanPort + id - 1}`).join(',');
    this.controllers = voters.map((it) => `${it.host}:${it.port}`).join(',');
    for (const id of ids) {
      const folder = join(this.dataDir, `broker-${id}`);
      const own = typeof config === 'function' ? config(id, folder) : config;
      const options: BrokerOptions = {
        nodeId: id,
        clusterId,
        dataDir: folder,
        listener: { host, port: port + id - 1 },
        ...(lanUsers && { lan: lanOptions(lanPort + id - 1, lanUsers) }),
        voters,
        config: { ...localBrokerConfig(count), ...own },
      };
      this.members.set(id, { options, gone: Promise.resolve(), isWanted: false });
    }
  }

  static async start(options: BrokersOptions): Promise<Brokers> {
    const brokers = new Brokers(
      options,
      await freePorts((options.lanUsers ? 3 : 2) * options.count),
    );
    try {
      await Promise.all(brokers.ids().map((id) => brokers.startBroker(id)));
    } catch (error) {
      await brokers.stop();
      throw error;
    }
    return brokers;
  }

  ids(): number[] {
    return [...this.members.keys()];
  }

  pidOf(id: number): number | undefined {
    return this.members.get(id)?.process?.pid;
  }

  folderOf(id: number): string {
    return join(this.dataDir, `broker-${id}`);
  }

  /** Resolves when it is registered and unfenced. */
  async startBroker(id: number): Promise<void> {
    const member = this.memberOf(id);
    const ready = Promise.withResolvers<void>();
    const gone = Promise.withResolvers<void>();
    member.isWanted = true;
    member.gone = gone.promise;
    const process = this.launcher.launch(join(this.dataDir, `broker-${id}.log`), {
      onEvent: (event: ControlEvent) => {
        if (event.type === 'ready') ready.resolve();
        if (event.type === 'failed') ready.reject(new Error(event.reason.message));
      },
      onExit: (code, signal, output) => {
        member.process = undefined;
        const why = `broker ${id} ended (${signal ?? code})\n${output}`;
        if (member.isWanted) this.onCrash?.(id, why);
        ready.reject(new Error(why));
        gone.resolve();
      },
    });
    member.process = process;
    process.send({ type: 'start', options: member.options });
    await ready.promise;
  }

  /** As a power switch would. */
  async kill(id: number): Promise<void> {
    await this.end(id, (process) => process.signal('SIGKILL'));
    for (const other of this.members.values()) {
      other.process?.send({ type: 'peer-exited', nodeId: id });
    }
  }

  async stopBroker(id: number): Promise<void> {
    await this.end(id, (process) => process.send({ type: 'stop' }));
  }

  /** Ends all; the data stays. */
  async halt(): Promise<void> {
    await Promise.all(this.ids().map((id) => this.stopBroker(id)));
  }

  async stop(): Promise<void> {
    await this.halt();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async end(id: number, how: (process: BrokerProcess) => void): Promise<void> {
    const member = this.memberOf(id);
    const { process, gone } = member;
    member.isWanted = false;
    if (process === undefined) return;
    how(process);
    const timer = setTimeout(() => process.signal('SIGKILL'), stopTimeoutMs);
    await gone;
    clearTimeout(timer);
  }

  private memberOf(id: number): Member {
    const member = this.members.get(id);
    if (member === undefined) throw new Error(`there is no broker ${id}`);
    return member;
  }
}
