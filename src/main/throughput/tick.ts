/** What was measured in one span of time, in a form that can be added up over longer ones. Pure. */
import type { SparseCounts } from '../../broker/control.ts';
import type { Rates } from '../contract/throughput.ts';
import { addCounts, coarser } from './histogram.ts';

export const latencyParts = ['total', 'queue', 'local', 'remote', 'send'] as const;

export type RequestTick = {
  readonly count: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** At the end. */
  readonly waiting: number;
  /** Error code -> how often. */
  readonly errors: { readonly [code: string]: number };
} & { readonly [Part in (typeof latencyParts)[number]]: SparseCounts };

export type BrokerTick = {
  /** Time covered, of which the rates are averages. */
  readonly spanMs: number;
  readonly rates: Rates;
  readonly sums: Sums;
  readonly gauges: Gauges;
  readonly peaks: Peaks;
  readonly flush: SparseCounts;
  readonly requests: { readonly [api: string]: RequestTick };
};

type Sums = {
  readonly cpuMicros: number;
  readonly bytesWritten: number;
  readonly bytesRead: number;
  readonly connectionsOpened: number;
  readonly replicationIn: number;
  readonly replicationOut: number;
};
type Gauges = {
  readonly memoryBytes: number;
  readonly busyShare: number;
  readonly connections: number;
  readonly logBytes: number;
  readonly freeBytes: number;
  readonly totalBytes: number;
};
type Peaks = { readonly loopDelayMaxMs: number; readonly loopDelayP99Ms: number };

export type RatesByName = { readonly [name: string]: Rates };

export type Tick = {
  readonly atMs: number;
  readonly brokers: { readonly [brokerId: string]: BrokerTick };
  readonly topics: RatesByName;
  /** `topic-partition`. */
  readonly partitions: RatesByName;
  /** `clientId@host`; '' is all that are not told one by one. */
  readonly clients: RatesByName;
  /** Of a foreign cluster: what its brokers are seen to be like from here. */
  readonly probes?: { readonly [brokerId: string]: Probe };
};

export type Probe = { readonly answerMs: number | null; readonly logBytes: number | null };

export const noRates: Rates = { bytesIn: 0, bytesOut: 0, recordsIn: 0, recordsOut: 0 };

const noRequests: RequestTick = {
  count: 0,
  bytesIn: 0,
  bytesOut: 0,
  waiting: 0,
  errors: {},
  total: [],
  queue: [],
  local: [],
  remote: [],
  send: [],
};

export function addRates(left: Rates, right: Rates): Rates {
  return mapKeys(left, (key) => left[key] + right[key]);
}

export function isQuiet({ bytesIn, bytesOut, recordsIn, recordsOut }: Rates): boolean {
  return bytesIn === 0 && bytesOut === 0 && recordsIn === 0 && recordsOut === 0;
}

/** Of one span after the other (`waiting` is the later one's), or of several brokers in one. */
export function addRequests(
  left: RequestTick = noRequests,
  right: RequestTick = noRequests,
  isSameTime = false,
): RequestTick {
  return {
    count: left.count + right.count,
    bytesIn: left.bytesIn + right.bytesIn,
    bytesOut: left.bytesOut + right.bytesOut,
    waiting: isSameTime ? left.waiting + right.waiting : right.waiting,
    errors: addByName(left.errors, right.errors),
    total: addCounts(left.total, right.total),
    queue: addCounts(left.queue, right.queue),
    local: addCounts(left.local, right.local),
    remote: addCounts(left.remote, right.remote),
    send: addCounts(left.send, right.send),
  };
}

/** The longer span that one broker's ticks make together. */
export function joinTicks(ticks: readonly BrokerTick[]): BrokerTick {
  const [first, ...rest] = ticks;
  if (!first) throw new Error('there is nothing to join');
  return rest.reduce((left, right) => {
    const spanMs = left.spanMs + right.spanMs;
    const share = spanMs === 0 ? 0.5 : left.spanMs / spanMs;
    const mean = (a: number, b: number) => a * share + b * (1 - share);
    return {
      spanMs,
      rates: mapKeys(left.rates, (key) => mean(left.rates[key], right.rates[key])),
      sums: mapKeys(left.sums, (key) => left.sums[key] + right.sums[key]),
      gauges: mapKeys(left.gauges, (key) => mean(left.gauges[key], right.gauges[key])),
      peaks: mapKeys(left.peaks, (key) => Math.max(left.peaks[key], right.peaks[key])),
      flush: addCounts(left.flush, right.flush),
      requests: joinRequests(left.requests, right.requests, false),
    };
  }, first);
}

export function joinRequests(
  left: BrokerTick['requests'],
  right: BrokerTick['requests'],
  isSameTime: boolean,
): BrokerTick['requests'] {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return Object.fromEntries(
    [...names].map((name) => [name, addRequests(left[name], right[name], isSameTime)]),
  );
}

/** The APIs whose parts are worth their room; of the others only the total is kept. */
const partedApis: ReadonlySet<string> = new Set(['Produce', 'FetchConsumer', 'FetchFollower']);

/** What is kept for long: coarser buckets, parts only where they are asked for. */
export function forKeeping(tick: BrokerTick): BrokerTick {
  return {
    ...tick,
    flush: coarser(tick.flush),
    requests: Object.fromEntries(
      Object.entries(tick.requests).map(([api, request]) => {
        const kept = mapKeys(pick(request, latencyParts), (part) =>
          part === 'total' || partedApis.has(api) ? coarser(request[part]) : [],
        );
        return [api, { ...request, ...kept }];
      }),
    ),
  };
}

function pick<T extends object, K extends keyof T>(value: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, value[key]])) as Pick<T, K>;
}

function addByName(
  left: { readonly [name: string]: number },
  right: { readonly [name: string]: number },
): { readonly [name: string]: number } {
  const sum: Record<string, number> = { ...left };
  for (const [name, count] of Object.entries(right)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

function mapKeys<T extends object, V>(
  value: T,
  map: (key: keyof T) => V,
): { readonly [K in keyof T]: V } {
  const keys = Object.keys(value) as (keyof T)[];
  return Object.fromEntries(keys.map((key) => [key, map(key)])) as { [K in keyof T]: V };
}
