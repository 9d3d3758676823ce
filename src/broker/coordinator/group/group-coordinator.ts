/**
 * Groups and their offsets, for the partitions of `__consumer_offsets` that this broker leads:
 * what the group handlers call. A group lives in the partition its id hashes to; the runtime
 * keeps a shard per partition, this class finds the shard and turns its failures into error codes.
 *
 * Not here: groups of the new consumer protocol (KIP-848), share and streams groups, and offsets
 * committed in transactions.
 */
import type { ToController } from '../../client/to-controller.ts';
import type { BrokerConfig } from '../../config.ts';
import type { Env } from '../../env/env.ts';
import type { MetadataCache } from '../../metadata/metadata-cache.ts';
import type { RequestOf, ResponseOf } from '../../protocol/api.ts';
import { errors } from '../../protocol/errors.ts';
import { coordinatorPartition } from '../../protocol/hash.ts';
import type { deleteGroupsApi } from '../../protocol/messages/42-delete-groups.ts';
import type { describeGroupsApi } from '../../protocol/messages/15-describe-groups.ts';
import type { heartbeatApi } from '../../protocol/messages/12-heartbeat.ts';
import type { joinGroupApi } from '../../protocol/messages/11-join-group.ts';
import type { leaveGroupApi } from '../../protocol/messages/13-leave-group.ts';
import type { listGroupsApi } from '../../protocol/messages/16-list-groups.ts';
import type { offsetCommitApi } from '../../protocol/messages/08-offset-commit.ts';
import type { offsetDeleteApi } from '../../protocol/messages/47-offset-delete.ts';
import type { syncGroupApi } from '../../protocol/messages/14-sync-group.ts';
import type { GroupReport, GroupStats } from '../../control.ts';
import type { LeadershipChange } from '../../replication/api.ts';
import { CoordinatorRuntime } from '../runtime/coordinator-runtime.ts';
import type { LeaderLogs } from '../runtime/ports.ts';
import { coordinatorError } from '../runtime/coordinator-error.ts';
import { type CoordinatorAddress, OffsetsTopic, offsetsTopicName } from './offsets-topic.ts';
import { GroupShard } from './group-shard.ts';
import { joinResponse } from './group-requests.ts';
import type { GroupSettings } from './group.ts';
import { failedJoin } from './turn.ts';
import type { FetchedOffsets, OffsetsQuery } from './offset-fetch.ts';

export type GroupCoordinatorOptions = {
  readonly config: BrokerConfig;
  readonly replicas: LeaderLogs;
  readonly metadata: Pick<MetadataCache, 'image' | 'subscribe' | 'waitFor'>;
  readonly toController: ToController;
  /** A group took a step that people may want to understand. */
  readonly onReport?: (report: GroupReport) => void;
};

/** Who asks; a part of the handlers' RequestContext. */
export type GroupCaller = {
  readonly apiVersion: number;
  readonly clientId: string;
  readonly clientHost: string;
};

type DescribedGroup = ResponseOf<typeof describeGroupsApi>['groups'][number];
type DeletedGroup = ResponseOf<typeof deleteGroupsApi>['results'][number];

/** The first JoinGroup of a member is parked this long at most: it has no id to be found by. */
const newMemberJoinTimeoutMs = 5 * 60 * 1000;

export class GroupCoordinator {
  private readonly options: GroupCoordinatorOptions;
  private readonly topic: OffsetsTopic;
  private readonly runtime: CoordinatorRuntime<GroupShard>;

  constructor(env: Env, options: GroupCoordinatorOptions) {
    const { config, replicas, metadata, toController, onReport } = options;
    this.options = options;
    this.topic = new OffsetsTopic(env, { config, metadata, toController });
    const settings: GroupSettings = {
      initialRebalanceDelayMs: config.groupInitialRebalanceDelayMs,
      newMemberJoinTimeoutMs,
      maxSize: config.groupMaxSize,
    };
    this.runtime = new CoordinatorRuntime(env, {
      topic: offsetsTopicName,
      replicas,
      appendTimeoutMs: config.offsetsCommitTimeoutMs,
      create: (log) => new GroupShard(env, { log, settings, config, onReport }),
    });
    metadata.subscribe((_image, delta) => {
      const deleted = delta.deletedTopics.map(({ name }) => name);
      if (deleted.length === 0) return;
      for (const shard of this.runtime.activeShards()) shard.forgetTopics(deleted);
    });
  }

  /** To be called for every leadership change; other topics than `__consumer_offsets` are ignored. */
  onLeadership(change: LeadershipChange): void {
    this.runtime.onLeadership(change);
  }

  /** Answers what is parked with NOT_COORDINATOR and stops all timers. */
  close(): void {
    this.runtime.close();
  }

  /**
   * The broker that coordinates `groupId`. Creates `__consumer_offsets` when it is missing and
   * waits a moment for it. Its address is the one on the listener that the client came through.
   * Rejects with KafkaError COORDINATOR_NOT_AVAILABLE.
   */
  findCoordinator(groupId: string, listenerName?: string): Promise<CoordinatorAddress> {
    return this.topic.coordinatorOf(groupId, listenerName);
  }

  async joinGroup(
    caller: GroupCaller,
    request: RequestOf<typeof joinGroupApi>,
  ): Promise<ResponseOf<typeof joinGroupApi>> {
    const failed = (errorCode: number) =>
      joinResponse(caller.apiVersion, failedJoin(errorCode, request.memberId));
    const { groupMinSessionTimeoutMs, groupMaxSessionTimeoutMs } = this.options.config;
    const { groupId, sessionTimeoutMs } = request;
    if (groupId === '') return failed(errors.invalidGroupId);
    if (sessionTimeoutMs < groupMinSessionTimeoutMs || sessionTimeoutMs > groupMaxSessionTimeoutMs)
      return failed(errors.invalidSessionTimeout);
    return this.inShard(groupId, (shard) => shard.join(caller, request), failed);
  }

  async syncGroup(
    request: RequestOf<typeof syncGroupApi>,
  ): Promise<ResponseOf<typeof syncGroupApi>> {
    const failed = (errorCode: number) => ({ errorCode, assignment: Buffer.alloc(0) });
    if (request.groupId === '') return failed(errors.invalidGroupId);
    return this.inShard(request.groupId, (shard) => shard.sync(request), failed);
  }

  async heartbeat(
    request: RequestOf<typeof heartbeatApi>,
  ): Promise<ResponseOf<typeof heartbeatApi>> {
    if (request.groupId === '') return { errorCode: errors.invalidGroupId };
    return this.inShard(
      request.groupId,
      (shard) => shard.heartbeat(request),
      // A group that is being loaded is taken to be well, or its members would leave it.
      (errorCode) => ({
        errorCode: errorCode === errors.coordinatorLoadInProgress ? errors.none : errorCode,
      }),
    );
  }

  /** `members` of the request as in v3: the handler puts the one member of older versions there. */
  async leaveGroup(
    request: Pick<RequestOf<typeof leaveGroupApi>, 'groupId' | 'members'>,
  ): Promise<ResponseOf<typeof leaveGroupApi>> {
    const failed = (errorCode: number) => ({ errorCode, members: [] });
    if (request.groupId === '') return failed(errors.invalidGroupId);
    return this.inShard(request.groupId, (shard) => shard.leave(request), failed);
  }

  async describeGroup(caller: GroupCaller, groupId: string): Promise<DescribedGroup> {
    return this.inShard(
      groupId,
      (shard) => shard.describe(caller, groupId),
      (errorCode) => ({
        errorCode,
        groupId,
        groupState: '',
        protocolType: '',
        protocolData: '',
        members: [],
      }),
    );
  }

  /** All groups of the partitions led here; 14 while one of them is loading. */
  listGroups(request: RequestOf<typeof listGroupsApi>): ResponseOf<typeof listGroupsApi> {
    if (this.runtime.isLoading())
      return { errorCode: errors.coordinatorLoadInProgress, groups: [] };
    const groups = this.runtime.activeShards().flatMap((shard) => shard.list(request));
    return { errorCode: errors.none, groups };
  }

  /** What only a coordinator knows, of those of the groups that are coordinated here. */
  stats(groupIds: readonly string[]): readonly GroupStats[] {
    if (groupIds.length === 0) return [];
    const shards = this.runtime.activeShards();
    return groupIds.flatMap((id) => shards.flatMap((shard) => shard.stats(id) ?? []));
  }

  async deleteGroup(groupId: string): Promise<DeletedGroup> {
    return this.inShard(
      groupId,
      async (shard) => ({ groupId, errorCode: await shard.deleteGroup(groupId) }),
      (errorCode) => ({ groupId, errorCode }),
    );
  }

  /** Topics and partitions must exist: the handler checks them. `name` is filled in every version. */
  async commitOffsets(
    caller: GroupCaller,
    request: RequestOf<typeof offsetCommitApi>,
  ): Promise<ResponseOf<typeof offsetCommitApi>> {
    return this.inShard(
      request.groupId,
      (shard) => shard.commitOffsets(caller, request),
      (errorCode) => ({
        topics: request.topics.map(({ name, topicId, partitions }) => ({
          name,
          topicId,
          partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
        })),
      }),
    );
  }

  /** `topics: null` asks for all offsets of the group. */
  async fetchOffsets(query: OffsetsQuery): Promise<FetchedOffsets> {
    const { groupId } = query;
    return this.inShard(
      groupId,
      (shard) => shard.fetchOffsets(query),
      (errorCode) => ({ groupId, errorCode: fetchError(errorCode), topics: [] }),
    );
  }

  /** Topics and partitions must exist: the handler checks them. */
  async deleteOffsets(
    request: RequestOf<typeof offsetDeleteApi>,
  ): Promise<ResponseOf<typeof offsetDeleteApi>> {
    const failed = (errorCode: number) => ({ errorCode, topics: [] });
    if (request.groupId === '') return failed(errors.invalidGroupId);
    return this.inShard(request.groupId, (shard) => shard.deleteOffsets(request), failed);
  }

  private async inShard<T>(
    groupId: string,
    action: (shard: GroupShard) => NoInfer<T> | Promise<NoInfer<T>>,
    failed: (errorCode: number) => NoInfer<T>,
  ): Promise<T> {
    try {
      const partitionCount = this.topic.partitionCount();
      if (partitionCount === 0) return failed(errors.notCoordinator);
      return await action(this.runtime.shard(coordinatorPartition(groupId, partitionCount)));
    } catch (error) {
      return failed(coordinatorError(error));
    }
  }
}

/** Consumers before 3.9 do not retry COORDINATOR_NOT_AVAILABLE on OffsetFetch, but look up again on 16. */
function fetchError(errorCode: number): number {
  return errorCode === errors.coordinatorNotAvailable ? errors.notCoordinator : errorCode;
}
