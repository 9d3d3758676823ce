/**
 * Who is let in through a listener for clients: at most max.connections at a time, of one address
 * max.connections.per.ip, and no more per second than max.connection.creation.rate. As in Kafka, a
 * connection too many of one address is closed, and the others wait, unanswered, for their turn.
 * All limits may change while connections are open.
 */
import type { BrokerConfig } from '../config.ts';
import type { Clock, Connection, Timer } from '../env/env.ts';

export type ConnectionGateOptions = {
  readonly config: () => BrokerConfig;
  /** In small letters, as its own limits are named. */
  readonly listenerName: string;
  /** Connections of each address; shared by all gates of a broker. */
  readonly countByHost: Map<string, number>;
  /** How many were let in through the other gates. */
  readonly admittedElsewhere: () => number;
  /** One left: there may be room at the other gates. */
  readonly onLeft: () => void;
  /** `host:count` members of max.connections.per.ip.overrides. */
  readonly overridesOf: (text: string) => ReadonlyMap<string, number>;
  /** Its turn has come. */
  readonly admit: (connection: Connection) => void;
  readonly onRefused: (host: string, limit: number) => void;
};

const secondMs = 1000;

export class ConnectionGate {
  private readonly clock: Clock;
  private readonly options: ConnectionGateOptions;
  /** Those that are in. */
  admittedCount = 0;
  private readonly countByHost: Map<string, number>;
  private readonly listenerPrefix: string;
  private waiting: Connection[] = [];
  private isOpen = false;
  /** When what was admitted so far is paid for at the rate; a second's worth may be owed. */
  private paidMs = Number.NEGATIVE_INFINITY;
  private timer: Timer | undefined;

  constructor(clock: Clock, options: ConnectionGateOptions) {
    this.clock = clock;
    this.options = options;
    this.countByHost = options.countByHost;
    this.listenerPrefix = `listener.name.${options.listenerName}.`;
  }

  /** Those that came before wait. */
  open(): void {
    this.isOpen = true;
    this.admitNext();
  }

  arrive(connection: Connection): void {
    const host = plainHost(connection.remoteHost);
    const count = (this.countByHost.get(host) ?? 0) + 1;
    const limit = this.hostLimit(host);
    if (count > limit) {
      this.options.onRefused(host, limit);
      connection.destroy();
      return;
    }
    this.countByHost.set(host, count);
    connection.onClose(() => this.left(connection, host));
    this.waiting.push(connection);
    this.admitNext();
  }

  /** Lets in who may come in by now; to be called when limits changed. */
  admitNext(): void {
    while (this.isOpen && this.waiting.length > 0 && this.admittedCount < this.limit()) {
      const delayMs = this.delayMs();
      if (delayMs > 0) return this.tryIn(delayMs);
      this.admittedCount++;
      this.options.admit(this.waiting.shift() as Connection);
    }
  }

  close(): void {
    this.isOpen = false;
    this.timer?.cancel();
    for (const connection of this.waiting) connection.destroy();
  }

  private left(connection: Connection, host: string): void {
    const rest = (this.countByHost.get(host) ?? 1) - 1;
    if (rest > 0) this.countByHost.set(host, rest);
    else this.countByHost.delete(host);
    const place = this.waiting.indexOf(connection);
    if (place >= 0) this.waiting.splice(place, 1);
    else this.admittedCount--;
    this.admitNext();
    this.options.onLeft();
  }

  /** The listener's own limit counts beside the broker's. */
  private limit(): number {
    const { maxConnections, given } = this.options.config();
    const own = given[`${this.listenerPrefix}max.connections`];
    const rest = maxConnections - this.options.admittedElsewhere();
    return own === undefined ? rest : Math.min(rest, Number(own));
  }

  private hostLimit(host: string): number {
    const { maxConnectionsPerIp, maxConnectionsPerIpOverrides } = this.options.config();
    const overrides = this.options.overridesOf(maxConnectionsPerIpOverrides);
    for (const [name, limit] of overrides) {
      if (name === host || (name === 'localhost' && isLoopback(host))) return limit;
    }
    return maxConnectionsPerIp;
  }

  /** 0, and the next connection is taken into account, or how long it has to wait. */
  private delayMs(): number {
    const { maxConnectionCreationRate, given } = this.options.config();
    const own = given[`${this.listenerPrefix}max.connection.creation.rate`];
    const rate = own === undefined ? maxConnectionCreationRate : Number(own);
    const nowMs = this.clock.monotonicMs();
    const paidMs = Math.max(this.paidMs, nowMs - secondMs) + secondMs / rate;
    if (paidMs > nowMs) return paidMs - nowMs;
    this.paidMs = paidMs;
    return 0;
  }

  private tryIn(delayMs: number): void {
    this.timer?.cancel();
    // A rate of 0 lets nobody in until it is changed.
    if (!Number.isFinite(delayMs)) return;
    this.timer = this.clock.setTimer(Math.ceil(delayMs), () => this.admitNext());
  }
}

/** An IPv4 address as itself where the system shows it as IPv6. */
const plainHost = (host: string): string => host.replace(/^::ffff:/, '');
const isLoopback = (host: string): boolean => host === '::1' || host.startsWith('127.');
