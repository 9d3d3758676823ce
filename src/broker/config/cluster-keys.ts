/** Broker keys of nodes, topics, replication, the controller and the metadata quorum. */
import { bool, className, int, list, long, string } from './keys.ts';

export const clusterKeys = {
  'alter.log.dirs.replication.quota.window.num': int(
    11,
    'Samples kept for the quota on moves between log directories.',
    { min: 1 },
  ),
  'alter.log.dirs.replication.quota.window.size.seconds': int(
    1,
    'Length of a sample of the quota on moves between log directories.',
    { min: 1 },
  ),
  'auto.create.topics.enable': bool(
    true,
    'Whether a topic is made when a client asks for one that is not there.',
  ),
  'auto.leader.rebalance.enable': bool(
    true,
    'Whether leaderships go back to the preferred replicas by themselves.',
  ),
  'broker.heartbeat.interval.ms': int(
    2000,
    'Time between two heartbeats of a broker to the active controller.',
  ),
  'broker.id': int(-1, 'Older name of node.id.'),
  'broker.rack': string(
    null,
    'Rack of this broker, used to spread replicas and to choose near ones.',
  ),
  'broker.session.timeout.ms': int(
    9000,
    'Time without a heartbeat after which the controller fences a broker.',
  ),
  'controlled.shutdown.enable': bool(
    true,
    'Whether a stopping broker first hands over its leaderships.',
  ),
  'controller.listener.names': list([], 'Names of the listeners that serve the controller.', {
    hasNoDefault: true,
  }),
  'controller.quorum.append.linger.ms': int(
    25,
    "Longest time the quorum's leader gathers records before it writes them.",
    { min: 0 },
  ),
  'controller.quorum.auto.join.enable': bool(
    false,
    'Whether a new controller joins the voters by itself.',
  ),
  'controller.quorum.bootstrap.servers': list([], 'Controllers from which the others are found.'),
  'controller.quorum.election.backoff.max.ms': int(
    1000,
    'Longest wait before a new election after a split vote.',
    { min: 0 },
  ),
  'controller.quorum.election.timeout.ms': int(
    1000,
    'Longest time a candidate waits for votes before it tries again.',
    { min: 0 },
  ),
  'controller.quorum.fetch.max.bytes': int(
    1_048_576,
    'Most bytes of metadata records in one answer to another controller.',
    { min: 1 },
  ),
  'controller.quorum.fetch.snapshot.max.bytes': int(
    1_048_576,
    'Most bytes of a snapshot in one answer to another controller.',
    { min: 1 },
  ),
  'controller.quorum.fetch.timeout.ms': int(
    2000,
    'Time without a successful fetch after which a voter stands for election.',
    { min: 0 },
  ),
  'controller.quorum.request.timeout.ms': int(
    2000,
    'Longest wait for the answer to a request between controllers.',
    { min: 0 },
  ),
  'controller.quorum.retry.backoff.ms': int(
    20,
    'Wait before a failed request between controllers is sent again.',
    { min: 0 },
  ),
  'controller.quorum.voters': list([], 'The voters as id@host:port, separated by commas.'),
  'controller.quota.window.num': int(
    11,
    'Samples kept for the quota on changes made through the controller.',
    { min: 1 },
  ),
  'controller.quota.window.size.seconds': int(
    1,
    'Length of a sample of the quota on changes made through the controller.',
    { min: 1 },
  ),
  'controller.socket.timeout.ms': int(30_000, 'Socket timeout of channels to the controller.'),
  'create.topic.policy.class.name': className(
    null,
    'Class that judges the creation of topics. Not used by this engine.',
  ),
  'default.replication.factor': int(
    1,
    'Replicas of a topic that is created without saying how many.',
  ),
  'delete.topic.enable': bool(true, 'Whether topics may be deleted.'),
  'initial.broker.registration.timeout.ms': int(
    60_000,
    'How long a starting broker tries to register.',
  ),
  'leader.imbalance.check.interval.seconds': long(
    300,
    'Time between two checks for leaders that are not preferred; this engine acts at once.',
    { min: 1 },
  ),
  'metadata.log.dir': string(
    null,
    'Where the metadata log lies; the first log directory when not set.',
  ),
  'metadata.log.max.record.bytes.between.snapshots': long(
    20_971_520,
    'Bytes of metadata records after which a snapshot is written.',
    { min: 1 },
  ),
  'metadata.log.max.snapshot.interval.ms': long(
    3_600_000,
    'Time after which a snapshot is written when there is something new; 0 means never.',
    { min: 0 },
  ),
  'metadata.log.segment.bytes': int(
    1_073_741_824,
    'Largest size of a segment of the metadata log.',
    { min: 8_388_608 },
  ),
  'metadata.log.segment.ms': long(
    604_800_000,
    'Time after which a segment of the metadata log is closed.',
  ),
  'metadata.max.idle.interval.ms': int(
    500,
    'Time after which an idle controller writes a record that changes nothing; 0 means never.',
    { min: 0 },
  ),
  'metadata.max.retention.bytes': long(
    104_857_600,
    'Bytes of metadata log and snapshots above which old ones are deleted.',
  ),
  'metadata.max.retention.ms': long(
    604_800_000,
    'Time after which metadata log and snapshots are deleted.',
  ),
  'node.id': int(-1, 'Number of this node, unique in the cluster.', { hasNoDefault: true }),
  'num.partitions': int(1, 'Partitions of a topic that is created without saying how many.', {
    min: 1,
  }),
  'num.replica.alter.log.dirs.threads': int(
    null,
    'Threads that move replicas between log directories.',
  ),
  'num.replica.fetchers': int(1, 'Fetchers per source broker.', { min: 1, update: 'cluster-wide' }),
  'process.roles': list([], 'What this node is: broker, controller or both.', {
    oneOf: ['broker', 'controller'],
    hasNoDefault: true,
  }),
  'replica.fetch.backoff.ms': int(1000, 'Wait of a follower after a failed fetch.', { min: 0 }),
  'replica.fetch.max.bytes': int(1_048_576, 'Bytes a follower asks for per partition.', { min: 0 }),
  'replica.fetch.min.bytes': int(1, 'Bytes a leader should gather before it answers a follower.'),
  'replica.fetch.response.max.bytes': int(10_485_760, 'Bytes a follower asks for in all.', {
    min: 0,
  }),
  'replica.fetch.wait.max.ms': int(500, 'Longest wait of a leader before it answers a follower.'),
  'replica.high.watermark.checkpoint.interval.ms': long(
    5000,
    'Time between two writes of the high watermark checkpoint.',
  ),
  'replica.lag.time.max.ms': long(
    30_000,
    'Time a follower may lag before it leaves the in-sync replicas.',
  ),
  'replica.selector.class': string(
    null,
    'Class that chooses the replica a consumer reads from. With ' +
      'org.apache.kafka.common.replica.RackAwareReplicaSelector that is one in its own rack; with ' +
      'any other it is the leader.',
  ),
  'replica.socket.receive.buffer.bytes': int(65_536, 'Socket receive buffer of followers.'),
  'replica.socket.timeout.ms': int(30_000, 'Socket timeout of followers.'),
  'replication.quota.window.num': int(11, 'Samples kept for replication quotas.', { min: 1 }),
  'replication.quota.window.size.seconds': int(1, 'Length of a sample of replication quotas.', {
    min: 1,
  }),
  'unclean.leader.election.enable': bool(
    false,
    'Whether a replica outside the in-sync replicas may lead when no other can, at the risk of loss.',
    { update: 'cluster-wide' },
  ),
};
