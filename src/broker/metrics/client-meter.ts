/** What each client asked for and moved; brokers among themselves do not count. */
import type { ClientTraffic } from '../control.ts';
import type { Clock } from '../env/env.ts';

/** Counts since the last report. The connection keeps it, so that no request looks it up. */
export class ClientCounts {
  readonly clientId: string;
  readonly host: string;
  requestCount = 0;
  recordsIn = 0;
  bytesIn = 0;
  recordsOut = 0;
  bytesOut = 0;
  /** Set by fetches of followers. */
  isBroker = false;
  /** Forgotten: the connection has to ask for a new one. */
  isDropped = false;
  lastActiveMs = 0;

  constructor(clientId: string, host: string) {
    this.clientId = clientId;
    this.host = host;
  }

  get isActive(): boolean {
    return this.requestCount + this.bytesIn + this.bytesOut > 0;
  }

  take(): ClientTraffic {
    const { clientId, host, requestCount, recordsIn, bytesIn, recordsOut, bytesOut } = this;
    this.requestCount = 0;
    this.recordsIn = 0;
    this.bytesIn = 0;
    this.recordsOut = 0;
    this.bytesOut = 0;
    return { clientId, host, requestCount, recordsIn, bytesIn, recordsOut, bytesOut };
  }
}

const idleMs = 60_000;
/** Clients known at a time; a stranger beyond it shares one place with all such. */
const knownMax = 2_000;
/** Clients told of one by one; the rest is one sum without a name. */
export const toldMax = 100;

export class ClientMeter {
  private readonly clock: Clock;
  private readonly clients = new Map<string, Map<string, ClientCounts>>();
  private readonly others = new ClientCounts('', '');
  private knownCount = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  of(clientId: string, host: string): ClientCounts {
    const hosts = this.clients.get(clientId);
    const known = hosts?.get(host);
    if (known) return known;
    if (this.knownCount >= knownMax) return this.others;
    const counts = new ClientCounts(clientId, host);
    counts.lastActiveMs = this.clock.monotonicMs();
    if (hosts) hosts.set(host, counts);
    else this.clients.set(clientId, new Map([[host, counts]]));
    this.knownCount++;
    return counts;
  }

  /** What clients did since the last call, the busiest first, then all others as one. */
  drain(): ClientTraffic[] {
    const nowMs = this.clock.monotonicMs();
    const active: ClientCounts[] = [];
    for (const [clientId, hosts] of this.clients) {
      for (const [host, counts] of hosts) {
        if (counts.isActive) {
          counts.lastActiveMs = nowMs;
          active.push(counts);
        } else if (nowMs - counts.lastActiveMs > idleMs) {
          counts.isDropped = true;
          hosts.delete(host);
          this.knownCount--;
        }
      }
      if (hosts.size === 0) this.clients.delete(clientId);
    }
    const told = active.map((counts) => ({ isBroker: counts.isBroker, ...counts.take() }));
    const clients = told.filter(({ isBroker }) => !isBroker);
    const rest = this.others.isActive ? [this.others.take()] : [];
    return topOf(
      clients.map(({ isBroker: _isBroker, ...traffic }) => traffic),
      rest,
    );
  }
}

function topOf(clients: ClientTraffic[], rest: ClientTraffic[]): ClientTraffic[] {
  clients.sort((left, right) => weightOf(right) - weightOf(left));
  const others = [...clients.slice(toldMax), ...rest];
  const told = clients.slice(0, toldMax);
  return others.length === 0 ? told : [...told, others.reduce(sum)];
}

const weightOf = ({ bytesIn, bytesOut, requestCount }: ClientTraffic): number =>
  bytesIn + bytesOut + requestCount;

function sum(left: ClientTraffic, right: ClientTraffic): ClientTraffic {
  return {
    clientId: '',
    host: '',
    requestCount: left.requestCount + right.requestCount,
    recordsIn: left.recordsIn + right.recordsIn,
    bytesIn: left.bytesIn + right.bytesIn,
    recordsOut: left.recordsOut + right.recordsOut,
    bytesOut: left.bytesOut + right.bytesOut,
  };
}
