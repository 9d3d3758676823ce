/** Group keys (KIP-848, KIP-932, KIP-1071); their defaults are the broker keys `group.<name>`. */
import { shareOffsetReset } from './checks.ts';
import { bool, int, list, string } from './keys.ts';

export const groupKeys = {
  'consumer.assignment.interval.ms': int(1000, 'Least time between two assignments of the group.', {
    min: 0,
  }),
  'consumer.heartbeat.interval.ms': int(5000, "Heartbeat interval of the group's members.", {
    min: 1,
  }),
  'consumer.session.timeout.ms': int(45_000, "Session timeout of the group's members.", { min: 1 }),
  'share.assignment.interval.ms': int(1000, 'Least time between two assignments of the group.', {
    min: 0,
  }),
  'share.auto.offset.reset': string(
    'latest',
    'Where the group starts without a start offset: earliest, latest or by_duration.',
    { check: shareOffsetReset },
  ),
  'share.delivery.count.limit': int(5, 'How often a record is handed out before it is given up.', {
    min: 2,
  }),
  'share.heartbeat.interval.ms': int(5000, "Heartbeat interval of the group's members.", {
    min: 1,
  }),
  'share.isolation.level': string(
    'read_uncommitted',
    'Whether the group sees records of open transactions.',
    { oneOf: ['read_committed', 'read_uncommitted'] },
  ),
  'share.partition.max.record.locks': int(
    2000,
    'Most records of one partition that members hold at a time.',
    { min: 100 },
  ),
  'share.record.lock.duration.ms': int(30_000, 'How long a member holds a record.', { min: 1000 }),
  'share.renew.acknowledge.enable': bool(
    true,
    'Whether members may prolong their hold on a record.',
  ),
  'share.session.timeout.ms': int(45_000, "Session timeout of the group's members.", { min: 1 }),
  'streams.assignment.interval.ms': int(1000, 'Least time between two assignments of the group.', {
    min: 0,
  }),
  'streams.heartbeat.interval.ms': int(5000, "Heartbeat interval of the group's members.", {
    min: 1,
  }),
  'streams.initial.rebalance.delay.ms': int(
    3000,
    'How long the new group waits for more members.',
    { min: 0 },
  ),
  'streams.num.standby.replicas': int(0, 'Standby replicas of each task.', { min: 0 }),
  'streams.session.timeout.ms': int(45_000, "Session timeout of the group's members.", { min: 1 }),
};

/** Keys of a client metrics subscription (KIP-714). */
export const clientMetricsKeys = {
  'interval.ms': int(300_000, 'Time between two pushes of the metrics.'),
  match: list([], 'Clients that the subscription is for, as selector=pattern.'),
  metrics: list([], 'Prefixes of the metrics that are asked for; * stands for all.'),
};
