/**
 * The requests that the explorer sends, in the versions whose functions of @platformatic/kafka
 * take the same arguments. The oldest ones are those of Kafka 3.0.
 */
import type * as kafka from '@platformatic/kafka';
import { electLeadersV2 } from './elect-api.ts';

type Apis = {
  readonly apiVersions: typeof kafka.apiVersionsV4.api;
  readonly metadata: typeof kafka.metadataV12.api;
  readonly describeCluster: typeof kafka.describeClusterV1.api;
  readonly describeQuorum: typeof kafka.describeQuorumV2.api;
  readonly describeTopicPartitions: typeof kafka.describeTopicPartitionsV0.api;
  readonly listOffsets: typeof kafka.listOffsetsV7.api;
  readonly fetch: typeof kafka.fetchV17.api;
  readonly createTopics: typeof kafka.createTopicsV7.api;
  readonly deleteTopics: typeof kafka.deleteTopicsV6.api;
  readonly createPartitions: typeof kafka.createPartitionsV3.api;
  readonly describeConfigs: typeof kafka.describeConfigsV4.api;
  readonly incrementalAlterConfigs: typeof kafka.incrementalAlterConfigsV1.api;
  readonly describeLogDirs: typeof kafka.describeLogDirsV4.api;
  readonly alterReplicaLogDirs: typeof kafka.alterReplicaLogDirsV2.api;
  readonly listClientMetricsResources: typeof kafka.listClientMetricsResourcesV1.api;
  readonly deleteRecords: typeof kafka.deleteRecordsV2.api;
  readonly findCoordinator: typeof kafka.findCoordinatorV6.api;
  readonly listGroups: typeof kafka.listGroupsV5.api;
  readonly describeGroups: typeof kafka.describeGroupsV5.api;
  readonly consumerGroupDescribe: typeof kafka.consumerGroupDescribeV0.api;
  readonly offsetFetch: typeof kafka.offsetFetchV9.api;
  readonly offsetCommit: typeof kafka.offsetCommitV9.api;
  readonly deleteGroups: typeof kafka.deleteGroupsV2.api;
  readonly produce: typeof kafka.produceV11.api;
  readonly initProducerId: typeof kafka.initProducerIdV5.api;
  readonly describeProducers: typeof kafka.describeProducersV0.api;
  readonly listTransactions: typeof kafka.listTransactionsV0.api;
  readonly describeTransactions: typeof kafka.describeTransactionsV0.api;
  readonly alterPartitionReassignments: typeof kafka.alterPartitionReassignmentsV0.api;
  readonly listPartitionReassignments: typeof kafka.listPartitionReassignmentsV0.api;
  readonly unregisterBroker: typeof kafka.unregisterBrokerV0.api;
  readonly electLeaders: typeof electLeadersV2.api;
  readonly offsetDelete: typeof kafka.offsetDeleteV0.api;
};

/** Those that the library has not. */
export const ownApis: { readonly [versioned: string]: { readonly api: unknown } | undefined } = {
  electLeadersV2,
};

export type ApiName = keyof Apis;

export type ApiRequest<Name extends ApiName> =
  Apis[Name] extends kafka.API<infer Arguments, unknown> ? Arguments : never;

export type ApiResponse<Name extends ApiName> = Awaited<ReturnType<Apis[Name]['async']>>;

/** Versions whose arguments are those of `Apis`. */
export const supportedVersions: {
  readonly [Name in ApiName]: { readonly min: number; readonly max: number };
} = {
  apiVersions: { min: 3, max: 4 },
  metadata: { min: 9, max: 12 },
  describeCluster: { min: 0, max: 1 },
  describeQuorum: { min: 0, max: 2 },
  describeTopicPartitions: { min: 0, max: 0 },
  listOffsets: { min: 4, max: 7 },
  fetch: { min: 12, max: 17 },
  createTopics: { min: 5, max: 7 },
  deleteTopics: { min: 6, max: 6 },
  createPartitions: { min: 2, max: 3 },
  describeConfigs: { min: 3, max: 4 },
  incrementalAlterConfigs: { min: 0, max: 1 },
  alterReplicaLogDirs: { min: 1, max: 2 },
  listClientMetricsResources: { min: 1, max: 1 },
  deleteRecords: { min: 1, max: 2 },
  findCoordinator: { min: 4, max: 6 },
  listGroups: { min: 3, max: 5 },
  describeGroups: { min: 4, max: 5 },
  consumerGroupDescribe: { min: 0, max: 0 },
  offsetFetch: { min: 8, max: 9 },
  offsetCommit: { min: 7, max: 9 },
  deleteGroups: { min: 1, max: 2 },
  produce: { min: 7, max: 11 },
  initProducerId: { min: 3, max: 5 },
  describeProducers: { min: 0, max: 0 },
  listTransactions: { min: 0, max: 0 },
  describeTransactions: { min: 0, max: 0 },
  alterPartitionReassignments: { min: 0, max: 0 },
  listPartitionReassignments: { min: 0, max: 0 },
  describeLogDirs: { min: 2, max: 4 },
  unregisterBroker: { min: 0, max: 0 },
  electLeaders: { min: 2, max: 2 },
  offsetDelete: { min: 0, max: 0 },
};

/** Requests that change something: they may take longer, and are not sent twice by chance. */
export const changes: ReadonlySet<ApiName> = new Set([
  'createTopics',
  'deleteTopics',
  'createPartitions',
  'incrementalAlterConfigs',
  'alterReplicaLogDirs',
  'deleteRecords',
  'produce',
  'offsetCommit',
  'deleteGroups',
  'alterPartitionReassignments',
  'unregisterBroker',
  'electLeaders',
  'offsetDelete',
]);

/**
 * Requests that a broker hands on to the controller. While there is none they wait there, and a
 * broker takes the next request of a connection only when the one before is answered.
 */
export const handedOn: ReadonlySet<ApiName> = new Set([
  'alterPartitionReassignments',
  'createPartitions',
  'createTopics',
  'deleteTopics',
  'describeQuorum',
  'electLeaders',
  'incrementalAlterConfigs',
  'listPartitionReassignments',
  'unregisterBroker',
]);
