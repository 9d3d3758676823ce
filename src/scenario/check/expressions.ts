/** The expressions of a scenario: that they can be read, and that what they name is there. */
import { functionNames } from '../code.ts';
import {
  type ScenarioDefinition,
  type ServiceDefinition,
  scenarioDefinition,
} from '../definition/scenario.ts';
import { type Mention, readExpression } from '../expression-check.ts';
import { type Fault, listed, type Path } from '../faults.ts';
import { nearest } from '../nearest.ts';
import { textsOf } from '../schema-walk.ts';
import { functions, jsonataFunctions, variables } from '../variables.ts';
import { placedSteps } from '../walk.ts';

export function expressionFaults(scenario: ScenarioDefinition): readonly Fault[] {
  const known = scenario.services.map(knownNames);
  return textsOf(scenarioDefinition, scenario, 'expression').flatMap(({ path, text }) => {
    const read = readExpression(text);
    if ('fault' in read) return [{ ...read.fault, path }];
    const names = known[Number(path[1])];
    if (!names) return [];
    return read.mentions.flatMap((mention) => mentionFaults(mention, path, names));
  });
}

type KnownNames = {
  /** What the service itself gives names to. */
  readonly own: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
};

const given = [...Object.keys(variables), ...Object.keys(functions)];

/** Wherever in the service a name is given: that it comes before is not checked. */
function knownNames(service: ServiceDefinition): KnownNames {
  const { generate = [], functions: code = '' } = service;
  const own = new Set(functionNames(code));
  for (const { let: names = {} } of generate) for (const name of Object.keys(names)) own.add(name);
  for (const { step } of placedSteps(service)) {
    if ('let' in step) for (const name of Object.keys(step.let)) own.add(name);
    const as =
      'enrich' in step
        ? step.enrich.as
        : 'sql' in step
          ? step.sql.as
          : 'call' in step
            ? step.call.as
            : undefined;
    if (as !== undefined) own.add(as);
  }
  return { own, all: new Set([...own, ...given, ...jsonataFunctions]) };
}

function mentionFaults(
  { name, at, isCalled }: Mention,
  path: Path,
  { own, all }: KnownNames,
): readonly Fault[] {
  if (all.has(name)) return [];
  const shown = [...own, ...given].map((it) => `$${it}`);
  const expected = isCalled
    ? 'a function of JSONata, of Rivulet or of this service'
    : `a variable: ${listed(shown)}`;
  const near = nearest(name, all);
  return [{ path, expected, found: `$${name}`, nearest: near === null ? null : `$${near}`, at }];
}
