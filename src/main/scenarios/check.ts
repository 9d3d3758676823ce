/** Checks of a scenario that need more than a browser has: its SQL and its TypeScript. */
import type { ScenarioDefinition } from '../../scenario/definition/scenario.ts';
import type { Fault } from '../../scenario/faults.ts';
import { checkScenario } from '../../scenario/load.ts';
import type { ScenarioFault } from '../contract/scenarios.ts';
import { codeFaults } from './check-code.ts';
import { sqlFaults } from './check-sql.ts';

/** For who loads a scenario in order to run it. */
export function moreFaults(definition: ScenarioDefinition): readonly Fault[] {
  return [...sqlFaults(definition), ...codeFaults(definition)];
}

/** Everything that is wrong with a text, in its order. */
export function allFaults(source: string): readonly ScenarioFault[] {
  return checkScenario(source, moreFaults).faults;
}
