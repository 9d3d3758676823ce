/**
 * Makes one tick a second of what the brokers report, keeps ten minutes of them, and writes them to
 * the history. Of somebody else's cluster only what the protocol tells is known (foreign.ts).
 */
import type { StatsTable } from '../cluster-state/stats-table.ts';
import type { EventLog } from '../cluster/event-log.ts';
import type { ClusterEvent } from '../contract/cluster.ts';
import type {
  HistoryExtent,
  MeasureHistory,
  MeasurePoint,
  MeasureQuery,
} from '../contract/measures.ts';
import type { ResolutionS, ThroughputHistory, ThroughputPoint } from '../contract/throughput.ts';
import type { History } from '../store/history.ts';
import { ForeignTicks } from './foreign.ts';
import { TickGatherer } from './gather.ts';
import { pointOf, ratesRow } from './series.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import type { Tick } from './tick.ts';

const tickIntervalMs = 1_000;
const tickCountMax = 600;
/** Twice a tick, so that each one sees at least one new report of every broker. */
const statsIntervalMs = 500;
/** Written in batches: a transaction a second would keep the disk of an idle laptop awake. */
const writeIntervalMs = 10_000;
/** Sizes of logs are asked of each replica; they need not be newer. */
const logBytesIntervalMs = 5_000;

export type RecorderOptions = {
  readonly stats: StatsTable;
  readonly history: History;
  readonly events: EventLog;
  readonly link: KafkaLink;
  /** A foreign cluster is asked only while somebody watches. */
  readonly isForeign: boolean;
};

type Span = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly resolutionS?: ResolutionS | undefined;
};

/** Runs from `start` to `close`. */
export class ThroughputRecorder {
  readonly #options: RecorderOptions;
  readonly #gatherer = new TickGatherer();
  readonly #foreign: ForeignTicks | null;
  readonly #listeners = new Set<(tick: Tick) => void>();
  #ticks: readonly Tick[] = [];
  #unwritten: Tick[] = [];
  #unwrittenEvents: ClusterEvent[] = [];
  #logBytes: { atMs: number; byBroker: ReadonlyMap<number, number> } = {
    atMs: 0,
    byBroker: new Map(),
  };
  #timers: NodeJS.Timeout[] = [];
  #isBusy = false;
  #stops: (() => void)[] = [];

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#foreign = options.isForeign ? new ForeignTicks(options.link) : null;
  }

  start(): void {
    const { stats, events } = this.#options;
    this.#unwrittenEvents.push(...events.recent);
    this.#stops = [
      stats.want(statsIntervalMs),
      stats.onReport((report) => this.#gatherer.add(report)),
      stats.onForget((brokerId) => this.#gatherer.forget(brokerId)),
      events.onEvent((event) => this.#unwrittenEvents.push(event)),
    ];
    this.#timers = [
      setInterval(() => void this.#tick(), tickIntervalMs),
      setInterval(() => this.#write(), writeIntervalMs),
    ];
  }

  /** The last ten minutes, oldest first. */
  get ticks(): readonly Tick[] {
    return this.#ticks;
  }

  /** The same as rates of brokers and topics. */
  get recent(): readonly ThroughputPoint[] {
    return this.#ticks.map(toPoint);
  }

  get latest(): ThroughputPoint | undefined {
    const tick = this.#ticks.at(-1);
    return tick && toPoint(tick);
  }

  onTick(listener: (tick: Tick) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onPoint(listener: (point: ThroughputPoint) => void): () => void {
    return this.onTick((tick) => listener(toPoint(tick)));
  }

  /** The last ten minutes of one question, and what comes. */
  watch(query: MeasureQuery, onPoint: (point: MeasurePoint) => void) {
    return {
      items: this.#ticks.map((tick) => pointOf(query, tick)),
      stop: this.onTick((tick) => onPoint(pointOf(query, tick))),
    };
  }

  /** Points back in time, from the history and what is not written yet. */
  measures(query: MeasureQuery, span: Span): MeasureHistory {
    const { history } = this.#options;
    const { fromMs, toMs, resolutionS } = this.#resolve(span);
    if (query.kind === 'traffic') {
      const points = history.traffic(query.by, fromMs, toMs, resolutionS);
      return {
        resolutionS,
        points: points.map(({ atMs, rates }) => ({
          atMs,
          values: Object.fromEntries(
            Object.entries(rates).map(([name, own]) => [name, ratesRow(own)]),
          ),
        })),
      };
    }
    const rows = history.measures(fromMs, toMs, resolutionS);
    const none = { topics: {}, partitions: {}, clients: {} };
    return {
      resolutionS,
      points: rows.map(({ atMs, brokers }) => pointOf(query, { atMs, brokers, ...none })),
    };
  }

  history(span: Span): ThroughputHistory {
    const { history } = this.#options;
    const { fromMs, toMs, resolutionS } = this.#resolve(span);
    const topics = history.traffic('topic', fromMs, toMs, resolutionS);
    const brokers = new Map(
      history.traffic('broker', fromMs, toMs, resolutionS).map(({ atMs, rates }) => [atMs, rates]),
    );
    return {
      resolutionS,
      points: topics.map(({ atMs, rates }) => ({
        atMs,
        brokers: brokers.get(atMs) ?? {},
        topics: rates,
      })),
    };
  }

  events({ fromMs, toMs }: { fromMs: number; toMs: number }): readonly ClusterEvent[] {
    this.#write();
    return this.#options.history.events(fromMs, toMs);
  }

  extent(): HistoryExtent {
    return this.#options.history.extent();
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const stop of this.#stops) stop();
    this.#foreign?.close();
    this.#write();
  }

  #resolve({ fromMs, toMs, resolutionS }: Span) {
    this.#write();
    const fitting = this.#options.history.resolution(fromMs, toMs, Date.now());
    return { fromMs, toMs, resolutionS: resolutionS ?? fitting };
  }

  async #tick(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      const tick = this.#foreign
        ? await this.#foreign.take(this.#listeners.size > 0)
        : this.#localTick();
      if (tick) this.#add(tick);
    } finally {
      this.#isBusy = false;
    }
  }

  #localTick(): Tick | null {
    if (this.#gatherer.isEmpty) return null;
    const nowMs = Date.now();
    if (nowMs - this.#logBytes.atMs >= logBytesIntervalMs) {
      this.#logBytes = { atMs: nowMs, byBroker: logBytesByBroker(this.#options.stats) };
    }
    return this.#gatherer.take(nowMs, (brokerId) => this.#logBytes.byBroker.get(brokerId) ?? 0);
  }

  #add(tick: Tick): void {
    this.#ticks = [...this.#ticks.slice(1 - tickCountMax), tick];
    this.#unwritten.push(tick);
    for (const listener of this.#listeners) listener(tick);
  }

  #write(): void {
    if (this.#unwritten.length === 0 && this.#unwrittenEvents.length === 0) return;
    const [ticks, events] = [this.#unwritten.splice(0), this.#unwrittenEvents.splice(0)];
    this.#options.history.append(ticks, events, Date.now());
  }
}

function toPoint({ atMs, brokers, topics }: Tick): ThroughputPoint {
  return {
    atMs,
    brokers: Object.fromEntries(Object.entries(brokers).map(([id, { rates }]) => [id, rates])),
    topics,
  };
}

function logBytesByBroker({ replicas }: StatsTable): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  for (const partitions of Object.values(replicas.all)) {
    for (const positions of Object.values(partitions)) {
      for (const [id, { sizeBytes }] of Object.entries(positions)) {
        sums.set(Number(id), (sums.get(Number(id)) ?? 0) + (sizeBytes ?? 0));
      }
    }
  }
  return sums;
}
