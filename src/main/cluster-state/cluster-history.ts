/**
 * The last ten minutes of a cluster. What is kept are the states themselves: they share all that
 * did not change, so that each costs its difference only; on the way out they become one value
 * and patches. Bounded by an estimate of its memory: where much moves, positions are kept less
 * often, and if that is not enough the oldest go.
 */
import type { ClusterHistory, HistoryPoint, PastCluster } from '../contract/cluster-history.ts';
import type { ClusterState } from '../contract/cluster.ts';
import { diff, type JsonObject } from '../contract/patch.ts';
import type { TopicOffsets } from '../contract/replicas.ts';

type AllOffsets = { readonly [topic: string]: TopicOffsets };

type Entry = {
  readonly atMs: number;
  readonly value: PastCluster;
  readonly costBytes: number;
};

const keptMs = 10 * 60_000;
const pointIntervalMs = 1_000;
const budgetBytes = 64 * 1024 * 1024;
/** About what an object of that kind takes. */
const partitionBytes = 260;
const positionsBytes = 450;
const brokerBytes = 500;

export class ClusterRecording {
  readonly #budgetBytes: number;
  readonly #listeners = new Set<(point: HistoryPoint) => void>();
  #entries: Entry[] = [];
  #points: HistoryPoint[] = [];
  #bytes = 0;
  #offsetsAtMs = Number.NEGATIVE_INFINITY;
  #offsetsIntervalMs = pointIntervalMs;

  constructor(budget = budgetBytes) {
    this.#budgetBytes = budget;
  }

  /** The last ten minutes, oldest first. */
  get points(): readonly HistoryPoint[] {
    return this.#points;
  }

  /** An estimate. */
  get sizeBytes(): number {
    return this.#bytes;
  }

  onPoint(listener: (point: HistoryPoint) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes note of a state: at once when something happened, else once a second. */
  record(cluster: ClusterState, readOffsets: () => AllOffsets, atMs: number): void {
    const last = this.#entries.at(-1);
    const isDue = !last || atMs - last.atMs >= pointIntervalMs;
    if (!isDue && !isEventful(last.value.cluster, cluster)) return;
    const isOffsetsDue = atMs - this.#offsetsAtMs >= this.#offsetsIntervalMs;
    const before = last?.value.offsets.topics ?? {};
    const topics = isOffsetsDue ? readOffsets() : before;
    const offsets = last && topics === before ? last.value.offsets : { topics };
    const offsetsBytes = isOffsetsDue ? offsetsCost(before, topics) : 0;
    if (isOffsetsDue) {
      this.#offsetsAtMs = atMs;
      // So many of these fit into ten minutes and half of the budget.
      const spareMs = (offsetsBytes * 2 * keptMs) / this.#budgetBytes;
      this.#offsetsIntervalMs = Math.max(pointIntervalMs, Math.min(keptMs / 4, spareMs));
    }
    const costBytes = offsetsBytes + stateCost(last?.value.cluster, cluster);
    this.#entries.push({ atMs, value: { cluster, offsets }, costBytes });
    this.#bytes += costBytes;
    this.#drop(atMs);
    this.#addPoint(cluster, atMs);
  }

  read(fromMs: number, toMs: number): ClusterHistory {
    const entries = this.#entries;
    const keptFromMs = entries[0]?.atMs ?? null;
    const start = Math.max(
      0,
      entries.findLastIndex(({ atMs }) => atMs <= fromMs),
    );
    const first = entries[start];
    if (!first) return { keptFromMs, first: null, steps: [] };
    const steps = [];
    let before = first;
    for (let index = start + 1; index < entries.length; index += 1) {
      const entry = entries[index] as Entry;
      if (entry.atMs > toMs) break;
      const patch = diff(jsonOf(before.value), jsonOf(entry.value));
      if (patch) steps.push({ atMs: entry.atMs, patch });
      before = entry;
    }
    return { keptFromMs, first: { atMs: first.atMs, value: first.value }, steps };
  }

  #drop(nowMs: number): void {
    let count = 0;
    const isTooOld = (entry: Entry) => nowMs - entry.atMs > keptMs;
    while (count < this.#entries.length - 1) {
      const entry = this.#entries[count] as Entry;
      if (!isTooOld(entry) && this.#bytes <= this.#budgetBytes) break;
      this.#bytes -= entry.costBytes;
      count += 1;
    }
    if (count > 0) this.#entries = this.#entries.slice(count);
  }

  #addPoint(cluster: ClusterState, atMs: number): void {
    const last = this.#points.at(-1);
    // What happens between two seconds is in the events.
    if (last && atMs - last.atMs < pointIntervalMs) return;
    const point = pointOf(cluster, atMs);
    this.#points = [...this.#points.filter((old) => atMs - old.atMs <= keptMs), point];
    for (const listener of this.#listeners) listener(point);
  }
}

function jsonOf(value: PastCluster): JsonObject {
  return value as unknown as JsonObject;
}

function isEventful(before: ClusterState, now: ClusterState): boolean {
  if (before.topics !== now.topics || before.phase !== now.phase) return true;
  if (before.controllerId !== now.controllerId || before.damages !== now.damages) return true;
  const ids = Object.keys(now.brokers);
  if (ids.length !== Object.keys(before.brokers).length) return true;
  return ids.some((id) => {
    const [old, broker] = [before.brokers[id], now.brokers[id]];
    return old?.phase !== broker?.phase || old?.isFenced !== broker?.isFenced;
  });
}

function pointOf(cluster: ClusterState, atMs: number): HistoryPoint {
  let underReplicatedCount = 0;
  let offlineCount = 0;
  for (const name in cluster.topics) {
    const { partitions } = cluster.topics[name] as ClusterState['topics'][string];
    for (const key in partitions) {
      const { leader, isr, replicas } = partitions[key] as (typeof partitions)[string];
      if (leader < 0) offlineCount += 1;
      if (isr.length < replicas.length) underReplicatedCount += 1;
    }
  }
  const flows = cluster.flows && Object.values(cluster.flows);
  return {
    atMs,
    phase: cluster.phase,
    controllerId: cluster.controllerId,
    brokers: Object.fromEntries(
      Object.values(cluster.brokers).map(({ id, phase, isFenced, leaderCount }) => [
        id,
        { phase, isFenced, leaderCount },
      ]),
    ),
    underReplicatedCount,
    offlineCount,
    replicatedBytesPerS: flows && flows.reduce((sum, { bytesPerS }) => sum + bytesPerS, 0),
  };
}

function stateCost(before: ClusterState | undefined, now: ClusterState): number {
  let count = 0;
  if (before?.topics !== now.topics) {
    for (const name in now.topics) {
      if (before?.topics[name] === now.topics[name]) continue;
      count += Object.keys(now.topics[name]?.partitions ?? {}).length;
    }
  }
  return count * partitionBytes + Object.keys(now.brokers).length * brokerBytes;
}

function offsetsCost(before: AllOffsets, now: AllOffsets): number {
  let count = 0;
  for (const name in now) {
    const [old, topic] = [before[name], now[name] as TopicOffsets];
    if (old === topic) continue;
    for (const key in topic) if (old?.[key] !== topic[key]) count += 1;
  }
  return count * positionsBytes;
}
