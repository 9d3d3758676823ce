/** Steps that run again and again; at the end of a run once more, and then no more. */
import type { ServiceDefinition } from '../../../scenario/definition/scenario.ts';
import { compileSteps } from '../blocks/compile.ts';
import type { Run, Tools } from '../blocks/tools.ts';
import type { Attempts } from './attempts.ts';
import type { Core } from './core.ts';
import { waitMs } from './pace.ts';
import { perform } from './side-attempts.ts';

type Timer = { readonly name: string; readonly everyMs: number; readonly run: Run; count: number };

/** However fast the scenario runs. */
const leastMs = 25;

export class Timers {
  readonly #core: Core;
  readonly #attempts: Attempts;
  readonly #timers: readonly Timer[];
  /** The time of the scenario, as far as it is known. */
  readonly #nowMs: () => number;

  constructor(core: Core, attempts: Attempts, tools: Tools, nowMs: () => number) {
    this.#core = core;
    this.#attempts = attempts;
    this.#nowMs = nowMs;
    const definitions: NonNullable<ServiceDefinition['timers']> = core.definition.timers ?? [];
    this.#timers = definitions.map(({ name, everyMs, steps }) => ({
      name,
      everyMs,
      run: compileSteps(steps, tools),
      count: 0,
    }));
  }

  async run(): Promise<void> {
    await Promise.all(this.#timers.map((timer) => this.#repeat(timer)));
  }

  /** Each once more. */
  async fireAll(): Promise<void> {
    for (const timer of this.#timers) await this.#fire(timer);
  }

  async #repeat(timer: Timer): Promise<void> {
    while (!this.#core.isStopped) {
      let restMs = Math.max(leastMs, waitMs(this.#core.conditions, timer.everyMs));
      // In short turns: the speed may change, and the run may be paused.
      while (restMs > 0 && !this.#core.isStopped) {
        const turnMs = Math.min(restMs, 200);
        await this.#core.delay(turnMs);
        const wholeMs = Math.max(leastMs, waitMs(this.#core.conditions, timer.everyMs));
        if (!this.#core.gate.isPaused) restMs = Math.min(restMs - turnMs, wholeMs);
      }
      if (!this.#core.isStopped && !this.#core.conditions.isFlushing) await this.#fire(timer);
    }
  }

  async #fire(timer: Timer): Promise<void> {
    timer.count += 1;
    const words = ['timer', timer.name, this.#core.options.startedAtMs, timer.count];
    const cause = { words, key: null, eventMs: this.#nowMs(), trace: null };
    try {
      await perform(this.#core, this.#attempts, cause, {}, timer.run);
    } catch (error) {
      this.#core.note(error);
    }
  }
}
