/** JSON Schema by ajv: the payload is JSON anyway, the schema says whether it is as agreed. */
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Schema, SchemaReference } from './schema.ts';

const problemsMax = 3;

type SchemaJson = { readonly $schema?: string; readonly title?: string } | boolean;

/** Throws when the text is no JSON Schema. */
export function jsonSchema(text: string, references: readonly SchemaReference[]): Schema {
  const schema = JSON.parse(text) as SchemaJson;
  const dialect = typeof schema === 'object' ? schema.$schema : undefined;
  const isNewer = dialect?.includes('2020-12') || dialect?.includes('2019-09');
  const options = {
    strict: false,
    allErrors: true,
    logger: false,
    validateFormats: false,
  } as const;
  const ajv = isNewer ? new Ajv2020(options) : new Ajv(options);
  for (const { name, text: inner } of references) ajv.addSchema(JSON.parse(inner) as object, name);
  const validate = ajv.compile(withKnownDialect(schema));
  const title = typeof schema === 'object' ? schema.title : undefined;
  return {
    format: 'json-schema',
    types: title === undefined ? [] : [title],
    decode: (bytes) => {
      const json = bytes.toString('utf8');
      const value: unknown = JSON.parse(json);
      const problem = validate(value) ? undefined : problemOf(validate);
      return { kind: 'json', text: json, problem };
    },
  };
}

/** ajv knows draft 7 and newer; the older ones differ in little that matters here. */
function withKnownDialect(schema: SchemaJson): SchemaJson {
  if (typeof schema !== 'object' || !/draft-0[346]/.test(schema.$schema ?? '')) return schema;
  const { $schema: _, ...rest } = schema;
  return rest;
}

function problemOf({ errors }: ValidateFunction): string {
  const lines = (errors ?? []).map(
    ({ instancePath, message }) => `${instancePath || '/'} ${message}`,
  );
  const more = lines.length > problemsMax ? ` (+${lines.length - problemsMax})` : '';
  return `not as the schema says: ${lines.slice(0, problemsMax).join('; ')}${more}`;
}
