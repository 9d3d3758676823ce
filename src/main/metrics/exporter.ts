/** One cluster's metrics for Prometheus: collected all the time, put into words when asked. */
import { StatsTable } from '../cluster-state/stats-table.ts';
import { controllerOf } from '../cluster-state/compose.ts';
import type { LocalCluster } from '../cluster/local-cluster.ts';
import { lookAtGroups } from '../explorer/groups.ts';
import { KafkaLink } from '../explorer/kafka-link.ts';
import { brokerFamilies } from './broker-families.ts';
import { clusterFamilies } from './cluster-families.ts';
import { exposition } from './exposition.ts';
import { Totals } from './totals.ts';

/** Counters may be this old when they are asked for. */
const statsIntervalMs = 1_000;

export type Exporter = {
  /** The text of /metrics. */
  readonly read: () => Promise<string>;
  readonly close: () => Promise<void>;
};

/** `isAlone`: nobody else in this process asks the brokers for their statistics. */
export function createExporter(cluster: LocalCluster, isAlone: boolean): Exporter {
  const stats = new StatsTable(cluster.supervisor);
  const totals = new Totals();
  const link = new KafkaLink(cluster.bootstrap);
  const stops = [
    stats.onReport((report) => totals.add(report)),
    stats.onForget((brokerId) => totals.forget(brokerId)),
    isAlone ? stats.want(statsIntervalMs) : () => {},
  ];
  const readCluster = async () => {
    try {
      const metadata = await link.metadata({ isFresh: true });
      const groups = await lookAtGroups(link).catch(() => null);
      const { controllerId } = controllerOf(stats.latest);
      return clusterFamilies({ metadata, controllerId, offsets: stats.replicas.all, groups });
    } catch {
      // An environment fault: no broker answers. What is known of the processes is told all the same.
      return [];
    }
  };
  return {
    read: async () => {
      const brokers = [...stats.latest.values()].flatMap((latest) => {
        const own = totals.of(latest.nodeId);
        return own ? [{ stats: latest, totals: own }] : [];
      });
      return exposition([...brokerFamilies(brokers), ...(await readCluster())]);
    },
    close: async () => {
      for (const stop of stops) stop();
      await link.close();
    },
  };
}
