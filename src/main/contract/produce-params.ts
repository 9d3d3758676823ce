/** What the methods that write messages take. */
import { z } from 'zod';

const topic = z.string().min(1).max(1000);
const count = z.int().min(1);
const timestampMs = z.number().min(0);
const payloadInput = z.union([
  z.strictObject({ text: z.string() }),
  z.strictObject({ base64: z.base64() }),
]);
const options = z.strictObject({
  acks: z.union([z.literal(-1), z.literal(0), z.literal(1)]),
  compression: z.enum(['none', 'gzip', 'snappy', 'lz4', 'zstd']),
  isIdempotent: z.boolean(),
});
const oneTask = z.strictObject({ taskId: z.string().min(1).max(100) });
const chunkTextMax = 8 * 1024 * 1024;

const column = z.string().max(1000);
const shape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('value'), isJson: z.boolean() }),
  z.strictObject({ kind: z.literal('record') }),
  z.strictObject({
    kind: z.literal('csv'),
    delimiter: z.string().min(1).max(3),
    key: column.nullable(),
    value: column.nullable(),
    timestamp: column.nullable(),
    headers: z.array(column).max(1000),
  }),
]);

const templateText = z.string().max(1024 * 1024);
const headerTexts = z.array(z.strictObject({ name: z.string(), value: templateText })).max(1000);
const keyChoice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('template'), text: templateText }),
  z.strictObject({
    kind: z.literal('pool'),
    text: templateText,
    count: count.max(1_000_000),
    hotCount: z.int().min(0).max(1_000_000),
    hotSharePercent: z.number().min(0).max(100),
  }),
]);
const locale = z.enum(['en', 'ko']);
const template = {
  template: z.strictObject({
    key: keyChoice,
    value: templateText.nullable(),
    headers: headerTexts,
  }),
  locale,
  seed: z.int().nullable(),
};
const ratePerS = z.number().min(0.01).max(10_000_000).nullable();

const place = z.strictObject({ topic, partition: z.int().min(0), offset: z.int().min(0) });
const places = z.array(place).min(1).max(100_000);
const range = z.strictObject({ from: z.int().min(0), to: z.int().min(0) });

export const produceSchemas = {
  'produce.send': z.strictObject({
    topic,
    partition: z.int().min(0).optional(),
    key: payloadInput.nullable(),
    value: payloadInput.nullable(),
    headers: z.array(z.strictObject({ name: z.string(), value: payloadInput.nullable() })),
    timestampMs: timestampMs.optional(),
    options,
  }),
  'produce.openFile': z.strictObject({
    topic,
    name: z.string().min(1).max(1000),
    sizeBytes: z.int().min(0),
    shape,
    fromLine: count,
    options,
  }),
  'produce.fileChunk': oneTask.extend({
    base64: z.string().max(chunkTextMax),
    isLast: z.boolean(),
  }),
  'produce.failures': oneTask,
  'produce.readyTemplates': z.strictObject({ locale }),
  'produce.preview': z.strictObject({ ...template, count: count.max(20) }),
  'produce.startLoad': z.strictObject({
    ...template,
    topic,
    name: z.string().min(1).max(200),
    ratePerS,
    count: count.nullable(),
    options,
  }),
  'produce.setLoadRate': oneTask.extend({ ratePerS }),
  'produce.origins': z.strictObject({ places }),
  'produce.republish': z.strictObject({
    from: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('messages'), places }),
      z.strictObject({
        kind: z.literal('range'),
        topic,
        ranges: z.record(z.string().regex(/^\d+$/), range),
      }),
    ]),
    to: z.union([z.strictObject({ topic }), z.literal('origin')]),
    isKeyKept: z.boolean(),
    areHeadersKept: z.boolean(),
    isTimestampKept: z.boolean(),
    isPartitionKept: z.boolean(),
    options,
  }),
};
