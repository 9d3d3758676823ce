/** What brokers measured of their work: one packed row per broker and span, rolled up. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { ResolutionS } from '../contract/throughput.ts';
import { type BrokerTick, forKeeping, joinTicks, type Tick } from '../throughput/tick.ts';
import type { Database } from './database.ts';
import type { Span } from './spans.ts';

type Row = { readonly at_ms: number; readonly broker_id: number; readonly tick: Buffer };

export type MeasuresPoint = {
  readonly atMs: number;
  readonly brokers: { readonly [brokerId: string]: BrokerTick };
};

export type MeasuresTable = {
  readonly put: (ticks: readonly Tick[]) => void;
  readonly rollUp: (finer: Span, coarser: Span, nowMs: number) => void;
  readonly forget: (resolutionS: ResolutionS, untilMs: number) => void;
  readonly query: (
    fromMs: number,
    toMs: number,
    resolutionS: ResolutionS,
  ) => readonly MeasuresPoint[];
};

/** The prepared statements of the table. */
export function measuresTable(database: Database): MeasuresTable {
  const put = database.prepare(
    'INSERT OR REPLACE INTO measures (resolution_s, at_ms, broker_id, tick) VALUES (?, ?, ?, ?)',
  );
  const last = database.prepare<[number], { at_ms: number | null }>(
    'SELECT MAX(at_ms) AS at_ms FROM measures WHERE resolution_s = ?',
  );
  const forget = database.prepare('DELETE FROM measures WHERE resolution_s = ? AND at_ms <= ?');
  const select = database.prepare<[number, number, number], Row>(
    `SELECT at_ms, broker_id, tick FROM measures
     WHERE resolution_s = ? AND at_ms > ? AND at_ms <= ? ORDER BY at_ms`,
  );
  return {
    put: (ticks) => {
      for (const { atMs, brokers } of ticks) {
        for (const [id, tick] of Object.entries(brokers)) {
          put.run(1, atMs, Number(id), pack(forKeeping(tick)));
        }
      }
    },
    rollUp: (finer, coarser, nowMs) => {
      const spanMs = coarser.resolutionS * 1000;
      const fromMs = last.get(coarser.resolutionS)?.at_ms ?? 0;
      const toMs = Math.floor(nowMs / spanMs) * spanMs;
      if (toMs <= fromMs) return;
      const rows = select.all(finer.resolutionS, fromMs, toMs);
      const groups = Map.groupBy(
        rows,
        (row) => `${Math.ceil(row.at_ms / spanMs)} ${row.broker_id}`,
      );
      for (const [key, own] of groups) {
        const [bucket, brokerId] = key.split(' ').map(Number) as [number, number];
        const joined = joinTicks(own.map(({ tick }) => unpack(tick)));
        put.run(coarser.resolutionS, bucket * spanMs, brokerId, pack(joined));
      }
    },
    forget: (resolutionS, untilMs) => void forget.run(resolutionS, untilMs),
    query: (fromMs, toMs, resolutionS) => {
      const rows = select.all(resolutionS, fromMs, toMs);
      return [...Map.groupBy(rows, ({ at_ms }) => at_ms)].map(([atMs, own]) => ({
        atMs,
        brokers: Object.fromEntries(own.map((row) => [row.broker_id, unpack(row.tick)])),
      }));
    },
  };
}

/** A minute of a busy broker takes about 1 KB. */
function pack(tick: BrokerTick): Buffer {
  return deflateRawSync(JSON.stringify(tick), { level: 3 });
}

function unpack(packed: Buffer): BrokerTick {
  return JSON.parse(inflateRawSync(packed).toString()) as BrokerTick;
}
