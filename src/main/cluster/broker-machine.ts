/**
 * The life of one broker process as a pure state machine.
 *
 * | phase    | input                       | next                                             |
 * |----------|-----------------------------|--------------------------------------------------|
 * | exited, crashed, backoff | start       | starting                                         |
 * | backoff  | tick past the deadline      | starting                                         |
 * | backoff  | still-full                  | backoff: there is no space on the disk yet       |
 * | backoff  | stop                        | exited                                           |
 * | starting | ready                       | ready                                            |
 * | starting | tick past the deadline      | starting, killed (it never listened)             |
 * | ready    | freeze / thaw               | frozen / ready                                   |
 * | starting, ready, frozen | stop, restart| stopping, told to stop; after 10 s killed        |
 * | any with a process | kill              | the same, killed; its end is a crash             |
 * | stopping | exited                      | exited, or starting after a restart              |
 * | starting, ready, frozen | exited       | crashed for good, or backoff when it may restart |
 *
 * What is not in the table is refused: `step` returns null.
 */
import { exitCodes, type FailureReason } from '../../broker/control.ts';
import type { BrokerExit } from '../contract/cluster.ts';

export type RestartPolicy = 'always' | 'never';

type Process = { readonly pid: number; readonly startedAtMs: number };

type Phase =
  | { readonly phase: 'exited' }
  | { readonly phase: 'crashed' }
  | { readonly phase: 'backoff'; readonly untilMs: number }
  | ({ readonly phase: 'starting'; readonly listenDeadlineMs: number | null } & Process)
  | ({ readonly phase: 'ready'; readonly readyAtMs: number } & Process)
  | ({ readonly phase: 'frozen'; readonly readyAtMs: number } & Process)
  | ({
      readonly phase: 'stopping';
      readonly killAtMs: number | null;
      readonly afterwards: 'exit' | 'restart';
    } & Process);

export type BrokerMachine = Phase & {
  readonly lastExit: BrokerExit | null;
  /** Restarts by policy since the supervisor began. */
  readonly restartCount: number;
  /** Crashes within the last minute; the delay and the limit grow from them. */
  readonly crashTimesMs: readonly number[];
  /** What the process said before it ended, and who killed it. */
  readonly failure: FailureReason | null;
  readonly killedBy: 'user' | 'supervisor' | null;
};

export type MachineInput =
  | { readonly type: 'start' | 'stop' | 'restart' | 'kill' | 'freeze' | 'thaw' | 'tick' }
  /** A tick, with the disk as full as it was when the process ended. */
  | { readonly type: 'still-full' }
  /** The driver performed `launch`. */
  | { readonly type: 'launched'; readonly pid: number }
  | { readonly type: 'listening' | 'ready' }
  | { readonly type: 'failed'; readonly reason: FailureReason }
  | {
      readonly type: 'exited';
      readonly code: number | null;
      readonly signal: string | null;
      /** The end of what it wrote to stderr. */
      readonly output: string;
    };

export type MachineEffect =
  | { readonly type: 'launch' | 'send-stop' | 'kill' | 'freeze' | 'thaw' }
  | { readonly type: 'started'; readonly pid: number }
  | { readonly type: 'became-ready'; readonly pid: number }
  | { readonly type: 'became-frozen' | 'became-thawed' }
  | { readonly type: 'ended'; readonly exit: BrokerExit };

export type MachineStep = {
  readonly state: BrokerMachine;
  readonly effects: readonly MachineEffect[];
};

const listenTimeoutMs = 30_000;
const stopTimeoutMs = 10_000;
const crashWindowMs = 60_000;
const crashCountMax = 5;
const backoffMs = 1_000;
const backoffMaxMs = 16_000;
/** How often a full disk is looked at. */
const spaceCheckMs = 5_000;

/** A broker whose process was never started. */
export const machineInitial: BrokerMachine = {
  phase: 'exited',
  lastExit: null,
  restartCount: 0,
  crashTimesMs: [],
  failure: null,
  killedBy: null,
};

/** One transition; null when the input is not allowed in this phase. */
export function step(
  state: BrokerMachine,
  input: MachineInput,
  nowMs: number,
  policy: RestartPolicy,
): MachineStep | null {
  switch (input.type) {
    case 'start':
      return hasProcess(state) ? null : launch(state, nowMs);
    case 'launched':
      return state.phase === 'starting'
        ? to({ ...state, pid: input.pid }, [{ type: 'started', pid: input.pid }])
        : null;
    case 'listening':
      return state.phase === 'starting' ? to({ ...state, listenDeadlineMs: null }) : null;
    case 'ready':
      return state.phase === 'starting' ? becomeReady(state, nowMs) : null;
    case 'failed':
      return hasProcess(state) ? to({ ...state, failure: input.reason }) : null;
    case 'stop':
    case 'restart':
      return stop(state, input.type === 'stop' ? 'exit' : 'restart', nowMs);
    case 'kill':
      return hasProcess(state) ? to({ ...state, killedBy: 'user' }, [{ type: 'kill' }]) : null;
    case 'freeze':
      return state.phase === 'ready'
        ? to({ ...state, phase: 'frozen' }, [{ type: 'freeze' }, { type: 'became-frozen' }])
        : null;
    case 'thaw':
      return state.phase === 'frozen'
        ? to({ ...state, phase: 'ready' }, [{ type: 'thaw' }, { type: 'became-thawed' }])
        : null;
    case 'exited':
      return hasProcess(state) ? ended(state, input, nowMs, policy) : null;
    case 'tick':
      return tick(state, nowMs);
    case 'still-full':
      return state.phase === 'backoff' ? to({ ...state, untilMs: nowMs + spaceCheckMs }) : null;
  }
}

/** When `tick` is due, or null. */
export function nextDeadlineMs(state: BrokerMachine): number | null {
  if (state.phase === 'backoff') return state.untilMs;
  if (state.phase === 'starting') return state.listenDeadlineMs;
  if (state.phase === 'stopping') return state.killAtMs;
  return null;
}

/** Whether a process belongs to the phase. */
export function hasProcess(state: BrokerMachine): state is BrokerMachine & Process {
  return 'pid' in state;
}

function to(state: BrokerMachine, effects: readonly MachineEffect[] = []): MachineStep {
  return { state, effects };
}

/** What all phases share. */
function common(state: BrokerMachine) {
  const { lastExit, restartCount, crashTimesMs } = state;
  return { lastExit, restartCount, crashTimesMs, failure: null, killedBy: null };
}

function launch(state: BrokerMachine, nowMs: number): MachineStep {
  const started = { pid: -1, startedAtMs: nowMs, listenDeadlineMs: nowMs + listenTimeoutMs };
  return to({ ...common(state), phase: 'starting', ...started }, [{ type: 'launch' }]);
}

function becomeReady(state: BrokerMachine & Process, nowMs: number): MachineStep {
  const { pid, startedAtMs, failure, killedBy } = state;
  return to(
    { ...common(state), phase: 'ready', pid, startedAtMs, readyAtMs: nowMs, failure, killedBy },
    [{ type: 'became-ready', pid }],
  );
}

function stop(
  state: BrokerMachine,
  afterwards: 'exit' | 'restart',
  nowMs: number,
): MachineStep | null {
  if (state.phase === 'backoff') {
    return afterwards === 'exit' ? to({ ...common(state), phase: 'exited' }) : launch(state, nowMs);
  }
  if (!hasProcess(state)) return null;
  // Told again: what shall follow may change, the deadline stays.
  if (state.phase === 'stopping') return to({ ...state, afterwards });
  const { pid, startedAtMs } = state;
  const next = {
    phase: 'stopping',
    pid,
    startedAtMs,
    afterwards,
    killAtMs: nowMs + stopTimeoutMs,
  } as const;
  const thaw: MachineEffect[] = state.phase === 'frozen' ? [{ type: 'thaw' }] : [];
  return to({ ...common(state), ...next }, [...thaw, { type: 'send-stop' }]);
}

function ended(
  state: BrokerMachine & Process,
  input: MachineInput & { type: 'exited' },
  nowMs: number,
  policy: RestartPolicy,
): MachineStep {
  const exit = exitOf(state, input, nowMs);
  const effect: MachineEffect = { type: 'ended', exit };
  const rest = { ...common(state), lastExit: exit };
  if (state.phase === 'stopping') {
    if (state.afterwards === 'exit') return to({ ...rest, phase: 'exited' }, [effect]);
    const next = launch(rest as BrokerMachine, nowMs);
    return to(next.state, [effect, ...next.effects]);
  }
  if (exit.reason === 'stopped') return to({ ...rest, phase: 'exited' }, [effect]);
  // No fault of the broker: it comes back once there is space, however long that takes.
  if (exit.reason === 'disk-full' && policy === 'always')
    return to({ ...rest, phase: 'backoff', untilMs: nowMs + spaceCheckMs }, [effect]);
  const recent = state.crashTimesMs.filter((timeMs) => nowMs - timeMs < crashWindowMs);
  const crashTimesMs = [...recent, nowMs];
  if (policy === 'never' || isPointless(exit) || crashTimesMs.length > crashCountMax) {
    return to({ ...rest, phase: 'crashed', crashTimesMs }, [effect]);
  }
  const delayMs = Math.min(backoffMs * 2 ** recent.length, backoffMaxMs);
  return to({ ...rest, phase: 'backoff', untilMs: nowMs + delayMs, crashTimesMs }, [effect]);
}

function tick(state: BrokerMachine, nowMs: number): MachineStep | null {
  const deadlineMs = nextDeadlineMs(state);
  if (deadlineMs === null || nowMs < deadlineMs) return null;
  switch (state.phase) {
    case 'backoff':
      return launch({ ...state, restartCount: state.restartCount + 1 }, nowMs);
    case 'starting':
      return to({ ...state, listenDeadlineMs: null, killedBy: 'supervisor' }, [{ type: 'kill' }]);
    case 'stopping':
      return to({ ...state, killAtMs: null, killedBy: 'supervisor' }, [{ type: 'kill' }]);
    default:
      return null;
  }
}

/** Starting it again would end the same way until somebody does something. */
function isPointless(exit: BrokerExit): boolean {
  return exit.reason === 'port-taken' || exit.reason === 'data-dir';
}

function exitOf(
  state: BrokerMachine & Process,
  input: MachineInput & { type: 'exited' },
  nowMs: number,
): BrokerExit {
  const { code, signal, output } = input;
  const reason = reasonOf(state, code, signal);
  // Who was killed or stopped has nothing to say; what it logged last is no reason.
  const isOwnFault = reason === 'crashed' || reason === 'internal' || reason === 'start-timed-out';
  const message = state.failure?.message ?? (isOwnFault ? output : '');
  return { atMs: nowMs, code, signal, reason, message };
}

function reasonOf(
  state: BrokerMachine,
  code: number | null,
  signal: string | null,
): BrokerExit['reason'] {
  if (state.killedBy === 'user' && signal !== null) return 'killed-by-user';
  if (state.killedBy === 'supervisor') {
    return state.phase === 'stopping' ? 'stopped' : 'start-timed-out';
  }
  if (signal === 'SIGKILL' || signal === 'SIGTERM') return 'killed';
  switch (code) {
    case exitCodes.stopped:
      return 'stopped';
    case exitCodes.portTaken:
      return 'port-taken';
    case exitCodes.dataDir:
      return 'data-dir';
    case exitCodes.diskFull:
      return 'disk-full';
    case exitCodes.internal:
      return 'internal';
    default:
      return 'crashed';
  }
}
