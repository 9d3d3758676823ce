/**
 * Copies partitions from one source broker: one session, one request at a time, the next one sent
 * as soon as an answer has been appended. Only when new partitions come up does a second request
 * overtake one that waits at the source; the source then answers the first at once.
 */
import { type NodeClient, PeerError } from '../client/node-client.ts';
import type { BrokerConfig } from '../config.ts';
import { DiskError, type Env } from '../env/env.ts';
import type { BrokerImage } from '../metadata/image.ts';
import type { ResponseOutOf } from '../protocol/api.ts';
import { errorName, errors, KafkaError } from '../protocol/errors.ts';
import { fetchApi } from '../protocol/messages/01-fetch.ts';
import { listOffsetsApi } from '../protocol/messages/02-list-offsets.ts';
import { ProtocolError } from '../protocol/reader.ts';
import type { Deadlines, Waiting } from './deadlines.ts';
import { type FetchTarget, FollowerSession } from './follower-session.ts';
import type { PartitionTable } from './partition-table.ts';
import type { Partition } from './partition.ts';
import { offsetSpec } from './offset-queries.ts';
import type { ReplicationThrottle } from './replication-throttle.ts';
import { appendableBytes, recoverFromOutOfRange, truncationOffset } from './truncation.ts';

type Answer = ResponseOutOf<typeof fetchApi>;
type AnswerPartition = Answer['responses'][number]['partitions'][number];

/** Topic ids and replica state; version 18 only adds a field for the metadata quorum. */
const fetchVersion = 17;
const listOffsetsVersion = 7;
const firstBackoffMs = 10;
/** A larger answer is no faster, and would not be received into memory that is used again. */
const responseMaxBytes = 3 * 1024 * 1024;

export type FetcherOptions = {
  readonly nodeId: number;
  readonly config: BrokerConfig;
  readonly table: PartitionTable;
  readonly deadlines: Deadlines;
  readonly throttle: ReplicationThrottle;
  readonly brokerEpoch: () => number;
  readonly connect: (broker: BrokerImage) => NodeClient;
};

export class Fetcher implements Waiting {
  deadlineMs = 0;
  deadlineOrder = 0;
  heapIndex = -1;
  private readonly env: Env;
  private readonly options: FetcherOptions;
  private source: BrokerImage;
  private client: NodeClient;
  private session: FollowerSession<Target>;
  private readonly targets = new Map<Partition, Target>();
  private inFlight = 0;
  /** Answers of an older connection are not ours any more. */
  private generation = 0;
  private backoffMs = 0;
  private isPlanned = false;
  private isClosed = false;
  /** A partition was included that no request has named yet. */
  private hasNewcomers = false;

  constructor(env: Env, source: BrokerImage, options: FetcherOptions) {
    this.env = env;
    this.source = source;
    this.options = options;
    this.client = options.connect(source);
    this.session = new FollowerSession({
      replicaId: options.nodeId,
      maxWaitMs: options.config.replicaFetchWaitMaxMs,
      minBytes: options.config.replicaFetchMinBytes,
      maxBytes: Math.min(options.config.replicaFetchResponseMaxBytes, responseMaxBytes),
      partitionMaxBytes: options.config.replicaFetchMaxBytes,
    });
  }

  get targetCount(): number {
    return this.targets.size;
  }

  /** Starts, or starts over with the leader epoch the partition has now. */
  add(partition: Partition): void {
    this.remove(partition);
    const { log, leaderEpoch } = partition;
    // Without any epoch the leader cannot tell where the logs part: only what is committed is safe.
    if (log.latestEpoch < 0 && log.logEndOffset > log.highWatermark) {
      log.truncateTo(log.highWatermark);
    }
    const target = new Target(this, partition, leaderEpoch);
    this.targets.set(partition, target);
    this.include(target);
  }

  remove(partition: Partition): void {
    const target = this.targets.get(partition);
    if (!target) return;
    this.targets.delete(partition);
    this.options.deadlines.remove(target);
    this.session.exclude(target);
  }

  /** The source came back with another address or broker epoch. */
  restart(source: BrokerImage): void {
    const isSame = source.epoch === this.source.epoch;
    this.source = source;
    if (isSame) return;
    // Before the old connection is closed: its end is no failure of ours.
    this.startOver();
    this.client.close();
    this.client = this.options.connect(source);
    this.backoffMs = 0;
    this.options.deadlines.remove(this);
    this.plan();
  }

  close(): void {
    this.isClosed = true;
    this.generation++;
    this.options.deadlines.remove(this);
    for (const target of this.targets.values()) this.options.deadlines.remove(target);
    this.targets.clear();
    this.client.close();
  }

  /** The backoff after a failed request is over. */
  expire(): void {
    this.plan();
  }

  /** Takes a partition up (again). */
  include(target: Target): void {
    this.session.include(target);
    this.hasNewcomers = true;
    this.plan();
  }

  private plan(): void {
    if (this.isPlanned || this.isClosed) return;
    this.isPlanned = true;
    this.env.clock.defer(() => {
      this.isPlanned = false;
      this.send();
    });
  }

  private send(): void {
    if (this.isClosed || this.heapIndex >= 0) return;
    const { session } = this;
    if (session.activeCount === 0 && !(session.hasForgotten && session.isOpen)) return;
    if (this.inFlight > 1) return;
    if (this.inFlight === 1 && !(this.hasNewcomers && session.isOpen)) return;
    const { generation } = this;
    const isFull = !session.isOpen;
    const request = session.nextRequest(this.options.brokerEpoch());
    this.hasNewcomers = false;
    this.inFlight++;
    const timeoutMs = request.maxWaitMs + this.options.config.replicaSocketTimeoutMs;
    this.client.call(fetchApi, fetchVersion, request, timeoutMs, {
      onResponse: (answer) => {
        if (generation === this.generation) this.receive(isFull, answer);
      },
      onError: (error) => {
        if (generation === this.generation) this.failed(error);
      },
    });
  }

  private receive(isFull: boolean, answer: Answer): void {
    this.inFlight--;
    this.backoffMs = 0;
    if (answer.errorCode !== errors.none) {
      this.startOver();
      if (isFull) this.backOff(errorName(answer.errorCode));
      else this.plan();
      return;
    }
    this.session.opened(isFull, answer.sessionId);
    for (const { topicId, partitions } of answer.responses) {
      for (const data of partitions) {
        const partition = this.options.table.getById(topicId, data.partitionIndex);
        const target = partition && this.targets.get(partition);
        if (target && this.session.isSettled(target)) this.takeUp(target, data);
      }
    }
    this.send();
  }

  /** The request got no answer. */
  private failed(error: Error): void {
    if (!(error instanceof PeerError || error instanceof ProtocolError)) throw error;
    this.startOver();
    this.backOff(error.message);
  }

  private startOver(): void {
    this.generation++;
    this.inFlight = 0;
    this.session.reset();
    this.hasNewcomers = true;
  }

  private backOff(reason: string): void {
    if (this.backoffMs === 0) {
      const count = this.targets.size;
      this.env.logger.warn(
        'replication',
        `fetching ${count} partitions from broker ${this.source.id}: ${reason}`,
      );
    }
    this.backoffMs = nextBackoff(this.backoffMs, this.options.config.replicaFetchBackoffMs);
    this.options.deadlines.remove(this);
    this.options.deadlines.add(this, this.backoffMs);
  }

  private takeUp(target: Target, data: AnswerPartition): void {
    const { partition } = target;
    if (data.errorCode === errors.offsetOutOfRange) return void this.recover(target);
    if (data.errorCode !== errors.none) return this.delay(target, errorName(data.errorCode));
    try {
      const { divergingEpoch } = data;
      if (divergingEpoch.epoch >= 0 || divergingEpoch.endOffset >= 0) {
        const offset = truncationOffset(partition.log, divergingEpoch);
        this.env.logger.info(
          'replication',
          `${nameOf(partition)} is cut from ${partition.log.logEndOffset} to ${offset}`,
        );
        partition.log.truncateTo(offset);
        this.session.touch(target);
        return;
      }
      this.append(target, data);
      target.backoffMs = 0;
    } catch (error) {
      // A folder whose disk refuses has failed, and its partitions are on their way out of here.
      if (!(error instanceof KafkaError || error instanceof DiskError)) throw error;
      this.delay(target, error.message);
    }
  }

  private append(target: Target, data: AnswerPartition): void {
    const { partition, leaderEpoch } = target;
    const { log } = partition;
    const records = data.records;
    if (records && records.length > 0) {
      const sizeBytes = appendableBytes(records, log.logEndOffset, leaderEpoch);
      if (sizeBytes > 0) log.appendAsFollower(records.subarray(0, sizeBytes));
      this.options.throttle.fetched(partition, sizeBytes);
      this.session.touch(target);
    }
    partition.followHighWatermark(data.highWatermark);
    const { logStartOffset } = data;
    if (logStartOffset > log.logStartOffset && logStartOffset <= log.highWatermark) {
      log.incrementLogStartOffset(logStartOffset);
      this.session.touch(target);
    }
    if (log.logEndOffset < data.highWatermark) this.hold(target);
  }

  /** Whether its throttle keeps the partition from being fetched for a while. */
  private hold(target: Target): boolean {
    const holdMs = this.options.throttle.fetchHoldMs(target.partition);
    if (holdMs === 0) return false;
    this.session.exclude(target);
    this.options.deadlines.add(target, holdMs);
    return true;
  }

  /** The time of a delayed partition has come. */
  resume(target: Target): void {
    if (!this.hold(target)) this.include(target);
  }

  /** Leaves the partition alone for a while, longer each time. */
  private delay(target: Target, reason: string): void {
    if (target.backoffMs === 0) {
      const where = `from broker ${this.source.id}`;
      this.env.logger.info('replication', `${nameOf(target.partition)} ${where}: ${reason}`);
    }
    target.backoffMs = nextBackoff(target.backoffMs, this.options.config.replicaFetchBackoffMs);
    this.session.exclude(target);
    this.options.deadlines.add(target, target.backoffMs);
  }

  /** Out of range (an unclean election, or records deleted at the leader): asks for its range. */
  private async recover(target: Target): Promise<void> {
    const { partition } = target;
    this.session.exclude(target);
    try {
      const [endOffset, startOffset] = await Promise.all([
        this.offsetAt(target, offsetSpec.latest),
        this.offsetAt(target, offsetSpec.earliest),
      ]);
      if (this.targets.get(partition) !== target) return;
      const { log } = partition;
      const recovery = recoverFromOutOfRange(log.logEndOffset, { startOffset, endOffset });
      if (recovery.action === 'truncate') log.truncateTo(recovery.offset);
      if (recovery.action === 'restart') log.truncateFullyAndStartAt(recovery.offset);
      this.include(target);
    } catch (error) {
      const isExpected =
        error instanceof KafkaError ||
        error instanceof DiskError ||
        error instanceof PeerError ||
        error instanceof ProtocolError;
      if (!isExpected) throw error;
      if (this.targets.get(partition) === target) this.delay(target, error.message);
    }
  }

  private async offsetAt({ partition, leaderEpoch }: Target, timestamp: number): Promise<number> {
    const { topic, partition: partitionIndex } = partition;
    const asked = { partitionIndex, currentLeaderEpoch: leaderEpoch, timestamp };
    const answer = await this.client.send(
      listOffsetsApi,
      listOffsetsVersion,
      {
        replicaId: this.options.nodeId,
        topics: [{ name: topic, partitions: [asked] }],
      },
      this.options.config.replicaSocketTimeoutMs,
    );
    const listed = answer.topics[0]?.partitions[0];
    if (!listed) throw new KafkaError(errors.unknownServerError, 'an empty ListOffsets answer');
    if (listed.errorCode !== errors.none) throw new KafkaError(listed.errorCode);
    return listed.offset;
  }
}

/** A fetched partition; waits by itself while it is delayed. */
class Target implements FetchTarget, Waiting {
  deadlineMs = 0;
  deadlineOrder = 0;
  heapIndex = -1;
  readonly partition: Partition;
  readonly leaderEpoch: number;
  isListed = false;
  backoffMs = 0;
  private readonly fetcher: Fetcher;

  constructor(fetcher: Fetcher, partition: Partition, leaderEpoch: number) {
    this.fetcher = fetcher;
    this.partition = partition;
    this.leaderEpoch = leaderEpoch;
  }

  expire(): void {
    this.fetcher.resume(this);
  }
}

const nameOf = ({ topic, partition }: Partition): string => `${topic}-${partition}`;

function nextBackoff(backoffMs: number, maxMs: number): number {
  return Math.min(Math.max(firstBackoffMs, 2 * backoffMs), Math.max(firstBackoffMs, maxMs));
}
