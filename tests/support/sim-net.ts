/**
 * A simulated network: byte streams with delay, cut off links, connections that break, and peers
 * that vanish without a word (half-open connections). Streams keep their order, as TCP does; what
 * was sent over a link that is cut arrives when it heals, unless the connection broke meanwhile.
 */
import { type Connection, type Listener, type Net, NetError } from '../../src/broker/env/env.ts';
import type { SimRandom } from './sim-random.ts';
import type { Scheduler } from './sim-scheduler.ts';

/** One run of a process; a dead one neither sends nor hears anything. */
export type Life = { isAlive: boolean; readonly host: string };

/** Bytes that the sender may not touch until the kernel has taken them, which it does late. */
type Written = { chunks: readonly Uint8Array[]; taken: Buffer | undefined; onTaken?: () => void };
type Item = {
  readonly kind: 'data' | 'close';
  readonly written: Written | undefined;
  readonly from: number;
  readonly to: number;
  readonly readyMs: number;
};

function bytesOf({ written, from, to }: Item): Buffer {
  if (!written) return Buffer.alloc(0);
  take(written);
  return (written.taken as Buffer).subarray(from, to);
}

function take(written: Written): void {
  if (written.taken) return;
  written.taken = Buffer.concat(written.chunks);
  written.onTaken?.();
}

type Accept = {
  readonly life: Life;
  readonly ends: Set<End>;
  readonly onConnection: (connection: Connection) => void;
};

export type Latency = { readonly minMs: number; readonly maxMs: number };

export class SimNetwork {
  readonly scheduler: Scheduler;
  readonly random: SimRandom;
  latency: Latency = { minMs: 0.05, maxMs: 0.4 };
  /** How often a write arrives in two pieces. */
  splitRate = 0.05;
  private readonly accepts = new Map<string, Accept>();
  private readonly cut = new Set<string>();
  /** Hosts that do not even refuse: switched off or unplugged. */
  private readonly dark = new Set<string>();
  private readonly stalled = new Set<End>();
  private readonly ends = new Set<End>();
  private nextPort = 40_000;

  constructor(scheduler: Scheduler, random: SimRandom) {
    this.scheduler = scheduler;
    this.random = random;
  }

  /** The network as one process sees it. */
  netOf(life: Life): Net {
    return {
      listen: (address, onConnection) => this.listen(life, address, onConnection),
      connect: (address) => this.connect(life, address),
    };
  }

  delayMs(): number {
    return this.random.between(this.latency.minMs, this.latency.maxMs);
  }

  /** Nothing gets from `from` to `to` any more. */
  cutLink(from: string, to: string): void {
    this.cut.add(`${from}>${to}`);
  }

  heal(): void {
    this.cut.clear();
    this.resumeStalled();
  }

  isCut(from: string, to: string): boolean {
    return this.cut.has(`${from}>${to}`) || this.dark.has(to) || this.dark.has(from);
  }

  /** Breaks all connections between two hosts; both sides notice, one after the other. */
  breakConnections(a: string, b: string): void {
    for (const end of this.ends) {
      const isBetween = end.host === a && end.remoteHost === b;
      if (!isBetween || end.isClosed) continue;
      end.closeLater(this.delayMs(), new Error('connection reset'));
      end.peer.closeLater(this.delayMs(), new Error('connection reset'));
    }
  }

  /**
   * A process ended. Its kernel closes its connections and refuses new ones; with `isSilent` the
   * whole machine is gone, and the others hear nothing.
   */
  processEnded(life: Life, isSilent: boolean): void {
    if (isSilent) this.dark.add(life.host);
    for (const [address, { life: owner }] of this.accepts)
      if (owner === life) this.accepts.delete(address);
    for (const end of Array.from(this.ends)) {
      if (end.life !== life) continue;
      if (isSilent) end.vanish();
      else end.closedByKernel();
    }
  }

  /** The machine of a host is on again; what is still sent to its old processes is refused. */
  hostIsUp(host: string): void {
    this.dark.delete(host);
    this.resumeStalled();
  }

  stall(end: End): void {
    this.stalled.add(end);
  }

  forget(end: End): void {
    this.ends.delete(end);
    this.stalled.delete(end);
  }

  private resumeStalled(): void {
    const waiting = [...this.stalled];
    this.stalled.clear();
    for (const end of waiting) end.pump(this.delayMs());
  }

  private listen(
    life: Life,
    { port }: { readonly host: string; readonly port: number },
    onConnection: (connection: Connection) => void,
  ): Promise<Listener> {
    const bound = port === 0 ? this.nextPort++ : port;
    const address = `${life.host}:${bound}`;
    if (this.accepts.has(address))
      return Promise.reject(new NetError('port-taken', `cannot listen on ${address}`));
    const accept: Accept = { life, ends: new Set(), onConnection };
    this.accepts.set(address, accept);
    return Promise.resolve({
      port: bound,
      close: () => {
        if (this.accepts.get(address) === accept) this.accepts.delete(address);
        for (const end of accept.ends) end.destroy();
        return Promise.resolve();
      },
    });
  }

  private connect(
    life: Life,
    { host, port, timeoutMs }: { host: string; port: number; timeoutMs: number },
  ): Promise<Connection> {
    const what = `${life.host} connects to ${host}:${port}`;
    return new Promise((resolve, reject) => {
      let isOver = false;
      const finish = (action: () => void): void => {
        if (isOver || !life.isAlive) return;
        isOver = true;
        timeout.cancel();
        action();
      };
      const timeout = this.scheduler.after(timeoutMs, `${what}: timeout`, () =>
        finish(() => reject(new NetError('timeout', `${what}: no answer in ${timeoutMs} ms`))),
      );
      this.scheduler.after(this.delayMs(), what, () => {
        if (isOver || !life.isAlive || this.isCut(life.host, host) || this.isCut(host, life.host))
          return;
        const accept = this.accepts.get(`${host}:${port}`);
        const backMs = this.delayMs();
        if (!accept?.life.isAlive) {
          this.scheduler.after(backMs, `${what}: refused`, () =>
            finish(() => reject(new NetError('refused', `${what}: refused`))),
          );
          return;
        }
        const own = this.newPair(life, accept, port);
        this.scheduler.after(backMs, `${what}: connected`, () => {
          if (isOver || !life.isAlive) own.destroy();
          finish(() => resolve(own));
        });
      });
    });
  }

  private newPair(life: Life, accept: Accept, port: number): End {
    const own = new End(this, life, accept.life.host, port);
    const far = new End(this, accept.life, life.host, this.nextPort++);
    own.peer = far;
    far.peer = own;
    this.ends.add(own);
    this.ends.add(far);
    accept.ends.add(far);
    far.onClose(() => accept.ends.delete(far));
    accept.onConnection(far);
    return own;
  }
}

/** One side of a connection. */
class End implements Connection {
  readonly remoteHost: string;
  readonly remotePort: number;
  readonly life: Life;
  peer!: End;
  isClosed = false;
  private readonly network: SimNetwork;
  private readonly sending: Item[] = [];
  private isPumping = false;
  private isEnding = false;
  private inFlightBytes = 0;
  private readonly received: Buffer[] = [];
  private isPaused = false;
  private isDelivering = false;
  private onBytes: ((chunk: Buffer) => void) | undefined;
  private readonly closeListeners: ((error?: Error) => void)[] = [];
  private drainListener: (() => void) | undefined;

  constructor(network: SimNetwork, life: Life, remoteHost: string, remotePort: number) {
    this.network = network;
    this.life = life;
    this.remoteHost = remoteHost;
    this.remotePort = remotePort;
  }

  get host(): string {
    return this.life.host;
  }

  write(chunks: readonly Uint8Array[], onTaken?: () => void): void {
    if (this.isClosed || this.isEnding || !this.life.isAlive) return onTaken?.();
    const sizeBytes = chunks.reduce((sum, { length }) => sum + length, 0);
    if (sizeBytes === 0) return onTaken?.();
    this.inFlightBytes += sizeBytes;
    const written: Written = { chunks, taken: undefined, onTaken };
    const { random, splitRate } = this.network;
    if (sizeBytes > 1 && random.chance(splitRate)) {
      const at = 1 + random.below(sizeBytes - 1);
      this.send('data', written, 0, at);
      this.send('data', written, at, sizeBytes);
    } else this.send('data', written, 0, sizeBytes);
  }

  queuedBytes(): number {
    return this.inFlightBytes;
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
    this.deliver();
  }

  end(): void {
    if (this.isClosed || this.isEnding) return;
    this.isEnding = true;
    this.send('close');
  }

  destroy(): void {
    if (this.isClosed) return;
    if (!this.isEnding) this.send('close');
    this.close(undefined);
  }

  onData(listener: (chunk: Buffer) => void): void {
    this.onBytes = listener;
    this.deliver();
  }

  onClose(listener: (error?: Error) => void): void {
    this.closeListeners.push(listener);
  }

  onDrain(listener: () => void): void {
    this.drainListener = listener;
  }

  /** The process is gone; what it had handed to its kernel still goes out, then the end of the stream. */
  closedByKernel(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    if (!this.isEnding) this.send('close');
  }

  /** The machine is off: what its kernel had not sent is gone. */
  vanish(): void {
    for (const { written } of this.sending) if (written) take(written);
    this.sending.length = 0;
    this.network.forget(this);
  }

  closeLater(delayMs: number, error: Error): void {
    this.network.scheduler.after(delayMs, `${this.host} loses ${this.remoteHost}`, () =>
      this.close(error),
    );
  }

  private send(kind: Item['kind'], written?: Written, from = 0, to = 0): void {
    const { scheduler } = this.network;
    const readyMs = scheduler.nowMs + this.network.delayMs();
    this.sending.push({ kind, written, from, to, readyMs });
    if (!this.isPumping) this.pump(0);
  }

  /** Plans the arrival of the next piece. */
  pump(extraMs: number): void {
    const [item] = this.sending;
    this.isPumping = item !== undefined;
    if (!item) return;
    const { scheduler } = this.network;
    const waitMs = Math.max(item.readyMs - scheduler.nowMs, 0) + extraMs;
    const what = item.kind === 'data' ? `${item.to - item.from} B` : item.kind;
    scheduler.after(waitMs, `${this.host}>${this.remoteHost} ${what}`, () => this.arrive());
  }

  private arrive(): void {
    if (this.network.isCut(this.host, this.remoteHost)) return this.network.stall(this);
    const item = this.sending.shift();
    if (!item) return;
    if (!this.peer.life.isAlive && !this.peer.isClosed) {
      // Sent to a process of an earlier life of that machine.
      this.peer.isClosed = true;
      this.closeLater(this.network.delayMs(), new Error('connection reset'));
    } else if (item.kind === 'close') {
      this.peer.close(undefined);
      if (this.isEnding) this.close(undefined);
      this.network.forget(this);
    } else this.peer.take(bytesOf(item));
    if (item.kind === 'data') this.arrived(item.to - item.from);
    if (item.kind === 'close' || this.sending.length === 0) this.isPumping = false;
    else this.pump(0);
  }

  private arrived(sizeBytes: number): void {
    this.inFlightBytes -= sizeBytes;
    if (this.inFlightBytes === 0 && !this.isClosed && this.life.isAlive) this.drainListener?.();
  }

  private take(bytes: Buffer): void {
    if (this.isClosed) return;
    this.received.push(bytes);
    if (this.onBytes && !this.isPaused) this.flushReceived();
  }

  /** Never inside the call that made it possible. */
  private deliver(): void {
    if (this.isDelivering || this.received.length === 0) return;
    this.isDelivering = true;
    this.network.scheduler.after(0, `${this.host} reads on`, () => {
      this.isDelivering = false;
      this.flushReceived();
    });
  }

  private flushReceived(): void {
    while (!this.isClosed && !this.isPaused && this.onBytes && this.life.isAlive) {
      const chunk = this.received.shift();
      if (!chunk) return;
      // The memory is lent: whoever keeps it finds it overwritten.
      const lent = Buffer.from(chunk);
      this.onBytes(lent);
      lent.fill(0xee);
    }
  }

  private close(error: Error | undefined): void {
    if (this.isClosed) return;
    // What arrived before the end of the stream is read before it.
    if (!error) this.flushReceived();
    this.isClosed = true;
    this.network.forget(this);
    this.network.scheduler.after(0, `${this.host} closed ${this.remoteHost}`, () => {
      if (!this.life.isAlive) return;
      for (const listener of this.closeListeners) listener(error);
    });
  }
}
