/**
 * What generated requests are filled with: for each field, by the end of its path, values that are
 * sound and values that are odd. The first pattern that fits decides. Texts that begin with `@`
 * stand for what each side has a value of its own for.
 */
import { metadataTopicId, zeroUuid } from '../../src/broker/protocol/types.ts';
import { oddBatches, soundBatches } from './batches.ts';

export type Pool = { readonly sound: readonly unknown[]; readonly odd: readonly unknown[] };

/** Topics that hold records and that no generated request takes away. */
export const kept = { plain: 'diff-plain', wide: 'diff-wide', compact: 'diff-compact' } as const;
/** Topics that generated requests make, change and delete. */
export const made = ['made-1', 'made-2', 'made-3'] as const;
export const noSuchTopic = 'no-such-topic';
export const groups = ['group-1', 'group-2'] as const;
/** Groups of one member each, that nobody else asks for. */
export const passingGroup = 'joining-';
export const clusterId = 'cml2dWxldC1kaWZmZXJlbg';

const maxInt = 2_147_483_647;
const longName = 'n'.repeat(250);
const noSuchId = 'YWJjZGVmZ2hpamtsbW5vcA';
const pool = (sound: readonly unknown[], odd: readonly unknown[] = sound): Pool => ({ sound, odd });

const oddNames = [noSuchTopic, '', 'a/b', '..', longName];
const allTopics = pool([...Object.values(kept), ...made], oddNames);
const changedTopics = pool(made, oddNames);
const indexes = pool([0, 0, 1], [2, -1, 99, maxInt]);
const groupNames = pool(groups, ['', 'no-such-group', longName]);
const configNames = pool(
  [
    'retention.ms',
    'cleanup.policy',
    'compression.type',
    'max.message.bytes',
    'segment.bytes',
    'min.insync.replicas',
    'message.timestamp.type',
    'min.cleanable.dirty.ratio',
    'unclean.leader.election.enable',
    'leader.replication.throttled.replicas',
  ],
  ['no.such.config', '', 'listeners', 'log.retention.ms', 'num.io.threads'],
);
const configValues = pool(
  ['1048576', 'compact', 'delete', 'true', 'CreateTime', 'zstd', '0.5'],
  ['', 'soon', '-1', '-2', '0:1', 'compact,delete', '*', 'delete,delete', '1e3', ' 7 ', null],
);

/** Requests that could end the cluster for the ones that follow are kept to what is refused. */
const harmless: readonly [RegExp, Pool][] = [
  [/^(Vote|BeginQuorumEpoch|EndQuorumEpoch|FetchSnapshot)\..*(Epoch|epoch)$/, pool([0], [-1])],
  [/^UnregisterBroker\.brokerId$/, pool([99], [0, -1, maxInt])],
  [/^UpdateFeatures\..*feature$/, pool(['no.such.feature'], ['', 'metadata.version'])],
  [/^UpdateFeatures\..*maxVersionLevel$/, pool([9999], [0, -1, 32_767])],
  [/^UpdateFeatures\..*upgradeType$/, pool([1], [2, 3, 0, 4, -1])],
  [/^UpdateFeatures\.allowDowngrade$/, pool([false], [true])],
  [/^BrokerRegistration\.(brokerId)$/, pool([1])],
  [/^ControllerRegistration\.controllerId$/, pool([9])],
  [/^(BrokerHeartbeat|AlterPartition|AllocateProducerIds)\..*brokerEpoch$/, pool([-1], [1e9])],
  [/^BrokerRegistration\.clusterId$/, pool(['another-cluster'], ['', clusterId])],
  [/^BrokerRegistration\.previousBrokerEpoch$/, pool([-1])],
  [/^FindCoordinator\.keyType$/, pool([0], [5, -1])],
  [/^InitProducerId\.transactionalId$/, pool([null], [''])],
  [/^Produce\.transactionalId$/, pool([null])],
  [/^(AlterConfigs|IncrementalAlterConfigs)\..*resourceType$/, pool([2], [8, 0, 1, 3, 99, -1])],
  [/^(AlterConfigs|IncrementalAlterConfigs)\..*resourceName$/, changedTopics],
  [/^(CreateTopics|DeleteTopics|CreatePartitions)\..*(name|topicNames)$/, changedTopics],
  [/^DeleteRecords\..*name$/, pool([kept.wide, ...made], [kept.compact, ...oddNames])],
  [/^ApiVersions\.clientSoftware/, pool(['differential', '1.0'], ['', 'a b', '-x', longName])],
];

const named: readonly [RegExp, Pool][] = [
  [/^JoinGroup\.groupId$/, pool(['@unique'], ['', longName])],
  [/^JoinGroup\.protocols\.name$/, pool(['range'], ['', 'roundrobin'])],
  [/^CreateTopics\.topics\.numPartitions$/, pool([1, 2, -1], [0, -2, maxInt])],
  [/^CreateTopics\.topics\.replicationFactor$/, pool([1, -1], [0, 2, -2, 32_767])],
  [/^CreatePartitions\.topics\.count$/, pool([2, 3], [0, 1, -1, 4, maxInt])],
  [/brokerIds$|replicas$|newIsr$/, pool([1], [2, -1, 99])],
  [/configs\.name$|configurationKeys$/, configNames],
  [/configs\.value$/, configValues],
  [/configOperation$/, pool([0, 1], [2, 3, 4, -1])],
  [/resourceType$/, pool([2, 4], [8, 16, 32, 0, 1, 3, 99, -1])],
  [/resourceTypes$/, pool([2, 4], [8, 16, 32, 99])],
  [/resourceName$/, pool([...made, kept.plain, '1'], ['', '0', 'x', ...oddNames])],
  [/(featureUpdates|features)\..*$/, pool([1], [0, -1])],
  [/listeners\.port$/, pool([1])],
  [/(topics?|topicName|topicNames|topicData|name)$/, allTopics],
  [/topics\.(name|topic|topicName)$|topicData\.name$|topicPartitions\.topic$/, allTopics],
  [
    /topicId$/,
    pool([`@id:${kept.plain}`, `@id:${made[0]}`], [zeroUuid, noSuchId, metadataTopicId]),
  ],
  [/(partitionIndex|partitionIndexes|partition|partitions|index|partitionId)$/i, indexes],
  [/(groupId|groups|groupsNames|key|coordinatorKeys)$/, groupNames],
  [/memberId$/, pool([''], ['nobody'])],
  [/groupInstanceId$/, pool([null], ['instance', ''])],
  [/(generationId|generationIdOrMemberEpoch|memberEpoch)$/, pool([-1], [0, 1, maxInt, -2])],
  [/protocolType$/, pool(['consumer'], ['', 'connect', null])],
  [/protocolName$/, pool(['range'], ['', null])],
  [/sessionTimeoutMs$/, pool([6000, 30_000], [1, 0, -1, maxInt])],
  [/rebalanceTimeoutMs$/, pool([1000], [-1, 0])],
  [/timestamp$/i, pool([-1, -2, 1_700_000_000_000], [-3, -4, -5, -6, -7, 0, 9e15])],
  [/isolationLevel$/, pool([0, 1], [2, -1])],
  [/acks$/, pool([-1, 1], [0, 2, -2])],
  [/maxWaitMs$/, pool([0], [10, -1])],
  [/minBytes$/, pool([0, 1], [-1])],
  [/[mM]axBytes$/, pool([400, 1 << 20], [0, -1, maxInt])],
  [/(fetchOffset|offset)$/, pool([0, 1, 3], [-1, -2, 1_000_000])],
  [/currentLeaderEpoch$/, pool([-1, 0], [1, 99, -2])],
  [/(leaderEpoch|lastFetchedEpoch)$/, pool([0, -1], [1, 99, -2])],
  [/sessionId$/, pool([0], [5, -1])],
  [/sessionEpoch$/, pool([-1], [0, 1, -2])],
  [/replicaId$/, pool([-1], [-2, 99, -3])],
  [/replicaEpoch$/, pool([-1])],
  [/[tT]imeoutMs$/, pool([1000, 30_000])],
  [/electionType$/, pool([0, 1], [2, -1])],
  [/endpointType$/, pool([1], [0, 2, 3])],
  [/responsePartitionLimit$/, pool([2000, 1], [0, -1, maxInt])],
  [/statesFilter$/, pool(['Stable', 'Empty'], ['bogus', ''])],
  [/typesFilter$/, pool(['classic'], ['consumer', 'bogus', ''])],
  [/clusterId$/, pool([clusterId], ['another-cluster', '', null])],
  [/records$/, pool(soundBatches, oddBatches)],
  [/path$/, pool(['@dir'], ['/no/such/folder', ''])],
  [/retentionTimeMs$/, pool([-1], [0, 1000])],
  [/committedMetadata$/, pool(['note', ''], [null, 'm'.repeat(5000)])],
  [/transactionTimeoutMs$/, pool([60_000], [0, -1, maxInt])],
  [/producerId$/, pool([-1], [5, -2])],
  [/producerEpoch$/, pool([-1], [0, 5])],
  [/Id$/, pool([0, 1], [-1, 99])],
];

const byKind: Readonly<Record<string, Pool>> = {
  bool: pool([false, true]),
  int8: pool([0, 1], [-1, 127]),
  int16: pool([0, 1], [-1, 32_767]),
  uint16: pool([0, 1], [65_535]),
  int32: pool([0, 1], [-1, maxInt]),
  int64: pool([0, 1], [-1, Number.MAX_SAFE_INTEGER]),
  float64: pool([0, 0.5], [-1]),
  uuid: pool([zeroUuid], [noSuchId]),
  string: pool(['x'], ['', longName]),
  bytes: pool([Buffer.from('bytes')], [Buffer.alloc(0)]),
  records: pool(soundBatches, oddBatches),
};

const isOfKind = (kind: string, value: unknown): boolean => {
  if (value === null) return true;
  if (kind === 'string' || kind === 'uuid') return typeof value === 'string';
  if (kind === 'bytes' || kind === 'records') return Buffer.isBuffer(value);
  return kind === 'bool' ? typeof value === 'boolean' : typeof value === 'number';
};

/** `path` is the name of the API and of each field on the way, with dots between. */
export function poolOf(path: string, kind: string): Pool {
  for (const [pattern, found] of [...harmless, ...named]) {
    if (pattern.test(path) && isOfKind(kind, found.sound[0])) return found;
  }
  return byKind[kind];
}
