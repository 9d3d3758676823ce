/** Sums of what workers did. */
import type { TopicCounts, WorkerCounts } from './run-messages.ts';

const latenciesMax = 1_000;

/** Two lives of a worker, or two workers of a service, as one. */
export function addCounts(left: WorkerCounts, right: WorkerCounts): WorkerCounts {
  const names = new Set([...Object.keys(left.topics), ...Object.keys(right.topics)]);
  const topics = [...names].map((name): [string, TopicCounts] => [
    name,
    addTopicCounts(left.topics[name], right.topics[name]),
  ]);
  return {
    outCount: left.outCount + right.outCount,
    topics: Object.fromEntries(topics),
    latenciesMs: [...left.latenciesMs, ...right.latenciesMs].slice(-latenciesMax),
    pendingCount: left.pendingCount + right.pendingCount,
    lastError: right.lastError ?? left.lastError,
  };
}

/** The sum; either may be missing. */
export function addTopicCounts(
  left: TopicCounts | undefined,
  right: TopicCounts | undefined,
): TopicCounts {
  return {
    inCount: (left?.inCount ?? 0) + (right?.inCount ?? 0),
    failedCount: (left?.failedCount ?? 0) + (right?.failedCount ?? 0),
    retriedCount: (left?.retriedCount ?? 0) + (right?.retriedCount ?? 0),
    deadLetteredCount: (left?.deadLetteredCount ?? 0) + (right?.deadLetteredCount ?? 0),
  };
}

/** Of all topics together. */
export function totalOf({ topics }: WorkerCounts): TopicCounts {
  return Object.values(topics).reduce(addTopicCounts, addTopicCounts(undefined, undefined));
}

/** Nearest rank; null of nothing. */
export function percentiles(values: readonly number[]) {
  if (values.length === 0) return null;
  const sorted = values.toSorted((left, right) => left - right);
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
