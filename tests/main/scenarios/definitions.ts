/** Small scenarios for tests. */
import type { ScenarioDefinition } from '../../../src/scenario/definition/scenario.ts';
import { loadScenario } from '../../../src/scenario/load.ts';

/** A scenario from what matters to a test; topics are what its services name. */
export function scenarioOf(part: Partial<ScenarioDefinition>): ScenarioDefinition {
  const whole = { format: 2, name: 'test', title: 'A test', topics: [], services: [], ...part };
  return loadScenario(JSON.stringify(whole), 'test.rivulet.yaml');
}
