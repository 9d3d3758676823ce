/** Broker keys of the coordinators: groups, offsets, transactions, share groups. */
import { bool, int, list, long, maxInt, short, string } from './keys.ts';

export const coordinatorKeys = {
  'add.partitions.to.txn.retry.backoff.max.ms': int(
    100,
    'Longest wait of the server between tries to add partitions to a transaction.',
    { min: 0 },
  ),
  'add.partitions.to.txn.retry.backoff.ms': int(
    20,
    'First wait of the server between tries to add partitions to a transaction.',
    { min: 1 },
  ),
  'group.consumer.assignment.interval.ms': int(
    1000,
    'Least time between two assignments of a consumer group.',
    { min: 0, update: 'cluster-wide' },
  ),
  'group.consumer.assignors': list(
    ['uniform', 'range'],
    'Assignors that the server offers to consumer groups, the default one first.',
  ),
  'group.consumer.heartbeat.interval.ms': int(
    5000,
    'Heartbeat interval that members of consumer groups are given.',
    { min: 1 },
  ),
  'group.consumer.max.assignment.interval.ms': int(
    15_000,
    'Largest assignment interval a consumer group may set.',
    { min: 0 },
  ),
  'group.consumer.max.heartbeat.interval.ms': int(
    15_000,
    'Largest heartbeat interval a consumer group may set.',
    { min: 1 },
  ),
  'group.consumer.max.session.timeout.ms': int(
    60_000,
    'Largest session timeout a consumer group may set.',
    { min: 1 },
  ),
  'group.consumer.max.size': int(maxInt, 'Most members of one consumer group.', { min: 1 }),
  'group.consumer.migration.policy': string(
    'bidirectional',
    'Which moves between classic and consumer groups are allowed while members are present.',
  ),
  'group.consumer.min.assignment.interval.ms': int(
    0,
    'Smallest assignment interval a consumer group may set.',
    { min: 0 },
  ),
  'group.consumer.min.heartbeat.interval.ms': int(
    5000,
    'Smallest heartbeat interval a consumer group may set.',
    { min: 1 },
  ),
  'group.consumer.min.session.timeout.ms': int(
    45_000,
    'Smallest session timeout a consumer group may set.',
    { min: 1 },
  ),
  'group.consumer.session.timeout.ms': int(
    45_000,
    'Session timeout that members of consumer groups are given.',
    { min: 1 },
  ),
  'group.coordinator.append.linger.ms': int(
    -1,
    'Time the group coordinator gathers records before it writes them; -1 lets it choose.',
    { min: -1 },
  ),
  'group.coordinator.background.threads': int(
    2,
    'Threads for long work of the group coordinator.',
    { min: 1 },
  ),
  'group.coordinator.cached.buffer.max.bytes': int(
    1_048_588,
    'Largest write buffer the group coordinator keeps for use again.',
    { min: 524_288, update: 'cluster-wide' },
  ),
  'group.coordinator.rebalance.protocols': list(
    ['classic', 'consumer', 'streams'],
    'Group protocols that are enabled.',
    { oneOf: ['consumer', 'classic', 'share', 'streams'] },
  ),
  'group.coordinator.threads': int(4, 'Threads of the group coordinator.', { min: 1 }),
  'group.initial.rebalance.delay.ms': int(
    3000,
    'How long a new classic group waits for more members before its first rebalance.',
  ),
  'group.max.session.timeout.ms': int(
    1_800_000,
    'Largest session timeout a member of a classic group may ask for.',
  ),
  'group.max.size': int(maxInt, 'Most members of one classic group.', { min: 1 }),
  'group.min.session.timeout.ms': int(
    6000,
    'Smallest session timeout a member of a classic group may ask for.',
  ),
  'group.share.assignment.interval.ms': int(
    1000,
    'Least time between two assignments of a share group.',
    { min: 0, update: 'cluster-wide' },
  ),
  'group.share.assignors': list(['simple'], 'Assignors that the server offers to share groups.'),
  'group.share.delivery.count.limit': int(
    5,
    'How often a record is handed to members of a share group before it is given up.',
    { min: 2, max: 10 },
  ),
  'group.share.heartbeat.interval.ms': int(
    5000,
    'Heartbeat interval that members of share groups are given.',
    { min: 1 },
  ),
  'group.share.max.assignment.interval.ms': int(
    15_000,
    'Largest assignment interval a share group may set.',
    { min: 0 },
  ),
  'group.share.max.delivery.count.limit': int(
    10,
    'Largest delivery count limit a share group may set.',
    { min: 5, max: 25 },
  ),
  'group.share.max.heartbeat.interval.ms': int(
    15_000,
    'Largest heartbeat interval a share group may set.',
    { min: 1 },
  ),
  'group.share.max.partition.max.record.locks': int(
    4000,
    'Largest number of locked records per partition a share group may set.',
    { min: 2000, max: 10_000 },
  ),
  'group.share.max.record.lock.duration.ms': int(
    60_000,
    'Longest record lock a share group may set.',
    { min: 30_000, max: 3_600_000 },
  ),
  'group.share.max.session.timeout.ms': int(
    60_000,
    'Largest session timeout a share group may set.',
    { min: 1 },
  ),
  'group.share.max.share.sessions': int(2000, 'Most share sessions of one broker.', { min: 1 }),
  'group.share.max.size': int(200, 'Most members of one share group.', { min: 1, max: 1000 }),
  'group.share.min.assignment.interval.ms': int(
    0,
    'Smallest assignment interval a share group may set.',
    { min: 0 },
  ),
  'group.share.min.delivery.count.limit': int(
    2,
    'Smallest delivery count limit a share group may set.',
    { min: 2, max: 5 },
  ),
  'group.share.min.heartbeat.interval.ms': int(
    5000,
    'Smallest heartbeat interval a share group may set.',
    { min: 1 },
  ),
  'group.share.min.partition.max.record.locks': int(
    100,
    'Smallest number of locked records per partition a share group may set.',
    { min: 100, max: 2000 },
  ),
  'group.share.min.record.lock.duration.ms': int(
    15_000,
    'Shortest record lock a share group may set.',
    { min: 1000, max: 30_000 },
  ),
  'group.share.min.session.timeout.ms': int(
    45_000,
    'Smallest session timeout a share group may set.',
    { min: 1 },
  ),
  'group.share.partition.max.record.locks': int(
    2000,
    'Most records of one partition that members of a share group hold at a time.',
    { min: 100, max: 10_000 },
  ),
  'group.share.record.lock.duration.ms': int(
    30_000,
    'How long a member of a share group holds a record.',
    { min: 1000, max: 3_600_000 },
  ),
  'group.share.session.timeout.ms': int(
    45_000,
    'Session timeout that members of share groups are given.',
    { min: 1 },
  ),
  'group.streams.assignment.interval.ms': int(
    1000,
    'Least time between two assignments of a streams group.',
    { min: 0, update: 'cluster-wide' },
  ),
  'group.streams.heartbeat.interval.ms': int(
    5000,
    'Heartbeat interval that members of streams groups are given.',
    { min: 1 },
  ),
  'group.streams.initial.rebalance.delay.ms': int(
    3000,
    'How long a new streams group waits for more members.',
    { min: 0 },
  ),
  'group.streams.max.assignment.interval.ms': int(
    15_000,
    'Largest assignment interval a streams group may set.',
    { min: 0 },
  ),
  'group.streams.max.heartbeat.interval.ms': int(
    15_000,
    'Largest heartbeat interval a streams group may set.',
    { min: 1 },
  ),
  'group.streams.max.session.timeout.ms': int(
    60_000,
    'Largest session timeout a streams group may set.',
    { min: 1 },
  ),
  'group.streams.max.size': int(maxInt, 'Most members of one streams group.', { min: 1 }),
  'group.streams.max.standby.replicas': int(2, 'Most standby replicas a streams group may set.', {
    min: 0,
  }),
  'group.streams.min.assignment.interval.ms': int(
    0,
    'Smallest assignment interval a streams group may set.',
    { min: 0 },
  ),
  'group.streams.min.heartbeat.interval.ms': int(
    5000,
    'Smallest heartbeat interval a streams group may set.',
    { min: 1 },
  ),
  'group.streams.min.session.timeout.ms': int(
    45_000,
    'Smallest session timeout a streams group may set.',
    { min: 1 },
  ),
  'group.streams.num.standby.replicas': int(
    0,
    'Standby replicas of each task of a streams group.',
    { min: 0 },
  ),
  'group.streams.session.timeout.ms': int(
    45_000,
    'Session timeout that members of streams groups are given.',
    { min: 1 },
  ),
  'offset.metadata.max.bytes': int(4096, 'Largest text that may be committed with an offset.'),
  'offsets.commit.timeout.ms': int(5000, 'Longest wait until an offset commit is replicated.', {
    min: 1,
  }),
  'offsets.load.buffer.size': int(5_242_880, 'Bytes read at a time when offsets are loaded.', {
    min: 1,
  }),
  'offsets.retention.check.interval.ms': long(
    600_000,
    'Time between two searches for expired offsets.',
    { min: 1 },
  ),
  'offsets.retention.minutes': int(
    10_080,
    'Minutes after which the offsets of an empty group expire.',
    { min: 1 },
  ),
  'offsets.topic.compression.codec': int(0, 'Codec of the offsets topic by number; 0 is none.'),
  'offsets.topic.num.partitions': int(50, 'Partitions of the offsets topic.', { min: 1 }),
  'offsets.topic.replication.factor': short(3, 'Replicas of the offsets topic.', { min: 1 }),
  'offsets.topic.segment.bytes': int(104_857_600, 'Segment size of the offsets topic.', { min: 1 }),
  'producer.id.expiration.check.interval.ms': int(
    600_000,
    'How often producer ids that are no longer used are looked for.',
    { min: 1, isInternal: true },
  ),
  'producer.id.expiration.ms': int(
    86_400_000,
    'Time after which a producer id that is no longer used is forgotten.',
    { min: 1, update: 'cluster-wide' },
  ),
  'share.coordinator.append.linger.ms': int(
    -1,
    'Time the share coordinator gathers records before it writes them; -1 lets it choose.',
    { min: -1 },
  ),
  'share.coordinator.cached.buffer.max.bytes': int(
    1_048_588,
    'Largest write buffer the share coordinator keeps for use again.',
    { min: 524_288, update: 'cluster-wide' },
  ),
  'share.coordinator.load.buffer.size': int(
    5_242_880,
    'Bytes read at a time when share state is loaded.',
    { min: 1 },
  ),
  'share.coordinator.snapshot.update.records.per.snapshot': int(
    500,
    'Updates of share state between two whole copies of it.',
    { min: 0, max: 500 },
  ),
  'share.coordinator.state.topic.compression.codec': int(
    0,
    'Codec of the share state topic by number; 0 is none.',
  ),
  'share.coordinator.state.topic.min.isr': short(
    2,
    'In-sync replicas the share state topic needs.',
    { min: 1 },
  ),
  'share.coordinator.state.topic.num.partitions': int(50, 'Partitions of the share state topic.', {
    min: 1,
  }),
  'share.coordinator.state.topic.replication.factor': short(
    3,
    'Replicas of the share state topic.',
    { min: 1 },
  ),
  'share.coordinator.state.topic.segment.bytes': int(
    104_857_600,
    'Segment size of the share state topic.',
    { min: 1 },
  ),
  'share.coordinator.threads': int(1, 'Threads of the share coordinator.', { min: 1 }),
  'share.coordinator.write.timeout.ms': int(5000, 'Longest wait until share state is replicated.', {
    min: 1,
  }),
  'share.fetch.purgatory.purge.interval.requests': int(
    1000,
    'Waiting share fetches after which finished ones are swept out.',
  ),
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': int(
    10_000,
    'Time between two searches for transactions that ran out of time.',
    { min: 1 },
  ),
  'transaction.max.timeout.ms': int(
    900_000,
    'Longest timeout a producer may ask for its transactions.',
    { min: 1 },
  ),
  'transaction.partition.verification.enable': bool(
    true,
    'Whether a partition is checked to be part of the transaction before a write.',
    { update: 'cluster-wide' },
  ),
  'transaction.remove.expired.transaction.cleanup.interval.ms': int(
    3_600_000,
    'Time between two searches for expired transactional ids.',
    { min: 1 },
  ),
  'transaction.state.log.load.buffer.size': int(
    5_242_880,
    'Bytes read at a time when transactions are loaded.',
    { min: 1 },
  ),
  'transaction.state.log.min.isr': int(2, 'In-sync replicas the transaction topic needs.', {
    min: 1,
  }),
  'transaction.state.log.num.partitions': int(50, 'Partitions of the transaction topic.', {
    min: 1,
  }),
  'transaction.state.log.replication.factor': short(3, 'Replicas of the transaction topic.', {
    min: 1,
  }),
  'transaction.state.log.segment.bytes': int(
    104_857_600,
    'Segment size of the transaction topic.',
    { min: 1 },
  ),
  'transaction.two.phase.commit.enable': bool(
    false,
    'Whether transactions may take part in a two-phase commit of others.',
  ),
  'transactional.id.expiration.ms': int(
    604_800_000,
    'Time after which a transactional id that is no longer used is forgotten.',
    { min: 1 },
  ),
};
