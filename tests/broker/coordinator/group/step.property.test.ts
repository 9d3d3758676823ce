import { equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  emptyGroup,
  type Group,
  nextDeadline,
} from '../../../../src/broker/coordinator/group/group.ts';
import { type GroupInput, step } from '../../../../src/broker/coordinator/group/step.ts';
import type { Effect, StorePurpose } from '../../../../src/broker/coordinator/group/turn.ts';

const settings = { initialRebalanceDelayMs: 100, newMemberJoinTimeoutMs: 300_000, maxSize: 4 };
const protocols = ['range', 'sticky', 'roundrobin'];

/** Picks among what the group knows, so that most inputs mean something. */
type Command = {
  readonly verb:
    | 'join'
    | 'rejoin'
    | 'sync'
    | 'heartbeat'
    | 'commit'
    | 'leave'
    | 'stored'
    | 'failed'
    | 'round'
    | 'wait';
  readonly pick: number;
  readonly isStatic: boolean;
  readonly isStale: boolean;
  readonly ms: number;
};

const command: fc.Arbitrary<Command> = fc.record({
  verb: fc.constantFrom(
    'join',
    'rejoin',
    'rejoin',
    'sync',
    'sync',
    'heartbeat',
    'commit',
    'leave',
    'stored',
    'stored',
    'failed',
    'round',
    'round',
    'wait',
    'wait',
  ),
  pick: fc.nat(5),
  isStatic: fc.boolean(),
  isStale: fc.integer({ min: 0, max: 9 }).map((it) => it === 0),
  ms: fc.constantFrom(1, 100, 100, 100, 9999, 10_001, 60_000),
});

class Checked {
  private group: Group;
  private nowMs = 0;
  private token = 0;
  private readonly open = new Set<number>();
  private readonly stores: StorePurpose[] = [];
  private readonly joined = new Map<number, { leader: string; protocol: string | null }>();
  private readonly owners = new Map<string, string>();
  private readonly tokenOf = new Map<number, { memberId: string; generation: number }>();

  constructor() {
    this.group = emptyGroup('g', this.now());
  }

  run(commands: readonly Command[]): void {
    for (const it of commands) {
      if (it.verb === 'wait') this.wait(it.ms);
      else if (it.verb === 'round') this.round(it);
      else for (const input of this.inputsOf(it)) this.give(input);
    }
    this.give({ type: 'close', errorCode: 16 });
    equal([...this.open].join(), '', 'everybody was answered');
    equal(nextDeadline(this.group), Infinity);
  }

  private now() {
    return { wallMs: 1_000_000 + this.nowMs, monotonicMs: this.nowMs };
  }

  private wait(ms: number): void {
    const endMs = this.nowMs + ms;
    for (let rounds = 0; nextDeadline(this.group) <= endMs; rounds++) {
      ok(rounds < 1000, 'expiry makes progress');
      this.nowMs = Math.max(this.nowMs, nextDeadline(this.group));
      this.give({ type: 'expire' });
      ok(nextDeadline(this.group) > this.nowMs, 'the next deadline is to come');
    }
    this.nowMs = endMs;
  }

  /** All members do what clients do, up to a point. */
  private round(it: Command): void {
    const verbs = (['rejoin', 'sync'] as const).slice(0, 1 + (it.pick % 2));
    for (const verb of verbs) {
      const count = this.group.members.size + this.group.pendingIds.size;
      for (let pick = 0; pick < count; pick++)
        for (const input of this.inputsOf({ ...it, verb, pick, isStale: false })) this.give(input);
    }
  }

  private inputsOf({ verb, pick, isStatic, isStale }: Command): GroupInput[] {
    const ids = [...this.group.members.keys(), ...this.group.pendingIds.keys()];
    const memberId = isStale ? 'nobody' : (ids[pick % Math.max(ids.length, 1)] ?? 'nobody');
    const instanceId = this.group.members.get(memberId)?.instanceId ?? null;
    const generation = this.group.generation - (isStale ? 1 : 0);
    const identity = { memberId, instanceId, generation };
    switch (verb) {
      case 'join':
        return [this.join('', isStatic ? `s${pick % 3}` : null, pick)];
      case 'rejoin':
        return [this.join(memberId, instanceId, pick)];
      case 'sync': {
        const token = this.park(memberId, generation);
        const assignments = new Map(
          [...this.group.members.keys()].map((id) => [id, Buffer.from(`${generation}/${id}`)]),
        );
        const nothing = { protocolType: null, protocolName: null };
        return [{ type: 'sync', token, ...identity, ...nothing, assignments }];
      }
      case 'heartbeat':
      case 'commit':
        return [{ type: verb, ...identity }];
      case 'leave':
        return [{ type: 'leave', members: [{ memberId, groupInstanceId: instanceId }] }];
      default: {
        const purpose = this.stores.shift();
        if (!purpose) return [];
        if (verb === 'stored') return [{ type: 'stored', purpose }];
        return [{ type: 'store-failed', purpose, errorCode: 15 }];
      }
    }
  }

  private join(memberId: string, instanceId: string | null, pick: number): GroupInput {
    const token = this.park(memberId, -1);
    const names = [protocols[pick % 3], 'range'];
    return {
      type: 'join',
      token,
      memberId,
      newMemberId: `m${token}`,
      instanceId,
      clientId: 'c',
      clientHost: '/',
      rebalanceTimeoutMs: 20_000 + pick,
      sessionTimeoutMs: 10_000,
      protocolType: 'consumer',
      protocols: [...new Set(names)].map((name) => ({ name, metadata: Buffer.alloc(6) })),
      requiresMemberId: pick % 2 === 0,
      canSkipAssignment: pick % 2 === 0,
    };
  }

  private park(memberId: string, generation: number): number {
    this.token++;
    this.open.add(this.token);
    this.tokenOf.set(this.token, { memberId, generation });
    return this.token;
  }

  private give(input: GroupInput): void {
    const before = this.group;
    const { group, effects } = step(before, input, this.now(), settings);
    this.group = group;
    ok(group.generation >= before.generation, 'generations grow');
    const waiting = [...group.members.values()].filter(({ joinToken }) => joinToken !== null);
    ok(waiting.length <= settings.maxSize, 'no more wait than there is room for');
    const instances = [...group.members.values()].flatMap((it) => it.instanceId ?? []);
    equal(new Set(instances).size, instances.length, 'one member per instance id');
    ok(group.members.size === 0 || group.members.has(group.leaderId ?? ''), 'there is a leader');
    for (const effect of effects) this.check(effect);
  }

  private check(effect: Effect): void {
    if (effect.type === 'store') {
      this.stores.push(effect.purpose);
      return;
    }
    if (effect.type !== 'reply-join' && effect.type !== 'reply-sync') return;
    ok(this.open.delete(effect.token), 'answered once');
    if (effect.reply.errorCode !== 0) return;
    if (effect.type === 'reply-join') this.checkJoined(effect.reply);
    else {
      const { memberId, generation } = this.tokenOf.get(effect.token) ?? {
        memberId: '',
        generation: -1,
      };
      const text = effect.reply.assignment.toString();
      ok(text === '' || text.startsWith(`${generation}/`), 'an assignment is of its generation');
      // One owner: no two member ids that live side by side are given the same part.
      const owner = this.owners.get(text) ?? memberId;
      const isReplaced = !this.group.members.has(owner);
      ok(text === '' || isReplaced || owner === memberId, 'a part has one owner');
      this.owners.set(text, memberId);
    }
  }

  private checkJoined(reply: Extract<Effect, { type: 'reply-join' }>['reply']): void {
    const { generation, leader, protocolName, members, memberId } = reply;
    const known = this.joined.get(generation);
    equal(protocolName, known ? known.protocol : protocolName, 'one protocol');
    this.joined.set(generation, { leader, protocol: protocolName });
    if (members.length === 0) return;
    equal(memberId, leader, 'only the leader hears of the members');
    ok(
      members.some((it) => it.memberId === memberId),
      'the leader is a member',
    );
  }
}

describe('a group under any inputs', () => {
  it('answers everybody once, with one owner per generation', () => {
    const property = fc.property(
      fc.array(command, { minLength: 10, maxLength: 80 }),
      (commands) => {
        new Checked().run(commands);
      },
    );
    expect(() => fc.assert(property, { numRuns: 1000 })).not.toThrow();
  });
});
