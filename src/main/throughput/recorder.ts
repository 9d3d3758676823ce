/** Makes one point a second, keeps ten minutes of them, and writes them to the store. */
import type { BrokerStats } from '../../broker/control.ts';
import type { StatsTable } from '../cluster-state/stats-table.ts';
import type { ThroughputHistory, ThroughputPoint } from '../contract/throughput.ts';
import type { ResolutionS } from '../contract/throughput.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { isRetriable } from '../explorer/kafka-errors.ts';
import { latestTimestamp, listOffsets } from '../explorer/offsets.ts';
import { finestResolution, type ThroughputTable } from '../store/throughput-table.ts';
import { pointBetween, pointFromOffsets } from './counters.ts';

const pointIntervalMs = 1_000;
const pointCountMax = 600;
/** Twice a point, so that each point sees at least one new report of every broker. */
const statsIntervalMs = 500;
/** Written in batches: a transaction a second would keep the disk of an idle laptop awake. */
const writeIntervalMs = 10_000;

export type RecorderOptions = {
  readonly stats: StatsTable;
  readonly table: ThroughputTable;
  readonly link: KafkaLink;
  /** A foreign cluster's rates come from offsets, and only while somebody watches. */
  readonly isForeign: boolean;
};

/** Runs from `start` to `close`. */
export class ThroughputRecorder {
  readonly #options: RecorderOptions;
  readonly #listeners = new Set<(point: ThroughputPoint) => void>();
  #points: readonly ThroughputPoint[] = [];
  #unwritten: ThroughputPoint[] = [];
  #before: ReadonlyMap<number, BrokerStats> = new Map();
  #offsets: { readonly atMs: number; readonly ends: ReadonlyMap<string, number> } | null = null;
  #timers: NodeJS.Timeout[] = [];
  #isBusy = false;
  #unwant: () => void = () => {};

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  start(): void {
    this.#unwant = this.#options.stats.want(statsIntervalMs);
    this.#timers = [
      setInterval(() => void this.#tick(), pointIntervalMs),
      setInterval(() => this.#write(), writeIntervalMs),
    ];
  }

  /** The last ten minutes, oldest first. */
  get recent(): readonly ThroughputPoint[] {
    return this.#points;
  }

  onPoint(listener: (point: ThroughputPoint) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Points back in time, from the store and what is not written yet. */
  history(params: {
    readonly fromMs: number;
    readonly toMs: number;
    readonly resolutionS?: ResolutionS | undefined;
  }): ThroughputHistory {
    const { fromMs, toMs } = params;
    const resolutionS = params.resolutionS ?? finestResolution(fromMs, toMs, Date.now());
    this.#write();
    return { resolutionS, points: this.#options.table.query(fromMs, toMs, resolutionS) };
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#unwant();
    this.#write();
  }

  async #tick(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      const point = this.#options.isForeign ? await this.#pointForeign() : this.#pointLocal();
      if (point) this.#add(point);
    } catch (error) {
      // An environment fault: no broker answered in this second, so it has no point.
      if (!isRetriable(error)) throw error;
    } finally {
      this.#isBusy = false;
    }
  }

  #pointLocal(): ThroughputPoint | null {
    const { stats } = this.#options;
    const before = this.#before;
    this.#before = new Map(stats.latest);
    return before.size === 0 ? null : pointBetween(before, this.#before, Date.now());
  }

  async #pointForeign(): Promise<ThroughputPoint | null> {
    if (this.#listeners.size === 0) {
      this.#offsets = null;
      return null;
    }
    const { link } = this.#options;
    const { topics } = await link.metadata();
    const names = [...topics.values()].flatMap(({ name, partitions }) =>
      partitions.map(({ partition }) => ({ topic: name, partition })),
    );
    const now = { atMs: Date.now(), ends: await listOffsets(link, names, latestTimestamp) };
    const before = this.#offsets;
    this.#offsets = now;
    if (!before) return null;
    return pointFromOffsets(before.ends, now.ends, (now.atMs - before.atMs) / 1000, now.atMs);
  }

  #add(point: ThroughputPoint): void {
    this.#points = [...this.#points.slice(1 - pointCountMax), point];
    this.#unwritten.push(point);
    for (const listener of this.#listeners) listener(point);
  }

  #write(): void {
    if (this.#unwritten.length === 0) return;
    this.#options.table.append(this.#unwritten.splice(0), Date.now());
  }
}
