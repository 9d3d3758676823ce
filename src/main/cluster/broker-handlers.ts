/** The broker commands of the contract. */
import type { ClusterApi } from '../contract/cluster.ts';
import type { Handlers } from '../transport/rpc.ts';
import type { LocalCluster } from './local-cluster.ts';
import { removeBroker } from './remove-broker.ts';

type Target = { readonly brokerId: number };

/** The handlers of everything about brokers, for the command line and the app alike. */
export function brokerHandlers(cluster: LocalCluster): Handlers<keyof ClusterApi> {
  const { supervisor } = cluster;
  return {
    'cluster.startBroker': async ({ brokerId }: Target) => ({
      pid: await supervisor.start(brokerId),
    }),
    'cluster.stopBroker': async ({ brokerId }: Target) => {
      await supervisor.stop(brokerId);
      return null;
    },
    'cluster.restartBroker': async ({ brokerId }: Target) => ({
      pid: await supervisor.restart(brokerId),
    }),
    'cluster.killBroker': async ({ brokerId }: Target) => {
      await supervisor.kill(brokerId);
      return null;
    },
    'cluster.freezeBroker': ({ brokerId }: Target) => {
      supervisor.freeze(brokerId);
      return null;
    },
    'cluster.thawBroker': ({ brokerId }: Target) => {
      supervisor.thaw(brokerId);
      return null;
    },
    'cluster.addBroker': () => cluster.addBroker(),
    'cluster.removeBroker': async ({ brokerId }: Target) => {
      await removeBroker(cluster, brokerId);
      return null;
    },
  };
}
