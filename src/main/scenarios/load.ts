/** Reads a scenario file; every fault is told with its line, column and what was expected. */
import jsonata from 'jsonata';
import { isCollection, isMap, isNode, LineCounter, parseDocument } from 'yaml';
import type { Document, Node, Pair } from 'yaml';
import type { z } from 'zod';
import { ContractError } from '../contract/errors.ts';
import { type Fault, findFaults } from './check.ts';
import { type ScenarioDefinition, scenarioDefinition } from './definition.ts';

type Place = { readonly line: number; readonly column: number };

/** Parses and checks; throws `scenario-invalid`. */
export function loadScenario(source: string, file: string): ScenarioDefinition {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const [syntaxError] = document.errors;
  if (syntaxError) {
    const { line, col } = lines.linePos(syntaxError.pos[0]);
    throw invalid(file, { line, column: col }, '', 'YAML', syntaxError.message);
  }
  const parsed = scenarioDefinition.safeParse(document.toJS());
  if (!parsed.success) {
    const [fault] = parsed.error.issues.flatMap((issue) => faultsOf(issue, document));
    if (fault) throw atFault(file, document, lines, fault);
  }
  const definition = parsed.data as ScenarioDefinition;
  const [fault] = findFaults(definition, checkExpression);
  if (fault) throw atFault(file, document, lines, fault);
  return definition;
}

/** What is wrong with a JSONata expression, or null. */
export function checkExpression(text: string): string | null {
  try {
    jsonata(text);
    return null;
  } catch (error) {
    const { message, position } = error as { message: string; position?: number };
    return position === undefined ? message : `${message} (at character ${position})`;
  }
}

function atFault(
  file: string,
  document: Document,
  lines: LineCounter,
  { path, expected, found, isKey }: Fault,
): ContractError<'scenario-invalid'> {
  return invalid(file, placeOf(document, lines, path, isKey), path.join('.'), expected, found);
}

function invalid(file: string, place: Place, path: string, expected: string, found: string) {
  const { line, column } = place;
  const where = path === '' ? '' : ` at ${path}`;
  return new ContractError(
    'scenario-invalid',
    { file, line, column, path, expected, found },
    `${file}:${line}:${column}: expected ${expected}${where}, found ${found}`,
  );
}

function faultsOf(issue: z.core.$ZodIssue, document: Document): readonly Fault[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const value: unknown = document.getIn(path);
  const found = describe(isNode(value) ? value.toJSON() : value);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        expected: 'a key that scenarios know',
        found: JSON.stringify(key),
        isKey: true,
      }));
    case 'invalid_type':
      return [{ path, expected: article(issue.expected), found }];
    case 'invalid_value':
      return [
        { path, expected: issue.values.map((item) => JSON.stringify(item)).join(' or '), found },
      ];
    case 'too_small':
      return [{ path, expected: boundText(issue.origin, 'at least', issue.minimum), found }];
    case 'too_big':
      return [{ path, expected: boundText(issue.origin, 'at most', issue.maximum), found }];
    default:
      return [{ path, expected: issue.message.replace(/^Invalid \w+: /, ''), found }];
  }
}

function boundText(origin: string, bound: string, limit: number | bigint): string {
  if (origin === 'array') return `${bound} ${limit} entries`;
  if (origin === 'string') return `${bound} ${limit} characters`;
  return `a number of ${bound} ${limit}`;
}

function article(type: string): string {
  const names: { readonly [type: string]: string } = {
    object: 'a mapping',
    record: 'a mapping',
    array: 'a list',
    string: 'a text',
    int: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
  };
  return names[type] ?? type;
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty value';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Where the value (or its key) stands; what is missing is told at what should hold it. */
function placeOf(
  document: Document,
  lines: LineCounter,
  path: Fault['path'],
  isKey = false,
): Place {
  const node = isKey ? keyNode(document, path) : deepestNode(document, path);
  const { line, col } = lines.linePos(node?.range?.[0] ?? 0);
  return { line, column: col };
}

function deepestNode(document: Document, path: Fault['path']): Node | null {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node)) return node;
  }
  return document.contents as Node | null;
}

function keyNode(document: Document, path: Fault['path']): Node | null {
  const parent: unknown =
    path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isCollection(parent) || !isMap(parent)) return deepestNode(document, path);
  const key = path.at(-1);
  const pair = parent.items.find((item: Pair) => isNode(item.key) && String(item.key) === key);
  return isNode(pair?.key) ? pair.key : deepestNode(document, path);
}
