/**
 * Keys that are taken, kept and told like all others, but that nothing in the engine goes by, each
 * with the reason. docs/configs.md shows them, and a broker that is started with another value than
 * the default says so in its log. A test compares this list with what the sources read.
 */

const reasons: Readonly<Record<string, readonly string[]>> = {
  'no Java class is loaded': [
    'alter.config.policy.class.name',
    'client.quota.callback.class',
    'config.providers',
    'create.topic.policy.class.name',
    'kafka.metrics.polling.interval.secs',
    'kafka.metrics.reporters',
    'metric.reporters',
    'principal.builder.class',
    'sasl.client.callback.handler.class',
    'sasl.login.callback.handler.class',
    'sasl.login.class',
    'sasl.server.callback.handler.class',
    'security.providers',
    'ssl.engine.factory.class',
  ],
  'metrics are counters that the application samples by itself': [
    'metrics.num.samples',
    'metrics.recording.level',
    'metrics.sample.window.ms',
  ],
  'all requests of a broker are served on one event loop, and disks by the thread pool of its process':
    [
      'background.threads',
      'group.coordinator.background.threads',
      'group.coordinator.threads',
      'num.io.threads',
      'num.network.threads',
      'num.recovery.threads.per.data.dir',
      'num.replica.alter.log.dirs.threads',
      'share.coordinator.threads',
    ],
  'one fetcher per source broker keeps up with all its partitions': ['num.replica.fetchers'],
  'requests that wait are woken by what they wait for, and leave nothing behind to sweep': [
    'delete.records.purgatory.purge.interval.requests',
    'fetch.purgatory.purge.interval.requests',
    'producer.purgatory.purge.interval.requests',
    'share.fetch.purgatory.purge.interval.requests',
  ],
  'a request is handled when it has arrived; nothing queues between the connection and its handler':
    ['queued.max.request.bytes', 'queued.max.requests'],
  'the buffers and the backlog of sockets are left to the system': [
    'replica.socket.receive.buffer.bytes',
    'socket.listen.backlog.size',
    'socket.receive.buffer.bytes',
    'socket.send.buffer.bytes',
  ],
  'brokers of one cluster give each other up after two seconds': [
    'controller.socket.timeout.ms',
    'socket.connection.setup.timeout.max.ms',
    'socket.connection.setup.timeout.ms',
  ],
  'the listeners of a broker and what is spoken on them are fixed': [
    'early.start.listeners',
    'listener.security.protocol.map',
  ],
  'the voters are fixed when a cluster is made': [
    'controller.quorum.auto.join.enable',
    'controller.quorum.bootstrap.servers',
  ],
  'the controller writes the records of one turn together, without waiting for more': [
    'controller.quorum.append.linger.ms',
  ],
  'leaderships go back as soon as the preferred replica is in sync': [
    'leader.imbalance.check.interval.seconds',
  ],
  'the size and age of its segments are those of any log': [
    'metadata.log.segment.bytes',
    'metadata.log.segment.ms',
  ],
  'a failed folder is told to the controller with a heartbeat, however long that takes': [
    'log.dir.failure.timeout.ms',
  ],
  'the start of a log is written down when it moves': [
    'log.flush.start.offset.checkpoint.interval.ms',
  ],
  'a file takes space as it grows; nothing is reserved before': ['log.preallocate', 'preallocate'],
  'moves between folders are measured by their own clock': [
    'alter.log.dirs.replication.quota.window.num',
    'alter.log.dirs.replication.quota.window.size.seconds',
  ],
  'client quotas are not there yet': [
    'controller.quota.window.num',
    'controller.quota.window.size.seconds',
    'quota.window.num',
    'quota.window.size.seconds',
  ],
  'offsets and groups are written as they are, and read back in chunks of a fixed size': [
    'group.coordinator.append.linger.ms',
    'group.coordinator.cached.buffer.max.bytes',
    'offsets.load.buffer.size',
    'offsets.topic.compression.codec',
  ],
};

/** Whole families: what serves them is not there yet. */
const families: readonly (readonly [reason: string, names: RegExp])[] = [
  [
    'transactions are not served yet',
    /^(transaction\.(?!state\.log\.)|transactional\.|add\.partitions\.to\.txn\.|transaction\.state\.log\.load)/,
  ],
  ['the new group protocol is not served yet', /^group\.(consumer|coordinator\.rebalance)\./],
  ['share groups are not served yet', /^(group\.share|share\.coordinator)\./],
  ['streams groups are not served yet', /^group\.streams\./],
  ['connections are not encrypted yet', /^ssl\./],
  [
    'the LAN listener has its own users and mechanisms, and nothing else has a login',
    /^(sasl\.(?!server\.max\.receive)|connections\.max\.reauth|security\.inter)/,
  ],
  ['nothing is authorized yet', /^authorizer\./],
  ['delegation tokens are not served yet', /^delegation\.token\./],
  [
    'there is no tiered storage',
    /^(remote\.|log\.local\.retention|local\.retention|follower\.fetch\.last\.tiered)/,
  ],
];

const reasonByName = new Map(
  Object.entries(reasons).flatMap(([reason, names]) =>
    names.map((name) => [name, reason] as const),
  ),
);

/** Why nothing goes by a key; undefined for the others. */
export function whyUnhonoured(name: string): string | undefined {
  return reasonByName.get(name) ?? families.find(([, names]) => names.test(name))?.[0];
}
