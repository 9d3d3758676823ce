/**
 * Writes resources/scenario.schema.json, and into docs/scenario-format.md the tables of all keys,
 * between their markers (`<!-- keys PATH -->`, `<!-- end -->`).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { scenarioDefinition } from '../src/scenario/definition/scenario.ts';
import { scenarioSchemaText } from '../src/scenario/json-schema.ts';
import { helpOf, type Schema, schemasAt, shapeOf, typeWords } from '../src/scenario/schema-walk.ts';
import { functions, variables } from '../src/scenario/variables.ts';

const schemaPath = new URL('../resources/scenario.schema.json', import.meta.url);
const pagePath = new URL('../docs/scenario-format.md', import.meta.url);

/** The page with the tables of today's keys in it. */
export function withTables(page: string): string {
  return page.replace(
    /(<!-- (keys|names)(?: (\S+))? -->)[\s\S]*?(<!-- end -->)/g,
    (_, begin: string, kind: string, path: string | undefined, end: string) =>
      `${begin}\n${kind === 'keys' ? keyTable(path ?? '') : nameTable()}\n${end}`,
  );
}

/** The keys of the mapping at a path; `services.0` stands for any service. */
function keyTable(text: string): string {
  const path = text === '-' ? [] : text.split('.').map((part) => (/^\d+$/.test(part) ? 0 : part));
  const shapes = schemasAt(scenarioDefinition, path)
    .map(shapeOf)
    .filter((shape) => shape !== null);
  if (shapes.length === 0) throw new Error(`${text} is no mapping`);
  const rows = shapes.flatMap((shape) => Object.entries(shape).map(([key, it]) => keyRow(key, it)));
  return ['| key | value | |', '|---|---|---|', ...rows].join('\n');
}

function keyRow(key: string, schema: Schema): string {
  const isOptional = schema._zod.optin === 'optional';
  const name = isOptional ? `\`${key}\`` : `**\`${key}\`**`;
  return `| ${name} | ${cell(typeWords(schema))} | ${cell(helpOf(schema) ?? '')} |`;
}

function nameTable(): string {
  const rows = [
    ...Object.entries(variables).map(([name, help]) => [`$${name}`, help] as const),
    ...Object.values(functions).map((help) => help.split(': ') as [string, string]),
  ];
  const lines = rows.map(([name, help]) => `| \`${name}\` | ${cell(help)} |`);
  return ['| name | |', '|---|---|', ...lines].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

if (import.meta.main) {
  writeFileSync(schemaPath, scenarioSchemaText());
  writeFileSync(pagePath, withTables(readFileSync(pagePath, 'utf8')));
}
