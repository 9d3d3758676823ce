/** What values a topic takes, where the scenario says so. */
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { TopicDefinition } from '../../../scenario/definition/scenario.ts';

export class Schemas {
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(topics: readonly TopicDefinition[]) {
    for (const { name, schema } of topics) {
      if (schema) this.#validators.set(name, compile(schema));
    }
  }

  /** Throws what is wrong with the value, in words. */
  check(topic: string, value: unknown): void {
    const validate = this.#validators.get(topic);
    // A tombstone has no value to be wrong.
    if (!validate || value === null || validate(value)) return;
    const [first] = validate.errors ?? [];
    const place = first?.instancePath ? `value${first.instancePath}` : 'value';
    throw new Error(`${topic}: the ${place} ${first?.message ?? 'does not fit its schema'}`);
  }
}

/** Throws for what is no JSON Schema. */
export function compile(schema: { readonly [name: string]: unknown }): ValidateFunction {
  const options = { strict: false, allErrors: false };
  const isNew = String(schema['$schema'] ?? '').includes('2020-12');
  return isNew ? new Ajv2020(options).compile(schema) : new Ajv(options).compile(schema);
}
