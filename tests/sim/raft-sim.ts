/** One simulated metadata quorum from a seed: appends under crashes, lost writes and broken links. */
import type { QuorumVoter } from '../../src/broker/control.ts';
import { SimWorld, type SimMachine } from '../support/sim-env.ts';
import type { SimRandom } from '../support/sim-random.ts';
import { RaftHost } from './raft-host.ts';

export type RaftSimResult = {
  readonly events: number;
  readonly simulatedMs: number;
  readonly committed: number;
  readonly epochs: number;
  readonly snapshots: number;
  readonly traceHash: string;
};

type Slot = {
  readonly voter: QuorumVoter;
  readonly machine: SimMachine;
  host: RaftHost | undefined;
};

const controllerPort = 9093;
const quietMs = 60_000;

export class RaftSim {
  readonly world: SimWorld;
  private readonly random: SimRandom;
  private readonly slots: Slot[];
  private readonly config: Record<string, string>;
  private readonly snapshotEvery: number;
  /** What was committed at each offset, as the first node that saw it said. */
  private readonly committed = new Map<number, string>();
  /** Appended on a leader that then saw it committed in its own epoch. */
  private readonly acknowledged = new Map<number, string>();
  private readonly pending = new Map<number, Map<number, string>>();
  private readonly leaders = new Map<number, number>();
  private readonly epochs = new Map<number, number>();
  private readonly highWatermarks = new Map<RaftHost, number>();
  private nextText = 0;
  private snapshots = 0;

  constructor(seed: number, nodeCount = 3) {
    this.world = new SimWorld(seed);
    this.random = this.world.random.fork('faults');
    const ids = Array.from({ length: nodeCount }, (_, index) => index + 1);
    this.slots = ids.map((id) => {
      const machine = this.world.machine(`10.0.0.${id}`);
      machine.clockSkewMs = this.random.between(-500, 500);
      return { voter: { id, host: machine.host, port: controllerPort }, machine, host: undefined };
    });
    this.snapshotEvery = this.random.chance(0.6) ? 5 + this.random.below(40) : 0;
    this.config = {
      'metadata.max.retention.bytes': String(500 + this.random.below(4000)),
      'controller.quorum.fetch.snapshot.max.bytes': String(100 + this.random.below(1000)),
    };
    const slowest = this.random.pick([0.5, 2, 20]);
    this.world.network.latency = { minMs: 0.05, maxMs: slowest };
    for (const { machine } of this.slots)
      machine.diskLatency = { minMs: 0.1, maxMs: this.random.pick([1, 5, 40]) };
  }

  /** Disturbs the quorum for about `steps` events, then lets it come to rest and compares all. */
  async run(steps: number): Promise<RaftSimResult> {
    for (const slot of this.slots) if (this.random.chance(0.8)) this.start(slot);
    for (let count = 0; count < steps; count++) {
      this.disturb();
      await this.step();
    }
    await this.settle();
    const { scheduler } = this.world;
    return {
      events: scheduler.eventCount,
      simulatedMs: Math.round(scheduler.nowMs),
      committed: this.committed.size,
      epochs: Math.max(0, ...this.leaders.keys()),
      snapshots: this.snapshots,
      traceHash: scheduler.traceHash,
    };
  }

  /** No disk of this simulation fails, so nothing may be thrown. */
  isExcused(): boolean {
    return false;
  }

  private async step(): Promise<void> {
    const { scheduler } = this.world;
    // Without any process there is no event.
    if (!(await scheduler.step())) scheduler.nowMs += 1;
    this.check();
  }

  private disturb(): void {
    const { random } = this;
    const dice = random.next();
    const slot = random.pick(this.slots);
    const { network } = this.world;
    if (dice < 0.02) this.append();
    else if (dice < 0.022) this.crash(slot);
    else if (dice < 0.03) this.start(slot);
    else if (dice < 0.031) network.cutLink(slot.voter.host, random.pick(this.slots).voter.host);
    else if (dice < 0.034) network.heal();
    else if (dice < 0.036)
      network.breakConnections(slot.voter.host, random.pick(this.slots).voter.host);
    else if (dice < 0.0362) void slot.host?.raft.resign();
  }

  private start(slot: Slot): void {
    if (slot.machine.isUp) return;
    const host = new RaftHost(slot.machine, {
      id: slot.voter.id,
      voters: this.slots.map(({ voter }) => voter),
      config: this.config,
      snapshotEvery: this.snapshotEvery,
    });
    host.onApplied = (offset, text) => this.onApplied(host, offset, text);
    slot.host = host;
    this.world.scheduler.note(`start node ${slot.voter.id}`);
    void host.start(slot.voter);
  }

  private crash(slot: Slot): void {
    if (!slot.machine.isUp) return;
    const losesPower = this.random.chance(0.5);
    this.world.scheduler.note(`${losesPower ? 'power loss of' : 'kill'} node ${slot.voter.id}`);
    if (losesPower) slot.machine.losePower();
    else slot.machine.killProcess();
    slot.host = undefined;
    for (const other of this.slots)
      if (!losesPower && this.random.chance(0.7)) other.host?.raft.peerExited(slot.voter.id);
  }

  private append(): void {
    const leaders = this.slots.flatMap(({ host }) => (host?.raft.isLeader ? [host] : []));
    if (leaders.length === 0) return;
    const { raft } = this.random.pick(leaders);
    const count = 1 + this.random.below(3);
    const texts = Array.from({ length: count }, () => `text ${this.nextText++}`);
    const last = raft.append(texts.map((text) => Buffer.from(text)));
    const inEpoch = this.pending.get(raft.epoch) ?? new Map<number, string>();
    this.pending.set(raft.epoch, inEpoch);
    texts.forEach((text, index) => inEpoch.set(last - count + 1 + index, text));
  }

  private onApplied(host: RaftHost, offset: number, text: string): void {
    const known = this.committed.get(offset);
    if (known === undefined) this.committed.set(offset, text);
    else if (known !== text)
      throw new Error(
        `node ${host.id} applies '${text}' at ${offset}, where '${known}' was committed`,
      );
    const { raft } = host;
    const own = this.pending.get(raft.epoch)?.get(offset);
    // The leader that appended it sees it committed: a caller would have been told.
    if (raft.isLeader && own === text) this.acknowledged.set(offset, text);
  }

  private check(): void {
    for (const { host } of this.slots) {
      if (!host) continue;
      const { quorumState: state } = host.raft;
      const { epoch } = state.election;
      if (state.role.kind === 'leader') {
        const known = this.leaders.get(epoch);
        if (known !== undefined && known !== host.id)
          throw new Error(`nodes ${known} and ${host.id} both lead epoch ${epoch}`);
        this.leaders.set(epoch, host.id);
      }
      if (epoch < (this.epochs.get(host.id) ?? 0))
        throw new Error(`the epoch of node ${host.id} fell to ${epoch}`);
      this.epochs.set(host.id, epoch);
      if (state.highWatermark < (this.highWatermarks.get(host) ?? 0))
        throw new Error(`the high watermark of node ${host.id} fell to ${state.highWatermark}`);
      this.highWatermarks.set(host, state.highWatermark);
    }
  }

  /** With everything healed, all nodes agree on one log, and it holds all that was acknowledged. */
  private async settle(): Promise<void> {
    const { scheduler, network } = this.world;
    network.heal();
    network.latency = { minMs: 0.05, maxMs: 1 };
    for (const slot of this.slots) this.start(slot);
    scheduler.note('settle');
    const deadlineMs = scheduler.nowMs + quietMs;
    while (!this.isSettled()) {
      if (scheduler.nowMs > deadlineMs) throw new Error('the quorum does not come to rest');
      await this.step();
    }
    const [first, ...others] = this.slots.map(({ host }) => host as RaftHost);
    for (const other of others) {
      for (const [offset, text] of first.applied)
        if (other.applied.get(offset) !== text)
          throw new Error(`nodes ${first.id} and ${other.id} differ at ${offset}`);
    }
    for (const [offset, text] of this.acknowledged)
      if (first.applied.get(offset) !== text)
        throw new Error(`acknowledged '${text}' at ${offset} is lost`);
    this.snapshots = first.raft.latestSnapshot ? 1 : 0;
  }

  private isSettled(): boolean {
    const leader = this.slots.find(({ host }) => host?.raft.isLeader)?.host;
    if (!leader) return false;
    const end = leader.raft.quorumState.logEnd.offset;
    return this.slots.every(
      ({ host }) =>
        host?.raft.epoch === leader.raft.epoch &&
        host.raft.deliveredOffset === end &&
        host.applied.size === end,
    );
  }
}
