/** Answers the command line from what the supervisor knows. */
import { brokerHandlers } from '../cluster/broker-handlers.ts';
import { hasProcess } from '../cluster/broker-machine.ts';
import type { LocalCluster } from '../cluster/local-cluster.ts';
import { none, paramSchemas } from '../contract/params.ts';
import type { BrokerStatus, ClusterStatus } from './control-api.ts';
import type { Service } from './rpc.ts';

/** The functions of `ControlApi` for one cluster. */
export function controlService(
  cluster: LocalCluster,
  ui: string | null,
  onStop: () => void,
): Service {
  return {
    handlers: {
      ...brokerHandlers(cluster),
      'control.status': () => clusterStatus(cluster, ui),
      'control.stop': () => {
        // The answer goes out first.
        setImmediate(onStop);
        return null;
      },
    },
    schemas: { ...paramSchemas, 'control.status': none, 'control.stop': none },
  };
}

function clusterStatus(cluster: LocalCluster, ui: string | null): ClusterStatus {
  const { dir, layout, bootstrap, supervisor, quorum } = cluster;
  const brokers = layout.brokers.flatMap(({ id, port }): BrokerStatus[] => {
    const machine = supervisor.machines.get(id);
    if (!machine) return [];
    const { phase, restartCount, lastExit } = machine;
    const pid = hasProcess(machine) ? machine.pid : null;
    return [{ id, phase, pid, host: layout.host, port, restartCount, lastExit }];
  });
  return {
    pid: process.pid,
    dir,
    clusterId: layout.clusterId,
    bootstrap,
    controllerId: quorum.leaderId,
    quorumEpoch: quorum.epoch,
    brokers,
    ui,
  };
}
