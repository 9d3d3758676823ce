/** The measured past of one cluster: written in batches, rolled up, forgotten, bounded in size. */
import type { ClusterEvent } from '../contract/cluster.ts';
import type { HistoryExtent } from '../contract/measures.ts';
import type { ResolutionS } from '../contract/throughput.ts';
import type { Tick } from '../throughput/tick.ts';
import { openHistoryDatabase } from './history-database.ts';
import { type MeasuresTable, measuresTable } from './measures-table.ts';
import { finestResolution, spansFor } from './spans.ts';
import { type TrafficTable, trafficTable } from './traffic-table.ts';

export type HistoryLimits = { readonly days: number; readonly bytesMax: number };

export type History = {
  /** Adds ticks and events, rolls up what is complete, and forgets what is too old or too much. */
  readonly append: (ticks: readonly Tick[], events: readonly ClusterEvent[], nowMs: number) => void;
  readonly traffic: TrafficTable['query'];
  readonly measures: MeasuresTable['query'];
  readonly events: (fromMs: number, toMs: number) => readonly ClusterEvent[];
  readonly resolution: (fromMs: number, toMs: number, nowMs: number) => ResolutionS;
  readonly extent: () => HistoryExtent;
  readonly close: () => void;
};

const eventsMax = 1_000;
/** Room is made in steps of this share of the oldest. */
const stepShare = 0.1;

/** `limits` may change at any time. */
export function openHistory(dir: string, limits: () => HistoryLimits): History {
  const database = openHistoryDatabase(dir);
  const tables = [trafficTable(database), measuresTable(database)] as const;
  const [traffic, measures] = tables;
  const putEvent = database.prepare(
    'INSERT OR IGNORE INTO events (at_ms, number, event) VALUES (?, ?, ?)',
  );
  const selectEvents = database.prepare<[number, number], { event: string }>(
    `SELECT event FROM events WHERE at_ms > ? AND at_ms <= ? ORDER BY at_ms, number LIMIT ${eventsMax}`,
  );
  const forgetEvents = database.prepare('DELETE FROM events WHERE at_ms <= ?');
  const bounds = database.prepare<
    [number],
    { readonly first: number | null; readonly last: number | null }
  >(`SELECT MIN(at_ms) AS first, MAX(at_ms) AS last FROM traffic WHERE resolution_s = ?`);
  const usedBytes = () => {
    const number = (name: string) => database.pragma(name, { simple: true }) as number;
    return (number('page_count') - number('freelist_count')) * number('page_size');
  };
  const forgetUntil = (resolutionS: ResolutionS, untilMs: number) => {
    for (const table of tables) table.forget(resolutionS, untilMs);
  };
  /** The oldest goes first, which is the coarsest. */
  const makeRoom = (bytesMax: number) => {
    for (const { resolutionS } of spansFor(1).toReversed()) {
      while (usedBytes() > bytesMax) {
        const { first, last } = bounds.get(resolutionS) ?? { first: null, last: null };
        if (first === null || last === null) break;
        const untilMs = first + Math.ceil((last - first) * stepShare);
        forgetUntil(resolutionS, untilMs);
        forgetEvents.run(untilMs);
      }
    }
  };
  return {
    append: database.transaction(
      (ticks: readonly Tick[], events: readonly ClusterEvent[], nowMs: number) => {
        const { days, bytesMax } = limits();
        const spans = spansFor(days);
        for (const table of tables) table.put(ticks);
        // What was told before is known by its time and number.
        for (const event of events) putEvent.run(event.atMs, event.id, JSON.stringify(event));
        for (const [index, span] of spans.entries()) {
          const finer = spans[index - 1];
          if (finer) for (const table of tables) table.rollUp(finer, span, nowMs);
        }
        for (const { resolutionS, keptMs } of spans) forgetUntil(resolutionS, nowMs - keptMs);
        forgetEvents.run(nowMs - Math.max(...spans.map(({ keptMs }) => keptMs)));
        makeRoom(bytesMax);
      },
    ),
    traffic: traffic.query,
    measures: measures.query,
    events: (fromMs, toMs) =>
      selectEvents.all(fromMs, toMs).map(({ event }) => JSON.parse(event) as ClusterEvent),
    resolution: (fromMs, toMs, nowMs) =>
      finestResolution(fromMs, toMs, nowMs, spansFor(limits().days)),
    extent: () => {
      const { days, bytesMax } = limits();
      const firsts = spansFor(days).map(({ resolutionS }) => bounds.get(resolutionS)?.first);
      const known = firsts.filter((first) => typeof first === 'number');
      return {
        oldestMs: known.length === 0 ? null : Math.min(...known),
        usedBytes: usedBytes(),
        bytesMax,
        daysMax: days,
      };
    },
    close: () => {
      database.pragma('incremental_vacuum');
      database.close();
    },
  };
}
