/** What the checks of names need to know, and the small faults that they share. */
import type { ScenarioDefinition, ServiceDefinition } from '../definition/scenario.ts';
import { type Fault, type Path, unknownName } from '../faults.ts';

export type Context = {
  readonly scenario: ScenarioDefinition;
  readonly topics: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
  /** Topics that some handler gives records up into. */
  readonly deadLetters: ReadonlySet<string>;
};

/** A service and where it stands. */
export type ServiceContext = Context & {
  readonly service: ServiceDefinition;
  readonly path: Path;
};

export function contextOf(scenario: ScenarioDefinition): Context {
  const handlers = scenario.services.flatMap(({ consume = [] }) => consume);
  return {
    scenario,
    topics: new Set(scenario.topics.map(({ name }) => name)),
    services: new Set(scenario.services.map(({ name }) => name)),
    deadLetters: new Set(handlers.flatMap(({ deadLetter }) => deadLetter ?? [])),
  };
}

/** No fault for what is absent. */
export function topicFaults(name: string | undefined, path: Path, { topics }: Context): Fault[] {
  return name === undefined || topics.has(name) ? [] : [unknownName(path, 'topics', name, topics)];
}

export function serviceNameFaults(
  name: string | undefined,
  path: Path,
  { services }: Context,
): Fault[] {
  if (name === undefined || services.has(name)) return [];
  return [unknownName(path, 'services', name, services)];
}

/** The second and later ones of a name; `of` names the key that must differ. */
export function duplicateFaults<Item>(
  items: readonly Item[],
  path: Path,
  nameOf: (item: Item) => string,
  of: string,
): Fault[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const name = nameOf(item);
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [{ path: [...path, index, of], expected: `a ${of} of its own`, found: `${name} again` }];
  });
}

/** Unless exactly one of the keys is there. */
export function exactlyOneFaults(value: object, keys: readonly string[], path: Path): Fault[] {
  const present = keys.filter((key) => Object.hasOwn(value, key));
  if (present.length === 1) return [];
  const expected = `exactly one of ${keys.join(', ')}`;
  const [, second] = present;
  return second === undefined
    ? [{ path, expected, found: 'none of them' }]
    : [{ path: [...path, second], expected, found: present.join(' and '), isKey: true }];
}
