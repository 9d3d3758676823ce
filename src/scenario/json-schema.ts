/** The JSON Schema of scenario files, for editors that complete and check YAML. */
import { z } from 'zod';
import { scenarioDefinition } from './definition/scenario.ts';

/** As plain data, in the 2020-12 draft. */
export function scenarioJsonSchema(): object {
  const schema = z.toJSONSchema(scenarioDefinition, {
    target: 'draft-2020-12',
    io: 'input',
    override: ({ jsonSchema }) => {
      // What the application says besides, the standard does not know.
      delete jsonSchema.kind;
      delete jsonSchema.words;
      // `starts_with` has a pattern besides.
      if (jsonSchema.pattern !== undefined) delete jsonSchema.format;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  const { $schema, ...rest } = schema;
  return { $schema, title: 'Rivulet scenario', ...rest };
}

/** The text of resources/scenario.schema.json. */
export function scenarioSchemaText(): string {
  return `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`;
}
