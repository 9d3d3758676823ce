/** A member of a classic group: joins, gets its share of the partitions, beats, commits, leaves. */
import { errorName, errors } from '../../../src/broker/protocol/errors.ts';
import { offsetCommitApi } from '../../../src/broker/protocol/messages/08-offset-commit.ts';
import { joinGroupApi } from '../../../src/broker/protocol/messages/11-join-group.ts';
import { heartbeatApi } from '../../../src/broker/protocol/messages/12-heartbeat.ts';
import { leaveGroupApi } from '../../../src/broker/protocol/messages/13-leave-group.ts';
import { syncGroupApi } from '../../../src/broker/protocol/messages/14-sync-group.ts';
import type { SimRandom } from '../../support/sim-random.ts';
import type { ClusterClient } from './cluster-client.ts';
import type { GroupHistory } from './group-history.ts';

const versions = { join: 5, sync: 3, heartbeat: 3, leave: 2, commit: 7 };
const sessionTimeoutMs = 6000;
const retryMs = 40;
/** Errors after which a member only asks for the coordinator again. */
const passing: ReadonlySet<number> = new Set([
  errors.coordinatorLoadInProgress,
  errors.coordinatorNotAvailable,
  errors.notCoordinator,
]);

export type MemberOptions = {
  readonly name: string;
  readonly group: string;
  readonly topic: string;
  readonly partitionCount: number;
  readonly client: ClusterClient;
  readonly random: SimRandom;
  readonly history: GroupHistory;
};

export class SimMember {
  isStopping = false;
  isIdle = true;
  private readonly options: MemberOptions;
  private memberId = '';
  private generation = -1;
  private coordinator: { readonly host: string; readonly port: number } | undefined;

  constructor(options: MemberOptions) {
    this.options = options;
  }

  async run(): Promise<void> {
    const { client, random } = this.options;
    this.isIdle = false;
    await client.sleep(random.between(0, 1000));
    while (!this.isStopping) {
      this.coordinator ??= await client.coordinatorOf(this.options.group);
      const owned = this.coordinator && (await this.join());
      if (owned) await this.stay(owned);
      else await client.sleep(random.between(retryMs / 2, retryMs * 2));
    }
    await this.leave();
    this.isIdle = true;
  }

  /** The partitions of this generation, or undefined when it has to be tried again. */
  private async join(): Promise<readonly number[] | undefined> {
    const { client, group } = this.options;
    const { coordinator } = this;
    if (!coordinator) return undefined;
    const joined = await client.ask(
      coordinator,
      joinGroupApi,
      versions.join,
      {
        groupId: group,
        sessionTimeoutMs,
        rebalanceTimeoutMs: 3000,
        memberId: this.memberId,
        protocolType: 'consumer',
        protocols: [{ name: 'range', metadata: Buffer.from(this.options.name) }],
      },
      10_000,
    );
    if (!joined || joined.errorCode !== errors.none) {
      if (joined?.errorCode === errors.memberIdRequired) this.memberId = joined.memberId;
      else this.note('join', joined?.errorCode);
      return undefined;
    }
    this.memberId = joined.memberId;
    this.generation = joined.generationId;
    const isLeader = joined.leader === joined.memberId;
    const assignments = isLeader ? this.assign(joined.members.map((one) => one.memberId)) : [];
    const synced = await client.ask(coordinator, syncGroupApi, versions.sync, {
      groupId: group,
      generationId: this.generation,
      memberId: this.memberId,
      assignments,
    });
    if (!synced || synced.errorCode !== errors.none) {
      this.note('sync', synced?.errorCode);
      return undefined;
    }
    return [...synced.assignment];
  }

  /** Round robin; an assignment is one byte per partition. */
  private assign(members: readonly string[]): { memberId: string; assignment: Buffer }[] {
    const sorted = [...members].sort();
    const all = Array.from({ length: this.options.partitionCount }, (_, partition) => partition);
    return sorted.map((memberId, index) => ({
      memberId,
      assignment: Buffer.from(all.filter((partition) => partition % sorted.length === index)),
    }));
  }

  /** Beats and commits until the group moves on. */
  private async stay(owned: readonly number[]): Promise<void> {
    const { client, random, history, group } = this.options;
    history.noteOwned(group, this.generation, this.memberId, owned);
    while (!this.isStopping) {
      await client.sleep(random.between(100, 800));
      if (!(await this.beat())) return;
      if (random.chance(0.4) && !(await this.commit(owned))) return;
      if (random.chance(0.02)) return this.leave();
    }
  }

  private async beat(): Promise<boolean> {
    const { client, group } = this.options;
    if (!this.coordinator) return false;
    const beat = await client.ask(this.coordinator, heartbeatApi, versions.heartbeat, {
      groupId: group,
      generationId: this.generation,
      memberId: this.memberId,
    });
    return this.note('heartbeat', beat?.errorCode);
  }

  private async commit(owned: readonly number[]): Promise<boolean> {
    const { client, group, topic, history } = this.options;
    if (!this.coordinator || owned.length === 0) return true;
    const { generation } = this;
    const newestBefore = history.newestGeneration(group);
    const partitions = owned.map((partitionIndex) => ({
      partitionIndex,
      committedOffset: generation,
      committedMetadata: this.memberId,
    }));
    const response = await client.ask(this.coordinator, offsetCommitApi, versions.commit, {
      groupId: group,
      generationIdOrMemberEpoch: generation,
      memberId: this.memberId,
      topics: [{ name: topic, topicId: 'AAAAAAAAAAAAAAAAAAAAAA', partitions }],
    });
    const errorCode = response?.topics[0]?.partitions[0]?.errorCode;
    if (errorCode === errors.none) history.noteCommit(group, generation, newestBefore);
    return this.note('commit', errorCode);
  }

  private async leave(): Promise<void> {
    const { client, group } = this.options;
    const { memberId } = this;
    this.memberId = '';
    if (!this.coordinator || memberId === '') return;
    await client.ask(this.coordinator, leaveGroupApi, versions.leave, {
      groupId: group,
      memberId,
      members: [],
    });
  }

  /** Draws the consequence of an answer; false when the member has to join again. */
  private note(what: string, errorCode: number | undefined): boolean {
    if (errorCode === errors.none) return true;
    if (errorCode === undefined || passing.has(errorCode)) {
      this.coordinator = undefined;
      return false;
    }
    if (errorCode === errors.unknownMemberId) this.memberId = '';
    const isExpected =
      errorCode === errors.unknownMemberId ||
      errorCode === errors.rebalanceInProgress ||
      errorCode === errors.illegalGeneration;
    if (!isExpected)
      throw new Error(`a ${what} of ${this.options.name} got ${errorName(errorCode)}`);
    return false;
  }
}
