import { describe, expect, it } from 'vitest';
import { brokerFamilies } from '../../../src/main/metrics/broker-families.ts';
import { clusterFamilies } from '../../../src/main/metrics/cluster-families.ts';
import { exposition } from '../../../src/main/metrics/exposition.ts';
import { Totals } from '../../../src/main/metrics/totals.ts';
import { measures, request, stats, topic } from '../throughput/given.ts';
import { readExposition } from './text.ts';

const odd = 'a "quoted" \\ name\nwith lines';

function given() {
  const totals = new Totals();
  const report = (atMs: number, requestCount: number, records: number) =>
    stats(1, atMs, {
      topics: [topic('orders', records), topic(odd, 1)],
      measures: measures({
        requests: [
          request('Produce', { requestCount, total: [112, requestCount], errors: [6, 1] }),
        ],
      }),
    });
  totals.add(report(1_000, 3, 10));
  const latest = report(2_000, 4, 30);
  totals.add(latest);
  const own = totals.of(1);
  if (!own) throw new Error('no totals');
  return { totals, facts: [{ stats: latest, totals: own }] };
}

describe('metrics of brokers', () => {
  it('keep the form that Prometheus reads, whatever the names', () => {
    const { samples } = readExposition(exposition(brokerFamilies(given().facts)));
    expect(samples.size).toBeGreaterThan(40);
  });

  it('have the names of Kafka behind the JMX exporter', () => {
    const { samples, types } = readExposition(exposition(brokerFamilies(given().facts)));
    const value = (key: string) => samples.get(key);
    const traffic = 'kafka_server_brokertopicmetrics_messagesin_total';
    expect(value(`${traffic}{broker="1",topic="orders"}`)).toBe(30);
    expect(value(`${traffic}{broker="1"}`)).toBe(31);
    expect(types.get(traffic)).toBe('counter');
    const network = 'kafka_network_requestmetrics';
    expect(value(`${network}_requests_total{broker="1",request="Produce"}`)).toBe(7);
    expect(value(`${network}_totaltimems_count{broker="1",request="Produce"}`)).toBe(7);
    const error = 'error="NOT_LEADER_OR_FOLLOWER"';
    expect(value(`${network}_errors_total{broker="1",${error},request="Produce"}`)).toBe(2);
    const p99 = value(`${network}_totaltimems{broker="1",quantile="0.99",request="Produce"}`);
    // Bucket 112 begins at 1.024 ms.
    expect(p99).toBeGreaterThan(1.024);
    expect(p99).toBeLessThan(1.1);
  });

  it('count from zero again when the process is another one', () => {
    const { totals } = given();
    const restarted = stats(1, 9_000, {
      uptimeMs: 500,
      measures: measures({ requests: [request('Produce', { requestCount: 2, total: [5, 2] })] }),
    });
    totals.add(restarted);
    expect(totals.of(1)?.apis.get('Produce')?.requests).toBe(2);
  });

  it('tell percentiles of the last minute', () => {
    const { totals } = given();
    totals.add(stats(1, 90_000, { measures: measures({ requests: [request('Produce')] }) }));
    const own = totals.of(1);
    const text = own ? exposition(brokerFamilies([{ stats: stats(1, 90_000), totals: own }])) : '';
    expect(text).toContain('kafka_network_requestmetrics_totaltimems_count');
    expect(text).not.toContain('quantile');
  });
});

it('metrics of the cluster have the names of the JMX exporter and of kafka_exporter', () => {
  const partition = { partition: 0, leader: 1, leaderEpoch: 0, replicas: [1, 2], isr: [1] };
  const brokers = new Map([1, 2].map((id) => [id, { id, host: 'h', port: id }]));
  const topics = new Map([
    ['orders', { name: 'orders', isInternal: false, partitions: [partition] }],
  ]);
  const position = {
    logStartOffset: 0,
    logEndOffset: 9,
    highWatermark: 9,
    sizeBytes: 90,
    behindCount: 0,
  };
  const facts = {
    metadata: { brokers, topics, controllerId: 1, clusterId: 'c' },
    controllerId: 2,
    offsets: { orders: { 0: { 1: position } } },
    groups: {
      groups: [{ groupId: 'g', members: [{}] }],
      committed: new Map([['g', [{ topic: 'orders', partition: 0, offset: 4 }]]]),
      ends: new Map([['orders-0', 9]]),
    },
  } as unknown as Parameters<typeof clusterFamilies>[0];
  const { samples } = readExposition(exposition(clusterFamilies(facts)));
  const expected = {
    'kafka_server_replicamanager_underreplicatedpartitions{broker="1"}': 1,
    'kafka_server_replicamanager_partitioncount{broker="2"}': 1,
    'kafka_controller_kafkacontroller_activecontrollercount{broker="1"}': 0,
    'kafka_controller_kafkacontroller_activecontrollercount{broker="2"}': 1,
    'kafka_controller_kafkacontroller_offlinepartitionscount{}': 0,
    'kafka_log_log_size{broker="1",partition="0",topic="orders"}': 90,
    'kafka_consumergroup_lag{consumergroup="g",partition="0",topic="orders"}': 5,
    'kafka_consumergroup_lag_sum{consumergroup="g",topic="orders"}': 5,
    'kafka_consumergroup_members{consumergroup="g"}': 1,
  };
  for (const [key, value] of Object.entries(expected)) {
    expect([key, samples.get(key)]).toEqual([key, value]);
  }
});
