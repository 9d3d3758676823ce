/** A connection that only looks: whatever is not listed here as harmless is refused. */
import { ContractError } from '../contract/errors.ts';
import type { Handlers } from '../transport/rpc.ts';
import type { ClusterMethod } from './workspace.ts';

/** Methods that leave the cluster as it is; some write into the app's own memory. */
const harmless: ReadonlySet<ClusterMethod> = new Set<ClusterMethod>([
  'app.info',
  'brokers.apiVersions',
  'brokers.clientMetrics',
  'brokers.configs',
  'brokers.readLog',
  'cluster.history',
  'decoders.get',
  'decoders.set',
  'doctor.read',
  'groups.describe',
  'groups.list',
  'groups.planReset',
  'measures.events',
  'measures.extent',
  'measures.history',
  'messages.bytes',
  'messages.export',
  'messages.get',
  'messages.histogram',
  'messages.partitionOfKey',
  'messages.read',
  'produce.failures',
  'produce.origins',
  'produce.preview',
  'produce.readyTemplates',
  'replicas.plan',
  'replicas.planDrain',
  'replicas.reassignments',
  'scenarios.add',
  'scenarios.check',
  'scenarios.export',
  'scenarios.get',
  'scenarios.history',
  'scenarios.historyOf',
  'scenarios.importAsyncApi',
  'scenarios.importTopology',
  'scenarios.list',
  'scenarios.remove',
  'scenarios.save',
  'schemas.add',
  'schemas.checkRegistry',
  'schemas.list',
  'schemas.remove',
  'schemas.setRegistry',
  'searches.list',
  'searches.remove',
  'searches.save',
  'terminals.acknowledge',
  'terminals.close',
  'terminals.resize',
  'throughput.history',
  'topics.describe',
  'topics.list',
  'topics.previewPurge',
]);

/** Whether a method is let through to a cluster that is only looked at. */
export function isHarmless(method: string): boolean {
  return (harmless as ReadonlySet<string>).has(method);
}

/** The same functions, of which those that may change something reject. */
export function refuseChanges(
  handlers: Handlers<ClusterMethod>,
  name: string,
): Handlers<ClusterMethod> {
  const guarded = Object.entries(handlers).map(([method, handler]) =>
    isHarmless(method) ? [method, handler] : [method, refuse(method, name)],
  );
  return Object.fromEntries(guarded) as Handlers<ClusterMethod>;
}

function refuse(method: string, name: string) {
  return () => {
    const message = `${name} is saved as read-only, so ${method} is refused. Settings change that.`;
    throw new ContractError('cluster-read-only', { name, method }, message);
  };
}
