/** A group to make rows of. */
import type {
  GroupDetail,
  GroupMember,
  GroupOffset,
  GroupSummary,
} from '../../../../src/main/contract/index.ts';

const unknown = { kind: 'unknown', perS: null, etaS: null } as const;

export const summary: GroupSummary = {
  phase: 'stable',
  type: 'classic',
  coordinatorId: 1,
  memberCount: 1,
  idleCount: 0,
  topics: ['orders'],
  lag: 0,
  lagS: 0,
  forecast: unknown,
  isStale: false,
};

export const offset = (
  topic: string,
  partition: number,
  lag: number | null,
  fields: Partial<GroupOffset> = {},
): GroupOffset => ({
  topic,
  partition,
  committedOffset: lag === null ? null : 10,
  logStartOffset: 0,
  logEndOffset: 10 + (lag ?? 0),
  lag,
  lagS: null,
  memberId: partition === 0 ? 'm1' : null,
  problem: null,
  standsSinceMs: null,
  ...fields,
});

export const member = (
  memberId: string,
  clientId: string,
  assignment: Record<string, number[]>,
): GroupMember => ({
  memberId,
  instanceId: null,
  clientId,
  host: '',
  rack: null,
  assignment,
  subscription: ['orders'],
  idle: null,
  epoch: null,
  heartbeatAgeMs: null,
  sessionTimeoutMs: null,
  rebalanceTimeoutMs: null,
  isWaiting: null,
});

export const detail: GroupDetail = {
  groupId: 'g',
  phase: 'stable',
  type: 'classic',
  protocol: 'range',
  protocolType: 'consumer',
  coordinatorId: 1,
  generation: null,
  members: {
    m2: member('m2', 'b', { orders: [] }),
    m1: member('m1', 'a', { orders: [10, 0] }),
  },
  offsets: {
    'orders-10': offset('orders', 10, 8),
    'orders-0': offset('orders', 0, 2),
    'audit-0': offset('audit', 0, null),
  },
  lag: 10,
  lagS: null,
  forecast: unknown,
  writtenPerS: null,
  readPerS: null,
  findings: [],
  hasCoordinatorView: false,
  staleSinceMs: null,
};
