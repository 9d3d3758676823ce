import { describe, expect, it } from 'vitest';
import { emptyGroup, type Group } from '../../../../src/broker/coordinator/group/group.ts';
import { type GroupInput, step } from '../../../../src/broker/coordinator/group/step.ts';
import { errorName } from '../../../../src/broker/protocol/errors.ts';

const settings = { initialRebalanceDelayMs: 100, newMemberJoinTimeoutMs: 300_000, maxSize: 9 };
const now = (ms: number) => ({ wallMs: ms, monotonicMs: ms });

function join(memberId: string, topic = 'a'): GroupInput {
  return {
    type: 'join',
    token: 1,
    memberId,
    newMemberId: 'new',
    instanceId: null,
    clientId: 'c',
    clientHost: '/',
    rebalanceTimeoutMs: 60_000,
    sessionTimeoutMs: 10_000,
    protocolType: 'connect',
    protocols: [{ name: 'p', metadata: Buffer.from(topic) }],
    requiresMemberId: false,
    canSkipAssignment: true,
  };
}

const identity = (memberId: string) => ({ memberId, instanceId: null, generation: 1 });
const sync = (memberId: string): GroupInput => ({
  type: 'sync',
  token: 2,
  ...identity(memberId),
  protocolType: null,
  protocolName: null,
  assignments: new Map([['leader', Buffer.from('x')]]),
});

function after(group: Group, ...inputs: readonly (readonly [number, GroupInput])[]): Group {
  return inputs.reduce((it, [ms, input]) => step(it, input, now(ms), settings).group, group);
}

/** Two members, one of them the leader, in every phase there is. */
function phases(): Record<string, Group> {
  const empty = emptyGroup('g', now(0));
  const initial = after(
    empty,
    [0, { ...join(''), newMemberId: 'leader' } as GroupInput],
    [0, { ...join(''), newMemberId: 'follower' } as GroupInput],
  );
  const completing = after(initial, [100, { type: 'expire' }], [200, { type: 'expire' }]);
  const purpose = {
    kind: 'assignment',
    generation: 1,
    assignments: new Map([['leader', Buffer.from('x')]]),
  } as const;
  const stable = after(completing, [201, { type: 'stored', purpose }]);
  const preparing = after(stable, [202, join('leader')]);
  const dead = after(stable, [203, { type: 'close', errorCode: 16 }]);
  return {
    Empty: empty,
    'PreparingRebalance (initial)': initial,
    PreparingRebalance: preparing,
    CompletingRebalance: completing,
    Stable: stable,
    Dead: dead,
  };
}

const leave: GroupInput = {
  type: 'leave',
  members: [{ memberId: 'follower', groupInstanceId: null }],
};
const purpose = { kind: 'assignment', generation: 1, assignments: new Map() } as const;
const inputs: Record<string, GroupInput> = {
  'join, new': join(''),
  'join, leader': join('leader'),
  'join, follower': join('follower'),
  'join, changed': join('follower', 'b'),
  'join, unknown': join('nobody'),
  'sync, leader': sync('leader'),
  'sync, follower': sync('follower'),
  heartbeat: { type: 'heartbeat', ...identity('follower') },
  commit: { type: 'commit', ...identity('follower') },
  'commit, simple': { type: 'commit', memberId: '', instanceId: null, generation: -1 },
  leave,
  stored: { type: 'stored', purpose },
  'store-failed': { type: 'store-failed', purpose, errorCode: 15 },
  'session ends': { type: 'expire' },
};

/** What an input does: the phase afterwards, and what is told or stored. */
function outcome(group: Group, input: GroupInput): string {
  const { group: next, effects } = step(group, input, now(11_000), settings);
  const told = effects.map((effect) => {
    if (effect.type === 'store') return `store ${effect.purpose.kind}`;
    if (effect.type === 'leave-results') return errorName(effect.results[0].errorCode);
    if (effect.type === 'code') return errorName(effect.errorCode);
    return `${effect.type.slice(6)} ${errorName(effect.reply.errorCode)}`;
  });
  const rest = told.length > 0 ? `: ${told.join(', ')}` : '';
  return `${next.phase.name}${rest}`;
}

describe('every input in every phase', () => {
  for (const [phase, group] of Object.entries(phases())) {
    it(`in ${phase}`, () => {
      const table = Object.entries(inputs).map(([name, input]) => [name, outcome(group, input)]);
      expect(Object.fromEntries(table)).toMatchSnapshot();
    });
  }
});
