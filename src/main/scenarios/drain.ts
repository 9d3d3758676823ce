/** When a run that shall come to an end is at its end. */
import type { ScenarioDefinition } from '../../scenario/definition/scenario.ts';
import { calledServices, producedTopics, readTopics } from '../../scenario/service-links.ts';

/** One service at a look. */
export type DrainState = {
  /** It shall be up. */
  readonly isWanted: boolean;
  /** Whether a run without anybody at it may end while this one is down. */
  readonly isExcused: boolean;
  readonly isGenerated: boolean;
  readonly isFlushing: boolean;
  readonly isFlushed: boolean;
  readonly lag: number;
  readonly pendingCount: number;
};

export type DrainLook = {
  /** Services for which nothing more will come, so that what waits for time can end. */
  readonly flush: readonly string[];
  /** Whoever is up has nothing to do that goes on by itself. */
  readonly isIdle: boolean;
  readonly isDrained: boolean;
};

/** Knows who feeds whom. */
export class Drain {
  readonly #names: readonly string[];
  /** Service -> all that feed it, near and far. */
  readonly #upstream: ReadonlyMap<string, ReadonlySet<string>>;
  #quietLooks = 0;

  constructor({ services }: ScenarioDefinition) {
    this.#names = services.map(({ name }) => name);
    const feeders = new Map(
      services.map((service): [string, ReadonlySet<string>] => {
        const read = new Set(readTopics(service));
        const near = services.filter(
          (other) =>
            producedTopics(other).some((topic) => read.has(topic)) ||
            calledServices(other).includes(service.name),
        );
        return [service.name, new Set(near.map(({ name }) => name))];
      }),
    );
    this.#upstream = new Map(this.#names.map((name) => [name, closure(name, feeders)]));
  }

  /** Asked at each look; two quiet looks in a row count, as counts arrive a moment later. */
  look(states: ReadonlyMap<string, DrainState>, isScriptDone: boolean): DrainLook {
    const all = [...states.values()];
    const isGenerated = all.every((state) => !state.isWanted || state.isGenerated);
    const isStill = all.every((state) => !state.isWanted || state.lag === 0);
    this.#quietLooks = isGenerated && isStill ? this.#quietLooks + 1 : 0;
    const isQuiet = this.#quietLooks >= 2;
    if (!isScriptDone) return { flush: [], isIdle: isQuiet, isDrained: false };
    const flush = this.#names.filter((name) => this.#canFlush(name, states, isQuiet));
    const isOver = all.every((state) => (state.isWanted ? isDone(state) : isLeft(state)));
    return { flush, isIdle: isQuiet, isDrained: isQuiet && isOver };
  }

  #canFlush(name: string, states: ReadonlyMap<string, DrainState>, isQuiet: boolean): boolean {
    const own = states.get(name);
    if (!own?.isWanted || own.isFlushing || own.lag > 0 || !own.isGenerated) return false;
    const upstream = this.#upstream.get(name) ?? new Set<string>();
    return [...upstream].every((other) => {
      const state = states.get(other);
      if (!state || !state.isWanted) return true;
      const isInCycle = this.#upstream.get(other)?.has(name) === true;
      // Nobody in a cycle can be first: all of them end when the whole cycle has gone quiet.
      if (isInCycle) return isQuiet && state.isGenerated && state.lag === 0;
      return isDone(state);
    });
  }
}

function isDone({ isGenerated, isFlushed, lag, pendingCount }: DrainState): boolean {
  return isGenerated && isFlushed && lag === 0 && pendingCount === 0;
}

/** Down, and nobody will bring it up; or down with nothing waiting. */
function isLeft({ isExcused, lag }: DrainState): boolean {
  return isExcused || lag === 0;
}

function closure(name: string, feeders: ReadonlyMap<string, ReadonlySet<string>>) {
  const found = new Set<string>();
  const open = [...(feeders.get(name) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(feeders.get(next) ?? []));
  }
  return found;
}
