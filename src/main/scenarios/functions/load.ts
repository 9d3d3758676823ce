/** The TypeScript of a service, ready to be called. */
import type { ServiceDefinition } from '../../../scenario/definition/scenario.ts';
import { functionNames } from '../../../scenario/code.ts';
import type { OwnFunctions } from '../expressions/scope.ts';
import { stripTypes } from '../strip-types.ts';

/** None where there is no code; then the engine is not loaded either. */
export async function functionsOf({ functions }: ServiceDefinition): Promise<OwnFunctions> {
  if (functions === undefined) return {};
  const names = functionNames(functions);
  if (names.length === 0) return {};
  const { loadFunctions } = await import('./sandbox.ts');
  return loadFunctions(stripTypes(functions), names);
}
