import { describe, expect, it } from 'vitest';
import type { BrokerStats, ClientMeasures, ProducerStats } from '../../../src/broker/control.ts';
import { ProducerRates } from '../../../src/main/cluster-state/producers.ts';
import { measures as givenMeasures } from '../throughput/given.ts';

const measures: ClientMeasures = {
  requestLatencyMs: 4,
  queueTimeMs: null,
  batchSizeBytes: 900,
  recordErrorsPerS: 0,
};

const stats = (nodeId: number, changes: Partial<BrokerStats>): BrokerStats => ({
  nodeId,
  atMs: 0,
  uptimeMs: 0,
  memoryBytes: 0,
  cpuMicros: 0,
  controllerId: 1,
  quorumEpoch: 1,
  connectionCount: 0,
  topics: [],
  replicas: { isWhole: true, replicas: [], gone: [] },
  producers: [],
  clientMetrics: [],
  measures: givenMeasures(),
  ...changes,
});

const producer = (clientId: string, recordsIn: number, lastMs = 0): ProducerStats => ({
  connectionId: `broker-h:1-${clientId}`,
  clientId,
  host: 'h',
  port: 1,
  principal: 'User:ANONYMOUS',
  softwareName: '',
  softwareVersion: '',
  transactionalId: null,
  isOpen: true,
  sinceMs: 0,
  lastMs,
  errors: [],
  topics: [
    {
      topic: 't',
      recordsIn,
      bytesIn: 10 * recordsIn,
      batches: 1,
      duplicates: 0,
      acks: -1,
      codec: 0,
      isTransactional: false,
      producerId: -1,
      producerEpoch: -1,
      partitionRecords: [recordsIn],
    },
  ],
});

describe('connected producers', () => {
  it('have rates over all brokers, and what they tell one of them', () => {
    const rates = new ProducerRates();
    const report = (count: number) =>
      new Map([
        [1, stats(1, { producers: [producer('a', count), producer('b', 1)] })],
        [
          2,
          stats(2, {
            producers: [producer('a', count)],
            clientMetrics: [{ clientId: 'a', host: 'h', software: 'java 4', measures }],
          }),
        ],
      ]);
    rates.update(report(100), 1000);
    rates.update(report(300), 3000);
    expect(rates.states['a@h']).toEqual({
      clientId: 'a',
      host: 'h',
      topics: ['t'],
      recordsPerS: 200,
      bytesPerS: 2000,
      own: { software: 'java 4', ...measures },
    });
    expect(rates.states['b@h'].own).toBeNull();
  });

  it('are not told any more when they have been silent for a minute', () => {
    const rates = new ProducerRates();
    const now = 200_000;
    const producers = [producer('a', 1, now - 1_000), producer('b', 1, now - 61_000)];
    rates.update(new Map([[1, stats(1, { producers })]]), now);
    expect(Object.keys(rates.states)).toEqual(['a@h']);
  });
});
