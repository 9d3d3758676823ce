/** What a tick says about one question. Pure. */
import type { MeasurePoint, MeasureQuery } from '../contract/measures.ts';
import type { Rates } from '../contract/throughput.ts';
import { protocolErrorName } from '../explorer/kafka-errors.ts';
import { countOf, meanMs, quantilesMs } from './histogram.ts';
import {
  addRates,
  addRequests,
  type BrokerTick,
  isQuiet,
  joinRequests,
  latencyParts,
  noRates,
  type RatesByName,
  type RequestTick,
  type Tick,
} from './tick.ts';

type Values = { readonly [series: string]: readonly (number | null)[] };

const shares = [0.5, 0.95, 0.99];

export function pointOf(query: MeasureQuery, tick: Tick): MeasurePoint {
  return { atMs: tick.atMs, values: valuesOf(query, tick) };
}

function valuesOf(query: MeasureQuery, tick: Tick): Values {
  switch (query.kind) {
    case 'traffic':
      return trafficOf(query.by, tick);
    case 'latency':
      return latencyOf(chosen(tick, query.brokerId), query.api);
    case 'requests':
      return requestsOf(chosen(tick, query.brokerId));
    case 'errors':
      return errorsOf(chosen(tick, query.brokerId));
    case 'machine':
      return mapValues(tick.brokers, machineRow);
    case 'probe':
      return mapValues(tick.probes ?? {}, ({ answerMs, logBytes }) => [answerMs, logBytes]);
  }
}

function chosen({ brokers }: Tick, brokerId: number | undefined): readonly BrokerTick[] {
  if (brokerId === undefined) return Object.values(brokers);
  const one = brokers[brokerId];
  return one ? [one] : [];
}

function trafficOf(by: Extract<MeasureQuery, { kind: 'traffic' }>['by'], tick: Tick): Values {
  if (by === 'broker') return mapValues(tick.brokers, ({ rates }) => ratesRow(rates));
  const parts = { topic: tick.topics, partition: tick.partitions, client: tick.clients }[by];
  return mapValues(busiest(parts), ratesRow);
}

/** The busiest at that moment; all others are one without a name. */
const shownMax = 60;

function busiest(parts: RatesByName): RatesByName {
  const loud = Object.entries(parts).filter(([, rates]) => !isQuiet(rates));
  if (loud.length <= shownMax) return Object.fromEntries(loud);
  const weight = ({ bytesIn, bytesOut, recordsIn, recordsOut }: Rates) =>
    bytesIn + bytesOut + recordsIn + recordsOut;
  loud.sort(([, left], [, right]) => weight(right) - weight(left));
  const rest = loud.slice(shownMax).reduce((sum, [, rates]) => addRates(sum, rates), noRates);
  const shown = Object.fromEntries(loud.slice(0, shownMax));
  return { ...shown, '': addRates(shown[''] ?? noRates, rest) };
}

export function ratesRow({ recordsIn, recordsOut, bytesIn, bytesOut }: Rates): readonly number[] {
  return [recordsIn, recordsOut, bytesIn, bytesOut];
}

function latencyOf(brokers: readonly BrokerTick[], api: string): Values {
  const all = brokers.reduce(
    (sum: RequestTick | undefined, { requests }) =>
      requests[api] ? addRequests(sum, requests[api], true) : sum,
    undefined,
  );
  if (!all || countOf(all.total) === 0) return {};
  return Object.fromEntries(
    latencyParts.map((part) => {
      const counts = all[part];
      return [part, [...quantilesMs(counts, shares), meanMs(counts), countOf(counts)]];
    }),
  );
}

function requestsOf(brokers: readonly BrokerTick[]): Values {
  const all = brokers.map(({ requests }) => requests).reduce(joinSame, {});
  const perS = rateOver(brokers);
  return mapValues(all, ({ count, errors, waiting, bytesIn, bytesOut }) => {
    const errorCount = Object.values(errors).reduce((sum, one) => sum + one, 0);
    return [perS(count), perS(errorCount), waiting, perS(bytesIn), perS(bytesOut)];
  });
}

function errorsOf(brokers: readonly BrokerTick[]): Values {
  const all = brokers.map(({ requests }) => requests).reduce(joinSame, {});
  const perS = rateOver(brokers);
  const rows = Object.entries(all).flatMap(([api, { errors }]) =>
    Object.entries(errors).map(([code, count]) => [
      `${api} ${protocolErrorName(Number(code))}`,
      [perS(count)],
    ]),
  );
  return Object.fromEntries(rows);
}

const joinSame = (left: BrokerTick['requests'], right: BrokerTick['requests']) =>
  joinRequests(left, right, true);

/** Brokers report at slightly different times; their spans differ by as much. */
function rateOver(brokers: readonly BrokerTick[]): (count: number) => number {
  const spanMs = Math.max(0, ...brokers.map((broker) => broker.spanMs));
  return (count) => (spanMs === 0 ? 0 : round((count * 1000) / spanMs));
}

function machineRow({
  spanMs,
  sums,
  gauges,
  peaks,
  flush,
}: BrokerTick): readonly (number | null)[] {
  const perS = (sum: number) => (spanMs === 0 ? null : round((Math.max(0, sum) * 1000) / spanMs));
  const cpu = spanMs === 0 ? null : round(Math.max(0, sums.cpuMicros) / 1000 / spanMs, 1000);
  return [
    cpu,
    Math.round(gauges.memoryBytes),
    round(gauges.busyShare, 1000),
    round(peaks.loopDelayP99Ms, 100),
    round(peaks.loopDelayMaxMs, 100),
    round(gauges.connections),
    perS(sums.connectionsOpened),
    perS(sums.bytesWritten),
    perS(sums.bytesRead),
    perS(countOf(flush)),
    quantilesMs(flush, [0.99])[0] ?? null,
    Math.round(gauges.logBytes),
    Math.round(gauges.freeBytes),
    Math.round(gauges.totalBytes),
    perS(sums.replicationIn),
    perS(sums.replicationOut),
  ];
}

const round = (value: number, parts = 10): number => Math.round(value * parts) / parts;

function mapValues<T>(
  parts: { readonly [name: string]: T },
  row: (part: T) => readonly (number | null)[],
): Values {
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, row(part)]));
}
