/** What blocks are given by the service that they run in. */
import type { TableDefinition } from '../../../scenario/definition/scenario.ts';
import type { Closer, Run, Tools } from '../blocks/tools.ts';
import type { Store } from '../state/store.ts';
import type { Attempts } from './attempts.ts';
import type { Core } from './core.ts';
import { workMs } from './pace.ts';
import type { StreamTimes } from './stream-times.ts';

/** What compiling a service's blocks found out. */
export type Compiled = {
  readonly closers: Closer[];
  readonly routes: Map<string, Run[]>;
  blockCount: number;
  needsOutbox: boolean;
};

export function newCompiled(): Compiled {
  return { closers: [], routes: new Map(), blockCount: 0, needsOutbox: false };
}

export function toolsOf(
  core: Core,
  attempts: Attempts,
  compiled: Compiled,
  times: StreamTimes,
): Tools {
  const { definition, expressions, functions, telling, stop } = core;
  return {
    expressions,
    get store(): Store {
      if (attempts.store) return attempts.store;
      throw new Error('This service keeps nothing');
    },
    table: (name) => tableOf(definition.tables ?? [], name),
    function: (name) => {
      const found = functions[name];
      if (found) return found;
      throw new Error(`The service has no function ${name}`);
    },
    work: (delayMs) => {
      const realMs = workMs(core.conditions, delayMs);
      return realMs < 1 ? undefined : core.delay(realMs);
    },
    log: (message) => telling.log('info', message),
    endpoint: (service) => {
      const address = core.conditions.endpoints[service];
      if (address !== undefined) return address;
      throw new Error(`call: ${service} is not up`);
    },
    fetch,
    signal: stop.signal,
    onLate: () => telling.log('warn', 'An event came too late for its window'),
    streamMs: (source, block) => times.of(source, block),
    advance: (source, block, timeMs) => times.advanceBlock(source, block, timeMs),
    newBlockId: () => compiled.blockCount++,
    addCloser: (closer) => compiled.closers.push(closer),
    addRoute: (topic, run) => {
      const known = compiled.routes.get(topic);
      if (known) known.push(run);
      else compiled.routes.set(topic, [run]);
    },
    needOutbox: () => {
      compiled.needsOutbox = true;
    },
  };
}

function tableOf(tables: readonly TableDefinition[], name: string): TableDefinition {
  const found = tables.find((table) => table.name === name);
  if (found) return found;
  throw new Error(`The service has no table ${name}`);
}
