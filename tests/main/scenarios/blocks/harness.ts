/** Blocks without a service around them: events go in, drafts come out; time and chance are given. */
import { onTestFinished } from 'vitest';
import { compileSteps } from '../../../../src/main/scenarios/blocks/compile.ts';
import type {
  Attempt,
  Closer,
  Draft,
  Origin,
  Run,
  Tools,
} from '../../../../src/main/scenarios/blocks/tools.ts';
import { Expressions } from '../../../../src/main/scenarios/expressions/expressions.ts';
import type { OwnFunctions, Scope } from '../../../../src/main/scenarios/expressions/scope.ts';
import { seededRandom } from '../../../../src/main/scenarios/seeded-random.ts';
import { Store } from '../../../../src/main/scenarios/state/store.ts';
import type { ServiceDefinition } from '../../../../src/scenario/definition/scenario.ts';
import type { Step } from '../../../../src/scenario/definition/steps.ts';
import { temporaryDir } from '../../temporary-dir.ts';

export type Given = { readonly key?: string; readonly eventMs?: number; readonly topic?: string };

export type Rig = {
  readonly store: Store;
  readonly logged: string[];
  readonly worked: number[];
  /** Values that were written, by an event of the handler's topic or of another. */
  readonly take: (event: unknown, given?: Given) => Promise<readonly Draft[]>;
  /** Ends what is over by then. */
  readonly close: (untilMs: number) => Promise<readonly Draft[]>;
  readonly waitingCount: () => number;
  readonly lateCount: () => number;
};

const topic = 'in';

export function rig(
  steps: readonly Step[],
  options: {
    readonly tables?: ServiceDefinition['tables'];
    readonly functions?: OwnFunctions;
    readonly endpoints?: { readonly [service: string]: string };
  } = {},
): Rig {
  const { tables, functions = {}, endpoints = {} } = options;
  const store = new Store(temporaryDir(), { name: 'tested', tables });
  onTestFinished(() => store.close());
  const logged: string[] = [];
  const worked: number[] = [];
  const closers: Closer[] = [];
  const routes = new Map<string, Run>();
  const times = new Map<string, number>();
  let blockCount = 0;
  let lateCount = 0;
  const tools: Tools = {
    expressions: new Expressions(functions),
    store,
    table: (name) => {
      const found = tables?.find((table) => table.name === name);
      if (!found) throw new Error(`no ${name}`);
      return found;
    },
    function: (name) => functions[name] ?? (() => undefined),
    work: (delayMs) => void worked.push(delayMs),
    log: (message) => void logged.push(message),
    endpoint: (service) => {
      const address = endpoints[service];
      if (address === undefined) throw new Error(`${service} is not up`);
      return address;
    },
    fetch,
    signal: new AbortController().signal,
    onLate: () => {
      lateCount += 1;
    },
    streamMs: (source, block) => times.get(`${block ?? ''}${source}`) ?? 0,
    advance: (source, block, timeMs) => advance(`${block}${source}`, timeMs),
    newBlockId: () => blockCount++,
    addCloser: (closer) => void closers.push(closer),
    addRoute: (name, run) => void routes.set(name, run),
    needOutbox: () => {},
  };
  const advance = (name: string, timeMs: number) => {
    times.set(name, Math.max(times.get(name) ?? 0, timeMs));
  };
  routes.set(topic, compileSteps(steps, tools));
  let count = 0;

  const scopeOf = (key: string | null, eventMs: number, name = topic): Scope => ({
    moment: {
      key,
      headers: {},
      topic: name,
      partition: 0,
      offset: count,
      recordTimeMs: eventMs,
      nowMs: 1_000_000,
      service: 'tested',
      instance: 0,
      random: seededRandom(1, count),
    },
    variables: {},
  });
  const attempt = async (
    origin: Origin,
    run: (attempt: Attempt) => unknown,
  ): Promise<readonly Draft[]> => {
    const made: Attempt = { origin, drafts: [], isOutboxed: false };
    store.startAttempt();
    try {
      await run(made);
      store.keepAttempt();
      return made.drafts;
    } catch (error) {
      store.dropAttempt();
      throw error;
    } finally {
      store.commit();
    }
  };
  return {
    store,
    logged,
    worked,
    take: async (event, { key = 'k', eventMs = 1_000, topic: name = topic } = {}) => {
      count += 1;
      const source = `${name}/0`;
      const origin = { traceId: 't', id: `e${count}`, spanId: null, eventMs, source };
      const drafts = await attempt(origin, (made) =>
        routes.get(name)?.(event, scopeOf(key, eventMs, name), made),
      );
      advance(source, eventMs);
      return drafts;
    },
    close: async (untilMs) => {
      const drafts: Draft[] = [];
      for (const closer of closers) {
        await closer.close(untilMs, async (origin, key, takeOut, handOn) => {
          const made = await attempt(origin, (own) => {
            takeOut();
            return handOn(scopeOf(key, origin.eventMs), own);
          });
          drafts.push(...made);
        });
        store.commit();
      }
      return drafts;
    },
    waitingCount: () => closers.reduce((sum, closer) => sum + closer.waitingCount(), 0),
    lateCount: () => lateCount,
  };
}

/** What was written, without its envelope. */
export const values = (drafts: readonly Draft[]): readonly unknown[] =>
  drafts.map(({ value }) => value);

export const out: Step = { produce: { topic: 'out' } };
