/** What a scenario wants to happen while it runs, in the order of its file. */
import type { ScriptEventDefinition } from '../../scenario/definition/scenario.ts';

/** What decides whether the next event is due. */
export type ScriptMoment = {
  /** Of the run's own clock. */
  readonly seconds: number;
  /** Topic -> records written since the run began. */
  readonly written: ReadonlyMap<string, number>;
  /** All is generated, and whoever is up has nothing left to do: waiting would change nothing. */
  readonly isIdle: boolean;
};

export type DueEvent = {
  readonly event: ScriptEventDefinition;
  /** Its condition can not come true any more, so it does not happen. */
  readonly isSkipped: boolean;
};

/** Each event waits for those before it. */
export class Script {
  readonly #events: readonly ScriptEventDefinition[];
  #next = 0;

  constructor(events: readonly ScriptEventDefinition[]) {
    this.#events = events;
  }

  get isDone(): boolean {
    return this.#next >= this.#events.length;
  }

  /** Takes the next event if it is due. In an idle run a second need not be waited for. */
  take({ seconds, written, isIdle }: ScriptMoment): DueEvent | null {
    const event = this.#events[this.#next];
    if (!event) return null;
    const { atS, after } = event;
    const isReached = after
      ? (written.get(after.topic) ?? 0) >= after.count
      : seconds >= (atS ?? 0);
    if (!isReached && !isIdle) return null;
    this.#next += 1;
    return { event, isSkipped: !isReached && after !== undefined };
  }
}
