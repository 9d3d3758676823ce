/** Takes a broker out of a local cluster for good, once nothing would be lost by it. */
import { rmSync } from 'node:fs';
import { ContractError } from '../contract/errors.ts';
import { KafkaLink } from '../explorer/kafka-link.ts';
import type { Metadata } from '../explorer/metadata.ts';
import { brokerDir } from './layout.ts';
import type { LocalCluster } from './local-cluster.ts';

/** Stops, unregisters and forgets a broker that was added later and holds no replica any more. */
export async function removeBroker(cluster: LocalCluster, brokerId: number): Promise<void> {
  assertNoVoter(cluster, brokerId);
  const link = new KafkaLink(cluster.bootstrap);
  try {
    assertEmpty(await link.metadata({ isFresh: true }), brokerId);
    await cluster.forgetBroker(brokerId);
    await link.call('any', 'unregisterBroker', brokerId);
    // No replica is in it; a broker that gets the same number later begins anew.
    rmSync(brokerDir(cluster.dir, brokerId), { recursive: true, force: true });
  } finally {
    await link.close();
  }
}

function assertNoVoter({ layout }: LocalCluster, brokerId: number): void {
  const own = layout.brokers.find(({ id }) => id === brokerId);
  if (own === undefined || own.controllerPort === null) return;
  throw new ContractError(
    'broker-is-voter',
    { brokerId },
    `Broker ${brokerId} is a voter of the metadata quorum and cannot be removed; stop it instead.`,
  );
}

function assertEmpty({ topics }: Metadata, brokerId: number): void {
  let replicaCount = 0;
  for (const { partitions } of topics.values()) {
    replicaCount += partitions.filter(({ replicas }) => replicas.includes(brokerId)).length;
  }
  if (replicaCount === 0) return;
  throw new ContractError(
    'broker-holds-replicas',
    { brokerId, replicaCount },
    `Broker ${brokerId} holds ${replicaCount} replicas; move them to other brokers first.`,
  );
}
