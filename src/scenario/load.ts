/** Reads a scenario file; every fault is told with its line, its column and what was expected. */
import { ContractError } from '../main/contract/errors.ts';
import type { ScenarioFault } from '../main/contract/scenarios.ts';
import { scenarioFaults } from './check/scenario.ts';
import { type ScenarioDefinition, scenarioFormat } from './definition/scenario.ts';
import { readDocument, readValue, type ScenarioDocument } from './document.ts';
import type { Fault } from './faults.ts';
import { formatOf, migrateDocument } from './migrate.ts';
import { placed } from './places.ts';
import { faultsOfRest } from './prune.ts';
import { readShape } from './shape.ts';

/** With more faults of form than these the names are not looked at. */
const restMax = 200;

/** Checks that need more than a browser has, such as SQL. */
export type MoreFaults = (definition: ScenarioDefinition) => readonly Fault[];

export type ScenarioCheck = {
  /** Null when there are faults. */
  readonly definition: ScenarioDefinition | null;
  /** In the order of the text. */
  readonly faults: readonly ScenarioFault[];
  /** In the newest format; its nodes keep their places in the text that was given. */
  readonly document: ScenarioDocument;
};

/** The definition that a text gives; throws `scenario-invalid` for its first fault. */
export function loadScenario(source: string, file: string, more?: MoreFaults): ScenarioDefinition {
  const { definition, faults } = checkScenario(source, more);
  const [fault] = faults;
  if (definition && !fault) return definition;
  const { line, column, path, expected, found, nearest } = fault ?? unknownFault;
  const where = path === '' ? '' : ` at ${path}`;
  const meant = nearest === null ? '' : ` (did you mean ${nearest}?)`;
  throw new ContractError(
    'scenario-invalid',
    { file, line, column, path, expected, found },
    `${file}:${line}:${column}: expected ${expected}${where}, found ${found}${meant}`,
  );
}

/** Everything that is wrong with a text. Never throws. */
export function checkScenario(source: string, more: MoreFaults = () => []): ScenarioCheck {
  const read = readDocument(source);
  const { document } = read;
  const answer = (faults: readonly Fault[], reading = read) => ({
    definition: null,
    faults: placed(source, reading, faults),
    document,
  });
  if (read.faults.length > 0) return answer(read.faults);
  const format = formatOf(read);
  if (typeof format === 'number' && format > scenarioFormat) {
    const expected = `format ${scenarioFormat} or older: this file needs a newer Rivulet`;
    return answer([{ path: ['format'], expected, found: String(format) }]);
  }
  const reading = migrateDocument(read) ? readValue(document) : read;
  const shape = readShape(reading.value);
  if ('faults' in shape) {
    const isTooMuch = shape.faults.length > restMax;
    const rest = isTooMuch ? [] : faultsOfRest(reading.value, scenarioFaults);
    return answer([...shape.faults, ...rest], reading);
  }
  const { definition } = shape;
  const faults = scenarioFaults(definition);
  // Queries on tables that are wrong would be wrong, too.
  const isAskable = !faults.some(({ path }) => path.includes('tables'));
  const all = isAskable ? [...faults, ...more(definition)] : faults;
  if (all.length > 0) return answer(all, reading);
  return { definition, faults: [], document };
}

const unknownFault: ScenarioFault = {
  line: 1,
  column: 1,
  path: '',
  expected: 'a scenario',
  found: 'something else',
  nearest: null,
};
