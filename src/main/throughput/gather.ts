/** Makes ticks out of brokers' reports: counters become rates, what came in pieces is added up. */
import type { BrokerStats, TopicCounters } from '../../broker/control.ts';
import type { Rates } from '../contract/throughput.ts';
import { addCounts } from './histogram.ts';
import {
  addRates,
  addRequests,
  type BrokerTick,
  isQuiet,
  noRates,
  type RatesByName,
  type RequestTick,
  type Tick,
} from './tick.ts';

type Counters = Rates;
type Amounts = Map<string, Counters>;

/** What one broker told since the last tick. */
type Pending = {
  /** The report that the tick before ended with; null of a broker that was not seen before. */
  before: BrokerStats | null;
  latest: BrokerStats;
  requests: Record<string, RequestTick>;
  flush: readonly number[];
  loopDelayMaxMs: number;
  loopDelayP99Ms: number;
  busyShares: number[];
  partitions: Amounts;
  clients: Amounts;
  hasNews: boolean;
  /** What the last tick said, for one that comes before the next report. */
  last: OwnRates | null;
  missedCount: number;
};

type OwnRates = {
  readonly topics: RatesByName;
  readonly partitions: RatesByName;
  readonly clients: RatesByName;
};

/** Ticks without a report before a broker counts as silent: reports and ticks are not in step. */
const missedMax = 2;

export class TickGatherer {
  readonly #brokers = new Map<number, Pending>();

  /** Each report once, in the order in which they came. */
  add(stats: BrokerStats): void {
    const known = this.#brokers.get(stats.nodeId);
    // A broker that was started anew counts from zero.
    const isSame = known !== undefined && known.latest.uptimeMs <= stats.uptimeMs;
    const pending = isSame ? known : newPending(stats);
    this.#brokers.set(stats.nodeId, pending);
    pending.latest = stats;
    pending.hasNews = true;
    const { requests, clients, partitions, disk, loop } = stats.measures;
    for (const request of requests) {
      const { api } = request;
      pending.requests[api] = addRequests(pending.requests[api], requestTick(request));
    }
    for (const traffic of clients) {
      const name = traffic.clientId === '' ? '' : `${traffic.clientId}@${traffic.host}`;
      addTo(pending.clients, name, traffic);
    }
    for (const traffic of partitions) {
      addTo(pending.partitions, `${traffic.topic}-${traffic.partition}`, traffic);
    }
    pending.flush = addCounts(pending.flush, disk.flush);
    pending.busyShares.push(loop.busyShare);
    pending.loopDelayMaxMs = Math.max(pending.loopDelayMaxMs, loop.delayMaxMs);
    pending.loopDelayP99Ms = Math.max(pending.loopDelayP99Ms, loop.delayP99Ms);
  }

  forget(brokerId: number): void {
    this.#brokers.delete(brokerId);
  }

  /** What was told since the last call. A broker that is silent for long has rates of zero. */
  take(atMs: number, logBytesOf: (brokerId: number) => number): Tick {
    const brokers: Record<string, BrokerTick> = {};
    const topics: Record<string, Rates> = {};
    const partitions: Record<string, Rates> = {};
    const clients: Record<string, Rates> = {};
    for (const [brokerId, pending] of this.#brokers) {
      const { before, latest, hasNews } = pending;
      const missedCount = hasNews ? 0 : pending.missedCount + 1;
      const isHeld = !hasNews && missedCount <= missedMax && pending.last !== null;
      const spanMs = before ? latest.atMs - before.atMs : latest.uptimeMs;
      const own = isHeld ? (pending.last as OwnRates) : ownRates(pending, spanMs);
      for (const [name, rates] of Object.entries(own.topics)) addToRates(topics, name, rates);
      for (const [name, rates] of Object.entries(own.clients)) addToRates(clients, name, rates);
      for (const [name, rates] of Object.entries(own.partitions)) {
        addToRates(partitions, name, rates);
      }
      const rates = Object.values(own.topics).reduce(addRates, noRates);
      brokers[brokerId] = brokerTick(pending, hasNews ? spanMs : 0, rates, logBytesOf(brokerId));
      this.#brokers.set(brokerId, {
        ...newPending(latest),
        before: latest,
        hasNews: false,
        last: own,
        missedCount,
      });
    }
    return { atMs, brokers, topics, partitions: withoutQuiet(partitions), clients };
  }

  /** Nothing was ever told. */
  get isEmpty(): boolean {
    return this.#brokers.size === 0;
  }
}

function newPending(latest: BrokerStats): Pending {
  return {
    before: null,
    latest,
    requests: {},
    flush: [],
    loopDelayMaxMs: 0,
    loopDelayP99Ms: 0,
    busyShares: [],
    partitions: new Map(),
    clients: new Map(),
    hasNews: true,
    last: null,
    missedCount: 0,
  };
}

function ownRates({ before, latest, ...pending }: Pending, spanMs: number): OwnRates {
  const old = new Map(before?.topics.map((counters) => [counters.topic, counters]));
  const topics = latest.topics.map((counters): [string, Rates] => [
    counters.topic,
    ratesOf(difference(old.get(counters.topic), counters), spanMs),
  ]);
  const ratesIn = (amounts: Amounts) =>
    Object.fromEntries([...amounts].map(([name, amount]) => [name, ratesOf(amount, spanMs)]));
  return {
    topics: Object.fromEntries(topics),
    partitions: ratesIn(pending.partitions),
    clients: ratesIn(pending.clients),
  };
}

function brokerTick(
  { before, latest, ...pending }: Pending,
  spanMs: number,
  rates: Rates,
  logBytes: number,
): BrokerTick {
  const { measures } = latest;
  const old = before?.measures;
  const { busyShares } = pending;
  const busy = busyShares.reduce((sum, share) => sum + share, 0);
  return {
    spanMs,
    rates,
    sums: {
      cpuMicros: latest.cpuMicros - (before?.cpuMicros ?? 0),
      bytesWritten: measures.disk.bytesWritten - (old?.disk.bytesWritten ?? 0),
      bytesRead: measures.disk.bytesRead - (old?.disk.bytesRead ?? 0),
      connectionsOpened: measures.connectionsOpened - (old?.connectionsOpened ?? 0),
      replicationIn: measures.replicationBytesIn - (old?.replicationBytesIn ?? 0),
      replicationOut: measures.replicationBytesOut - (old?.replicationBytesOut ?? 0),
    },
    gauges: {
      memoryBytes: latest.memoryBytes,
      busyShare: busyShares.length === 0 ? 0 : busy / busyShares.length,
      connections: latest.connectionCount,
      logBytes,
      freeBytes: measures.disk.freeBytes,
      totalBytes: measures.disk.totalBytes,
    },
    peaks: {
      loopDelayMaxMs: pending.loopDelayMaxMs,
      loopDelayP99Ms: pending.loopDelayP99Ms,
    },
    flush: pending.flush,
    requests: pending.requests,
  };
}

function requestTick(request: BrokerStats['measures']['requests'][number]): RequestTick {
  const { requestCount, waitingCount, errors, api: _api, ...rest } = request;
  const byCode: Record<string, number> = {};
  for (let at = 0; at < errors.length; at += 2) {
    byCode[String(errors[at])] = errors[at + 1] as number;
  }
  return { ...rest, count: requestCount, waiting: waitingCount, errors: byCode };
}

function addTo(amounts: Amounts, name: string, amount: Counters): void {
  const { bytesIn, bytesOut, recordsIn, recordsOut } = amount;
  const added = { bytesIn, bytesOut, recordsIn, recordsOut };
  const before = amounts.get(name);
  amounts.set(name, before ? addRates(before, added) : added);
}

function addToRates(rates: Record<string, Rates>, name: string, own: Rates): void {
  const before = rates[name];
  rates[name] = before ? addRates(before, own) : own;
}

function difference(before: TopicCounters | undefined, after: TopicCounters): Counters {
  const grown = (name: keyof Counters) => Math.max(0, after[name] - (before?.[name] ?? 0));
  return {
    bytesIn: grown('bytesIn'),
    bytesOut: grown('bytesOut'),
    recordsIn: grown('recordsIn'),
    recordsOut: grown('recordsOut'),
  };
}

function ratesOf(amount: Counters, spanMs: number): Rates {
  if (spanMs <= 0) return noRates;
  const rate = (value: number) => Math.round((value * 10_000) / spanMs) / 10;
  return {
    bytesIn: rate(amount.bytesIn),
    bytesOut: rate(amount.bytesOut),
    recordsIn: rate(amount.recordsIn),
    recordsOut: rate(amount.recordsOut),
  };
}

function withoutQuiet(rates: Record<string, Rates>): RatesByName {
  return Object.fromEntries(Object.entries(rates).filter(([, own]) => !isQuiet(own)));
}
