/**
 * What brokers told in pieces, as what Prometheus wants: counters that only grow, and percentiles of
 * the last minute.
 */
import type { BrokerStats, SparseCounts } from '../../broker/control.ts';
import { addCounts } from '../throughput/histogram.ts';
import { latencyParts } from '../throughput/tick.ts';

type Part = (typeof latencyParts)[number];
type Histograms = { [Name in Part]: SparseCounts };

export type ApiTotals = {
  requests: number;
  bytesIn: number;
  bytesOut: number;
  waiting: number;
  /** Measured ones, of which the percentiles are. */
  answered: number;
  readonly errors: Map<number, number>;
  /** The last minute in pieces of ten seconds, the newest last. */
  readonly recent: { startMs: number; readonly parts: Histograms }[];
};

export type BrokerTotals = {
  readonly apis: Map<string, ApiTotals>;
  flushes: number;
  readonly flushRecent: { startMs: number; counts: SparseCounts }[];
  uptimeMs: number;
};

const pieceMs = 10_000;
const recentMs = 60_000;

export class Totals {
  readonly #brokers = new Map<number, BrokerTotals>();

  add({ nodeId, uptimeMs, atMs, measures }: BrokerStats): void {
    const known = this.#brokers.get(nodeId);
    // A new process counts from zero, which Prometheus understands as a reset.
    const isSame = known !== undefined && known.uptimeMs <= uptimeMs;
    const totals = isSame ? known : { apis: new Map(), flushes: 0, flushRecent: [], uptimeMs };
    this.#brokers.set(nodeId, totals);
    totals.uptimeMs = uptimeMs;
    for (const request of measures.requests) {
      const api = apiOf(totals, request.api);
      api.requests += request.requestCount;
      api.bytesIn += request.bytesIn;
      api.bytesOut += request.bytesOut;
      api.waiting = request.waitingCount;
      api.answered += count(request.total);
      for (let at = 0; at < request.errors.length; at += 2) {
        const code = request.errors[at] as number;
        api.errors.set(code, (api.errors.get(code) ?? 0) + (request.errors[at + 1] as number));
      }
      const piece = pieceOf(api.recent, atMs, () => ({ startMs: atMs, parts: noHistograms() }));
      for (const part of latencyParts)
        piece.parts[part] = addCounts(piece.parts[part], request[part]);
    }
    const { flush } = measures.disk;
    totals.flushes += count(flush);
    const piece = pieceOf(totals.flushRecent, atMs, () => ({ startMs: atMs, counts: [] }));
    piece.counts = addCounts(piece.counts, flush);
  }

  forget(brokerId: number): void {
    this.#brokers.delete(brokerId);
  }

  of(brokerId: number): BrokerTotals | undefined {
    return this.#brokers.get(brokerId);
  }
}

/** Of the last minute. */
export function recentPart({ recent }: ApiTotals, part: Part): SparseCounts {
  return recent.map(({ parts }) => parts[part]).reduce(addCounts, []);
}

export function recentFlushes({ flushRecent }: BrokerTotals): SparseCounts {
  return flushRecent.map(({ counts }) => counts).reduce(addCounts, []);
}

function apiOf({ apis }: BrokerTotals, name: string): ApiTotals {
  let totals = apis.get(name);
  if (!totals) {
    totals = {
      requests: 0,
      bytesIn: 0,
      bytesOut: 0,
      waiting: 0,
      answered: 0,
      errors: new Map(),
      recent: [],
    };
    apis.set(name, totals);
  }
  return totals;
}

function pieceOf<Piece extends { readonly startMs: number }>(
  pieces: Piece[],
  atMs: number,
  create: () => Piece,
): Piece {
  while (pieces.length > 0 && atMs - (pieces[0] as Piece).startMs > recentMs) pieces.shift();
  const last = pieces.at(-1);
  if (last && atMs - last.startMs < pieceMs) return last;
  const piece = create();
  pieces.push(piece);
  return piece;
}

function noHistograms(): Histograms {
  return { total: [], queue: [], local: [], remote: [], send: [] };
}

function count(counts: SparseCounts): number {
  let sum = 0;
  for (let at = 1; at < counts.length; at += 2) sum += counts[at] as number;
  return sum;
}
