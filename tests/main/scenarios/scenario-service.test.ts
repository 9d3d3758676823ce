import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ChildListener, StartChild } from '../../../src/main/cluster/child.ts';
import type { ScenarioRun } from '../../../src/main/contract/scenarios.ts';
import { KafkaLink } from '../../../src/main/explorer/kafka-link.ts';
import type {
  RunnerEvent,
  RunnerRequest,
  RunOptions,
} from '../../../src/main/scenarios/run-messages.ts';
import { ScenarioService } from '../../../src/main/scenarios/scenario-service.ts';
import { openStore } from '../../../src/main/store/store.ts';
import { temporaryDir } from '../temporary-dir.ts';

/** A runner that only writes down what it is told. */
class FakeRunner {
  readonly requests: RunnerRequest[] = [];
  #listener: ChildListener | null = null;

  readonly start: StartChild = (_options, listener) => {
    this.#listener = listener;
    return {
      pid: 1,
      send: (message) => {
        this.requests.push(message as RunnerRequest);
        if ((message as RunnerRequest).type === 'stop') this.end({});
      },
      signal: () => {},
    };
  };

  get options(): RunOptions {
    const [request] = this.requests;
    if (request?.type !== 'start') throw new Error('it was not started');
    return request.options;
  }

  tell(event: RunnerEvent): void {
    this.#listener?.onMessage(event);
  }

  end(changed: Partial<ScenarioRun>): void {
    const { runId, startedAtMs } = this.options;
    const run = {
      runId,
      scenario: 'mine',
      startedAtMs,
      phase: 'finished',
      endedAtMs: 9,
      ...changed,
    };
    this.tell({ type: 'ended', run: run as ScenarioRun });
    this.#listener?.onEnd(0, null, null);
  }
}

const source = (extra: object = {}) =>
  JSON.stringify({
    format: 2,
    name: 'mine',
    title: 'Mine',
    topics: [{ name: 'orders' }],
    services: [{ name: 'shop', consume: [{ topic: 'orders' }], ...extra }],
  });
const withCode = source({ functions: 'export function work(event: object) { return event; }' });
const security = { sasl: { mechanism: 'PLAIN', username: 'ann', password: 'secret' } } as const;

let runner: FakeRunner;
let service: ScenarioService;
let dataDir: string;
let killed: number[];

beforeEach(() => {
  dataDir = temporaryDir();
  runner = new FakeRunner();
  killed = [];
  const store = openStore(':memory:');
  const link = new KafkaLink('localhost:1', 'test', security);
  service = new ScenarioService({
    dataDir,
    link,
    runs: store.scenarioRuns,
    killBroker: async (brokerId) => void killed.push(brokerId),
    startChild: (options, listener) => runner.start(options, listener),
  });
  onTestFinished(async () => {
    await link.close();
    store.close();
  });
});

const call = () => service.handlers();
const failsWith = (code: string) => expect.objectContaining({ code });

async function run(text = source()) {
  await call()['scenarios.save']({ source: text });
  return call()['scenarios.run']({ name: 'mine', speed: 2, seed: 7, limit: 10 });
}

describe('a run', () => {
  it('is given the scenario, and the login of its cluster', async () => {
    await run();
    expect(runner.options).toMatchObject({
      bootstrap: 'localhost:1',
      security,
      speed: 2,
      seed: 7,
      limit: 10,
      source: source(),
      file: join(dataDir, 'scenarios', 'own', 'mine.rivulet.yaml'),
    });
  });

  it('is the only one, until it ends', async () => {
    const { runId } = await run();
    await expect(run()).rejects.toThrow(failsWith('scenario-already-running'));
    await call()['scenarios.stop'](undefined);
    expect(await call()['scenarios.history'](undefined)).toMatchObject({ runs: [{ runId }] });
    expect(() => call()['scenarios.finish'](undefined)).toThrow(failsWith('scenario-not-running'));
    runner = new FakeRunner();
    expect((await run()).runId).not.toBe(runId);
  });

  it('is told what is asked of it, about services that it has', async () => {
    await run();
    const handlers = call();
    await handlers['scenarios.setPaused']({ isPaused: true });
    await handlers['scenarios.step']({});
    await handlers['scenarios.scale']({ service: 'shop', instanceCount: 3 });
    await handlers['scenarios.trouble']({
      service: 'shop',
      trouble: { slowFactor: 2, failEvery: 5 },
    });
    await handlers['scenarios.rebuild']({ service: 'shop' });
    await handlers['scenarios.setSpeed']({ speed: 'max' });
    await handlers['scenarios.finish'](undefined);
    expect(runner.requests.slice(1)).toEqual([
      { type: 'set-paused', isPaused: true },
      { type: 'step', service: null },
      { type: 'scale', service: 'shop', instanceCount: 3 },
      { type: 'trouble', service: 'shop', trouble: { slowFactor: 2, failEvery: 5 } },
      { type: 'rebuild', service: 'shop' },
      { type: 'set-speed', speed: 'max' },
      { type: 'finish' },
    ]);
    expect(() => handlers['scenarios.setService']({ service: 'bank', isUp: true })).toThrow(
      failsWith('service-not-found'),
    );
  });

  it('asks for the leader to be killed by who owns the cluster', async () => {
    await run();
    runner.tell({ type: 'kill-leader', topic: 'orders', brokerId: 2 });
    await expect
      .poll(() => runner.requests.at(-1))
      .toMatchObject({
        type: 'event',
        event: { by: 'script', kind: 'killLeader', subject: 'orders', detail: 2 },
      });
    expect(killed).toEqual([2]);
  });

  it('is known from its beginning, with its samples', async () => {
    const { runId } = await run();
    runner.tell({ type: 'sample', sample: { atMs: 1, services: {} } });
    const history = { run: { runId }, samples: [{ atMs: 1 }] };
    expect(await call()['scenarios.historyOf']({ runId })).toMatchObject(history);
    runner.end({});
    await expect.poll(() => call()['scenarios.history'](undefined)).toMatchObject({ runs: [{}] });
    expect(await call()['scenarios.historyOf']({ runId })).toMatchObject(history);
    expect(() => call()['scenarios.historyOf']({ runId: 'none' })).toThrow(
      failsWith('run-not-found'),
    );
  });

  it('has failed when its runner dies', async () => {
    await run();
    runner.tell({
      type: 'status',
      run: { ...(service.journal.run as ScenarioRun), phase: 'running' },
    });
    const states: string[] = [];
    service.journal.watchRun(({ run: now }) => states.push(now?.phase ?? ''));
    runner.tell = () => {};
    runner.end({});
    await expect.poll(() => states).toEqual(['running', 'failed']);
  });
});

describe('a scenario with code', () => {
  it('from elsewhere runs when somebody has said so, and then without a word', async () => {
    await call()['scenarios.save']({ source: withCode, isForeign: true });
    const start = (isTrusted?: boolean) =>
      call()['scenarios.run']({ name: 'mine', speed: 1, isTrusted });
    expect(await call()['scenarios.get']({ name: 'mine' })).toMatchObject({ hasCode: true });
    expect(() => start()).toThrow(failsWith('scenario-needs-trust'));
    expect(runner.requests).toEqual([]);
    await start(true);
    await call()['scenarios.stop'](undefined);
    runner = new FakeRunner();
    await start();
    expect(runner.requests).toHaveLength(1);
  });

  it('that was written here runs', async () => {
    await run(withCode);
    expect(runner.requests).toHaveLength(1);
  });
});

describe('a text', () => {
  it('is told all that is wrong with it, SQL and code too', async () => {
    const wrong = JSON.parse(source({ functions: 'export function (' }));
    wrong.expectations = [{ name: 'none', left: 'SELECT 1 FROM nothing', right: 'SELECT 1' }];
    const { faults } = await call()['scenarios.check']({ source: JSON.stringify(wrong, null, 1) });
    const paths = faults.map(({ path }) => path);
    expect(paths).toContain('expectations.0.left');
    expect(paths.some((path) => path.startsWith('services.0.functions'))).toBe(true);
    expect(faults.every(({ line }) => line > 1)).toBe(true);
    expect(await call()['scenarios.check']({ source: source() })).toEqual({ faults: [] });
  });
});
