/** One instance of a service: its handlers, generators and whatever else it does, side by side. */
import { placedSteps } from '../../../scenario/walk.ts';
import type { OwnFunctions } from '../expressions/scope.ts';
import type { Conditions, WorkerEvent, WorkerOptions } from '../run-messages.ts';
import { outboxCount } from '../state/outbox.ts';
import type { Attempts } from './attempts.ts';
import { Capture } from './capture.ts';
import { Closing } from './closing.ts';
import { ServiceConsumer } from './consumer.ts';
import { Core } from './core.ts';
import { sendLeft, ServiceGenerator } from './generator.ts';
import { compileHandlers } from './handlers.ts';
import { Serving } from './serve.ts';
import { StreamTimes } from './stream-times.ts';
import { turnMs } from './telling.ts';
import { Timers } from './timers.ts';
import { newCompiled, toolsOf } from './tools.ts';

/** Blocks of timers and requests have numbers of their own, whatever handlers there are. */
const sideBlocks = 1_000;

export class Service {
  readonly #core: Core;
  /** How much of each thing is kept back. */
  readonly #pending: (() => number)[] = [];
  #generators: readonly ServiceGenerator[] = [];
  #isUp = false;
  /** Its generators are known. */
  #isReady = false;
  #isFlushed = false;

  constructor(options: WorkerOptions, functions: OwnFunctions, tell: (event: WorkerEvent) => void) {
    this.#core = new Core(options, functions, tell);
  }

  setConditions(conditions: Conditions): void {
    this.#core.setConditions(conditions);
  }

  step(): void {
    this.#core.gate.step();
  }

  cancelStep(): void {
    this.#core.gate.cancelStep();
  }

  stop(): void {
    this.#core.gate.open();
    this.#core.stop.abort();
  }

  /** Resolves when it is stopped and all that it had in hand is done. */
  async run(): Promise<void> {
    const timer = setInterval(() => this.#report(), turnMs);
    try {
      await this.#live();
    } finally {
      clearInterval(timer);
      this.#report();
      await this.#core.close();
    }
  }

  async #live(): Promise<void> {
    const core = this.#core;
    const attempts = core.newAttempts(true);
    const compiled = newCompiled();
    const times = new StreamTimes(compiledNeedsTimes(core) ? attempts.store : null);
    const tools = toolsOf(core, attempts, compiled, times);
    const routes = compileHandlers(core.definition, tools, compiled);
    await sendLeft(core, attempts);
    const parts: Promise<void>[] = [];
    let consumer: ServiceConsumer | null = null;
    if (routes.size > 0) {
      consumer = new ServiceConsumer(core, attempts, routes, times, () => this.#up());
      const made = consumer;
      this.#pending.push(() => made.retryingCount);
      parts.push(made.run());
    } else this.#up();
    const { store } = attempts;
    if (store) this.#pending.push(() => outboxCount(store));
    const closing = new Closing(core, attempts, compiled.closers, times, consumer?.fetcher ?? null);
    this.#pending.push(() => closing.waitingCount());
    if (compiled.closers.length > 0) parts.push(closing.run());
    const flushers = [() => closing.closeAll()];
    if (core.instance === 0) flushers.push(...this.#startSides(parts, times));
    this.#isReady = true;
    parts.push(this.#flushWhenAsked(flushers));
    await Promise.all([...parts, stopped(core.stop.signal)]);
  }

  /** What only the first instance does; answers what is to be done at the end of a run. */
  #startSides(parts: Promise<void>[], times: StreamTimes): readonly (() => Promise<void>)[] {
    const core = this.#core;
    const { generate, timers, serve, capture, snapshot } = core.definition;
    if (generate) parts.push(...this.#startGenerators());
    const flushers: (() => Promise<void>)[] = [];
    if (capture || snapshot) {
      const relay = new Capture(core, core.newAttempts(true));
      this.#pending.push(() => relay.pendingCount());
      parts.push(relay.run());
    }
    if (!timers && !serve) return flushers;
    const side = core.newAttempts(true);
    const compiled = { ...newCompiled(), blockCount: sideBlocks };
    const tools = toolsOf(core, side, compiled, new StreamTimes(null));
    if (timers) {
      const clock = new Timers(core, side, tools, () => times.latestMs() ?? Date.now());
      parts.push(clock.run());
      flushers.push(() => clock.fireAll());
    }
    if (serve) parts.push(new Serving(core, () => this.#forRequest(side), tools).run());
    const closing = new Closing(core, side, compiled.closers, times, null);
    this.#pending.push(() => closing.waitingCount());
    flushers.push(() => closing.closeAll());
    return flushers;
  }

  #startGenerators(): readonly Promise<void>[] {
    const core = this.#core;
    this.#generators = (core.definition.generate ?? []).map((_, index) => {
      const making = core.newAttempts(true);
      const tools = toolsOf(core, making, newCompiled(), new StreamTimes(null));
      return new ServiceGenerator(core, making, tools, index);
    });
    this.#pending.push(() => this.#generators.reduce((sum, { lateCount }) => sum + lateCount, 0));
    return this.#generators.map((generator) => generator.run());
  }

  /** Requests that keep nothing need not wait for each other. */
  #forRequest(side: Attempts): Attempts {
    const isStateful = placedSteps(this.#core.definition).some(
      ({ step, part }) =>
        part === 'serve' &&
        ['write', 'enrich', 'sql', 'deduplicate', 'aggregate', 'saga', 'outbox'].some(
          (name) => name in step,
        ),
    );
    return isStateful ? side : this.#core.newAttempts(false);
  }

  /** Ends what waits for time, and fires timers once more, whenever a run comes to its end. */
  async #flushWhenAsked(flushers: readonly (() => Promise<void>)[]): Promise<void> {
    const core = this.#core;
    while (!core.isStopped) {
      if (!core.conditions.isFlushing) this.#isFlushed = false;
      else if (!this.#isFlushed) {
        for (const flush of flushers) await flush();
        this.#isFlushed = true;
      }
      await core.delay(turnMs / 4);
    }
  }

  #up(): void {
    if (this.#isUp) return;
    this.#isUp = true;
    this.#core.tell({ type: 'up' });
  }

  #report(): void {
    const { counts, telling } = this.#core;
    counts.pendingCount = this.#pending.reduce((sum, count) => sum + count(), 0);
    telling.flush();
    this.#core.tell({
      type: 'counts',
      counts: counts.snapshot(),
      isGenerated: this.#isReady && this.#generators.every(({ isDone }) => isDone),
      isFlushed: this.#isFlushed,
    });
  }
}

/** Whether anything in it asks how far time has come. */
function compiledNeedsTimes({ definition }: Core): boolean {
  return placedSteps(definition).some(
    ({ step }) => 'join' in step || 'aggregate' in step || 'deduplicate' in step,
  );
}

async function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
}
