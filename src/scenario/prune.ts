/**
 * What is right of a scenario that has faults of form, so that its names can be checked, too: all
 * faults are told at once, not one kind after the other.
 */
import type { z } from 'zod';
import { type ScenarioDefinition, scenarioDefinition } from './definition/scenario.ts';
import type { Fault, Path } from './faults.ts';
import { valueAt } from './shape.ts';

/** Each turn leaves more out; a file that needs more turns has other worries. */
const turnsMax = 20;

/** The faults that `check` finds in what is right, by their paths in the file. */
export function faultsOfRest(
  value: unknown,
  check: (definition: ScenarioDefinition) => readonly Fault[],
): readonly Fault[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const whole = { ...placeholders(value as Mapping), ...value };
  const cut = new Set<string>();
  for (let turn = 0; turn < turnsMax; turn += 1) {
    const left = without(whole, [], cut) as Mapping;
    const parsed = scenarioDefinition.safeParse({ ...placeholders(left), ...left });
    if (parsed.success) return certain(check(parsed.data), whole, cut);
    const size = cut.size;
    const wrong = parsed.error.issues.flatMap((issue) => wrongPaths(issue, left));
    for (const path of wrong.map((it) => originalPath(it, cut))) cut.add(JSON.stringify(path));
    if (cut.size === size) return [];
  }
  return [];
}

/** Without those that are there only because something is left out. */
function certain(
  faults: readonly Fault[],
  whole: unknown,
  cut: ReadonlySet<string>,
): readonly Fault[] {
  const names = namesIn(whole, cut);
  const paths = [...cut].map((text) => JSON.parse(text) as Path);
  return faults
    .map((fault) => ({ ...fault, path: originalPath(fault.path, cut) }))
    .filter(({ path, found }) => {
      const isHolder = paths.some((it) => path.every((part, index) => it[index] === part));
      // `$total`, `service/payment`, `orders again`.
      const name = found.replace(/^(\$|[a-z]+\/)/, '').split(/[ ,]/)[0] ?? '';
      return !isHolder && !names.has(name);
    });
}

type Mapping = { readonly [key: string]: unknown };

/** What a definition cannot be without. */
function placeholders(value: Mapping): Mapping {
  const needed: Mapping = { format: 2, name: 'scenario', title: '-', topics: [], services: [] };
  return Object.fromEntries(Object.entries(needed).filter(([key]) => !Object.hasOwn(value, key)));
}

/** The places to leave out; where something is missing, what should hold it. */
function wrongPaths(issue: z.core.$ZodIssue, root: unknown): readonly Path[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...path, key]);
  const isMissing = issue.code === 'invalid_type' && valueAt(root, path) === undefined;
  return [isMissing ? path.slice(0, -1) : path].filter((it) => it.length > 0);
}

function without(value: unknown, path: Path, cut: ReadonlySet<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    return cut.has(JSON.stringify(at)) ? [] : [[key, without(item, at, cut)] as const];
  });
  return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}

/** Items of a list have moved up to where others were left out. */
function originalPath(path: Path, cut: ReadonlySet<string>): Path {
  const original: (string | number)[] = [];
  for (const part of path) {
    if (typeof part === 'string') original.push(part);
    else {
      let index = -1;
      for (let left = part; left >= 0; left -= 1) {
        do index += 1;
        while (cut.has(JSON.stringify([...original, index])));
      }
      original.push(index);
    }
  }
  return original;
}

/** All texts at and below the places that are left out: what others may mean by their names. */
function namesIn(value: unknown, cut: ReadonlySet<string>): ReadonlySet<string> {
  const names = new Set<string>();
  const collect = (item: unknown) => {
    if (typeof item === 'string') names.add(item);
    else if (typeof item === 'object' && item !== null) {
      for (const [key, inner] of Object.entries(item)) {
        names.add(key);
        collect(inner);
      }
    }
  };
  for (const text of cut) {
    const path = JSON.parse(text) as Path;
    const last = path.at(-1);
    if (typeof last === 'string') names.add(last);
    collect(valueAt(value, path));
  }
  return names;
}
