/** What the schema finds wrong, in words: of a choice only what the right one misses. */
import type { z } from 'zod';
import { type ScenarioDefinition, scenarioDefinition } from './definition/scenario.ts';
import { describe, type Fault, listed, type Path } from './faults.ts';
import { nearest } from './nearest.ts';
import { keysAt } from './schema-walk.ts';

type Issue = z.core.$ZodIssue;

/** The definition that plain data is, or the faults of its form. */
export function readShape(
  value: unknown,
): { readonly definition: ScenarioDefinition } | { readonly faults: readonly Fault[] } {
  const parsed = scenarioDefinition.safeParse(value);
  if (parsed.success) return { definition: parsed.data };
  const faults = parsed.error.issues.flatMap((issue) => faultsOf(issue, [], value));
  return { faults: withoutEchoes(faults) };
}

function faultsOf(issue: Issue, above: Path, root: unknown): readonly Fault[] {
  const path = [
    ...above,
    ...issue.path.map((part) => (typeof part === 'number' ? part : String(part))),
  ];
  const found = describe(valueAt(root, path));
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = keysAt(scenarioDefinition, path);
      return issue.keys.map((key) => unknownKey([...path, key], known));
    }
    case 'invalid_union':
      return unionFaults(issue, path, root);
    case 'invalid_key': {
      const expected = issue.issues[0]?.message ?? 'a name';
      return [{ path, expected, found: describe(path.at(-1)), isKey: true }];
    }
    case 'invalid_value':
      return [invalidValue(issue.values, path, root)];
    default:
      return [{ path, expected: expectedBy(issue), found }];
  }
}

function expectedBy(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return article(issue.expected);
    case 'invalid_value':
      return issue.values.map((item) => JSON.stringify(item)).join(' or ');
    case 'too_small':
      return bound(
        issue.origin,
        issue.inclusive === false ? 'more than' : 'at least',
        issue.minimum,
      );
    case 'too_big':
      return bound(
        issue.origin,
        issue.inclusive === false ? 'less than' : 'at most',
        issue.maximum,
      );
    default:
      return issue.message.replace(/^Invalid \w+: /, '');
  }
}

function unknownKey(path: Path, known: readonly string[]): Fault {
  const name = String(path.at(-1));
  const expected = known.length > 0 ? `one of the keys ${listed(known)}` : 'no key';
  return {
    path,
    expected,
    found: JSON.stringify(name),
    nearest: nearest(name, known),
    isKey: true,
  };
}

function invalidValue(values: readonly unknown[], path: Path, root: unknown): Fault {
  const value = valueAt(root, path);
  const expected = values.map((item) => JSON.stringify(item)).join(' or ');
  const names = values.map(String);
  const near = typeof value === 'string' ? nearest(value, names) : null;
  return { path, expected, found: describe(value), nearest: near };
}

/** The faults of the choice that is meant; where none is, what there is to choose from. */
function unionFaults(
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
  root: unknown,
): readonly Fault[] {
  const options = choices(issue);
  const value = valueAt(root, path);
  const fitting = options.filter((issues) => !issues.some((it) => isOtherType(it, value)));
  const [first] = fitting;
  const below = (issues: readonly Issue[]) => issues.flatMap((it) => faultsOf(it, path, root));
  if (!first) {
    const types = options.flatMap((issues) =>
      issues.filter((it) => isOtherType(it, value)).map(expectedBy),
    );
    const expected = [...new Set(types)].join(' or ');
    return [{ path, expected, found: describe(value) }];
  }
  if (fitting.length === 1) return below(first);

  const present = Object.keys((value ?? {}) as object);
  const known = keysAt(scenarioDefinition, path);
  const unknown = present.filter((key) => fitting.every((issues) => strange(issues).has(key)));
  if (unknown.length > 0) return unknown.map((key) => unknownKey([...path, key], known));
  const meant = fitting.filter((issues) => strange(issues).size === 0 && present.length > 0);
  const best = meant.reduce<readonly Issue[] | null>(
    (least, issues) => (least === null || issues.length < least.length ? issues : least),
    null,
  );
  if (best) return below(best);
  const found = present.length > 0 ? present.join(' and ') : 'an empty mapping';
  return [{ path, expected: `exactly one of ${listed(known)}`, found }];
}

/** The issues of each choice; choices among them are opened. */
function choices(issue: z.core.$ZodIssueInvalidUnion): readonly (readonly Issue[])[] {
  return issue.errors.flatMap((issues) => {
    const [only] = issues;
    const isChoice =
      issues.length === 1 && only?.code === 'invalid_union' && only.path.length === 0;
    return isChoice ? choices(only) : [issues];
  });
}

function isOtherType(issue: Issue, value: unknown): boolean {
  if (issue.path.length > 0) return false;
  const isName = issue.code === 'invalid_value' && typeof value !== 'string';
  return isName || issue.code === 'invalid_type';
}

/** Keys that this choice does not know. */
function strange(issues: readonly Issue[]): ReadonlySet<string> {
  const keys = issues.flatMap((it) =>
    it.code === 'unrecognized_keys' && it.path.length === 0 ? it.keys : [],
  );
  return new Set(keys);
}

/** A key that is missing because it is misspelt is told once. */
function withoutEchoes(faults: readonly Fault[]): readonly Fault[] {
  const meant = new Set(
    faults.flatMap(({ isKey, path, nearest: near }) =>
      isKey && near ? [JSON.stringify([...path.slice(0, -1), near])] : [],
    ),
  );
  return faults.filter(
    ({ path, found }) => found !== 'nothing' || !meant.has(JSON.stringify(path)),
  );
}

function bound(origin: string, words: string, limit: number | bigint): string {
  if (origin === 'array') return `${words} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  if (origin === 'string') return limit === 1 ? 'a text' : `${words} ${limit} characters`;
  return `a number of ${words} ${limit}`;
}

function article(type: string): string {
  const names: { readonly [type: string]: string } = {
    object: 'a mapping',
    record: 'a mapping',
    array: 'a list',
    tuple: 'a list',
    string: 'a text',
    int: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
  };
  return names[type] ?? type;
}

/** Undefined where the data has no such place. */
export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part))
      return undefined;
    return (value as { readonly [key: string | number]: unknown })[part];
  }, root);
}
