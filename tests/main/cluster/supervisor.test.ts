import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { forkLauncher } from '../../../src/main/cluster/launcher.ts';
import { isAlive } from '../../../src/main/cluster/lock.ts';
import { Supervisor, type SupervisorEvent } from '../../../src/main/cluster/supervisor.ts';
import { temporaryDir } from '../temporary-dir.ts';
import { until } from '../until.ts';

const entry = fileURLToPath(new URL('./fake-broker.ts', import.meta.url));

/** Brokers of these behaviours, ids from 1. */
function supervise(
  behaviours: readonly string[],
  policy: 'always' | 'never' = 'never',
): { readonly supervisor: Supervisor; readonly events: SupervisorEvent[]; readonly dir: string } {
  const dir = temporaryDir();
  const supervisor = new Supervisor(forkLauncher(entry, []), policy);
  onTestFinished(() => supervisor.killAll());
  const events: SupervisorEvent[] = [];
  supervisor.on('event', (event) => events.push(event));
  for (const [index, fake] of behaviours.entries()) {
    const nodeId = index + 1;
    supervisor.add(nodeId, join(dir, `${nodeId}.log`), () => ({
      nodeId,
      clusterId: 'test',
      dataDir: dir,
      listener: { host: '127.0.0.1', port: 1000 + nodeId },
      voters: [],
      config: { fake },
    }));
  }
  return { supervisor, events, dir };
}

describe('the supervisor', () => {
  it('starts, restarts and stops a process', async () => {
    const { supervisor, events } = supervise(['ready']);
    const first = await supervisor.start(1);
    expect(isAlive(first)).toBe(true);
    const second = await supervisor.restart(1);
    expect(second).not.toBe(first);
    await supervisor.stop(1);
    expect(isAlive(second)).toBe(false);
    expect(events.map(({ kind }) => kind)).toEqual([
      'broker-started',
      'broker-ready',
      'broker-exited',
      'broker-started',
      'broker-ready',
      'broker-exited',
    ]);
  });

  it('brings a killed process back by policy, and keeps the reason', async () => {
    const { supervisor } = supervise(['ready'], 'always');
    const before = await supervisor.start(1);
    await supervisor.kill(1);
    expect(supervisor.machines.get(1)?.phase).toBe('backoff');
    const machine = await until(() => {
      const now = supervisor.machines.get(1);
      return now?.phase === 'ready' ? now : null;
    });
    expect(machine).toMatchObject({ restartCount: 1, lastExit: { reason: 'killed-by-user' } });
    expect('pid' in machine ? machine.pid : 0).not.toBe(before);
  });

  it('tells the siblings at once', async () => {
    const { supervisor } = supervise(['ready', 'ready']);
    await Promise.all([supervisor.start(1), supervisor.start(2)]);
    const told = new Promise((resolve) =>
      supervisor.on('metadata', (_id, changes) => resolve(changes)),
    );
    await supervisor.kill(1);
    expect(await told).toEqual([{ kind: 'broker-fenced', brokerId: 1 }]);
  });

  it('rejects a start with what the process said', async () => {
    const { supervisor } = supervise(['port-taken']);
    await expect(supervisor.start(1)).rejects.toMatchObject({
      code: 'broker-failed',
      data: { brokerId: 1, reason: 'Port 1001 is taken.' },
    });
    expect(supervisor.machines.get(1)?.phase).toBe('crashed');
  });

  it('rejects a start with the last words of a process that threw', async () => {
    const { supervisor } = supervise(['throw']);
    await expect(supervisor.start(1)).rejects.toThrow('the fake broker threw');
  });

  it('refuses what does not fit', async () => {
    const { supervisor } = supervise(['ready']);
    await expect(supervisor.stop(1)).rejects.toMatchObject({ code: 'broker-wrong-phase' });
    await expect(supervisor.start(9)).rejects.toMatchObject({ code: 'broker-not-found' });
    await supervisor.start(1);
    await expect(supervisor.start(1)).rejects.toMatchObject({
      code: 'broker-wrong-phase',
      data: { brokerId: 1, phase: 'ready', action: 'start' },
    });
  });

  it('stops all, also one that is still starting', async () => {
    const { supervisor } = supervise(['ready', 'silent']);
    await supervisor.start(1);
    supervisor.launch(2);
    await supervisor.stopAll();
    expect([...supervisor.machines.values()].map(({ phase }) => phase)).toEqual([
      'exited',
      'exited',
    ]);
  });

  it.skipIf(process.platform === 'win32')('freezes and thaws', async () => {
    const { supervisor } = supervise(['ready']);
    await supervisor.start(1);
    supervisor.freeze(1);
    expect(supervisor.machines.get(1)?.phase).toBe('frozen');
    supervisor.thaw(1);
    expect(supervisor.machines.get(1)?.phase).toBe('ready');
    supervisor.freeze(1);
    await supervisor.stop(1);
  });

  it('forgets a removed broker', async () => {
    const { supervisor } = supervise(['ready']);
    await supervisor.start(1);
    await supervisor.remove(1);
    expect(supervisor.machines.size).toBe(0);
  });
});
