/** What a scenario file may say, as a schema; from it come the types and the checks. */
import { z } from 'zod';

/** Raised when an older Rivulet could not run the file. */
export const scenarioFormat = 1;

const localText = z.strictObject({ en: z.string().min(1), ko: z.string().min(1) });
const serviceName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'a name of lower-case letters, digits and -');
const topicName = z
  .string()
  .regex(/^[a-zA-Z0-9._-]{1,249}$/, 'a topic name of letters, digits, ., _ and -');
const sqlName = z.string().regex(/^[a-z][a-z0-9_]*$/, 'a name of lower-case letters, digits and _');

/** A JSONata expression; that it can be read is checked when the file is loaded. */
const expression = z.string().min(1);
const expressions = z.record(z.string().min(1), expression);
const sql = z.string().min(1);

const topic = z.strictObject({
  name: topicName,
  title: localText,
  partitions: z.int().min(1).max(1000),
  config: z.record(z.string(), z.string()).optional(),
});

const table = z.strictObject({
  name: sqlName,
  /** The column that makes the handling of a record idempotent. */
  key: sqlName,
  columns: z.record(sqlName, z.enum(['text', 'integer', 'real'])),
});

const output = z.strictObject({ topic: topicName, key: expression, value: expressions });

const generate = z.strictObject({
  topic: topicName,
  /** Records a second at speed 1. */
  rate: z.number().positive().max(10_000),
  let: expressions.optional(),
  key: expression,
  value: expressions,
  row: expressions.optional(),
});

const failure = z.strictObject({
  /** How likely one attempt fails. */
  rate: z.number().min(0).max(1),
  message: z.string().min(1),
  /** Attempts after the first. */
  retries: z.int().min(0).max(100),
  deadLetter: topicName,
});

const consume = z.strictObject({
  topic: topicName,
  workMs: z.strictObject({ min: z.number().min(0), max: z.number().min(0) }).optional(),
  failure: failure.optional(),
  row: expressions.optional(),
  /** Of a row that is there already: keep it as it is, or set the columns of `row`. */
  conflict: z.enum(['keep', 'update']).optional(),
  /** Leaves the row as it is when this is true. */
  unless: expression.optional(),
  produce: z.array(output).optional(),
});

const service = z.strictObject({
  name: serviceName,
  title: localText,
  description: localText,
  /** Consumer group; `NAME-service` when absent. */
  group: z.string().min(1).optional(),
  table: table.optional(),
  generate: generate.optional(),
  consume: z.array(consume).min(1).optional(),
});

const expectation = z.strictObject({
  name: serviceName,
  title: localText,
  /** Must hold at every moment, not only when all is processed. */
  always: z.boolean().optional(),
  left: sql,
  right: sql,
});

export const scenarioDefinition = z.strictObject({
  format: z.literal(scenarioFormat),
  name: serviceName,
  title: localText,
  description: localText,
  doneAfter: z.int().min(1),
  topics: z.array(topic).min(1),
  services: z.array(service).min(1),
  expectations: z.array(expectation),
});

export type ScenarioDefinition = z.infer<typeof scenarioDefinition>;
export type ServiceDefinition = z.infer<typeof service>;
export type GenerateDefinition = z.infer<typeof generate>;
export type ConsumeDefinition = z.infer<typeof consume>;
export type TableDefinition = z.infer<typeof table>;
export type OutputDefinition = z.infer<typeof output>;
export type ExpectationDefinition = z.infer<typeof expectation>;
