/** Rates by broker, topic, partition and client, rolled up. */
import type { Rates, ResolutionS } from '../contract/throughput.ts';
import type { RatesByName, Tick } from '../throughput/tick.ts';
import type { Database } from './database.ts';
import type { Span } from './spans.ts';

export type TrafficKind = 'broker' | 'topic' | 'partition' | 'client';

type Row = {
  readonly at_ms: number;
  readonly name: string;
  readonly bytes_in: number;
  readonly bytes_out: number;
  readonly records_in: number;
  readonly records_out: number;
};

export type TrafficPoint = { readonly atMs: number; readonly rates: RatesByName };

export type TrafficTable = {
  readonly put: (ticks: readonly Tick[]) => void;
  /** Makes what is over of the coarser span out of the finer one. */
  readonly rollUp: (finer: Span, coarser: Span, nowMs: number) => void;
  readonly forget: (resolutionS: ResolutionS, untilMs: number) => void;
  /** A point for each span in which the app ran; what was quiet is not in it. */
  readonly query: (
    kind: TrafficKind,
    fromMs: number,
    toMs: number,
    resolutionS: ResolutionS,
  ) => readonly TrafficPoint[];
};

/** The busiest of a second that are kept one by one; the others are one sum without a name. */
const namesMax = 200;

/** The prepared statements of the table. */
export function trafficTable(database: Database): TrafficTable {
  const put = database.prepare(
    `INSERT OR REPLACE INTO traffic
       (resolution_s, at_ms, kind, name, bytes_in, bytes_out, records_in, records_out)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?)`,
  );
  // Averaged over the ticks of the span, since what is quiet has no row of its own. The cast is
  // needed because numbers from JavaScript arrive as REAL, whose division has no remainder.
  const rollUp = database.prepare(
    `INSERT OR REPLACE INTO traffic
     WITH span AS (
       SELECT CAST(:span_ms AS INTEGER) AS ms
     ), source AS (
       SELECT *, ((at_ms + span.ms - 1) / span.ms) * span.ms AS bucket_ms FROM traffic, span
       WHERE resolution_s = :from_s AND at_ms > :from_ms AND at_ms <= :to_ms
     ), ticks AS (
       SELECT bucket_ms, COUNT(*) AS tick_count FROM source WHERE kind = 'tick' GROUP BY bucket_ms
     )
     SELECT :to_s, bucket_ms, kind, name,
       SUM(bytes_in) / tick_count, SUM(bytes_out) / tick_count,
       SUM(records_in) / tick_count, SUM(records_out) / tick_count
     FROM source JOIN ticks USING (bucket_ms) GROUP BY bucket_ms, kind, name`,
  );
  const last = database.prepare<[number], { at_ms: number | null }>(
    'SELECT MAX(at_ms) AS at_ms FROM traffic WHERE resolution_s = ?',
  );
  const forget = database.prepare('DELETE FROM traffic WHERE resolution_s = ? AND at_ms <= ?');
  const select = database.prepare<[number, number, number, string], Row & { kind: string }>(
    `SELECT at_ms, kind, name, bytes_in, bytes_out, records_in, records_out FROM traffic
     WHERE resolution_s = ? AND at_ms > ? AND at_ms <= ? AND kind IN ('tick', ?) ORDER BY at_ms`,
  );
  const putRow = (atMs: number, kind: string, name: string, rates: Rates) => {
    const { bytesIn, bytesOut, recordsIn, recordsOut } = rates;
    put.run(atMs, kind, name, bytesIn, bytesOut, recordsIn, recordsOut);
  };
  return {
    put: (ticks) => {
      for (const { atMs, brokers, topics, partitions, clients } of ticks) {
        putRow(atMs, 'tick', '', { bytesIn: 0, bytesOut: 0, recordsIn: 0, recordsOut: 0 });
        for (const [id, { rates }] of Object.entries(brokers)) putRow(atMs, 'broker', id, rates);
        const named: [TrafficKind, RatesByName][] = [
          ['topic', topics],
          ['partition', partitions],
          ['client', clients],
        ];
        for (const [kind, rates] of named) {
          for (const [name, own] of busiest(rates)) putRow(atMs, kind, name, own);
        }
      }
    },
    rollUp: (finer, coarser, nowMs) => {
      const spanMs = coarser.resolutionS * 1000;
      rollUp.run({
        span_ms: spanMs,
        from_s: finer.resolutionS,
        to_s: coarser.resolutionS,
        from_ms: last.get(coarser.resolutionS)?.at_ms ?? 0,
        // Only spans that are over; the running one would have to be made again.
        to_ms: Math.floor(nowMs / spanMs) * spanMs,
      });
    },
    forget: (resolutionS, untilMs) => void forget.run(resolutionS, untilMs),
    query: (kind, fromMs, toMs, resolutionS) => {
      const rows = select.all(resolutionS, fromMs, toMs, kind);
      return [...Map.groupBy(rows, ({ at_ms }) => at_ms)].map(([atMs, own]) => ({
        atMs,
        rates: Object.fromEntries(
          own.filter((row) => row.kind === kind).map((row) => [row.name, ratesOf(row)]),
        ),
      }));
    },
  };
}

function busiest(rates: RatesByName): readonly (readonly [string, Rates])[] {
  const weight = ({ bytesIn, bytesOut, recordsIn, recordsOut }: Rates) =>
    bytesIn + bytesOut + recordsIn + recordsOut;
  const loud = Object.entries(rates).filter(([, own]) => weight(own) > 0);
  if (loud.length <= namesMax) return loud;
  loud.sort(([, left], [, right]) => weight(right) - weight(left));
  const rest = loud.slice(namesMax).map(([, own]) => own);
  const sum = rest.reduce((left, right) => ({
    bytesIn: left.bytesIn + right.bytesIn,
    bytesOut: left.bytesOut + right.bytesOut,
    recordsIn: left.recordsIn + right.recordsIn,
    recordsOut: left.recordsOut + right.recordsOut,
  }));
  return [...loud.slice(0, namesMax).filter(([name]) => name !== ''), ['', sum]];
}

function ratesOf(row: Row): Rates {
  return {
    bytesIn: row.bytes_in,
    bytesOut: row.bytes_out,
    recordsIn: row.records_in,
    recordsOut: row.records_out,
  };
}
