/** What the product shows of a producer's own view, taken from what the producer pushes. */
import type { ClientMeasures } from '../control.ts';
import type { PushedMetric } from './otlp.ts';

const prefix = 'org.apache.kafka.producer.';
const names = {
  requestLatencyMs: `${prefix}request.latency.avg`,
  queueTimeMs: `${prefix}record.queue.time.avg`,
  batchSizeBytes: `${prefix}batch.size.avg`,
  recordErrorsPerS: `${prefix}record.error.rate`,
} as const satisfies Record<keyof ClientMeasures, string>;

/** Null when the client pushed none of it; a value that it did not push stays as it was. */
export function measuresOf(
  pushed: readonly PushedMetric[],
  before: ClientMeasures | null,
): ClientMeasures | null {
  const values = new Map(pushed.map(({ name, points }) => [name, mean(points)]));
  if (!Object.values(names).some((name) => values.has(name))) return before;
  const valueOf = (name: keyof ClientMeasures): number | null => {
    const value = values.get(names[name]);
    return value === undefined ? (before?.[name] ?? null) : value;
  };
  return {
    requestLatencyMs: valueOf('requestLatencyMs'),
    queueTimeMs: valueOf('queueTimeMs'),
    batchSizeBytes: valueOf('batchSizeBytes'),
    recordErrorsPerS: valueOf('recordErrorsPerS'),
  };
}

/** Java's clients push NaN for what has not happened. */
function mean(points: readonly number[]): number | null {
  const known = points.filter(Number.isFinite);
  return known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0) / known.length;
}
