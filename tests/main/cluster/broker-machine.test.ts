import { describe, expect, it } from 'vitest';
import {
  type BrokerMachine,
  type MachineInput,
  machineInitial,
  nextDeadlineMs,
  type RestartPolicy,
  step,
} from '../../../src/main/cluster/broker-machine.ts';

const pid = 7;
const exited = (code: number | null, signal: string | null = null): MachineInput => ({
  type: 'exited',
  code,
  signal,
  output: 'last words',
});
const failed: MachineInput = {
  type: 'failed',
  reason: { code: 'port-taken', message: 'Port 9092 is taken.' },
};

/** Feeds the inputs a second apart; throws at a refused one. */
function after(
  inputs: readonly (MachineInput | MachineInput['type'])[],
  policy: RestartPolicy = 'always',
): BrokerMachine {
  let nowMs = 0;
  return inputs.reduce<BrokerMachine>((state, given) => {
    nowMs += 1_000;
    const input = (typeof given === 'string' ? { type: given } : given) as MachineInput;
    const next = step(state, input, nowMs, policy);
    if (!next) throw new Error(`${input.type} refused in ${state.phase}`);
    return next.state;
  }, machineInitial);
}

const launched: MachineInput = { type: 'launched', pid };
const starting = ['start', launched] as const;
const ready = [...starting, 'listening', 'ready'] as const;

const phases: { readonly [name: string]: BrokerMachine } = {
  exited: machineInitial,
  starting: after(starting),
  ready: after(ready),
  frozen: after([...ready, 'freeze']),
  stopping: after([...ready, 'stop']),
  backoff: after([...ready, exited(null, 'SIGKILL')]),
  crashed: after([...ready, exited(null, 'SIGKILL')], 'never'),
};

/** input -> phase -> what follows; a phase that is not named refuses the input. */
const table: { readonly [input: string]: { readonly [phase: string]: string } } = {
  start: { exited: 'starting', crashed: 'starting', backoff: 'starting' },
  stop: {
    starting: 'stopping',
    ready: 'stopping',
    frozen: 'stopping',
    stopping: 'stopping',
    backoff: 'exited',
  },
  restart: {
    starting: 'stopping',
    ready: 'stopping',
    frozen: 'stopping',
    stopping: 'stopping',
    backoff: 'starting',
  },
  kill: { starting: 'starting', ready: 'ready', frozen: 'frozen', stopping: 'stopping' },
  freeze: { ready: 'frozen' },
  thaw: { frozen: 'ready' },
  'still-full': { backoff: 'backoff' },
  listening: { starting: 'starting' },
  ready: { starting: 'ready' },
};

describe('the transition table', () => {
  for (const [input, allowed] of Object.entries(table)) {
    for (const [phase, state] of Object.entries(phases)) {
      const next = allowed[phase];
      it(`${phase} + ${input} -> ${next ?? 'refused'}`, () => {
        const result = step(state, { type: input } as MachineInput, 60_000, 'always');
        expect(result?.state.phase).toBe(next);
      });
    }
  }

  it.each(['starting', 'ready', 'frozen'])('a crash in %s leads to backoff', (phase) => {
    const result = step(phases[phase] as BrokerMachine, exited(1), 9_000, 'always');
    expect(result?.state.phase).toBe('backoff');
  });

  it.each(['exited', 'crashed', 'backoff'])('%s has no process that could exit', (phase) => {
    expect(step(phases[phase] as BrokerMachine, exited(0), 9_000, 'always')).toBeNull();
  });
});

describe('effects', () => {
  it('a frozen process is thawed before it is told to stop', () => {
    const result = step(phases.frozen as BrokerMachine, { type: 'stop' }, 0, 'always');
    expect(result?.effects.map(({ type }) => type)).toEqual(['thaw', 'send-stop']);
  });

  it('the end of a stopped process starts it again after a restart', () => {
    const stopping = after([...ready, 'restart']);
    const result = step(stopping, exited(0), 0, 'never');
    expect(result?.state.phase).toBe('starting');
    expect(result?.effects.map(({ type }) => type)).toEqual(['ended', 'launch']);
  });
});

describe('deadlines', () => {
  it('a process that never listens is killed', () => {
    const state = after(starting);
    const deadlineMs = nextDeadlineMs(state) ?? 0;
    expect(step(state, { type: 'tick' }, deadlineMs - 1, 'always')).toBeNull();
    const result = step(state, { type: 'tick' }, deadlineMs, 'always');
    expect(result?.effects).toEqual([{ type: 'kill' }]);
    const ended = step(result?.state as BrokerMachine, exited(null, 'SIGKILL'), 0, 'never');
    expect(ended?.state.lastExit?.reason).toBe('start-timed-out');
  });

  it('one that listens may wait for its quorum as long as it takes', () => {
    expect(nextDeadlineMs(after([...starting, 'listening']))).toBeNull();
  });

  it('one that does not stop is killed, and counts as stopped', () => {
    const state = after([...ready, 'stop']);
    const killed = step(state, { type: 'tick' }, nextDeadlineMs(state) ?? 0, 'always');
    expect(killed?.effects).toEqual([{ type: 'kill' }]);
    const ended = step(killed?.state as BrokerMachine, exited(null, 'SIGKILL'), 0, 'always');
    expect(ended?.state).toMatchObject({ phase: 'exited', lastExit: { reason: 'stopped' } });
  });
});

describe('restarts', () => {
  it('wait longer after each crash and end after five in a minute', () => {
    let state: BrokerMachine = phases.ready as BrokerMachine;
    const delays: number[] = [];
    let nowMs = 0;
    let ended = step(state, exited(1), nowMs, 'always')?.state as BrokerMachine;
    while (ended.phase === 'backoff') {
      delays.push(ended.untilMs - nowMs);
      nowMs = ended.untilMs;
      const inputs: MachineInput[] = [{ type: 'tick' }, launched, { type: 'ready' }];
      state = inputs.reduce<BrokerMachine>(
        (before, input) => step(before, input, nowMs, 'always')?.state as BrokerMachine,
        ended,
      );
      ended = step(state, exited(1), nowMs, 'always')?.state as BrokerMachine;
    }
    expect(ended.phase).toBe('crashed');
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
    expect(state.restartCount).toBe(5);
  });

  it('wait for space on a full disk, and are no crashes', () => {
    let state = after([...ready, exited(22)]);
    for (let nowMs = 5_000; nowMs < 600_000; nowMs += 5_000) {
      expect(state).toMatchObject({ phase: 'backoff', lastExit: { reason: 'disk-full' } });
      state = step(state, { type: 'still-full' }, nowMs, 'always')?.state as BrokerMachine;
      expect(state.crashTimesMs).toEqual([]);
    }
    const again = step(state, { type: 'tick' }, 700_000, 'always');
    expect(again?.state.phase).toBe('starting');
    expect(step(phases.ready as BrokerMachine, exited(22), 0, 'never')?.state.phase).toBe(
      'crashed',
    );
  });

  it('are not tried where they cannot help', () => {
    const state = after([...starting, failed, exited(20)]);
    expect(state).toMatchObject({
      phase: 'crashed',
      lastExit: { reason: 'port-taken', message: 'Port 9092 is taken.' },
    });
  });
});

describe('the reason of an exit', () => {
  it.each([
    [['kill', exited(null, 'SIGKILL')], 'killed-by-user', ''],
    [[exited(null, 'SIGKILL')], 'killed', ''],
    [[exited(21)], 'data-dir', ''],
    [[exited(22)], 'disk-full', ''],
    [[exited(1)], 'internal', 'last words'],
    [[exited(134)], 'crashed', 'last words'],
    [[exited(0)], 'stopped', ''],
  ] as const)('%j is %s', (inputs, reason, message) => {
    const { lastExit } = after([...ready, ...inputs]);
    expect(lastExit).toMatchObject({ reason, message });
  });
});
