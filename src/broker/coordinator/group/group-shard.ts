/**
 * Groups and offsets of one partition of `__consumer_offsets`: gives inputs to the groups' state
 * machine, performs its effects, and keeps one timer for all deadlines.
 *
 * Offsets and deleted groups change when their records are in the log, and the caller is answered
 * when these are committed. Members and generations live in memory; of them the log knows what
 * the last assignment said, which is all that a successor needs. As nothing changes before its
 * append, a failed append leaves nothing to take back.
 */
import type { BrokerConfig } from '../../config.ts';
import type { Env, Timer } from '../../env/env.ts';
import type { RequestOf, ResponseOf } from '../../protocol/api.ts';
import { errors, KafkaError } from '../../protocol/errors.ts';
import type { offsetCommitApi } from '../../protocol/messages/08-offset-commit.ts';
import type { joinGroupApi } from '../../protocol/messages/11-join-group.ts';
import type { heartbeatApi } from '../../protocol/messages/12-heartbeat.ts';
import type { leaveGroupApi } from '../../protocol/messages/13-leave-group.ts';
import type { syncGroupApi } from '../../protocol/messages/14-sync-group.ts';
import type { listGroupsApi } from '../../protocol/messages/16-list-groups.ts';
import type { offsetDeleteApi } from '../../protocol/messages/47-offset-delete.ts';
import { ProtocolError } from '../../protocol/reader.ts';
import type { GroupReport, GroupStats } from '../../control.ts';
import { coordinatorError } from '../runtime/coordinator-error.ts';
import type { Shard } from '../runtime/coordinator-runtime.ts';
import type { LogRecord, ShardLog } from '../runtime/shard-log.ts';
import { describeGroup, listedGroup } from './describe.ts';
import { emptyGroup, type Group, type GroupSettings, nextDeadline, type Now } from './group.ts';
import type { GroupCaller } from './group-coordinator.ts';
import {
  groupRecord,
  type GroupRecord,
  loadedGroup,
  offsetRecord,
  readRecord,
} from './group-records.ts';
import { reportOf, statsOf } from './group-report.ts';
import { joinInput, joinResponse, syncInput } from './group-requests.ts';
import { commit, deleteOffsets, type Handled, type OffsetChange } from './offset-commit.ts';
import { expiredOffsets } from './offset-expiry.ts';
import { type FetchedOffsets, fetchOffsets, type OffsetsQuery } from './offset-fetch.ts';
import { OffsetStore } from './offset-store.ts';
import { type GroupInput, step } from './step.ts';
import type { Effect, JoinReply, SyncReply } from './turn.ts';

export type GroupShardOptions = {
  readonly log: ShardLog;
  readonly settings: GroupSettings;
  readonly config: BrokerConfig;
  /** A group took a step that people may want to understand. */
  readonly onReport?: (report: GroupReport) => void;
};

type Parked = {
  readonly join?: (reply: JoinReply) => void;
  readonly sync?: (reply: SyncReply) => void;
};
type Store = Extract<Effect, { type: 'store' }>;

const minuteMs = 60_000;

export class GroupShard implements Shard {
  private readonly env: Env;
  private readonly options: GroupShardOptions;
  private readonly groups = new Map<string, Group>();
  private readonly offsets = new OffsetStore();
  private readonly parked = new Map<number, Parked>();
  private nextToken = 1;
  private isUnloaded = false;
  /** Monotonic times; the timer may fire too early, never too late. */
  private expiryAtMs = Infinity;
  private wakeAtMs = Infinity;
  private timer: Timer | undefined;

  constructor(env: Env, options: GroupShardOptions) {
    this.env = env;
    this.options = options;
  }

  load(logRecord: LogRecord): void {
    const record = this.read(logRecord);
    if (record?.type === 'offset') {
      this.offsets.load(record.key, record.value);
      if (record.value) this.ensureGroup(record.key.group);
    } else if (record?.type === 'group') {
      if (record.value) this.groups.set(record.groupId, loadedGroup(record.groupId, record.value));
      else this.groups.delete(record.groupId);
    }
  }

  /** What cannot be read is left out: one foreign record must not take all groups away. */
  private read({ offset, key, value }: LogRecord): GroupRecord | undefined {
    try {
      return readRecord(key, value);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.env.logger.warn('groups', `the record at offset ${offset} is skipped: ${error.message}`);
      return undefined;
    }
  }

  activate(): void {
    const { monotonicMs } = this.now();
    for (const group of this.groups.values()) {
      const members = new Map(
        [...group.members].map(([id, member]) => [
          id,
          { ...member, sessionDeadlineMs: monotonicMs + member.sessionTimeoutMs },
        ]),
      );
      this.groups.set(group.id, { ...group, members });
      const isOversized = members.size > this.options.settings.maxSize;
      if (isOversized) this.give(group.id, { type: 'oversized' });
    }
    this.expiryAtMs = monotonicMs + this.options.config.offsetsRetentionCheckIntervalMs;
    this.wakeBy(Math.min(this.expiryAtMs, ...[...this.groups.values()].map(nextDeadline)));
  }

  unload(): void {
    for (const id of this.groups.keys())
      this.give(id, { type: 'close', errorCode: errors.notCoordinator });
    this.isUnloaded = true;
    this.timer?.cancel();
  }

  join(
    caller: GroupCaller,
    request: RequestOf<typeof joinGroupApi>,
  ): Promise<ResponseOf<typeof joinGroupApi>> {
    const { groupId, memberId } = request;
    const isNew = !this.groups.has(groupId);
    if (isNew && memberId !== '') throw new KafkaError(errors.unknownMemberId);
    this.ensureGroup(groupId);
    const reply = new Promise<JoinReply>((join) => {
      const token = this.park({ join });
      this.give(groupId, joinInput(this.env, { caller, request, token }), [request.reason]);
    });
    if (isNew) this.dropUnused(groupId);
    return reply.then((given) => joinResponse(caller.apiVersion, given));
  }

  sync(request: RequestOf<typeof syncGroupApi>): Promise<SyncReply> {
    if (!this.groups.has(request.groupId)) throw new KafkaError(errors.unknownMemberId);
    return new Promise((sync) => {
      this.give(request.groupId, syncInput(request, this.park({ sync })));
    });
  }

  heartbeat(request: RequestOf<typeof heartbeatApi>): ResponseOf<typeof heartbeatApi> {
    const { groupId, memberId, groupInstanceId, generationId } = request;
    if (!this.groups.has(groupId)) return { errorCode: errors.unknownMemberId };
    const errorCode = this.codeOf(groupId, {
      type: 'heartbeat',
      memberId,
      instanceId: groupInstanceId,
      generation: generationId,
    });
    return { errorCode };
  }

  leave({
    groupId,
    members,
  }: Pick<RequestOf<typeof leaveGroupApi>, 'groupId' | 'members'>): ResponseOf<
    typeof leaveGroupApi
  > {
    const words = members.map(({ reason }) => reason);
    const effects = this.groups.has(groupId)
      ? this.give(groupId, { type: 'leave', members }, words)
      : [];
    const answer = effects.find((effect) => effect.type === 'leave-results');
    const unknown = members.map(({ memberId, groupInstanceId }) => ({
      memberId,
      groupInstanceId,
      errorCode: errors.unknownMemberId,
    }));
    return { errorCode: errors.none, members: answer?.results ?? unknown };
  }

  describe(caller: GroupCaller, groupId: string) {
    return describeGroup(this.groups.get(groupId), groupId, caller.apiVersion);
  }

  list(request: RequestOf<typeof listGroupsApi>) {
    return [...this.groups.values()].flatMap((group) => listedGroup(group, request) ?? []);
  }

  /** What only its coordinator knows of the group; undefined when it is not here. */
  stats(groupId: string): GroupStats | undefined {
    const group = this.groups.get(groupId);
    return group && statsOf(group, this.now());
  }

  /** The error code, once the group and its offsets are deleted in the log. */
  async deleteGroup(groupId: string): Promise<number> {
    const group = this.groups.get(groupId);
    if (!group) return errors.groupIdNotFound;
    if (group.phase.name !== 'Empty') return errors.nonEmptyGroup;
    const changes = [...this.offsets.latest(groupId)].map(([key]) => ({ key, value: null }));
    await this.append(changes, [groupId]);
    return errors.none;
  }

  commitOffsets(
    caller: GroupCaller,
    request: RequestOf<typeof offsetCommitApi>,
  ): Promise<ResponseOf<typeof offsetCommitApi>> {
    const { groupId, generationIdOrMemberEpoch: generation, memberId, groupInstanceId } = request;
    if (this.groups.has(groupId)) {
      const input = { type: 'commit', memberId, instanceId: groupInstanceId, generation } as const;
      const errorCode = this.codeOf(groupId, input);
      if (errorCode !== errors.none) throw new KafkaError(errorCode);
    } else if (generation >= 0) {
      const isNewer = caller.apiVersion >= 9;
      throw new KafkaError(isNewer ? errors.groupIdNotFound : errors.illegalGeneration);
    }
    const { offsetMetadataMaxBytes } = this.options.config;
    return this.finish(commit(request, this.now().wallMs, offsetMetadataMaxBytes));
  }

  fetchOffsets(query: OffsetsQuery): FetchedOffsets {
    this.offsets.settle(this.options.log.highWatermark);
    return fetchOffsets(this.offsets, query);
  }

  deleteOffsets(
    request: RequestOf<typeof offsetDeleteApi>,
  ): Promise<ResponseOf<typeof offsetDeleteApi>> {
    const group = this.groups.get(request.groupId);
    if (!group) throw new KafkaError(errors.groupIdNotFound);
    const isOther = group.protocolType !== 'consumer' && group.phase.name !== 'Empty';
    if (isOther) throw new KafkaError(errors.nonEmptyGroup);
    return this.finish(deleteOffsets(group, this.offsets, request));
  }

  /** Offsets of deleted topics go with them. */
  forgetTopics(topics: readonly string[]): void {
    const changes = this.offsets
      .groupIds()
      .flatMap((id) => [...this.offsets.latest(id)])
      .filter(([key]) => topics.includes(key.topic))
      .map(([key]) => ({ key, value: null }));
    this.appendInBackground(changes, []);
  }

  private now(): Now {
    const { clock } = this.env;
    return { wallMs: clock.nowMs(), monotonicMs: clock.monotonicMs() };
  }

  private ensureGroup(id: string): void {
    if (!this.groups.has(id)) this.groups.set(id, emptyGroup(id, this.now()));
  }

  /** A refused first JoinGroup leaves no group behind. */
  private dropUnused(id: string): void {
    const group = this.groups.get(id);
    if (group?.phase.name === 'Empty' && group.pendingIds.size === 0) this.groups.delete(id);
  }

  private park(parked: Parked): number {
    const token = this.nextToken++;
    this.parked.set(token, parked);
    return token;
  }

  private give(
    groupId: string,
    input: GroupInput,
    words: readonly (string | null)[] = [],
  ): readonly Effect[] {
    const before = this.groups.get(groupId);
    if (!before || this.isUnloaded) return [];
    const now = this.now();
    const { group, effects } = step(before, input, now, this.options.settings);
    this.groups.set(groupId, group);
    // Heartbeats and commits are the many inputs, and never a reason.
    if (this.options.onReport && input.type !== 'heartbeat' && input.type !== 'commit') {
      const report = reportOf({ before, after: group, input, now, words });
      if (report) this.options.onReport(report);
    }
    for (const effect of effects) this.perform(groupId, effect);
    this.wakeBy(nextDeadline(group));
    return effects;
  }

  private codeOf(groupId: string, input: GroupInput): number {
    const answer = this.give(groupId, input).find((effect) => effect.type === 'code');
    return answer?.errorCode ?? errors.notCoordinator;
  }

  private perform(groupId: string, effect: Effect): void {
    if (effect.type === 'reply-join') this.take(effect.token)?.join?.(effect.reply);
    else if (effect.type === 'reply-sync') this.take(effect.token)?.sync?.(effect.reply);
    else if (effect.type === 'store') void this.store(groupId, effect);
  }

  private take(token: number): Parked | undefined {
    const parked = this.parked.get(token);
    this.parked.delete(token);
    return parked;
  }

  private async store(groupId: string, { value, purpose }: Store): Promise<void> {
    try {
      await this.options.log.append([groupRecord(groupId, value)], () => undefined);
      this.give(groupId, { type: 'stored', purpose });
    } catch (error) {
      this.give(groupId, { type: 'store-failed', purpose, errorCode: coordinatorError(error) });
    }
  }

  private async finish<R>({ changes, response }: Handled<R>): Promise<R> {
    if (changes.length > 0) await this.append(changes, []);
    return response;
  }

  private append(
    changes: readonly OffsetChange[],
    deletedGroups: readonly string[],
  ): Promise<void> {
    const records = [
      ...changes.map(({ key, value }) => offsetRecord(key, value)),
      ...deletedGroups.map((id) => groupRecord(id, null)),
    ];
    return this.options.log.append(records, (firstOffset) => {
      changes.forEach(({ key, value }, index) => {
        this.offsets.put(key, value, firstOffset + index);
        if (value) this.ensureGroup(key.group);
      });
      for (const id of deletedGroups) this.groups.delete(id);
    });
  }

  /** Nobody waits for these; what fails is tried at the next occasion. */
  private appendInBackground(
    changes: readonly OffsetChange[],
    deletedGroups: readonly string[],
  ): void {
    if (changes.length + deletedGroups.length === 0) return;
    this.append(changes, deletedGroups).catch((error: unknown) => {
      const code = coordinatorError(error);
      this.env.logger.warn('groups', `${changes.length} offsets were not deleted: error ${code}`);
    });
  }

  private wakeBy(atMs: number): void {
    if (this.isUnloaded || atMs >= this.wakeAtMs) return;
    this.timer?.cancel();
    this.wakeAtMs = atMs;
    const delayMs = Math.max(0, atMs - this.now().monotonicMs);
    this.timer = this.env.clock.setTimer(delayMs, () => this.wake());
  }

  private wake(): void {
    this.wakeAtMs = Infinity;
    const { monotonicMs } = this.now();
    if (this.expiryAtMs <= monotonicMs) {
      this.expireOffsets();
      this.expiryAtMs = monotonicMs + this.options.config.offsetsRetentionCheckIntervalMs;
    }
    let nextMs = this.expiryAtMs;
    for (const { id } of this.groups.values()) {
      const group = this.groups.get(id);
      if (group && nextDeadline(group) <= monotonicMs) this.give(id, { type: 'expire' });
      const current = this.groups.get(id);
      if (current) nextMs = Math.min(nextMs, nextDeadline(current));
    }
    this.wakeBy(nextMs);
  }

  private expireOffsets(): void {
    const { wallMs } = this.now();
    const retentionMs = this.options.config.offsetsRetentionMinutes * minuteMs;
    const changes: OffsetChange[] = [];
    const unused: string[] = [];
    for (const group of this.groups.values()) {
      const { expired, isAll } = expiredOffsets(group, this.offsets, wallMs, retentionMs);
      changes.push(...expired.map((key) => ({ key, value: null })));
      if (isAll && group.phase.name === 'Empty' && group.pendingIds.size === 0)
        unused.push(group.id);
    }
    this.appendInBackground(changes, unused);
  }
}
