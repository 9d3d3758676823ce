/**
 * What brokers tell, under the names that Kafka's metrics have behind the JMX exporter with its
 * example rules (docs/metrics.md). Every sample says which broker it is of. Pure.
 */
import type { BrokerStats } from '../../broker/control.ts';
import { protocolErrorName } from '../explorer/kafka-errors.ts';
import { quantilesMs } from '../throughput/histogram.ts';
import type { Family, Labels, Sample } from './exposition.ts';
import { type BrokerTotals, recentFlushes, recentPart } from './totals.ts';

export type BrokerFacts = { readonly stats: BrokerStats; readonly totals: BrokerTotals };

const quantiles = [0.5, 0.75, 0.95, 0.99, 0.999];
const quantileTexts = ['0.50', '0.75', '0.95', '0.99', '0.999'];
const partNames = {
  total: 'totaltimems',
  queue: 'requestqueuetimems',
  local: 'localtimems',
  remote: 'remotetimems',
  send: 'responsesendtimems',
} as const;

export function brokerFamilies(brokers: readonly BrokerFacts[]): readonly Family[] {
  return [...trafficFamilies(brokers), ...requestFamilies(brokers), ...machineFamilies(brokers)];
}

function trafficFamilies(brokers: readonly BrokerFacts[]): readonly Family[] {
  const counters = [
    ['messagesin', 'recordsIn', 'Records that clients produced'],
    ['messagesout', 'recordsOut', 'Records that consumers fetched'],
    ['bytesin', 'bytesIn', 'Bytes of the batches that clients produced'],
    ['bytesout', 'bytesOut', 'Bytes of the batches that consumers fetched'],
  ] as const;
  const prefix = 'kafka_server_brokertopicmetrics';
  const requests = [
    ['totalproducerequests', 'Produce', 'Produce requests'],
    ['totalfetchrequests', 'FetchConsumer', 'Fetch requests of consumers'],
  ] as const;
  const replication = [
    ['replicationbytesin', 'replicationBytesIn', 'Bytes copied from other brokers'],
    ['replicationbytesout', 'replicationBytesOut', 'Bytes copied by other brokers'],
  ] as const;
  return [
    ...counters.map(([name, key, help]): Family => {
      const samples = brokers.flatMap(({ stats: { nodeId, topics } }) => [
        sample(
          { broker: nodeId },
          topics.reduce((sum, topic) => sum + topic[key], 0),
        ),
        ...topics.map((topic) => sample({ broker: nodeId, topic: topic.topic }, topic[key])),
      ]);
      return { name: `${prefix}_${name}_total`, type: 'counter', help, samples };
    }),
    ...requests.map(([name, api, help]) =>
      counter(
        `${prefix}_${name}_total`,
        help,
        brokers,
        ({ totals }) => totals.apis.get(api)?.requests ?? 0,
      ),
    ),
    ...replication.map(([name, key, help]) =>
      counter(`${prefix}_${name}_total`, help, brokers, ({ stats }) => stats.measures[key]),
    ),
  ];
}

function requestFamilies(brokers: readonly BrokerFacts[]): readonly Family[] {
  const prefix = 'kafka_network_requestmetrics';
  const perApi = (
    read: (labels: Labels, api: string, facts: BrokerFacts) => readonly Sample[],
  ): readonly Sample[] =>
    brokers.flatMap((facts) =>
      [...facts.totals.apis.keys()].flatMap((api) =>
        read({ broker: facts.stats.nodeId, request: api }, api, facts),
      ),
    );
  const ofApi = ({ totals }: BrokerFacts, api: string) => totals.apis.get(api);
  const times = Object.entries(partNames).flatMap(([part, name]): Family[] => [
    {
      name: `${prefix}_${name}`,
      type: 'gauge',
      help: `Milliseconds, percentiles of the last minute: ${part} of a request's time`,
      samples: perApi((labels, api, facts) => {
        const totals = ofApi(facts, api);
        if (!totals) return [];
        const found = quantilesMs(recentPart(totals, part as keyof typeof partNames), quantiles);
        return found.flatMap((ms, index) =>
          ms === null
            ? []
            : [sample({ ...labels, quantile: quantileTexts[index] ?? '' }, round(ms))],
        );
      }),
    },
    {
      name: `${prefix}_${name}_count`,
      type: 'counter',
      help: `Requests measured: ${part}`,
      samples: perApi((labels, api, facts) => [sample(labels, ofApi(facts, api)?.answered ?? 0)]),
    },
  ]);
  const sums = [
    ['requests', 'requests', 'Requests'],
    ['requestbytes', 'bytesIn', 'Bytes of requests'],
    ['responsebytes', 'bytesOut', 'Bytes of responses'],
  ] as const;
  return [
    ...sums.map(
      ([name, key, help]): Family => ({
        name: `${prefix}_${name}_total`,
        type: 'counter',
        help,
        samples: perApi((labels, api, facts) => [sample(labels, ofApi(facts, api)?.[key] ?? 0)]),
      }),
    ),
    {
      name: `${prefix}_errors_total`,
      type: 'counter',
      help: 'Error codes in responses',
      samples: perApi((labels, api, facts) =>
        [...(ofApi(facts, api)?.errors ?? [])].map(([code, value]) =>
          sample({ ...labels, error: protocolErrorName(code) }, value),
        ),
      ),
    },
    ...times,
    {
      name: 'kafka_server_delayedoperationpurgatory_purgatorysize',
      type: 'gauge',
      help: 'Requests that wait for followers or for data',
      samples: brokers.flatMap((facts) => {
        const waiting = (api: string) => ofApi(facts, api)?.waiting ?? 0;
        const broker = facts.stats.nodeId;
        return [
          sample({ broker, delayedOperation: 'Produce' }, waiting('Produce')),
          sample(
            { broker, delayedOperation: 'Fetch' },
            waiting('FetchConsumer') + waiting('FetchFollower'),
          ),
        ];
      }),
    },
  ];
}

function machineFamilies(brokers: readonly BrokerFacts[]): readonly Family[] {
  const flush = 'kafka_log_logflushstats_logflushrateandtimems';
  const gauges = [
    [
      'kafka_server_socket_server_metrics_connection_count',
      'Connected clients',
      (f: BrokerFacts) => f.stats.connectionCount,
    ],
    [
      'process_resident_memory_bytes',
      'Memory of the process',
      (f: BrokerFacts) => f.stats.memoryBytes,
    ],
    [
      'rivulet_broker_event_loop_busy_ratio',
      'Share of the time that the event loop was at work',
      (f: BrokerFacts) => round(f.stats.measures.loop.busyShare),
    ],
    [
      'rivulet_broker_event_loop_delay_seconds',
      'How late timers were, 99th percentile',
      (f: BrokerFacts) => round(f.stats.measures.loop.delayP99Ms) / 1000,
    ],
    [
      'rivulet_broker_disk_free_bytes',
      'Free bytes of the volume of the data folder',
      (f: BrokerFacts) => f.stats.measures.disk.freeBytes,
    ],
  ] as const;
  const counters = [
    [
      'kafka_server_socket_server_metrics_connection_creation_total',
      'Connections that clients opened',
      (f: BrokerFacts) => f.stats.measures.connectionsOpened,
    ],
    [
      'kafka_server_socket_server_metrics_connection_close_total',
      'Connections of clients that ended',
      (f: BrokerFacts) => f.stats.measures.connectionsClosed,
    ],
    [
      'process_cpu_seconds_total',
      'Processor time of the process',
      (f: BrokerFacts) => f.stats.cpuMicros / 1e6,
    ],
    [
      'rivulet_broker_disk_written_bytes_total',
      'Bytes written to files',
      (f: BrokerFacts) => f.stats.measures.disk.bytesWritten,
    ],
    [
      'rivulet_broker_disk_read_bytes_total',
      'Bytes read from files',
      (f: BrokerFacts) => f.stats.measures.disk.bytesRead,
    ],
    [`${flush}_count`, 'Files brought to the device', (f: BrokerFacts) => f.totals.flushes],
  ] as const;
  return [
    ...gauges.map(([name, help, read]) => gauge(name, help, brokers, read)),
    ...counters.map(([name, help, read]) => counter(name, help, brokers, read)),
    {
      name: flush,
      type: 'gauge',
      help: 'Milliseconds, percentiles of the last minute: bringing a file to the device',
      samples: brokers.flatMap(({ stats, totals }) =>
        quantilesMs(recentFlushes(totals), quantiles).flatMap((ms, index) =>
          ms === null
            ? []
            : [sample({ broker: stats.nodeId, quantile: quantileTexts[index] ?? '' }, round(ms))],
        ),
      ),
    },
  ];
}

function gauge(
  name: string,
  help: string,
  brokers: readonly BrokerFacts[],
  read: (facts: BrokerFacts) => number,
): Family {
  const samples = brokers.map((facts) => sample({ broker: facts.stats.nodeId }, read(facts)));
  return { name, help, type: 'gauge', samples };
}

function counter(
  name: string,
  help: string,
  brokers: readonly BrokerFacts[],
  read: (facts: BrokerFacts) => number,
): Family {
  return { ...gauge(name, help, brokers, read), type: 'counter' };
}

export const sample = (labels: Labels, value: number): Sample => ({ labels, value });

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
