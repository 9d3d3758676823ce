/** What can be told of a service's TypeScript without running or compiling it. */
import type { ScenarioDefinition } from './definition/scenario.ts';
import { placedSteps } from './walk.ts';

/** `export function name`, and `export const name = (event) => …` with or without types. */
const declaration =
  /^export\s+(?:function\s+|(?:const|let)\s+(?=\w+(?:[^=\n]|=>)*=\s*(?:function\b|\(|\w+\s*=>)))([a-zA-Z]\w*)/gm;

/** The functions that the code exports, which steps and expressions may use. */
export function functionNames(code: string): readonly string[] {
  return [...code.matchAll(declaration)].flatMap((match) => match[1] ?? []);
}

/**
 * What reaches beyond the scenario's own data: TypeScript, URLs, files of this machine. Who opens
 * somebody else's file is asked before it runs.
 */
export function codeOf({ services }: ScenarioDefinition): readonly string[] {
  return services.flatMap((service) => [
    ...(service.functions === undefined ? [] : [service.functions]),
    ...(service.generate ?? []).flatMap(({ replay }) => replay?.file ?? []),
    ...placedSteps(service).flatMap(({ step }) => ('call' in step ? (step.call.url ?? []) : [])),
  ]);
}
