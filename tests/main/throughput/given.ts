/** Measured figures, made up. */
import type { BrokerMeasures, BrokerStats, RequestMeasures } from '../../../src/broker/control.ts';

export function measures(changes: Partial<BrokerMeasures> = {}): BrokerMeasures {
  return {
    requests: [],
    clients: [],
    partitions: [],
    disk: { bytesWritten: 0, bytesRead: 0, flush: [], freeBytes: 5e9, totalBytes: 1e10 },
    loop: { busyShare: 0, delayMaxMs: 0, delayP99Ms: 0 },
    connectionsOpened: 0,
    connectionsClosed: 0,
    replicationBytesIn: 0,
    replicationBytesOut: 0,
    ...changes,
  };
}

export function request(api: string, changes: Partial<RequestMeasures> = {}): RequestMeasures {
  const none = { total: [], queue: [], local: [], remote: [], send: [] };
  return {
    api,
    requestCount: 0,
    bytesIn: 0,
    bytesOut: 0,
    waitingCount: 0,
    errors: [],
    ...none,
    ...changes,
  };
}

export function stats(
  nodeId: number,
  atMs: number,
  changes: Partial<BrokerStats> = {},
): BrokerStats {
  return {
    nodeId,
    atMs,
    uptimeMs: atMs,
    memoryBytes: 1e8,
    cpuMicros: 0,
    controllerId: 1,
    quorumEpoch: 1,
    connectionCount: 3,
    topics: [],
    producers: [],
    clientMetrics: [],
    replicas: {
      isWhole: true,
      replicas: [],
      gone: [],
    },
    measures: measures(),
    ...changes,
  };
}

export function topic(name: string, recordsIn: number) {
  return { topic: name, recordsIn, bytesIn: recordsIn * 100, recordsOut: 0, bytesOut: 0 };
}
