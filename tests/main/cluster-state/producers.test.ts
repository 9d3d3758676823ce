import { describe, expect, it } from 'vitest';
import type { BrokerStats, ClientMeasures } from '../../../src/broker/control.ts';
import { ProducerRates } from '../../../src/main/cluster-state/producers.ts';

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
  replicas: [],
  producers: [],
  clientMetrics: [],
  ...changes,
});

const producer = (clientId: string, recordsIn: number) => ({
  clientId,
  host: 'h',
  topics: ['t'],
  recordsIn,
  bytesIn: 10 * recordsIn,
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
});
