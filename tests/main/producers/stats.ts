/** Reports of brokers, made up. */
import type {
  BrokerStats,
  ProducerStats,
  ProducerTopicStats,
} from '../../../src/broker/control.ts';
import { measures } from '../throughput/given.ts';

export function written(changes: Partial<ProducerTopicStats> = {}): ProducerTopicStats {
  return {
    topic: 'orders',
    recordsIn: 0,
    bytesIn: 0,
    batches: 0,
    duplicates: 0,
    acks: -1,
    codec: 4,
    isTransactional: false,
    producerId: 5,
    producerEpoch: 0,
    partitionRecords: [],
    ...changes,
  };
}

export function producer(changes: Partial<ProducerStats> = {}): ProducerStats {
  return {
    connectionId: 'c1',
    clientId: 'shop',
    host: '127.0.0.1',
    port: 40001,
    principal: 'User:ANONYMOUS',
    softwareName: 'librdkafka',
    softwareVersion: '2.3.0',
    transactionalId: null,
    isOpen: true,
    sinceMs: 0,
    lastMs: 0,
    topics: [],
    errors: [],
    ...changes,
  };
}

export function report(
  nodeId: number,
  atMs: number,
  producers: readonly ProducerStats[],
  changes: Partial<BrokerStats> = {},
): [number, BrokerStats] {
  return [
    nodeId,
    {
      nodeId,
      atMs,
      uptimeMs: atMs,
      memoryBytes: 0,
      cpuMicros: 0,
      controllerId: 1,
      quorumEpoch: 1,
      connectionCount: 0,
      topics: [],
      clientMetrics: [],
      producers,
      replicas: {
        isWhole: true,
        replicas: [],
        gone: [],
      },
      measures: measures(),
      ...changes,
    },
  ];
}
