/** One service as the runner sees it: a worker thread that is up, down, or has to come back. */
import { Worker } from 'node:worker_threads';
import type { ServiceRun, Speed } from '../contract/scenarios.ts';
import { threadEntry } from '../paths.ts';
import type { ServiceDefinition } from './definition.ts';
import {
  noCounts,
  type RunOptions,
  type TopicCounts,
  type WorkerCounts,
  type WorkerEvent,
  type WorkerOptions,
  type WorkerRequest,
} from './run-messages.ts';

const restartDelayMs = 1_000;
const stopTimeoutMs = 8_000;

/** Counts go on over the lives of the worker. */
export class ServiceThread {
  readonly name: string;
  readonly #service: ServiceDefinition;
  readonly #options: RunOptions;
  #speed: Speed;
  #worker: Worker | null = null;
  #phase: ServiceRun['phase'] = 'down';
  #isWanted = false;
  /** Of lives that ended. */
  #past: WorkerCounts = noCounts;
  #present: WorkerCounts = noCounts;
  #crash: string | null = null;
  #isGenerated = false;
  #isFinishing = false;
  #restartTimer: NodeJS.Timeout | undefined;
  readonly #onChange: () => void;

  constructor(service: ServiceDefinition, options: RunOptions, onChange: () => void) {
    this.name = service.name;
    this.#service = service;
    this.#options = options;
    this.#speed = options.speed;
    this.#onChange = onChange;
  }

  get phase(): ServiceRun['phase'] {
    return this.#phase;
  }

  /** Whether all that it shall generate is generated. */
  get isGenerated(): boolean {
    return this.#isGenerated;
  }

  get counts(): WorkerCounts {
    const sum = addCounts(this.#past, this.#present);
    return this.#crash === null ? sum : { ...sum, lastError: this.#crash };
  }

  up(): void {
    this.#isWanted = true;
    if (this.#worker === null) this.#start();
  }

  /** Resolves when the worker has ended. */
  async down(): Promise<void> {
    this.#isWanted = false;
    clearTimeout(this.#restartTimer);
    const worker = this.#worker;
    if (worker === null) return this.#setPhase('down');
    this.#setPhase('stopping');
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.postMessage({ type: 'stop' } satisfies WorkerRequest);
    const timer = setTimeout(() => void worker.terminate(), stopTimeoutMs);
    await ended;
    clearTimeout(timer);
  }

  setSpeed(speed: Speed): void {
    this.#speed = speed;
    this.#worker?.postMessage({ type: 'set-speed', speed } satisfies WorkerRequest);
  }

  /** Nothing new is generated any more, also not by a worker that comes back. */
  finish(): void {
    this.#isFinishing = true;
    this.#worker?.postMessage({ type: 'finish' } satisfies WorkerRequest);
  }

  #start(): void {
    const data: WorkerOptions = {
      options: { ...this.#options, speed: this.#speed },
      service: this.#service,
      isFinishing: this.#isFinishing,
    };
    const worker = new Worker(threadEntry('service-worker', import.meta.url), { workerData: data });
    this.#worker = worker;
    this.#setPhase('starting');
    worker.on('message', (event: WorkerEvent) => this.#onEvent(event));
    worker.on('error', (error) => {
      this.#crash = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', () => this.#onExit());
  }

  #onEvent(event: WorkerEvent): void {
    if (event.type === 'counts') {
      this.#present = event.counts;
      this.#isGenerated = event.isGenerated;
    } else if (this.#phase === 'starting') {
      this.#crash = null;
      this.#setPhase('up');
    }
    this.#onChange();
  }

  #onExit(): void {
    this.#worker = null;
    this.#past = addCounts(this.#past, this.#present);
    this.#present = noCounts;
    if (!this.#isWanted) return this.#setPhase('down');
    this.#setPhase('crashed');
    this.#restartTimer = setTimeout(() => this.#start(), restartDelayMs);
  }

  #setPhase(phase: ServiceRun['phase']): void {
    this.#phase = phase;
    this.#onChange();
  }
}

function addCounts(left: WorkerCounts, right: WorkerCounts): WorkerCounts {
  const names = new Set([...Object.keys(left.topics), ...Object.keys(right.topics)]);
  const topics = [...names].map((name): [string, TopicCounts] => [
    name,
    addTopicCounts(left.topics[name], right.topics[name]),
  ]);
  return {
    outCount: left.outCount + right.outCount,
    topics: Object.fromEntries(topics),
    lastError: right.lastError ?? left.lastError,
  };
}

/** The sum; either may be missing. */
export function addTopicCounts(
  left: TopicCounts | undefined,
  right: TopicCounts | undefined,
): TopicCounts {
  return {
    inCount: (left?.inCount ?? 0) + (right?.inCount ?? 0),
    failedCount: (left?.failedCount ?? 0) + (right?.failedCount ?? 0),
    retriedCount: (left?.retriedCount ?? 0) + (right?.retriedCount ?? 0),
    deadLetteredCount: (left?.deadLetteredCount ?? 0) + (right?.deadLetteredCount ?? 0),
  };
}
