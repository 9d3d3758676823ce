import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measuresOf } from '../../../src/broker/client-metrics/measures.ts';
import { readMetrics } from '../../../src/broker/client-metrics/otlp.ts';
import { ProtocolError } from '../../../src/broker/protocol/reader.ts';
import { metricsData } from './pushed.ts';

const bytes = metricsData({
  'org.apache.kafka.producer.request.latency.avg': { gauge: [2.5] },
  'org.apache.kafka.producer.node.request.latency.avg': { gauge: [1, 4] },
  'org.apache.kafka.producer.connection.creation.total': { sum: [-3] },
});

function failureOf(action: () => unknown): unknown {
  try {
    action();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('metrics that clients push', () => {
  it('are read by name, with the points of gauges and sums', () => {
    expect(readMetrics(bytes)).toEqual([
      { name: 'org.apache.kafka.producer.request.latency.avg', points: [2.5] },
      { name: 'org.apache.kafka.producer.node.request.latency.avg', points: [1, 4] },
      { name: 'org.apache.kafka.producer.connection.creation.total', points: [-3] },
    ]);
    expect(readMetrics(Buffer.alloc(0))).toEqual([]);
  });

  it('may be cut anywhere or be anything: then they are refused, or read as far as they make sense', () => {
    for (let end = 1; end < bytes.length; end++) {
      expect(() => readMetrics(bytes.subarray(0, end))).toThrow(ProtocolError);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (rubbish) => {
        const thrown = failureOf(() => readMetrics(Buffer.from(rubbish)));
        return thrown === undefined || thrown instanceof ProtocolError;
      }),
    );
  });
});

describe('what is shown of them', () => {
  const name = (rest: string) => `org.apache.kafka.producer.${rest}`;
  const pushed = (values: Record<string, number>) =>
    Object.entries(values).map(([rest, value]) => ({ name: name(rest), points: [value] }));

  it('is the producer, where it tells of itself', () => {
    const all = pushed({
      'request.latency.avg': 3,
      'record.queue.time.avg': 1,
      'batch.size.avg': 500,
      'record.error.rate': 0.5,
    });
    const expected = {
      requestLatencyMs: 3,
      queueTimeMs: 1,
      batchSizeBytes: 500,
      recordErrorsPerS: 0.5,
    };
    expect(measuresOf(all, null)).toEqual(expected);
    const later = measuresOf(pushed({ 'request.latency.avg': 9 }), expected);
    expect(later).toEqual({ ...expected, requestLatencyMs: 9 });
  });

  it('has no value where nothing happened, and is nothing for other clients', () => {
    const idle = measuresOf(pushed({ 'request.latency.avg': Number.NaN }), null);
    expect(idle?.requestLatencyMs).toBeNull();
    expect(measuresOf([{ name: 'org.apache.kafka.consumer.poll', points: [1] }], null)).toBeNull();
  });
});
