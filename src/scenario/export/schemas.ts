/** What is known of the values of a topic: its own schema, or the fields that its producers write. */
import type { ScenarioDefinition, ServiceDefinition } from '../definition/scenario.ts';
import { placedSteps } from '../walk.ts';

type JsonSchema = { readonly [name: string]: unknown };
type Written = string | { readonly [name: string]: string } | undefined;

/** JSON Schema of the values of a topic. */
export function schemaOfTopic({ topics, services }: ScenarioDefinition, name: string): JsonSchema {
  const own = topics.find((topic) => topic.name === name)?.schema;
  if (own !== undefined) return own;
  const values = services.flatMap((service) => valuesFor(service, name));
  const mapped = values.filter((value) => typeof value === 'object');
  if (mapped.length === 0 || mapped.length < values.length) return { type: 'object' };
  const properties: Record<string, JsonSchema> = {};
  for (const value of mapped) {
    for (const [field, expression] of Object.entries(value)) {
      properties[field] = merged(properties[field], schemaOfExpression(expression));
    }
  }
  const required = Object.keys(properties).filter((field) =>
    mapped.every((value) => field in value),
  );
  return { type: 'object', properties, required };
}

/** What a service may write to a topic; undefined: whatever event it has in hand. */
function valuesFor(service: ServiceDefinition, topic: string): readonly Written[] {
  const made = (service.generate ?? []).filter((each) => each.topic === topic);
  const steps = placedSteps(service).flatMap(({ step }): Written[] => {
    if ('produce' in step && step.produce.topic === topic) return [step.produce.value];
    if ('outbox' in step && step.outbox.topic === topic) return [step.outbox.value];
    if ('route' in step && step.route.topics.includes(topic)) return [step.route.value];
    return [];
  });
  return [...made.map(({ value }) => value), ...steps];
}

/** As much as an expression says by itself: a literal, a sum, a text put together. */
function schemaOfExpression(expression: string): JsonSchema {
  const text = expression.trim();
  const literal = /^"([^"\\]*)"$|^'([^'\\]*)'$/.exec(text);
  if (literal) return { type: 'string', enum: [literal[1] ?? literal[2] ?? ''] };
  if (/^-?\d+(\.\d+)?$/.test(text)) return { type: 'number' };
  if (/^(true|false)$/.test(text)) return { type: 'boolean' };
  if (text === '$timestamp') return { type: 'string', format: 'date-time' };
  if (text === '$nowMs' || text === '$sequence') return { type: 'integer' };
  if (/^("[^"]*"|\$id)\s*&/.test(text) || /^\$(id|uuid\(\)|entity)$/.test(text)) {
    return { type: 'string' };
  }
  return {};
}

function merged(before: JsonSchema | undefined, next: JsonSchema): JsonSchema {
  if (before === undefined) return next;
  if (before['type'] !== next['type']) return {};
  const [left, right] = [before['enum'], next['enum']];
  if (!Array.isArray(left) || !Array.isArray(right)) return { type: before['type'] };
  return { type: before['type'], enum: [...new Set([...left, ...right])] };
}
