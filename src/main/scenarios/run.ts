/**
 * One run of a scenario. starting -> running -> (draining, with a limit or when told to finish) ->
 * stopping -> finished; from anywhere to failed, with the reason.
 */
import { mkdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { ScenarioDefinition } from '../../scenario/definition/scenario.ts';
import { ContractError } from '../contract/errors.ts';
import type { RunEvent, RunPhase, ScenarioRun, Speed } from '../contract/scenarios.ts';
import { toContractErrorLike } from '../explorer/kafka-errors.ts';
import { KafkaLink } from '../explorer/kafka-link.ts';
import { restoreSecurity } from '../explorer/thread-security.ts';
import { Drain, type DrainState } from './drain.ts';
import { type ExpectationResults, Expectations } from './expectations.ts';
import { RunActions } from './run-actions.ts';
import { RunClock } from './run-clock.ts';
import type { RunnerEvent, RunOptions } from './run-messages.ts';
import { ProgressReader } from './run-progress.ts';
import { RunServices } from './run-services.ts';
import { RunFigureBoard } from './run-status.ts';
import { type Offsets, prepareGroups, prepareTopics } from './run-topics.ts';
import { Script } from './script.ts';

const lookIntervalMs = 500;
/** Near the end it is looked at more often, but not before all counts can have come in. */
const drainIntervalMs = 300;
const statusIntervalMs = 250;
const sampleIntervalMs = 1_000;
const eventsMax = 200;
const vainLivesMax = 5;
/** Expectations are queries over whole tables; they may take so small a share of the time. */
const judgeShare = 0.2;

/** Lives in the runner process. */
export class Run {
  readonly services: RunServices;
  readonly actions: RunActions;
  readonly #options: RunOptions;
  readonly #scenario: ScenarioDefinition;
  readonly #tell: (event: RunnerEvent) => void;
  readonly #link: KafkaLink;
  readonly #figures: RunFigureBoard;
  readonly #clock: RunClock;
  readonly #script: Script;
  readonly #drain: Drain;
  readonly #verdicts: Expectations;
  readonly #stop = new AbortController();
  #starts: Offsets = new Map();
  #events: readonly RunEvent[] = [];
  #isFinishing = false;
  #phase: RunPhase = 'starting';
  #error: string | null = null;
  #endedAtMs: number | null = null;
  #expectations: ExpectationResults;
  #judgeAgainAtMs = 0;
  #sampleAgainAtMs = 0;
  #statusTimer: NodeJS.Timeout | null = null;

  constructor(
    options: RunOptions,
    scenario: ScenarioDefinition,
    tell: (event: RunnerEvent) => void,
  ) {
    this.#options = options;
    this.#scenario = scenario;
    this.#tell = tell;
    const { bootstrap, security = {}, runDir, speed } = options;
    this.#link = new KafkaLink(bootstrap, `scenario-${scenario.name}`, restoreSecurity(security));
    const note = (event: Omit<RunEvent, 'atMs'>) => this.note({ atMs: Date.now(), ...event });
    const onChange = () => this.#changed();
    this.services = new RunServices(options, scenario, { onChange, onEvent: note, tell });
    this.#figures = new RunFigureBoard(scenario, this.services, runDir);
    this.#clock = new RunClock(speed);
    this.#script = new Script(scenario.script ?? []);
    this.#drain = new Drain(scenario);
    this.#verdicts = new Expectations(scenario, runDir);
    this.#expectations = this.#verdicts.pending;
    this.actions = new RunActions({
      link: this.#link,
      scenario,
      services: this.services,
      runDir,
      signal: this.#stop.signal,
      starts: () => this.#starts,
      note,
      tell,
    });
  }

  /** Resolves with the last state when the run is over; never rejects. */
  async execute(): Promise<ScenarioRun> {
    try {
      await this.#execute();
      this.#phase = 'finished';
    } catch (error) {
      this.#error = toContractErrorLike(error).message;
      await this.services.stop();
      this.#phase = 'failed';
    }
    this.#endedAtMs = Date.now();
    if (this.#statusTimer) clearTimeout(this.#statusTimer);
    await this.#link.close().catch(() => {});
    return this.status();
  }

  /** Nothing new is generated; the run ends when all that waits is processed. */
  finish(): void {
    this.#isFinishing = true;
    this.services.finish();
    if (this.#phase === 'running') this.#setPhase('draining');
  }

  /** Ends the run as soon as its services are down. */
  stop(): void {
    this.#stop.abort();
  }

  setSpeed(speed: Speed): void {
    this.#clock.setSpeed(speed);
    this.services.setSpeed(speed);
    this.note({ atMs: Date.now(), by: 'person', kind: 'speed', subject: '', detail: speed });
  }

  setPaused(isPaused: boolean): void {
    if (isPaused === this.services.isPaused) return;
    this.#clock.setPaused(isPaused);
    this.services.setPaused(isPaused);
    const kind = isPaused ? 'pause' : 'resume';
    this.note({ atMs: Date.now(), by: 'person', kind, subject: '', detail: '' });
  }

  /** Of a paused run: whoever has records waiting comes before who would make new ones. */
  async step(name: string | null): Promise<void> {
    if (!this.services.isPaused) return;
    const { lags } = this.#figures.progress;
    const wanted = this.services.all.filter(({ isWanted }) => isWanted);
    const waiting = wanted.filter((service) => (lags.get(service.name) ?? 0) > 0);
    const rounds = name === null ? [waiting, wanted] : [[this.services.named(name)]];
    for (const round of rounds) {
      if (round.length === 0) continue;
      const stepped = await this.services.step(round.map((service) => service.name));
      if (stepped === null) continue;
      this.note({ atMs: Date.now(), by: 'person', kind: 'step', subject: stepped, detail: '' });
      return;
    }
  }

  /** Keeps it among the last events of the run. */
  note(event: RunEvent): void {
    this.#events = [...this.#events, event].slice(-eventsMax);
    this.#changed();
  }

  status(): ScenarioRun {
    const { runId, seed, bootstrap, startedAtMs } = this.#options;
    return {
      runId,
      scenario: this.#scenario.name,
      bootstrap,
      phase: this.#phase,
      isPaused: this.services.isPaused,
      speed: this.services.speed,
      seed,
      startedAtMs,
      endedAtMs: this.#endedAtMs,
      error: this.#error,
      services: this.#figures.services,
      topics: this.#figures.topics,
      expectations: this.#expectations,
      events: this.#events,
    };
  }

  async #execute(): Promise<void> {
    mkdirSync(this.#options.runDir, { recursive: true });
    this.#changed();
    const reader = await this.#prepare();
    this.services.start();
    this.#setPhase(this.#isFinishing ? 'draining' : 'running');
    let isDrained = false;
    while (!this.#stop.signal.aborted && !isDrained) {
      const intervalMs = this.#phase === 'draining' ? drainIntervalMs : lookIntervalMs;
      await delay(intervalMs, undefined, { signal: this.#stop.signal }).catch(() => {});
      isDrained = await this.#look(reader);
    }
    this.#setPhase('stopping');
    await this.services.stop();
    await this.#readProgress(reader, true);
    this.#tell({ type: 'sample', sample: this.#figures.sample() });
    this.#expectations = this.#verdicts.evaluate(this.#figures, isDrained);
  }

  async #prepare(): Promise<ProgressReader> {
    const { signal } = this.#stop;
    const topics = await prepareTopics(this.#link, this.#scenario, signal);
    for (const detail of topics.remarks) {
      this.note({ atMs: Date.now(), by: 'run', kind: 'say', subject: '', detail });
    }
    await this.#tellMade(topics.made, []);
    const groups = await prepareGroups(this.#link, this.#scenario, signal);
    await this.#tellMade([], groups.made);
    this.#starts = groups.starts;
    return new ProgressReader(this.#link, this.#scenario, groups.starts);
  }

  async #tellMade(topics: readonly string[], groups: readonly string[]): Promise<void> {
    if (topics.length + groups.length === 0) return;
    const { clusterId } = await this.#link.metadata();
    this.#tell({ type: 'made', clusterId, topics, groups });
  }

  /** Reads lag, rows and expectations; true when everything is generated and processed. */
  async #look(reader: ProgressReader): Promise<boolean> {
    // Taken before the lags: what was not generated then may not be counted in them.
    const generated = new Set(this.services.all.filter((item) => item.isGenerated));
    if (!(await this.#readProgress(reader, false))) return false;
    this.#sample();
    this.#judge();
    this.#changed();
    if (this.services.isPaused) return false;
    const hasEnd = this.#options.limit !== null || this.#isFinishing;
    const states = this.#drainStates(generated);
    const look = this.#drain.look(states, this.#script.isDone);
    await this.#runScript(hasEnd && look.isIdle);
    if (!hasEnd) return false;
    this.#assertHope();
    const isAllGenerated = [...states.values()].every((one) => one.isGenerated || !one.isWanted);
    if (isAllGenerated && this.#phase === 'running') this.#setPhase('draining');
    for (const name of look.flush) this.services.named(name).setFlushing(true);
    return look.isDrained;
  }

  /** With nobody at it, a run does not wait for a service that can not live. */
  #assertHope(): void {
    if (this.#options.limit === null) return;
    const hopeless = this.services.all.find(({ vainCount }) => vainCount >= vainLivesMax);
    if (!hopeless) return;
    const { name, vainCount, counts } = hopeless;
    const reason = `${name} ended ${vainCount} times in a row without doing anything`;
    throw new Error(`${reason}: ${counts.lastError ?? 'it does not say why'}`);
  }

  #drainStates(generated: ReadonlySet<unknown>): ReadonlyMap<string, DrainState> {
    const { lags } = this.#figures.progress;
    return new Map(
      this.services.all.map((service) => [
        service.name,
        {
          isWanted: service.isWanted && service.instanceCount > 0,
          isExcused: this.#options.limit !== null && !this.services.isDownByPerson(service.name),
          isGenerated: generated.has(service),
          isFlushing: service.isFlushing,
          isFlushed: service.isFlushed,
          lag: lags.get(service.name) ?? 0,
          pendingCount: service.counts.pendingCount,
        },
      ]),
    );
  }

  /** False: a broker is down just now; what is known stands until the next look. */
  async #readProgress(reader: ProgressReader, isExact: boolean): Promise<boolean> {
    try {
      this.#figures.take(await reader.read(), isExact);
      return true;
    } catch (error) {
      // An environment fault.
      if (!(error instanceof ContractError)) throw error;
      return false;
    }
  }

  /** In an idle run one event a look, so that what it causes is seen before the next. */
  async #runScript(isIdle: boolean): Promise<void> {
    const { written } = this.#figures.progress;
    for (;;) {
      const due = this.#script.take({ seconds: this.#clock.seconds, written, isIdle });
      if (!due) return;
      if (due.isSkipped) this.actions.skip(due.event);
      else await this.actions.perform(due.event);
      if (isIdle) return;
    }
  }

  #judge(): void {
    const startedAtMs = Date.now();
    if (startedAtMs < this.#judgeAgainAtMs) return;
    this.#expectations = this.#verdicts.evaluate(this.#figures, false);
    this.#judgeAgainAtMs = startedAtMs + (Date.now() - startedAtMs) / judgeShare;
  }

  #sample(): void {
    const nowMs = Date.now();
    if (nowMs < this.#sampleAgainAtMs) return;
    this.#sampleAgainAtMs = nowMs + sampleIntervalMs - lookIntervalMs / 2;
    this.#tell({ type: 'sample', sample: this.#figures.sample() });
  }

  #setPhase(phase: RunPhase): void {
    this.#phase = phase;
    this.#changed();
  }

  #changed(): void {
    this.#statusTimer ??= setTimeout(() => {
      this.#statusTimer = null;
      this.#tell({ type: 'status', run: this.status() });
    }, statusIntervalMs);
  }
}
