/**
 * N quorum state machines with in-memory logs and a network made of messages in a list: the
 * smallest thing in which elections and replication can go wrong. Everything comes from one seed.
 */
import { initialState, nextDeadline, step } from '../../../src/broker/raft/quorum-state.ts';
import type {
  Effect,
  Election,
  Input,
  LeaderHint,
  LogEnd,
  QuorumState,
} from '../../../src/broker/raft/quorum-types.ts';
import { leaderHint } from '../../../src/broker/raft/quorum-state.ts';

export type Entry = { readonly epoch: number; readonly value: string };

export type CoreNode = {
  readonly id: number;
  isUp: boolean;
  state: QuorumState;
  log: Entry[];
  /** Entries that survive a crash. */
  durable: number;
  disk: Election;
  following: { leaderId: number; epoch: number } | undefined;
  /** Bumped by a crash: messages and flushes of an earlier life are dropped. */
  life: number;
};

type Message = { readonly atMs: number; readonly order: number; readonly run: () => void };

export type Faults = { readonly maxDelayMs: number; readonly dropRate: number };

/** mulberry32: small, and the same everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export class CoreCluster {
  readonly nodes: CoreNode[];
  readonly committed: Entry[] = [];
  readonly leaders = new Map<number, number>();
  nowMs = 0;
  faults: Faults = { maxDelayMs: 5, dropRate: 0 };
  /** Called after each effect, so that a test can print or check. */
  trace: (line: string) => void = () => undefined;
  private readonly random: () => number;
  private queue: Message[] = [];
  private order = 0;
  private readonly cut = new Set<string>();

  constructor(count: number, seed: number) {
    this.random = randomFrom(seed);
    const voters = Array.from({ length: count }, (_, index) => index + 1);
    this.nodes = voters.map((id) => {
      const disk = { epoch: 0, leaderId: -1, votedId: -1 };
      const state = this.boot(id, voters, disk, []);
      return { id, isUp: false, state, log: [], durable: 0, disk, following: undefined, life: 0 };
    });
  }

  node(id: number): CoreNode {
    return this.nodes[id - 1];
  }

  start(id: number): void {
    const node = this.node(id);
    node.isUp = true;
    this.input(node, { type: 'start' });
  }

  /** Loses what was not flushed. `isNoticed`: the others' connections break at once. */
  crash(id: number, isNoticed = true): void {
    const node = this.node(id);
    node.isUp = false;
    node.life++;
    node.log = node.log.slice(0, node.durable);
    node.following = undefined;
    node.state = this.boot(id, node.state.config.voters, node.disk, node.log);
    if (!isNoticed) return;
    for (const other of this.nodes)
      if (other.isUp) this.input(other, { type: 'peer-lost', nodeId: id });
  }

  partition(a: number, b: number): void {
    this.cut.add(`${a}-${b}`);
    this.cut.add(`${b}-${a}`);
  }

  heal(): void {
    this.cut.clear();
  }

  /** Appends on a node that believes it leads. */
  append(id: number, value: string): boolean {
    const node = this.node(id);
    if (!node.isUp || node.state.role.kind !== 'leader') return false;
    node.log = [...node.log, { epoch: node.state.election.epoch, value }];
    this.logChanged(node);
    this.flush(node);
    return true;
  }

  leader(): CoreNode | undefined {
    return this.nodes
      .filter(({ isUp, state }) => isUp && state.role.kind === 'leader')
      .sort((a, b) => b.state.election.epoch - a.state.election.epoch)[0];
  }

  /** One event: a message, or the earliest deadline of a node. False when nothing can happen. */
  next(): boolean {
    const deadlines = this.nodes
      .filter(({ isUp }) => isUp)
      .map((node) => ({ node, atMs: nextDeadline(node.state) }))
      .sort((a, b) => a.atMs - b.atMs || a.node.id - b.node.id);
    const [message] = this.queue;
    const [first] = deadlines;
    if (message && (!first || message.atMs <= first.atMs)) {
      this.queue.shift();
      this.nowMs = Math.max(this.nowMs, message.atMs);
      message.run();
      return true;
    }
    if (!first || !Number.isFinite(first.atMs)) return false;
    this.nowMs = Math.max(this.nowMs, first.atMs);
    this.input(first.node, { type: 'tick' });
    return true;
  }

  run(untilMs: number): void {
    while (this.nowMs < untilMs && this.next());
  }

  private boot(
    id: number,
    voters: readonly number[],
    election: Election,
    log: Entry[],
  ): QuorumState {
    return initialState({
      config: {
        nodeId: id,
        voters,
        electionTimeoutMs: 1000,
        electionBackoffMaxMs: 1000,
        fetchTimeoutMs: 2000,
      },
      election,
      logEnd: endOf(log),
      highWatermark: 0,
      seed: Math.floor(this.random() * 2 ** 32),
    });
  }

  input(node: CoreNode, input: Input): Extract<Effect, { type: 'reply' }> | undefined {
    const { state, effects } = step(node.state, input, this.nowMs);
    node.state = state;
    let reply: Extract<Effect, { type: 'reply' }> | undefined;
    for (const effect of effects) {
      this.trace(`${node.id} ${describeEffect(effect)}`);
      if (effect.type === 'reply') reply = effect;
      else this.perform(node, effect);
    }
    return reply;
  }

  private perform(node: CoreNode, effect: Exclude<Effect, { type: 'reply' }>): void {
    switch (effect.type) {
      case 'persist':
        node.disk = effect.election;
        return;
      case 'ask-vote':
        return this.askVote(node, effect);
      case 'announce':
      case 'end-epoch':
        return this.tell(node, effect);
      case 'lead':
        return this.lead(node, effect.epoch);
      case 'follow':
        node.following = { leaderId: effect.leaderId, epoch: effect.epoch };
        node.durable = node.log.length;
        return this.fetch(node, node.following);
      case 'stop-following':
        node.following = undefined;
        return;
      case 'high-watermark':
        return this.commit(node, effect.offset);
    }
  }

  private lead(node: CoreNode, epoch: number): void {
    const known = this.leaders.get(epoch);
    if (known !== undefined && known !== node.id)
      throw new Error(`nodes ${known} and ${node.id} both lead epoch ${epoch}`);
    this.leaders.set(epoch, node.id);
    node.log = [...node.log, { epoch, value: `leader ${node.id}` }];
    this.logChanged(node);
    this.flush(node);
  }

  private commit(node: CoreNode, offset: number): void {
    for (let index = 0; index < offset; index++) {
      const entry = node.log[index];
      if (!entry)
        throw new Error(`node ${node.id} commits ${offset} of ${node.log.length} entries`);
      this.committed[index] ??= entry;
      const { epoch, value } = this.committed[index];
      if (entry.epoch !== epoch || entry.value !== value)
        throw new Error(`node ${node.id} commits another entry at ${index} than was committed`);
    }
  }

  private logChanged(node: CoreNode): void {
    this.input(node, { type: 'log-end', logEnd: endOf(node.log) });
  }

  private flush(node: CoreNode): void {
    const { life } = node;
    const { epoch } = node.state.election;
    const end = node.log.length;
    this.later(() => {
      if (node.life !== life || node.state.election.epoch !== epoch) return;
      node.durable = Math.max(node.durable, end);
      this.input(node, { type: 'flushed', offset: end });
    });
  }

  private later(run: () => void, delayMs = this.random() * this.faults.maxDelayMs): void {
    const message = { atMs: this.nowMs + delayMs, order: this.order++, run };
    this.queue.push(message);
    this.queue.sort((a, b) => a.atMs - b.atMs || a.order - b.order);
  }

  /** Request and answer, each with its own delay; `fail` when one of them is lost. */
  private call<T>(from: CoreNode, to: number, serve: (peer: CoreNode) => T, o: Answer<T>): void {
    const { life } = from;
    const isAlive = () => from.isUp && from.life === life;
    const fail = () => isAlive() && o.fail();
    const peer = this.node(to);
    const isLost = () =>
      !peer.isUp || this.cut.has(`${from.id}-${to}`) || this.random() < this.faults.dropRate;
    this.later(() => {
      if (isLost()) return this.later(fail, 20);
      const peerLife = peer.life;
      const answer = serve(peer);
      this.later(() => {
        if (isLost() || peer.life !== peerLife) return this.later(fail, 20);
        if (isAlive()) o.take(answer);
      });
    });
  }

  private askVote(node: CoreNode, effect: Extract<Effect, { type: 'ask-vote' }>): void {
    const { to, epoch, logEnd, isPreVote } = effect;
    const request: Input = { type: 'vote-request', candidateId: node.id, epoch, logEnd, isPreVote };
    this.call(node, to, (peer) => this.input(peer, request), {
      take: (reply) => {
        if (!reply) throw new Error('a vote was not answered');
        const { isGranted, hint } = reply;
        this.input(node, { type: 'vote-response', from: to, epoch, isPreVote, isGranted, hint });
      },
      fail: () => this.input(node, { type: 'vote-failed', from: to, epoch, isPreVote }),
    });
  }

  private tell(node: CoreNode, effect: Extract<Effect, { type: 'announce' | 'end-epoch' }>): void {
    const leaderId = node.id;
    const { epoch } = effect;
    const input: Input =
      effect.type === 'announce'
        ? { type: 'begin-epoch', leaderId, epoch }
        : { type: 'end-epoch', leaderId, epoch, preferred: effect.preferred };
    this.call(node, effect.to, (peer) => this.input(peer, input), {
      take: (reply) => reply && this.input(node, { type: 'leader-heard', hint: reply.hint }),
      fail: () => undefined,
    });
  }

  private fetch(node: CoreNode, following: { leaderId: number; epoch: number }): void {
    if (node.following !== following) return;
    const { leaderId, epoch } = following;
    const end = endOf(node.log);
    this.call(node, leaderId, (peer) => this.serveFetch(peer, node.id, epoch, end), {
      take: (answer) => {
        if (node.following !== following) return;
        this.takeFetched(node, answer, epoch);
        this.later(() => this.fetch(node, following), answer.isIdle ? 50 : undefined);
      },
      fail: () => this.later(() => this.fetch(node, following), 20),
    });
  }

  private serveFetch(peer: CoreNode, from: number, epoch: number, end: LogEnd): Fetched {
    const hint = leaderHint(peer.state);
    const { role, election } = peer.state;
    const none: Fetched = { hint, isLeader: false, highWatermark: -1, entries: [], isIdle: true };
    if (role.kind !== 'leader' || election.epoch !== epoch) return none;
    const epochAtEnd = end.offset === 0 ? 0 : (peer.log[end.offset - 1]?.epoch ?? -1);
    if (end.offset > 0 && epochAtEnd !== end.epoch) {
      const cut = peer.log.findLastIndex((entry) => entry.epoch <= end.epoch) + 1;
      const divergingEpoch = cut > 0 ? peer.log[cut - 1].epoch : 0;
      return { ...none, isLeader: true, diverging: { offset: cut, epoch: divergingEpoch } };
    }
    this.input(peer, {
      type: 'replica-fetch',
      replicaId: from,
      directoryId: '',
      offset: end.offset,
    });
    const entries = peer.log.slice(end.offset);
    const { highWatermark } = peer.state;
    return { hint, isLeader: true, highWatermark, entries, isIdle: entries.length === 0 };
  }

  private takeFetched(node: CoreNode, answer: Fetched, epoch: number): void {
    if (!answer.isLeader) return void this.input(node, { type: 'leader-heard', hint: answer.hint });
    if (answer.diverging) {
      const { offset, epoch: divergingEpoch } = answer.diverging;
      const own = node.log.findLastIndex((entry) => entry.epoch <= divergingEpoch) + 1;
      const to = Math.min(own, offset);
      if (to < node.state.highWatermark) throw new Error('committed entries are cut');
      node.log = node.log.slice(0, to);
      node.durable = Math.min(node.durable, to);
    } else {
      node.log = [...node.log, ...answer.entries];
      // A real follower fetches again only after the flush.
      node.durable = node.log.length;
    }
    this.logChanged(node);
    this.input(node, { type: 'fetched', epoch, highWatermark: answer.highWatermark });
  }
}

type Answer<T> = { readonly take: (answer: T) => void; readonly fail: () => void };
type Fetched = {
  readonly hint: LeaderHint;
  readonly isLeader: boolean;
  readonly highWatermark: number;
  readonly entries: readonly Entry[];
  readonly diverging?: LogEnd;
  readonly isIdle: boolean;
};

export const endOf = (log: readonly Entry[]): LogEnd => ({
  offset: log.length,
  epoch: log.at(-1)?.epoch ?? 0,
});

export function describeEffect(effect: Effect): string {
  const { type, ...fields } = effect;
  const parts = Object.entries(fields).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return [type, ...parts].join(' ');
}
