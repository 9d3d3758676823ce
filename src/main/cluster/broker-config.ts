/** What the brokers of a local cluster are told beyond Kafka's defaults. */

/**
 * server.properties of a cluster of this size. The defaults suit one person on one machine: all
 * is replicated where it can be, groups start without a pause, topics appear when first used.
 */
export function localBrokerConfig(brokerCount: number): Readonly<Record<string, string>> {
  const replicas = String(Math.min(3, brokerCount));
  return {
    'default.replication.factor': replicas,
    'offsets.topic.replication.factor': replicas,
    'transaction.state.log.replication.factor': replicas,
    'min.insync.replicas': brokerCount >= 3 ? '2' : '1',
    'transaction.state.log.min.isr': brokerCount >= 3 ? '2' : '1',
    'num.partitions': '3',
    // Kafka's 50 spread the groups of many users over many brokers; each costs three replicas.
    'offsets.topic.num.partitions': '8',
    'group.initial.rebalance.delay.ms': '0',
    'auto.create.topics.enable': 'true',
  };
}
