/** The quorum's requests and responses: all of them carry one topic with one partition. */
import type { RequestInOf, RequestOf, ResponseOf } from '../protocol/api.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { fetchApi } from '../protocol/messages/01-fetch.ts';
import type { voteApi } from '../protocol/messages/52-vote.ts';
import type { beginQuorumEpochApi } from '../protocol/messages/53-begin-quorum-epoch.ts';
import type { endQuorumEpochApi } from '../protocol/messages/54-end-quorum-epoch.ts';
import type { fetchSnapshotApi } from '../protocol/messages/59-fetch-snapshot.ts';
import { metadataTopicId, type Uuid, zeroUuid } from '../protocol/types.ts';
import type { LeaderHint, LogEnd } from './quorum-types.ts';
import type { SnapshotId } from './types.ts';

export const metadataTopic = '__cluster_metadata';
const partitionIndex = 0;

/** The only partition of the only topic, or undefined when a request names anything else. */
function solePartition<T extends { readonly partitions: readonly unknown[] }>(
  topics: readonly T[],
  isNamed: (topic: T) => boolean,
  indexOf: (partition: T['partitions'][number]) => number,
): T['partitions'][number] | undefined {
  if (topics.length !== 1 || topics[0].partitions.length !== 1 || !isNamed(topics[0]))
    return undefined;
  const [partition] = topics[0].partitions;
  return indexOf(partition) === partitionIndex ? partition : undefined;
}

/** Of Vote, BeginQuorumEpoch and EndQuorumEpoch, requests and responses. */
export function electionPartition<P extends { readonly partitionIndex: number }>(
  topics: readonly { readonly topicName: string; readonly partitions: readonly P[] }[],
): P | undefined {
  return solePartition(
    topics,
    ({ topicName }) => topicName === metadataTopic,
    (partition) => partition.partitionIndex,
  );
}

export function voteRequest(o: {
  readonly clusterId: Uuid;
  readonly to: number;
  readonly candidateId: number;
  readonly directoryId: Uuid;
  readonly epoch: number;
  readonly logEnd: LogEnd;
  readonly isPreVote: boolean;
}): RequestInOf<typeof voteApi> {
  const partition = {
    partitionIndex,
    replicaEpoch: o.epoch,
    replicaId: o.candidateId,
    replicaDirectoryId: o.directoryId,
    voterDirectoryId: zeroUuid,
    lastOffsetEpoch: o.logEnd.epoch,
    lastOffset: o.logEnd.offset,
    preVote: o.isPreVote,
  };
  return {
    clusterId: o.clusterId,
    voterId: o.to,
    topics: [{ topicName: metadataTopic, partitions: [partition] }],
  };
}

export function voteResponse(
  errorCode: number,
  hint: LeaderHint,
  isGranted: boolean,
): ResponseOf<typeof voteApi> {
  const partition = {
    partitionIndex,
    errorCode,
    leaderId: hint.leaderId,
    leaderEpoch: hint.epoch,
    voteGranted: isGranted,
  };
  return { errorCode: 0, topics: [{ topicName: metadataTopic, partitions: [partition] }] };
}

type EpochResponse = ResponseOf<typeof beginQuorumEpochApi> & ResponseOf<typeof endQuorumEpochApi>;

/** Of BeginQuorumEpoch and EndQuorumEpoch. */
export function epochResponse(errorCode: number, hint: LeaderHint): EpochResponse {
  const partition = {
    partitionIndex,
    errorCode,
    leaderId: hint.leaderId,
    leaderEpoch: hint.epoch,
  };
  return { errorCode: 0, topics: [{ topicName: metadataTopic, partitions: [partition] }] };
}

export type LeaderEndpoint = {
  readonly name: string;
  readonly host: string;
  readonly port: number;
};

export function beginEpochRequest(o: {
  readonly clusterId: Uuid;
  readonly to: number;
  readonly leaderId: number;
  readonly epoch: number;
  readonly endpoint: LeaderEndpoint;
}): RequestInOf<typeof beginQuorumEpochApi> {
  const partition = {
    partitionIndex,
    voterDirectoryId: zeroUuid,
    leaderId: o.leaderId,
    leaderEpoch: o.epoch,
  };
  return {
    clusterId: o.clusterId,
    voterId: o.to,
    topics: [{ topicName: metadataTopic, partitions: [partition] }],
    leaderEndpoints: [o.endpoint],
  };
}

export function endEpochRequest(o: {
  readonly clusterId: Uuid;
  readonly leaderId: number;
  readonly epoch: number;
  readonly preferred: readonly number[];
  readonly endpoint: LeaderEndpoint;
}): RequestInOf<typeof endQuorumEpochApi> {
  const preferredCandidates = o.preferred.map((candidateId) => ({
    candidateId,
    candidateDirectoryId: zeroUuid,
  }));
  const partition = {
    partitionIndex,
    leaderId: o.leaderId,
    leaderEpoch: o.epoch,
    preferredCandidates,
  };
  return {
    clusterId: o.clusterId,
    topics: [{ topicName: metadataTopic, partitions: [partition] }],
    leaderEndpoints: [o.endpoint],
  };
}

export type ReplicaFetch = {
  readonly clusterId: Uuid;
  readonly replicaId: number;
  readonly directoryId: Uuid;
  readonly leaderEpoch: number;
  readonly logEnd: LogEnd;
  readonly logStartOffset: number;
  readonly highWatermark: number;
  readonly maxWaitMs: number;
  readonly maxBytes: number;
};

/** Version 17 and later. */
export function fetchRequest(o: ReplicaFetch): RequestInOf<typeof fetchApi> {
  const partition = {
    partition: partitionIndex,
    currentLeaderEpoch: o.leaderEpoch,
    fetchOffset: o.logEnd.offset,
    lastFetchedEpoch: o.logEnd.epoch,
    logStartOffset: o.logStartOffset,
    partitionMaxBytes: o.maxBytes,
    replicaDirectoryId: o.directoryId,
    highWatermark: o.highWatermark,
  };
  return {
    clusterId: o.clusterId,
    replicaState: { replicaId: o.replicaId, replicaEpoch: -1 },
    maxWaitMs: o.maxWaitMs,
    minBytes: 1,
    maxBytes: o.maxBytes,
    topics: [{ topicId: metadataTopicId, partitions: [partition] }],
    forgottenTopicsData: [],
  };
}

type FetchPartition = RequestOf<typeof fetchApi>['topics'][number]['partitions'][number];

/** Named by id from version 13 on, by name before. */
export function fetchPartition(request: RequestOf<typeof fetchApi>): FetchPartition | undefined {
  return solePartition(
    request.topics,
    ({ topic, topicId }) => topicId === metadataTopicId || topic === metadataTopic,
    ({ partition }) => partition,
  );
}

export type FetchAnswer = {
  readonly errorCode: number;
  readonly hint: LeaderHint;
  readonly highWatermark?: number;
  readonly logStartOffset?: number;
  readonly diverging?: LogEnd;
  readonly snapshot?: SnapshotId;
  readonly records?: readonly Buffer[];
};

export function fetchResponse(answer: FetchAnswer): ResponseOf<typeof fetchApi> {
  const { hint, diverging, snapshot } = answer;
  const partition = {
    partitionIndex,
    errorCode: answer.errorCode,
    highWatermark: answer.highWatermark ?? -1,
    logStartOffset: answer.logStartOffset ?? -1,
    abortedTransactions: [],
    currentLeader: { leaderId: hint.leaderId, leaderEpoch: hint.epoch },
    ...(diverging && {
      divergingEpoch: { epoch: diverging.epoch, endOffset: diverging.offset },
    }),
    ...(snapshot && { snapshotId: { endOffset: snapshot.endOffset, epoch: snapshot.epoch } }),
    records: answer.records ?? [],
  };
  const topic = { topic: metadataTopic, topicId: metadataTopicId, partitions: [partition] };
  return { errorCode: 0, responses: [topic] };
}

export const refusedFetch = (errorCode: ErrorCode): ResponseOf<typeof fetchApi> => ({
  errorCode,
  responses: [],
});

export function snapshotRequest(o: {
  readonly clusterId: Uuid;
  readonly replicaId: number;
  readonly directoryId: Uuid;
  readonly leaderEpoch: number;
  readonly id: SnapshotId;
  readonly position: number;
  readonly maxBytes: number;
}): RequestInOf<typeof fetchSnapshotApi> {
  const partition = {
    partition: partitionIndex,
    currentLeaderEpoch: o.leaderEpoch,
    snapshotId: { endOffset: o.id.endOffset, epoch: o.id.epoch },
    position: o.position,
    replicaDirectoryId: o.directoryId,
  };
  return {
    clusterId: o.clusterId,
    replicaId: o.replicaId,
    maxBytes: o.maxBytes,
    topics: [{ name: metadataTopic, partitions: [partition] }],
  };
}

type SnapshotPartition = RequestOf<typeof fetchSnapshotApi>['topics'][number]['partitions'][number];

export function snapshotPartition(
  request: RequestOf<typeof fetchSnapshotApi>,
): SnapshotPartition | undefined {
  return solePartition(
    request.topics,
    ({ name }) => name === metadataTopic,
    ({ partition }) => partition,
  );
}

export function snapshotResponse(o: {
  readonly errorCode: number;
  readonly hint: LeaderHint;
  readonly id?: SnapshotId;
  readonly sizeBytes?: number;
  readonly position?: number;
  readonly part?: Buffer;
}): ResponseOf<typeof fetchSnapshotApi> {
  const partition = {
    index: partitionIndex,
    errorCode: o.errorCode,
    snapshotId: { endOffset: o.id?.endOffset ?? -1, epoch: o.id?.epoch ?? -1 },
    currentLeader: { leaderId: o.hint.leaderId, leaderEpoch: o.hint.epoch },
    size: o.sizeBytes ?? 0,
    position: o.position ?? 0,
    unalignedRecords: o.part ?? Buffer.alloc(0),
  };
  return { errorCode: 0, topics: [{ name: metadataTopic, partitions: [partition] }] };
}
