/**
 * Performs what the state machines of all brokers decide: forks, tells, kills, keeps the timers,
 * and tells every sibling at once when a process ends.
 */
import { EventEmitter } from 'node:events';
import { statfsSync } from 'node:fs';
import type {
  BrokerOptions,
  BrokerQuestion,
  BrokerStats,
  LanUser,
  MetadataChange,
} from '../../broker/control.ts';
import type { ControlEvent, GroupReport } from '../../broker/control.ts';
import type { BrokerExit, ClusterEvent } from '../contract/cluster.ts';
import { ContractError } from '../contract/errors.ts';
import {
  type BrokerMachine,
  hasProcess,
  type MachineEffect,
  type MachineInput,
  machineInitial,
  nextDeadlineMs,
  type RestartPolicy,
  step,
} from './broker-machine.ts';
import { type AnswerTo, BrokerAsker } from './broker-asker.ts';
import type { BrokerLauncher, BrokerProcess } from './launcher.ts';

/** What happened to a process, as it happens. */
export type SupervisorEvent =
  | { readonly kind: 'broker-started'; readonly brokerId: number; readonly pid: number }
  | { readonly kind: 'broker-ready'; readonly brokerId: number; readonly pid: number }
  | { readonly kind: 'broker-exited'; readonly brokerId: number; readonly exit: BrokerExit }
  | { readonly kind: 'broker-frozen' | 'broker-thawed'; readonly brokerId: number }
  | Omit<Extract<ClusterEvent, { readonly kind: 'replica-damaged' }>, 'id' | 'atMs'>;

type SupervisorEvents = {
  event: [SupervisorEvent];
  /** Some machine changed; read `machines`. */
  change: [];
  metadata: [number, readonly MetadataChange[]];
  stats: [BrokerStats];
  /** A step of a group, from the broker that coordinates it. */
  group: [number, GroupReport];
};

type Command = 'start' | 'stop' | 'restart' | 'kill' | 'freeze' | 'thaw';

type Slot = {
  machine: BrokerMachine;
  process: BrokerProcess | null;
  timer: NodeJS.Timeout | null;
  options: () => BrokerOptions;
  logFile: string;
};

/** The brokers of one local cluster. */
export class Supervisor extends EventEmitter<SupervisorEvents> {
  readonly #launcher: BrokerLauncher;
  readonly #slots = new Map<number, Slot>();
  #policy: RestartPolicy;
  readonly #asker = new BrokerAsker();
  #statsIntervalMs = 0;
  #watchedGroups: readonly string[] = [];

  constructor(launcher: BrokerLauncher, policy: RestartPolicy) {
    super();
    this.setMaxListeners(0);
    this.#launcher = launcher;
    this.#policy = policy;
  }

  /** Makes a broker known; `options` is asked again at each start. */
  add(brokerId: number, logFile: string, options: () => BrokerOptions): void {
    const slot = { machine: machineInitial, process: null, timer: null, options, logFile };
    this.#slots.set(brokerId, slot);
    this.emit('change');
  }

  /** Stops a broker and forgets it. */
  async remove(brokerId: number): Promise<void> {
    const { machine } = this.#slot(brokerId);
    if (hasProcess(machine) || machine.phase === 'backoff') await this.stop(brokerId);
    this.#slots.delete(brokerId);
    this.emit('change');
  }

  get machines(): ReadonlyMap<number, BrokerMachine> {
    return new Map([...this.#slots].map(([brokerId, slot]) => [brokerId, slot.machine]));
  }

  /** Whether a broker whose process dies is started again. */
  setPolicy(policy: RestartPolicy): void {
    this.#policy = policy;
  }

  /** Asks all brokers, also those started later, for `stats`; 0 turns it off. */
  setStatsInterval(intervalMs: number): void {
    if (intervalMs === this.#statsIntervalMs) return;
    this.#statsIntervalMs = intervalMs;
    for (const slot of this.#slots.values()) slot.process?.send({ type: 'stats', intervalMs });
  }

  /** Asks all brokers, also those started later, to tell of these groups' members in `stats`. */
  watchGroups(groupIds: readonly string[]): void {
    this.#watchedGroups = groupIds;
    for (const slot of this.#slots.values()) slot.process?.send({ type: 'watch-groups', groupIds });
  }

  /** Who may log in through the LAN listener; brokers started later are told with their options. */
  tellLanUsers(users: readonly LanUser[]): void {
    for (const slot of this.#slots.values()) slot.process?.send({ type: 'lan-users', users });
  }

  /** What only that process knows; null while it does not run or does not answer. */
  async ask<Question extends BrokerQuestion>(
    brokerId: number,
    question: Question,
  ): Promise<AnswerTo<Question> | null> {
    const process = this.#slots.get(brokerId)?.process;
    return process ? this.#asker.ask((request) => process.send(request), question) : null;
  }

  /** Where the broker's process writes what it has to say. */
  logFileOf(brokerId: number): string {
    return this.#slot(brokerId).logFile;
  }

  /** Forks without waiting for anything. */
  launch(brokerId: number): void {
    this.#command(brokerId, 'start');
  }

  /** Resolves with the pid when the broker is unfenced. */
  async start(brokerId: number): Promise<number> {
    this.#command(brokerId, 'start');
    return this.whenReady(brokerId);
  }

  /** Resolves when the process has ended in order. */
  async stop(brokerId: number): Promise<void> {
    this.#command(brokerId, 'stop');
    await this.#whenExited(brokerId);
  }

  /** Stops, starts, and resolves with the new pid when the broker is unfenced. */
  async restart(brokerId: number): Promise<number> {
    const { machine } = this.#slot(brokerId);
    const oldPid = hasProcess(machine) ? machine.pid : -1;
    this.#command(brokerId, oldPid === -1 ? 'start' : 'restart');
    await this.#when(brokerId, (now) => now.phase === 'starting' && now.pid !== oldPid);
    return this.whenReady(brokerId);
  }

  /** SIGKILL; resolves when the process is gone. */
  async kill(brokerId: number): Promise<void> {
    const exitBefore = this.#slot(brokerId).machine.lastExit;
    this.#command(brokerId, 'kill');
    await this.#when(brokerId, (machine) => machine.lastExit !== exitBefore);
  }

  /** SIGSTOP: the process is there, but answers nothing. */
  freeze(brokerId: number): void {
    assertSignals('freeze');
    this.#command(brokerId, 'freeze');
  }

  /** SIGCONT. */
  thaw(brokerId: number): void {
    assertSignals('thaw');
    this.#command(brokerId, 'thaw');
  }

  /** Resolves with the pid when the broker is unfenced; rejects when its process ends instead. */
  async whenReady(brokerId: number): Promise<number> {
    const exitBefore = this.#slot(brokerId).machine.lastExit;
    const machine = await this.#when(
      brokerId,
      (now) => now.phase === 'ready' || now.phase === 'frozen' || now.lastExit !== exitBefore,
    );
    if (hasProcess(machine) && machine.phase !== 'starting') return machine.pid;
    throw brokerFailed(brokerId, machine.lastExit);
  }

  /** Stops all that run; resolves when no process is left. */
  async stopAll(): Promise<void> {
    for (const [brokerId, { machine }] of this.#slots) {
      if (hasProcess(machine) || machine.phase === 'backoff') this.#command(brokerId, 'stop');
    }
    await Promise.all([...this.#slots.keys()].map((brokerId) => this.#whenExited(brokerId)));
  }

  /** Stops or kills nothing: for the last moment of a process that must end now. */
  killAll(): void {
    for (const { process } of this.#slots.values()) process?.signal('SIGKILL');
  }

  async #whenExited(brokerId: number): Promise<void> {
    await this.#when(brokerId, (now) => now.phase === 'exited' || now.phase === 'crashed');
  }

  /** Resolves as soon as the machine fulfils the condition. */
  #when(brokerId: number, condition: (machine: BrokerMachine) => boolean): Promise<BrokerMachine> {
    const slot = this.#slot(brokerId);
    if (condition(slot.machine)) return Promise.resolve(slot.machine);
    return new Promise((resolve) => {
      const check = () => {
        if (!condition(slot.machine)) return;
        this.off('change', check);
        resolve(slot.machine);
      };
      this.on('change', check);
    });
  }

  #slot(brokerId: number): Slot {
    const slot = this.#slots.get(brokerId);
    if (slot) return slot;
    const known = [...this.#slots.keys()].join(', ');
    throw new ContractError(
      'broker-not-found',
      { brokerId },
      `There is no broker ${brokerId}; this cluster has ${known}.`,
    );
  }

  #command(brokerId: number, action: Command): void {
    if (this.#input(brokerId, { type: action })) return;
    const { phase } = this.#slot(brokerId).machine;
    throw new ContractError(
      'broker-wrong-phase',
      { brokerId, phase, action },
      `Broker ${brokerId} is ${phase}, so it cannot be told to ${action}.`,
    );
  }

  /** Feeds a machine and performs its effects; false when the input was refused. */
  #input(brokerId: number, input: MachineInput): boolean {
    const slot = this.#slot(brokerId);
    const next = step(slot.machine, input, Date.now(), this.#policy);
    if (next === null) return false;
    slot.machine = next.state;
    for (const effect of next.effects) this.#perform(brokerId, slot, effect);
    this.#setTimer(brokerId, slot);
    this.emit('change');
    return true;
  }

  #perform(brokerId: number, slot: Slot, effect: MachineEffect): void {
    switch (effect.type) {
      case 'launch':
        return this.#launch(brokerId, slot);
      case 'send-stop':
        return slot.process?.send({ type: 'stop' });
      case 'kill':
        return slot.process?.signal('SIGKILL');
      case 'freeze':
        return slot.process?.signal('SIGSTOP');
      case 'thaw':
        return slot.process?.signal('SIGCONT');
      case 'started':
        return void this.emit('event', { kind: 'broker-started', brokerId, pid: effect.pid });
      case 'became-ready':
        return void this.emit('event', { kind: 'broker-ready', brokerId, pid: effect.pid });
      case 'became-frozen':
        return void this.emit('event', { kind: 'broker-frozen', brokerId });
      case 'became-thawed':
        return void this.emit('event', { kind: 'broker-thawed', brokerId });
      case 'ended':
        return void this.emit('event', { kind: 'broker-exited', brokerId, exit: effect.exit });
    }
  }

  #launch(brokerId: number, slot: Slot): void {
    const process = this.#launcher.launch(slot.logFile, {
      onEvent: (event) => {
        if (slot.process === process) this.#onEvent(brokerId, event);
      },
      onPid: (pid) => {
        if (slot.process === process) this.#input(brokerId, { type: 'launched', pid });
      },
      onExit: (code, signal, output) => {
        if (slot.process !== process) return;
        slot.process = null;
        this.#tellSiblings(brokerId);
        this.#input(brokerId, { type: 'exited', code, signal, output });
      },
    });
    slot.process = process;
    process.send({ type: 'start', options: slot.options() });
    if (this.#statsIntervalMs > 0) {
      process.send({ type: 'stats', intervalMs: this.#statsIntervalMs });
    }
    if (this.#watchedGroups.length > 0) {
      process.send({ type: 'watch-groups', groupIds: this.#watchedGroups });
    }
    if (process.pid !== -1) this.#input(brokerId, { type: 'launched', pid: process.pid });
  }

  #onEvent(brokerId: number, event: ControlEvent): void {
    switch (event.type) {
      case 'listening':
      case 'ready':
        this.#input(brokerId, { type: event.type });
        return;
      case 'failed':
        this.#input(brokerId, { type: 'failed', reason: event.reason });
        return;
      case 'metadata':
        this.emit('metadata', brokerId, event.changes);
        return;
      case 'damage':
        this.emit('event', { kind: 'replica-damaged', brokerId, ...event.damage });
        return;
      case 'group':
        this.emit('group', brokerId, event.report);
        return;
      case 'stats':
        this.emit('stats', event.stats);
        return;
      case 'answer':
        this.#asker.answered(event.id, event.answer);
    }
  }

  #tellSiblings(nodeId: number): void {
    for (const { process } of this.#slots.values()) process?.send({ type: 'peer-exited', nodeId });
  }

  #setTimer(brokerId: number, slot: Slot): void {
    if (slot.timer) clearTimeout(slot.timer);
    slot.timer = null;
    const deadlineMs = nextDeadlineMs(slot.machine);
    if (deadlineMs === null) return;
    const tick = () => {
      slot.timer = null;
      // A timer may fire a millisecond early; the machine then refuses and a new one is set.
      const type = isStillFull(slot) ? 'still-full' : 'tick';
      if (!this.#input(brokerId, { type })) this.#setTimer(brokerId, slot);
    };
    slot.timer = setTimeout(tick, Math.max(0, deadlineMs - Date.now()));
  }
}

/** Below it a broker that ended for want of space would end again. */
const freeBytesMin = 64 * 1024 * 1024;

/** Whether a broker waits for space on its disk, and there is none yet. */
function isStillFull({ machine, options }: Slot): boolean {
  if (machine.phase !== 'backoff' || machine.lastExit?.reason !== 'disk-full') return false;
  try {
    const { bavail, bsize } = statfsSync(options().dataDir);
    return bavail * bsize < freeBytesMin;
  } catch {
    // No such folder, or one that cannot be asked: the broker says what is wrong with it.
    return false;
  }
}

function assertSignals(action: string): void {
  if (process.platform !== 'win32') return;
  throw new ContractError(
    'not-supported-here',
    { action, platform: process.platform },
    `Windows cannot ${action} a process.`,
  );
}

function brokerFailed(brokerId: number, exit: BrokerExit | null): ContractError {
  const reason = exit === null ? 'unknown' : exit.message || exit.reason;
  return new ContractError(
    'broker-failed',
    { brokerId, reason },
    `Broker ${brokerId} ended before it was ready: ${reason}`,
  );
}
