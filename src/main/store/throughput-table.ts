/** Throughput history with roll-ups: 1 s for 10 minutes, 10 s for 6 hours, 1 min for 7 days. */
import type { Rates, ResolutionS, ThroughputPoint } from '../contract/throughput.ts';
import type { Database } from './database.ts';

type Row = {
  readonly at_ms: number;
  readonly kind: 'tick' | 'broker' | 'topic';
  readonly name: string;
  readonly bytes_in: number;
  readonly bytes_out: number;
  readonly records_in: number;
  readonly records_out: number;
};

type Span = { readonly resolutionS: ResolutionS; readonly keptMs: number };

export type ThroughputTable = {
  /** Adds points of one second, rolls up what is complete, and forgets what is too old. */
  readonly append: (points: readonly ThroughputPoint[], nowMs: number) => void;
  readonly query: (
    fromMs: number,
    toMs: number,
    resolutionS: ResolutionS,
  ) => readonly ThroughputPoint[];
};

/** Finest first. */
export const spans: readonly Span[] = [
  { resolutionS: 1, keptMs: 10 * 60_000 },
  { resolutionS: 10, keptMs: 6 * 3_600_000 },
  { resolutionS: 60, keptMs: 7 * 86_400_000 },
];

const pointCountMax = 1_000;
const noRates: Rates = { bytesIn: 0, bytesOut: 0, recordsIn: 0, recordsOut: 0 };

/** The finest resolution that is still kept at `fromMs` and gives at most 1,000 points. */
export function finestResolution(fromMs: number, toMs: number, nowMs: number): ResolutionS {
  const fitting = spans.find(
    ({ resolutionS, keptMs }) =>
      fromMs >= nowMs - keptMs && (toMs - fromMs) / (resolutionS * 1000) <= pointCountMax,
  );
  return fitting?.resolutionS ?? 60;
}

/** The prepared statements of the table. */
export function throughputTable(database: Database): ThroughputTable {
  const put = database.prepare(
    `INSERT OR REPLACE INTO throughput
       (resolution_s, at_ms, kind, name, bytes_in, bytes_out, records_in, records_out)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?)`,
  );
  // Averaged over the ticks of the span, since a quiet topic has no row of its own. The cast is
  // needed because numbers from JavaScript arrive as REAL, whose division has no remainder.
  const rollUp = database.prepare(
    `INSERT OR REPLACE INTO throughput
     WITH span AS (
       SELECT CAST(:span_ms AS INTEGER) AS ms
     ), source AS (
       SELECT *, ((at_ms + span.ms - 1) / span.ms) * span.ms AS bucket_ms FROM throughput, span
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
    `SELECT MAX(at_ms) AS at_ms FROM throughput WHERE resolution_s = ?`,
  );
  const forget = database.prepare('DELETE FROM throughput WHERE resolution_s = ? AND at_ms <= ?');
  const select = database.prepare<[number, number, number], Row>(
    `SELECT at_ms, kind, name, bytes_in, bytes_out, records_in, records_out FROM throughput
     WHERE resolution_s = ? AND at_ms > ? AND at_ms <= ? ORDER BY at_ms`,
  );
  const putPoint = (point: ThroughputPoint) => {
    const rows: [Row['kind'], string, Rates][] = [
      ['tick', '', noRates],
      ...Object.entries(point.brokers).map(
        ([id, rates]) => ['broker', id, rates] as [Row['kind'], string, Rates],
      ),
      ...Object.entries(point.topics)
        .filter(([, rates]) => !isQuiet(rates))
        .map(([topic, rates]) => ['topic', topic, rates] as [Row['kind'], string, Rates]),
    ];
    for (const [kind, name, { bytesIn, bytesOut, recordsIn, recordsOut }] of rows) {
      put.run(point.atMs, kind, name, bytesIn, bytesOut, recordsIn, recordsOut);
    }
  };
  return {
    append: database.transaction((points: readonly ThroughputPoint[], nowMs: number) => {
      for (const point of points) putPoint(point);
      for (const [index, { resolutionS }] of spans.entries()) {
        const finer = spans[index - 1];
        if (!finer) continue;
        const spanMs = resolutionS * 1000;
        rollUp.run({
          span_ms: spanMs,
          from_s: finer.resolutionS,
          to_s: resolutionS,
          from_ms: last.get(resolutionS)?.at_ms ?? 0,
          // Only spans that are over; the running one would have to be made again.
          to_ms: Math.floor(nowMs / spanMs) * spanMs,
        });
      }
      for (const { resolutionS, keptMs } of spans) forget.run(resolutionS, nowMs - keptMs);
    }),
    query: (fromMs, toMs, resolutionS) => toPoints(select.all(resolutionS, fromMs, toMs)),
  };
}

/** Rows of one time make one point. */
function toPoints(rows: readonly Row[]): readonly ThroughputPoint[] {
  return [...Map.groupBy(rows, ({ at_ms }) => at_ms)].map(([atMs, own]) => ({
    atMs,
    brokers: ratesByName(own.filter(({ kind }) => kind === 'broker')),
    topics: ratesByName(own.filter(({ kind }) => kind === 'topic')),
  }));
}

function ratesByName(rows: readonly Row[]): { readonly [name: string]: Rates } {
  return Object.fromEntries(
    rows.map((row) => [
      row.name,
      {
        bytesIn: row.bytes_in,
        bytesOut: row.bytes_out,
        recordsIn: row.records_in,
        recordsOut: row.records_out,
      },
    ]),
  );
}

function isQuiet({ bytesIn, bytesOut, recordsIn, recordsOut }: Rates): boolean {
  return bytesIn === 0 && bytesOut === 0 && recordsIn === 0 && recordsOut === 0;
}
