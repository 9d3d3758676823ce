/** Apache Kafka and Rivulet side by side: the same cluster id, node ids and configs. */
import type { KafkaJars } from '../kafka/jars.ts';
import { startApacheKafka } from '../kafka/cluster.ts';
import { Brokers } from '../clients/brokers.ts';
import { localBrokerConfig } from '../../src/main/cluster/broker-config.ts';
import { clusterId } from './pools.ts';

export type SideName = 'Apache Kafka' | 'Rivulet';

export type Side = {
  readonly name: SideName;
  /** Addresses by node id, first node first. */
  readonly brokers: readonly string[];
  readonly controllers: readonly string[];
  /** The folder of a broker's logs. */
  logDirOf(id: number): string;
  stop(): Promise<void>;
};

/** Records of all times are asked about. */
const forever = { 'log.retention.ms': '-1', 'log.retention.check.interval.ms': '86400000' };
/** Kafka looks for the first time half a minute after its start. */
const later = { 'log.initial.task.delay.ms': '86400000' };
const heap = ['-Xmx400m', '-Xms200m'];

export async function startSides(count: number, jars: KafkaJars): Promise<readonly [Side, Side]> {
  const config = { ...localBrokerConfig(count), ...forever, ...later };
  const started = await Promise.allSettled([
    startApacheKafka(count, jars, { clusterId, config, heap }).then((cluster) =>
      sideOf('Apache Kafka', cluster, (id) => cluster.logDirOf(id)),
    ),
    Brokers.start({ count, clusterId, config: forever }).then((cluster) =>
      sideOf('Rivulet', cluster, (id) => cluster.folderOf(id)),
    ),
  ]);
  const failed = started.find((it) => it.status === 'rejected');
  const [kafka, rivulet] = started.map((it) => (it.status === 'fulfilled' ? it.value : undefined));
  if (kafka && rivulet) return [kafka, rivulet];
  await Promise.all([kafka?.stop(), rivulet?.stop()]);
  throw failed?.reason;
}

type Cluster = {
  readonly bootstrap: string;
  readonly controllers: string;
  stop(): Promise<void>;
};

function sideOf(name: SideName, cluster: Cluster, logDirOf: (id: number) => string): Side {
  return {
    name,
    brokers: cluster.bootstrap.split(','),
    controllers: cluster.controllers.split(','),
    logDirOf,
    stop: () => cluster.stop(),
  };
}
