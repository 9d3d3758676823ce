/** What a scenario brings along in other languages: TypeScript of services, schemas of topics. */
import type { ScenarioDefinition } from '../../scenario/definition/scenario.ts';
import type { Fault, Path } from '../../scenario/faults.ts';
import { compile } from './service/schemas.ts';
import { stripTypes } from './strip-types.ts';

export function codeFaults({ services, topics }: ScenarioDefinition): readonly Fault[] {
  return [
    ...topics.flatMap(({ schema }, index) =>
      schema === undefined ? [] : schemaFaults(schema, ['topics', index, 'schema']),
    ),
    ...services.flatMap(({ functions }, index) =>
      functions === undefined ? [] : syntaxFaults(functions, ['services', index, 'functions']),
    ),
  ];
}

function schemaFaults(schema: Parameters<typeof compile>[0], path: Path): readonly Fault[] {
  try {
    compile(schema);
    return [];
  } catch (error) {
    return [{ path, expected: 'a JSON Schema', found: (error as Error).message }];
  }
}

function syntaxFaults(code: string, path: Path): readonly Fault[] {
  try {
    stripTypes(code);
    return [];
  } catch (error) {
    const { message, stack = '' } = error as Error;
    const at = placeIn(code, stack);
    const fault = { path, expected: 'TypeScript', found: message };
    return [at === null ? fault : { ...fault, at }];
  }
}

/** Node tells the line, and marks the column below it: `:2`, lines, `    ^^`. */
function placeIn(code: string, stack: string): number | null {
  const line = /^\S*:(\d+)\n/.exec(stack)?.[1];
  const column = /^( *)\^/m.exec(stack)?.[1]?.length;
  if (line === undefined || column === undefined) return null;
  const before = code.split('\n').slice(0, Number(line) - 1);
  return before.reduce((sum, text) => sum + text.length + 1, 0) + column;
}
