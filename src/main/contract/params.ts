/**
 * What each method's params must look like, checked where a request enters. A method that is not
 * listed here takes none. Not imported by the renderer, so that zod stays out of its bundle.
 */
import { z } from 'zod';
import { clusterSchemas } from './clusters-params.ts';
import { followParams } from './follow-params.ts';
import { lanSchemas } from './lan-params.ts';
import { produceSchemas } from './produce-params.ts';
import { measureQuery, measureSchemas } from './measures-params.ts';
import { modelsSchemas } from './models-params.ts';
import { messageSchemas, searchParams, tailParams } from './search-params.ts';
import { scenarioExportSchemas } from './scenario-exports-params.ts';
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
const timestampMs = z.number().min(0);
const oneTopic = z.strictObject({ topic: name });
const oneGroup = z.strictObject({ groupId: name });
const oneBroker = z.strictObject({ brokerId: z.int().min(0) });
const oneTask = z.strictObject({ taskId: name });
const partitionName = z.strictObject({ topic: name, partition });
const partitionNames = z.array(partitionName).min(1).max(100_000);
const replicaTarget = z.strictObject({
  topic: name,
  partition,
  replicas: z.array(z.int().min(0)).min(1).max(1000),
});
const replicaTargets = z.array(replicaTarget).min(1).max(100_000);
const speed = z.union([z.literal('max'), z.number().min(0.1).max(1000)]);
const scenarioSource = z.string().max(2_000_000);

const payloadInput = z.union([
  z.strictObject({ text: z.string() }),
  z.strictObject({ base64: z.base64() }),
]);

const resetTarget = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('earliest') }),
  z.strictObject({ to: z.literal('latest') }),
  z.strictObject({ to: z.literal('offset'), offset }),
  z.strictObject({ to: z.literal('timestamp'), timestampMs }),
  z.strictObject({ to: z.literal('shift-by'), by: safeInt }),
]);

const purgeTarget = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('all') }),
  z.strictObject({ to: z.literal('time'), timestampMs }),
  z.strictObject({ to: z.literal('offset'), offset }),
]);

const oneBrokerOrAll = z.strictObject({ brokerId: z.int().min(0).nullable() });

const oneTerminal = z.strictObject({ terminalId: name });
const terminalSize = z.strictObject({
  columns: count.max(1000),
  rows: count.max(1000),
});

const doctorText = {
  text: z.string().max(200_000),
  place: z.enum(['here', 'container', 'elsewhere']),
};
const offsetToSet = z.strictObject({ topic: name, partition, offset: offset.nullable() });

/** Params of each stream, by its name. */
export const streamParams: { readonly [Name in StreamName]: z.ZodType<StreamParams<Name>> } = {
  cluster: z.strictObject({}),
  offsets: z.strictObject({ topics: z.array(name).max(2000) }),
  topics: z.strictObject({}),
  topicAges: z.strictObject({}),
  topicLogs: oneTopic,
  topicConsumers: oneTopic,
  brokers: z.strictObject({}),
  brokerLogDirs: oneBroker,
  brokerConnections: oneBroker,
  brokerLog: oneBroker,
  groups: z.strictObject({}),
  group: oneGroup,
  groupRebalances: oneGroup,
  doctor: z.strictObject({ ...doctorText, sendsCredentials: z.boolean(), round: safeInt }),
  groupLag: oneGroup,
  scenarioRun: z.strictObject({}),
  scenarioTable: z.strictObject({ service: name, table: name.optional(), limit: count.max(1000) }),
  scenarioLog: z.strictObject({ service: name }),
  scenarioFlow: z.strictObject({}),
  kafkaRun: z.strictObject({}),
  loads: z.strictObject({}),
  producers: z.strictObject({}),
  producer: z.strictObject({ id: name }),
  settings: z.strictObject({}),
  terminals: z.strictObject({}),
  terminal: oneTerminal,
  clusters: z.strictObject({}),
  tasks: z.strictObject({}),
  events: z.strictObject({}),
  clusterHistory: z.strictObject({}),
  throughput: z.strictObject({}),
  measures: measureQuery,
  tail: tailParams,
  search: searchParams,
  follow: followParams,
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
  'terminals.open': terminalSize,
  'terminals.write': oneTerminal.extend({ text: z.string().max(1024 * 1024) }),
  'terminals.resize': oneTerminal.extend(terminalSize.shape),
  'terminals.acknowledge': oneTerminal.extend({ characterCount: z.int().min(0) }),
  'terminals.close': oneTerminal,
  'app.info': none,
  'settings.get': none,
  'settings.set': z.strictObject({
    language: z.enum(['en', 'ko', 'system']).optional(),
    theme: z.enum(['light', 'dark', 'system']).optional(),
    lastView: z.string().max(200).optional(),
    isFirstMessageDone: z.boolean().optional(),
    restartPolicy: z.enum(['always', 'never']).optional(),
    historyDays: count.max(365).optional(),
    historyMaxBytes: z
      .int()
      .min(16 * 1024 * 1024)
      .max(64 * 1024 ** 3)
      .optional(),
    isNotifying: z.boolean().optional(),
    pinnedTopics: z.record(z.string(), z.array(name).max(200)).optional(),
  }),
  ...clusterSchemas,
  ...lanSchemas,
  ...produceSchemas,
  'cluster.startBroker': oneBroker,
  'cluster.stopBroker': oneBroker,
  'cluster.restartBroker': oneBroker,
  'cluster.killBroker': oneBroker,
  'cluster.freezeBroker': oneBroker,
  'cluster.thawBroker': oneBroker,
  'cluster.addBroker': none,
  'cluster.removeBroker': oneBroker,
  'cluster.history': z.strictObject({ fromMs: timestampMs, toMs: timestampMs }),
  'replicas.plan': z.strictObject({ targets: replicaTargets }),
  'replicas.reassign': z.strictObject({ targets: replicaTargets }),
  'replicas.reassignments': none,
  'replicas.cancel': z.strictObject({ partitions: partitionNames }),
  'replicas.elect': z.strictObject({
    kind: z.enum(['preferred', 'unclean']),
    partitions: partitionNames,
  }),
  'replicas.planDrain': oneBroker,
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
  'topics.previewPurge': z.strictObject({
    topic: name,
    target: purgeTarget,
    partitions: z.array(partition).optional(),
  }),
  'topics.truncate': oneTopic,
  'topics.clone': z.strictObject({ topic: name, to: name, isWithData: z.boolean() }),
  'brokers.configs': oneBrokerOrAll,
  'brokers.alterConfigs': oneBrokerOrAll.extend({
    set: z.record(name, z.string()),
    unset: z.array(name),
  }),
  'brokers.apiVersions': none,
  'brokers.moveReplica': z.strictObject({
    brokerId: z.int().min(0),
    topic: name,
    partition,
    path: name,
  }),
  'brokers.readLog': oneBroker,
  'brokers.clientMetrics': none,
  'brokers.setClientMetrics': z.strictObject({
    name,
    metrics: z.array(z.string()),
    intervalMs: z.int(),
    match: z.array(z.string()),
  }),
  'brokers.deleteClientMetrics': z.strictObject({ name }),
  ...messageSchemas,
  'schemas.list': none,
  'schemas.checkRegistry': none,
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
  'groups.planReset': z.strictObject({
    groupId: name,
    scope: z.array(z.strictObject({ topic: name, partitions: z.array(partition).optional() })),
    target: z.union([
      resetTarget,
      z.strictObject({ to: z.literal('each'), offsets: z.array(offsetToSet).max(100_000) }),
    ]),
  }),
  'groups.setOffsets': z.strictObject({
    groupId: name,
    offsets: z.array(offsetToSet).min(1).max(100_000),
  }),
  'groups.deleteOffsets': z.strictObject({ groupId: name, topic: name }),
  'groups.copy': z.strictObject({ groupId: name, toGroupId: name }),
  'groups.delete': oneGroup,
  'doctor.read': z.strictObject(doctorText),
  ...measureSchemas,
  ...modelsSchemas,
  'throughput.history': z.strictObject({
    fromMs: timestampMs,
    toMs: timestampMs,
    resolutionS: z.union([z.literal(1), z.literal(10), z.literal(60)]).optional(),
  }),
  ...scenarioExportSchemas,
  'scenarios.list': none,
  'scenarios.get': z.strictObject({ name }),
  'scenarios.add': z.strictObject({ file: z.string().min(1).max(4096) }),
  'scenarios.remove': z.strictObject({ name }),
  'scenarios.check': z.strictObject({ source: scenarioSource }),
  'scenarios.save': z.strictObject({ source: scenarioSource, isForeign: z.boolean().optional() }),
  'scenarios.run': z.strictObject({
    name,
    speed,
    seed: safeInt.optional(),
    limit: count.optional(),
    isTrusted: z.boolean().optional(),
  }),
  'scenarios.finish': none,
  'scenarios.stop': none,
  'scenarios.setSpeed': z.strictObject({ speed }),
  'scenarios.setPaused': z.strictObject({ isPaused: z.boolean() }),
  'scenarios.step': z.strictObject({ service: name.optional() }),
  'scenarios.setService': z.strictObject({ service: name, isUp: z.boolean() }),
  'scenarios.scale': z.strictObject({ service: name, instanceCount: safeInt.min(0).max(64) }),
  'scenarios.trouble': z.strictObject({
    service: name,
    trouble: z.strictObject({ slowFactor: z.number().min(0).max(1000), failEvery: safeInt.min(0) }),
  }),
  'scenarios.poison': z.strictObject({ topic: name }),
  'scenarios.redrive': z.strictObject({ topic: name }),
  'scenarios.rebuild': z.strictObject({ service: name }),
  'scenarios.history': none,
  'scenarios.historyOf': z.strictObject({ runId: name }),
  'scenarios.cleanUp': z.strictObject({ name }),
  'tasks.cancel': oneTask,
  'tasks.dismiss': oneTask,
  'live.open': openStream as unknown as z.ZodType<Params<'live.open'>>,
  'live.close': z.strictObject({ id: safeInt }),
};
