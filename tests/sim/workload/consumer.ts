/** A consumer of all partitions of one topic that commits its positions under a group. */
import { errorName, errors, retriableErrors } from '../../../src/broker/protocol/errors.ts';
import { fetchApi } from '../../../src/broker/protocol/messages/01-fetch.ts';
import { offsetCommitApi } from '../../../src/broker/protocol/messages/08-offset-commit.ts';
import { offsetFetchApi } from '../../../src/broker/protocol/messages/09-offset-fetch.ts';
import { decodeRecords, headersOf } from '../../../src/broker/protocol/record-batch.ts';
import type { SimRandom } from '../../support/sim-random.ts';
import type { ClusterClient } from './cluster-client.ts';
import type { History } from './history.ts';

const commitVersion = 7;
const offsetFetchVersion = 6;
const retryMs = 30;

export type ConsumerOptions = {
  readonly group: string;
  readonly topic: string;
  readonly partitionCount: number;
  readonly client: ClusterClient;
  readonly random: SimRandom;
  readonly history: History;
};

export class SimConsumer {
  readonly positions: number[];
  isStopping = false;
  /** No commit is on its way. */
  isIdle = true;
  private readonly options: ConsumerOptions;
  private readonly version: number;
  /** `partition offset` of every commit that was sent. */
  private readonly attempted = new Set<string>();

  constructor(options: ConsumerOptions) {
    this.options = options;
    this.positions = Array.from({ length: options.partitionCount }, () => 0);
    this.version = 4 + options.random.below(9);
  }

  run(): void {
    this.positions.forEach((_, partition) => void this.follow(partition));
    void this.commitNowAndThen();
  }

  private async follow(partition: number): Promise<void> {
    const { topic, client } = this.options;
    while (!this.isStopping) {
      if (await this.fetch(partition)) continue;
      client.forgetLeader(topic, partition);
      await client.sleep(retryMs);
    }
  }

  private async fetch(partition: number): Promise<boolean> {
    const { topic, client, history } = this.options;
    const leader = await client.leaderOf(topic, partition);
    if (!leader) return false;
    const position = this.positions[partition];
    const request = {
      partition,
      currentLeaderEpoch: leader.epoch,
      fetchOffset: position,
      partitionMaxBytes: 4096,
    };
    const response = await client.ask(leader, fetchApi, this.version, {
      maxWaitMs: 500,
      minBytes: 1,
      maxBytes: 16384,
      topics: [{ topic, topicId: 'AAAAAAAAAAAAAAAAAAAAAA', partitions: [request] }],
      forgottenTopicsData: [],
    });
    const answer = response?.responses[0]?.partitions[0];
    if (!answer || response.errorCode !== errors.none) return false;
    if (answer.errorCode !== errors.none) {
      if (retriableErrors.has(answer.errorCode)) return false;
      const name = errorName(answer.errorCode);
      throw new Error(`a consumer at ${position} of ${topic}-${partition} got ${name}`);
    }
    const bytes = answer.records ?? Buffer.alloc(0);
    for (const header of headersOf(bytes)) {
      for (const { offset, value } of decodeRecords(bytes, header))
        if (offset >= this.positions[partition])
          history.noteConsumed(`${topic}-${partition}`, offset, String(value));
      this.positions[partition] = Math.max(this.positions[partition], header.lastOffset + 1);
    }
    return true;
  }

  private async commitNowAndThen(): Promise<void> {
    const { client, random } = this.options;
    this.isIdle = false;
    while (!this.isStopping) {
      await client.sleep(random.between(10, 500));
      if (random.chance(0.7)) await this.commit();
      else await this.readBack('may be old');
    }
    this.isIdle = true;
  }

  private async commit(): Promise<void> {
    const { group, topic, client, history } = this.options;
    const coordinator = await client.coordinatorOf(group);
    if (!coordinator) return;
    const positions = [...this.positions];
    positions.forEach((offset, partition) => this.attempted.add(`${partition} ${offset}`));
    const partitions = positions.map((committedOffset, partitionIndex) => ({
      partitionIndex,
      committedOffset,
      committedMetadata: '',
    }));
    const response = await client.ask(coordinator, offsetCommitApi, commitVersion, {
      groupId: group,
      memberId: '',
      topics: [{ name: topic, topicId: 'AAAAAAAAAAAAAAAAAAAAAA', partitions }],
    });
    for (const { partitionIndex, errorCode } of response?.topics[0]?.partitions ?? []) {
      if (errorCode === errors.none)
        history.noteCommitted(group, `${topic}-${partitionIndex}`, positions[partitionIndex]);
      else if (!retriableErrors.has(errorCode))
        throw new Error(`a commit of ${group} got ${errorName(errorCode)}`);
    }
  }

  /**
   * False when there was no answer. A coordinator that is cut off and does not know yet that it
   * was replaced answers with what it knew, in Kafka as here: only when all is healed the answer
   * must hold the last commit.
   */
  async readBack(mode: 'may be old' | 'must be new'): Promise<boolean> {
    const { group, topic, client, history } = this.options;
    const coordinator = await client.coordinatorOf(group);
    if (!coordinator) return false;
    const partitionIndexes = this.positions.map((_, index) => index);
    const response = await client.ask(coordinator, offsetFetchApi, offsetFetchVersion, {
      groupId: group,
      topics: [{ name: topic, partitionIndexes }],
    });
    if (!response || response.errorCode !== errors.none) return false;
    for (const { partitionIndex, committedOffset, errorCode } of response.topics[0].partitions) {
      if (errorCode !== errors.none) return false;
      const known = history.committed.get(`${group} ${topic}-${partitionIndex}`) ?? -1;
      const isOurs = this.attempted.has(`${partitionIndex} ${committedOffset}`);
      const isLost = mode === 'must be new' && committedOffset < known;
      if (isLost || (committedOffset >= 0 && !isOurs))
        throw new Error(
          `${group} committed ${known} of ${topic}-${partitionIndex} and reads ${committedOffset}`,
        );
    }
    return true;
  }
}
