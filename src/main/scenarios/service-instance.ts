/** One instance of a service: a worker thread that is up, down, or has to come back. */
import { Worker } from 'node:worker_threads';
import type { ServiceRun } from '../contract/scenarios.ts';
import { threadEntry } from '../paths.ts';
import {
  type Conditions,
  noCounts,
  type WorkerCounts,
  type WorkerEvent,
  type WorkerOptions,
  type WorkerRequest,
} from './run-messages.ts';
import { addCounts, totalOf } from './worker-counts.ts';

export type InstancePhase = ServiceRun['phase'];

/** What a worker is given, but for what changes while it lives. */
export type InstanceOptions = Omit<WorkerOptions, 'conditions'>;

export type InstanceListener = {
  readonly onChange: () => void;
  /** All that a worker says but its counts. */
  readonly onEvent: (event: WorkerEvent, instance: number) => void;
  /** It ended by itself, or had to be ended; it comes back. */
  readonly onCrash: (instance: number, reason: string) => void;
};

/** Doubled with every life that came to nothing. */
const restartDelayMs = 1_000;
const restartDelayMaxMs = 15_000;
const stopTimeoutMs = 8_000;
/** A thread inside of a query can not be ended; after this it is no longer waited for. */
const endTimeoutMs = 3_000;
const silenceMs = 15_000;
/** Loading takes its time on a busy machine. */
const firstSilenceMs = 30_000;
const loadTimeoutMs = 60_000;
const watchIntervalMs = 1_000;
const heapMaxMb = 256;
const youngHeapMaxMb = 64;

/** Counts go on over the lives of the worker. */
export class ServiceInstance {
  readonly instance: number;
  readonly #options: InstanceOptions;
  readonly #listener: InstanceListener;
  #conditions: Conditions;
  #worker: Worker | null = null;
  #phase: InstancePhase = 'down';
  #isWanted = false;
  /** Of lives that ended. */
  #past: WorkerCounts = noCounts;
  #present: WorkerCounts = noCounts;
  #crash: string | null = null;
  /** Lives in a row in which nothing was read or written. */
  #vainCount = 0;
  #isGenerated = false;
  #isFlushed = false;
  #isLoaded = false;
  #wasUp = false;
  #heardAtMs = 0;
  readonly #whenEnded: (() => void)[] = [];
  #lostCount = 0;
  #restartTimer: NodeJS.Timeout | undefined;
  #watchTimer: NodeJS.Timeout | undefined;

  constructor(options: InstanceOptions, conditions: Conditions, listener: InstanceListener) {
    this.instance = options.instance;
    this.#options = options;
    this.#conditions = conditions;
    this.#listener = listener;
  }

  get phase(): InstancePhase {
    return this.#phase;
  }

  /** Whether all that it shall generate is generated. */
  get isGenerated(): boolean {
    return this.#isGenerated;
  }

  /** Whether it has done what `isFlushing` asks; who never came up has nothing to do. */
  get isFlushed(): boolean {
    return this.#isFlushed || (!this.#wasUp && this.instance > 0);
  }

  /** Whether a thread of an earlier life could not be ended and is still there. */
  get isHaunted(): boolean {
    return this.#lostCount > 0;
  }

  /** How often in a row it has ended without having done anything. */
  get vainCount(): number {
    return this.#vainCount;
  }

  get counts(): WorkerCounts {
    const sum = addCounts(this.#past, this.#present);
    return this.#crash === null ? sum : { ...sum, lastError: this.#crash };
  }

  up(): void {
    this.#isWanted = true;
    this.#vainCount = 0;
    if (this.#worker === null && this.#restartTimer === undefined) this.#start();
  }

  /** Resolves when the worker has ended. */
  async down(): Promise<void> {
    this.#isWanted = false;
    clearTimeout(this.#restartTimer);
    this.#restartTimer = undefined;
    const worker = this.#worker;
    if (worker === null) return this.#setPhase('down');
    this.#setPhase('stopping');
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    this.#whenEnded.push(resolve);
    this.send({ type: 'stop' });
    const timer = setTimeout(() => this.#end(worker), stopTimeoutMs);
    await ended;
    clearTimeout(timer);
  }

  setConditions(conditions: Conditions): void {
    this.#conditions = conditions;
    this.send({ type: 'conditions', conditions });
  }

  send(request: WorkerRequest): void {
    this.#worker?.postMessage(request);
  }

  #start(): void {
    this.#restartTimer = undefined;
    const workerData: WorkerOptions = { ...this.#options, conditions: this.#conditions };
    const worker = new Worker(threadEntry('service-worker', import.meta.url), {
      workerData,
      resourceLimits: {
        maxOldGenerationSizeMb: heapMaxMb,
        maxYoungGenerationSizeMb: youngHeapMaxMb,
      },
    });
    this.#worker = worker;
    this.#isFlushed = false;
    this.#isLoaded = false;
    this.#setPhase('starting');
    worker.on('message', (event: WorkerEvent) => {
      if (this.#worker === worker) this.#onMessage(event);
    });
    worker.on('error', (error) => {
      if (this.#worker !== worker) return;
      this.#crash = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', () => this.#onExit(worker));
    // One that is loading is waited for a while longer.
    this.#heardAtMs = Date.now() + firstSilenceMs - silenceMs;
    this.#watchTimer = setInterval(() => this.#watch(worker), watchIntervalMs);
  }

  /** A thread that computes for ever hears nothing, so it is not asked. */
  #watch(worker: Worker): void {
    if (Date.now() - this.#heardAtMs < silenceMs || this.#phase === 'stopping') return;
    this.#crash = `It said nothing for ${silenceMs / 1000} s and was ended`;
    this.#end(worker);
  }

  #end(worker: Worker): void {
    clearInterval(this.#watchTimer);
    // See the worker: before that its end would be the end of all. Told to stop, it will.
    if (this.#isLoaded) void worker.terminate();
    else this.send({ type: 'stop' });
    const waitMs = this.#isLoaded ? endTimeoutMs : loadTimeoutMs;
    const timer = setTimeout(() => {
      this.#lostCount += 1;
      worker.once('exit', () => {
        this.#lostCount -= 1;
      });
      this.#onExit(worker);
    }, waitMs);
    worker.once('exit', () => clearTimeout(timer));
  }

  #onMessage(event: WorkerEvent): void {
    this.#heardAtMs = Math.max(this.#heardAtMs, Date.now());
    if (event.type === 'counts') {
      this.#present = event.counts;
      this.#isGenerated = event.isGenerated;
      this.#isFlushed = event.isFlushed;
    } else if (event.type === 'loaded') this.#isLoaded = true;
    else if (event.type === 'up') {
      this.#wasUp = true;
      if (this.#phase === 'starting') {
        this.#crash = null;
        this.#setPhase('up');
      }
    } else this.#listener.onEvent(event, this.instance);
    this.#listener.onChange();
  }

  #onExit(worker: Worker): void {
    if (this.#worker !== worker) return;
    clearInterval(this.#watchTimer);
    this.#worker = null;
    const isVain = this.#present.outCount + totalOf(this.#present).inCount === 0;
    this.#vainCount = isVain ? this.#vainCount + 1 : 0;
    this.#past = addCounts(this.#past, { ...this.#present, pendingCount: 0 });
    this.#present = noCounts;
    for (const resolve of this.#whenEnded.splice(0)) resolve();
    if (!this.#isWanted) return this.#setPhase('down');
    // It was told to end, and before it had, to be up again.
    if (this.#phase === 'stopping') return this.#start();
    this.#setPhase('crashed');
    this.#listener.onCrash(this.instance, this.#crash ?? 'It ended');
    const delayMs = restartDelayMs * 2 ** Math.max(0, this.#vainCount - 1);
    this.#restartTimer = setTimeout(() => this.#start(), Math.min(delayMs, restartDelayMaxMs));
  }

  #setPhase(phase: InstancePhase): void {
    this.#phase = phase;
    this.#listener.onChange();
  }
}
