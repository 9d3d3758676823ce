/**
 * Runs a group's state machine from text. Lines that begin with `>` are inputs, everything else is
 * the trace they give: effects, then the state. `vitest -u` writes traces anew; read the diff.
 */
import { errorName } from '../../../../src/broker/protocol/errors.ts';
import {
  emptyGroup,
  type Group,
  type GroupSettings,
  nextDeadline,
} from '../../../../src/broker/coordinator/group/group.ts';
import { type GroupInput, step } from '../../../../src/broker/coordinator/group/step.ts';
import type { Effect, StorePurpose } from '../../../../src/broker/coordinator/group/turn.ts';
import { consumerProtocolSubscription } from '../../../../src/broker/protocol/records/consumer-protocol.ts';

const startMs = 1_000_000;

const settings: GroupSettings = {
  initialRebalanceDelayMs: 3000,
  newMemberJoinTimeoutMs: 300_000,
  maxSize: 3,
};

export function runTranscript(text: string): string {
  const run = new Run();
  return text
    .split('\n')
    .filter((line) => line.startsWith('>') || line.startsWith('#') || line === '')
    .map((line) => (line.startsWith('>') ? [line, ...run.command(line.slice(1).trim())] : [line]))
    .flat()
    .join('\n');
}

class Run {
  private nowMs = 0;
  private group: Group;
  private token = 0;
  private readonly stores: StorePurpose[] = [];

  constructor() {
    this.group = emptyGroup('g', this.now());
  }

  command(line: string): string[] {
    const [verb, ...words] = line.split(' ');
    const named = new Map<string, string>();
    const plain: string[] = [];
    for (const word of words) {
      const [key, value] = word.split('=');
      if (value === undefined) plain.push(word);
      else named.set(key, value);
    }
    if (verb === 'wait') return this.wait(Number(plain[0]));
    const trace = this.give(this.input(verb, plain, named));
    return [...trace, this.state()];
  }

  private now() {
    return { wallMs: startMs + this.nowMs, monotonicMs: this.nowMs };
  }

  private wait(ms: number): string[] {
    const endMs = this.nowMs + ms;
    const trace: string[] = [];
    for (let at = nextDeadline(this.group); at <= endMs; at = nextDeadline(this.group)) {
      this.nowMs = Math.max(this.nowMs, at);
      trace.push(`  at ${this.nowMs}`, ...this.give({ type: 'expire' }), this.state());
    }
    this.nowMs = endMs;
    return trace;
  }

  private give(input: GroupInput): string[] {
    const { group, effects } = step(this.group, input, this.now(), settings);
    this.group = group;
    return effects.map((effect) => this.describe(effect));
  }

  private input(verb: string, plain: string[], named: Map<string, string>): GroupInput {
    const memberId = plain[0] ?? '';
    const instanceId = named.get('instance') ?? null;
    const generation = Number(named.get('gen') ?? this.group.generation);
    const identity = { memberId, instanceId, generation };
    switch (verb) {
      case 'join':
        return this.join(memberId, instanceId, named);
      case 'sync': {
        const assignments = plain.slice(1).map((word) => word.split(':') as [string, string]);
        return {
          type: 'sync',
          token: this.nextToken(),
          ...identity,
          protocolType: named.get('type') ?? null,
          protocolName: named.get('protocol') ?? null,
          assignments: new Map(assignments.map(([id, bytes]) => [id, Buffer.from(bytes)])),
        };
      }
      case 'heartbeat':
      case 'commit':
        return { type: verb, ...identity };
      case 'leave':
        return { type: 'leave', members: [{ memberId, groupInstanceId: instanceId }] };
      case 'stored':
      case 'store-failed': {
        const purpose = this.stores.shift();
        if (!purpose) throw new Error('nothing is being stored');
        return verb === 'stored'
          ? { type: 'stored', purpose }
          : { type: 'store-failed', purpose, errorCode: Number(plain[0]) };
      }
      case 'close':
        return { type: 'close', errorCode: Number(plain[0]) };
      default:
        throw new Error(`what is '${verb}'?`);
    }
  }

  private join(
    memberId: string,
    instanceId: string | null,
    named: Map<string, string>,
  ): GroupInput {
    const version = Number(named.get('v') ?? 9);
    const token = this.nextToken();
    const protocols = (named.get('protocols') ?? 'range').split(',');
    const topics = (named.get('topics') ?? 'orders').split(',');
    const { message } = consumerProtocolSubscription;
    const body = message.encode(0, { topics, userData: null });
    const metadata = Buffer.concat([Buffer.from([0, 0]), body]);
    return {
      type: 'join',
      token,
      memberId,
      newMemberId: `${instanceId ?? 'c'}-${token}`,
      instanceId,
      clientId: 'c',
      clientHost: '/127.0.0.1',
      rebalanceTimeoutMs: Number(named.get('rebalance') ?? 60_000),
      sessionTimeoutMs: Number(named.get('session') ?? 10_000),
      protocolType: named.get('type') ?? 'consumer',
      protocols: protocols.filter(Boolean).map((name) => ({ name, metadata })),
      requiresMemberId: version >= 4,
      canSkipAssignment: version >= 9,
    };
  }

  private nextToken(): number {
    this.token++;
    return this.token;
  }

  private describe(effect: Effect): string {
    switch (effect.type) {
      case 'reply-join': {
        const { errorCode, memberId, generation, protocolName, leader, members } = effect.reply;
        if (errorCode !== 0)
          return `  join #${effect.token}: ${errorName(errorCode)} '${memberId}'`;
        const list = members.map((member) => member.memberId).join(' ');
        const skip = effect.reply.skipAssignment ? ' skip-assignment' : '';
        return `  join #${effect.token}: ${memberId} in generation ${generation}, ${protocolName}, leader ${leader} [${list}]${skip}`;
      }
      case 'reply-sync': {
        const { errorCode, assignment } = effect.reply;
        const text = errorCode === 0 ? `'${assignment.toString()}'` : errorName(errorCode);
        return `  sync #${effect.token}: ${text}`;
      }
      case 'leave-results':
        return `  left: ${effect.results.map(({ errorCode }) => errorName(errorCode)).join(' ')}`;
      case 'code':
        return `  ${errorName(effect.errorCode)}`;
      case 'store': {
        this.stores.push(effect.purpose);
        const members = effect.value.members.map(
          ({ memberId, assignment }) => `${memberId}:'${Buffer.from(assignment).toString()}'`,
        );
        return `  store ${effect.purpose.kind} generation ${effect.value.generation} {${members.join(' ')}}`;
      }
    }
  }

  private state(): string {
    const { phase, generation, leaderId, members, pendingIds, subscribedTopics } = this.group;
    const list = [...members.values()].map(
      ({ id, joinToken, syncToken, owesSync }) =>
        `${id}${joinToken === null ? '' : ' joining'}${syncToken === null ? '' : ' syncing'}${owesSync ? ' owes sync' : ''}`,
    );
    const pending = pendingIds.size > 0 ? ` pending (${[...pendingIds.keys()].join(', ')})` : '';
    const topics =
      subscribedTopics && subscribedTopics.size > 0 ? ` topics ${[...subscribedTopics]}` : '';
    const next = nextDeadline(this.group);
    const until = next === Infinity ? '' : ` until ${next}`;
    return `  = ${phase.name} ${generation} leader ${leaderId ?? '-'} (${list.join(', ')})${pending}${topics}${until}`;
  }
}
