/** Apache Kafka with its own defaults, as Kafka's start script runs it. */
import { ApacheKafka } from '../kafka/cluster.ts';
import type { KafkaJars } from '../kafka/jars.ts';
import type { Cluster, Engine } from './engine.ts';
import { launch } from './processes.ts';

export const apacheKafka = (jars: KafkaJars): Engine => ({
  name: 'Apache Kafka',
  create: async (brokers, folder) => {
    const spawn = (command: string, args: readonly string[], log: number) =>
      launch(command, args, { log });
    return engineOf(await ApacheKafka.create(brokers, jars, { folder, spawn }), brokers);
  },
});

function engineOf(cluster: ApacheKafka, brokers: number): Cluster {
  const startBroker = async (id: number) => cluster.launch(id);
  return {
    bootstrap: cluster.bootstrap,
    folder: cluster.folder,
    start: async () => {
      for (let id = 1; id <= brokers; id++) await startBroker(id);
    },
    startBroker,
    killBroker: (id) => cluster.kill(id),
    pids: () => cluster.pids(),
    stop: () => cluster.stop(),
  };
}
