/** The handlers of a service: for each topic what is done with its records, and when it fails. */
import type {
  HandlerDefinition,
  ServiceDefinition,
} from '../../../scenario/definition/scenario.ts';
import { placedSteps } from '../../../scenario/walk.ts';
import { compileSteps } from '../blocks/compile.ts';
import type { Run, Tools } from '../blocks/tools.ts';
import { eachInTurn } from '../expressions/soon.ts';
import type { Compiled } from './tools.ts';

export type Route = {
  readonly run: Run;
  /** How often a failed record is tried again, and after which waits at speed 1. */
  readonly retry: NonNullable<HandlerDefinition['retry']>;
  readonly deadLetter: string | null;
  /** Some step takes time, so that a slowed service needs no slowness besides. */
  readonly hasWork: boolean;
};

const noRetry = { times: 0 };

export function compileHandlers(
  service: ServiceDefinition,
  tools: Tools,
  compiled: Compiled,
): ReadonlyMap<string, Route> {
  const own = new Map<string, { readonly run: Run; readonly definition: HandlerDefinition }>();
  const owners = new Map<string, HandlerDefinition>();
  for (const definition of service.consume ?? []) {
    const before = new Set(compiled.routes.keys());
    const run = compileSteps(definition.steps ?? [], tools);
    own.set(definition.topic, { run, definition });
    for (const topic of compiled.routes.keys()) {
      if (!before.has(topic)) owners.set(topic, definition);
    }
  }
  const hasWork = placedSteps(service).some(({ step }) => 'delay' in step);
  const topics = new Set([...own.keys(), ...compiled.routes.keys()]);
  return new Map(
    [...topics].map((topic): [string, Route] => {
      const handler = own.get(topic);
      const partners = compiled.routes.get(topic) ?? [];
      const policy = handler?.definition ?? owners.get(topic);
      const runs = [...(handler ? [handler.run] : []), ...partners];
      return [
        topic,
        {
          run: together(runs, compiled.needsOutbox),
          retry: policy?.retry ?? noRetry,
          deadLetter: policy?.deadLetter ?? null,
          hasWork,
        },
      ];
    }),
  );
}

/** One record may be handled, be the partner of a join, and undo a saga: all or nothing of it. */
function together(runs: readonly Run[], isOutboxed: boolean): Run {
  const all: Run =
    runs.length === 1
      ? (runs[0] as Run)
      : (event, scope, attempt) => eachInTurn(runs, (run) => run(event, scope, attempt));
  if (!isOutboxed) return all;
  return (event, scope, attempt) => {
    attempt.isOutboxed = true;
    return all(event, scope, attempt);
  };
}
