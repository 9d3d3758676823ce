/** The help text of every key: what the editor's side panel, the JSON Schema and the docs say. */
import { scenarioDefinition } from './definition/scenario.ts';
import type { Path } from './faults.ts';
import { helpOf, schemasAt, shapeOf } from './schema-walk.ts';

/** English, one or two sentences; empty where the path leads to nothing. */
export function helpAt(path: Path): string {
  const key = path.at(-1);
  if (key === undefined) return '';
  for (const holder of schemasAt(scenarioDefinition, path.slice(0, -1))) {
    const schema = shapeOf(holder)?.[String(key)];
    const help = schema && helpOf(schema);
    if (help) return help;
  }
  return '';
}
