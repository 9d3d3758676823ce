/** The environment of one simulated process: clock, randomness, network and disk of its machine. */
import type { Clock, Env, Logger } from '../../src/broker/env/env.ts';
import { MemoryDisk } from './memory-disk.ts';
import { type Life, SimNetwork } from './sim-net.ts';
import { SimRandom } from './sim-random.ts';
import { Scheduler } from './sim-scheduler.ts';

/** Wall-clock time when a simulation begins. */
const epochStartMs = Date.UTC(2026, 0, 1);

/** A machine: it has a disk, and runs one process at a time. */
export class SimMachine {
  readonly host: string;
  readonly disk: MemoryDisk;
  /** How long fsyncs and reads of cold data take on it. */
  diskLatency = { minMs: 0.1, maxMs: 2 };
  /** Its clock is off by so much. */
  clockSkewMs = 0;
  /** Told of every line that a process logs as an error. */
  onErrorLine: (line: string) => void = () => undefined;
  private readonly world: SimWorld;
  private readonly random: SimRandom;
  private life: Life;
  private lifeCount = 0;

  constructor(world: SimWorld, host: string) {
    this.world = world;
    this.host = host;
    this.random = world.random.fork(host);
    this.life = { isAlive: false, host };
    const diskRandom = this.random.fork('disk');
    this.disk = new MemoryDisk({
      nowMs: () => this.wallMs(),
      wait: () =>
        new Promise((resolve) => {
          const { minMs, maxMs } = this.diskLatency;
          world.scheduler.after(diskRandom.between(minMs, maxMs), `${host} disk`, resolve);
        }),
    });
  }

  get isUp(): boolean {
    return this.life.isAlive;
  }

  /** The environment of a new process on this machine. */
  boot(): Env {
    if (this.life.isAlive) throw new Error(`${this.host} already runs a process`);
    const life: Life = { isAlive: true, host: this.host };
    this.life = life;
    this.lifeCount++;
    this.world.network.hostIsUp(this.host);
    return {
      clock: this.clockOf(life),
      random: this.random.fork(`life ${this.lifeCount}`),
      net: this.world.network.netOf(life),
      disk: this.disk.mount(this.lifeCount),
      logger: this.loggerOf(life),
    };
  }

  /** The process is killed; its machine and what it wrote are fine. */
  killProcess(): void {
    this.end(false);
    this.disk.endProcess();
  }

  /** The machine loses power: unsynced bytes are lost, and the others hear nothing. */
  losePower(): void {
    this.end(true);
    this.disk.crash(this.random);
  }

  /** The process ended by itself. */
  exited(): void {
    this.killProcess();
  }

  private end(isSilent: boolean): void {
    const { life } = this;
    if (!life.isAlive) throw new Error(`${this.host} runs no process`);
    life.isAlive = false;
    this.world.network.processEnded(life, isSilent);
  }

  private wallMs(): number {
    return Math.floor(epochStartMs + this.world.scheduler.nowMs + this.clockSkewMs);
  }

  private clockOf(life: Life): Clock {
    const { scheduler } = this.world;
    const setTimer: Clock['setTimer'] = (delayMs, action) =>
      scheduler.after(delayMs, `${this.host} timer`, () => {
        if (life.isAlive) action();
      });
    return {
      nowMs: () => this.wallMs(),
      monotonicMs: () => scheduler.nowMs,
      setTimer,
      defer: (action) => void setTimer(0, action),
    };
  }

  private loggerOf(life: Life): Logger {
    const line = (level: string) => (area: string, message: string, cause?: unknown) => {
      if (!life.isAlive) return;
      const detail = cause instanceof Error ? `: ${cause.message}` : '';
      const text = `${this.host} ${level} [${area}] ${message}${detail}`;
      this.world.scheduler.note(text);
      if (level === 'error') this.onErrorLine(text);
    };
    return { info: line('info'), warn: line('warn'), error: line('error') };
  }
}

/** Everything that machines share; all of it follows from the seed. */
export class SimWorld {
  readonly scheduler = new Scheduler();
  readonly random: SimRandom;
  readonly network: SimNetwork;

  constructor(seed: number) {
    this.random = new SimRandom(seed);
    this.network = new SimNetwork(this.scheduler, this.random.fork('network'));
  }

  machine(host: string): SimMachine {
    return new SimMachine(this, host);
  }
}
