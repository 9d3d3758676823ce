/**
 * What each method's params must look like, checked where a request enters. A method that is not
 * listed here takes none. Not imported by the renderer, so that zod stays out of its bundle.
 */
import { z } from 'zod';
import type { Method, Params, StreamName, StreamParams } from './index.ts';

/** Checks that the schema of a method yields exactly what the method takes. */
type ParamSchemas = { readonly [Name in Method]: z.ZodType<Params<Name>> };

/** Schemas by method name. */
export type Schemas = { readonly [method: string]: z.ZodType };

/** The schema of a method that takes nothing. */
export const none = z
  .null()
  .or(z.undefined())
  .transform(() => undefined);
const safeInt = z.int();
const count = z.int().min(1);
const offset = z.int().min(0);
const name = z.string().min(1).max(1000);
const partition = z.int().min(0);
const partitionKey = z.string().regex(/^\d+$/);
const offsets = z.record(partitionKey, offset);
const filter = z.object({ key: z.string().optional(), text: z.string().optional() });
const timestampMs = z.number().min(0);
const oneTopic = z.strictObject({ topic: name });
const oneGroup = z.strictObject({ groupId: name });
const oneBroker = z.strictObject({ brokerId: z.int().min(0) });
const speed = z.union([z.literal('max'), z.number().min(0.5).max(10)]);

const payloadInput = z.union([
  z.strictObject({ text: z.string() }),
  z.strictObject({ base64: z.base64() }),
]);

const readFrom = z.discriminatedUnion('at', [
  z.strictObject({ at: z.literal('beginning') }),
  z.strictObject({ at: z.literal('end') }),
  z.strictObject({ at: z.literal('offset'), offset }),
  z.strictObject({ at: z.literal('timestamp'), timestampMs }),
  z.strictObject({ at: z.literal('older'), than: offsets }),
  z.strictObject({ at: z.literal('newer'), than: offsets }),
]);

const resetTarget = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('earliest') }),
  z.strictObject({ to: z.literal('latest') }),
  z.strictObject({ to: z.literal('offset'), offset }),
  z.strictObject({ to: z.literal('timestamp'), timestampMs }),
  z.strictObject({ to: z.literal('shift-by'), by: safeInt }),
]);

/** Params of each stream, by its name. */
export const streamParams: { readonly [Name in StreamName]: z.ZodType<StreamParams<Name>> } = {
  cluster: z.strictObject({}),
  topics: z.strictObject({}),
  groups: z.strictObject({}),
  group: oneGroup,
  scenarioRun: z.strictObject({}),
  scenarioTable: z.strictObject({ service: name, limit: count.max(1000) }),
  settings: z.strictObject({}),
  events: z.strictObject({}),
  throughput: z.strictObject({}),
  tail: z.strictObject({
    topic: name,
    partitions: z.array(partition).optional(),
    filter: filter.optional(),
  }),
};

const streamNames = Object.keys(streamParams) as StreamName[];

const openStream = z
  .strictObject({ stream: z.enum(streamNames), params: z.unknown() })
  .transform(({ stream, params }, context) => {
    const parsed = streamParams[stream].safeParse(params ?? {});
    if (parsed.success) return { stream, params: parsed.data };
    for (const issue of parsed.error.issues) {
      context.addIssue({ code: 'custom', path: ['params', ...issue.path], message: issue.message });
    }
    return z.NEVER;
  });

export const paramSchemas: ParamSchemas = {
  'app.info': none,
  'settings.get': none,
  'settings.set': z.strictObject({
    language: z.enum(['en', 'ko', 'system']).optional(),
    theme: z.enum(['light', 'dark', 'system']).optional(),
    lastView: z.string().max(200).optional(),
    isFirstMessageDone: z.boolean().optional(),
    restartPolicy: z.enum(['always', 'never']).optional(),
  }),
  'cluster.startBroker': oneBroker,
  'cluster.stopBroker': oneBroker,
  'cluster.restartBroker': oneBroker,
  'cluster.killBroker': oneBroker,
  'cluster.freezeBroker': oneBroker,
  'cluster.thawBroker': oneBroker,
  'cluster.addBroker': none,
  'topics.list': none,
  'topics.describe': oneTopic,
  'topics.create': z.strictObject({
    topic: name,
    partitionCount: count.max(100_000).optional(),
    replicationFactor: count.max(1000).optional(),
    configs: z.record(name, z.string()).optional(),
  }),
  'topics.alterConfigs': z.strictObject({
    topic: name,
    set: z.record(name, z.string()),
    unset: z.array(name),
  }),
  'topics.delete': oneTopic,
  'topics.addPartitions': z.strictObject({ topic: name, partitionCount: count.max(100_000) }),
  'topics.deleteRecords': z.strictObject({
    topic: name,
    before: z.record(partitionKey, z.int().min(-1)),
  }),
  'messages.read': z.strictObject({
    topic: name,
    partitions: z.array(partition).optional(),
    from: readFrom,
    limit: count.max(1000),
    filter: filter.optional(),
  }),
  'messages.get': z.strictObject({ topic: name, partition, offset }),
  'messages.produce': z.strictObject({
    topic: name,
    partition: partition.optional(),
    key: payloadInput.nullable().optional(),
    value: payloadInput.nullable(),
    headers: z.array(z.strictObject({ name: z.string(), value: z.string() })).optional(),
  }),
  'groups.list': none,
  'groups.describe': oneGroup,
  'groups.resetOffsets': z.strictObject({
    groupId: name,
    topic: name,
    partitions: z.array(partition).optional(),
    target: resetTarget,
    isDryRun: z.boolean(),
  }),
  'groups.delete': oneGroup,
  'throughput.history': z.strictObject({
    fromMs: timestampMs,
    toMs: timestampMs,
    resolutionS: z.union([z.literal(1), z.literal(10), z.literal(60)]).optional(),
  }),
  'scenarios.list': none,
  'scenarios.get': z.strictObject({ name }),
  'scenarios.run': z.strictObject({ name, speed, seed: safeInt.optional() }),
  'scenarios.finish': none,
  'scenarios.stop': none,
  'scenarios.setSpeed': z.strictObject({ speed }),
  'scenarios.setService': z.strictObject({ service: name, isUp: z.boolean() }),
  'scenarios.history': none,
  'live.open': openStream as unknown as z.ZodType<Params<'live.open'>>,
  'live.close': z.strictObject({ id: safeInt }),
};
