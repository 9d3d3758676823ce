/**
 * What happens to a replica whose disk gave back other bytes than were written. A follower gets the
 * damaged segment anew from its leader, beside its fetching and without leaving the in-sync set: its
 * log never ends earlier than it did. A leader first hands its leadership to a replica in sync, and
 * is then a follower. One that is alone says so and goes on serving what is sound.
 */
import { type NodeClient, PeerError } from '../client/node-client.ts';
import type { DamageReport } from '../control.ts';
import { DiskError, type Env } from '../env/env.ts';
import type { LogManager } from '../log/log-manager.ts';
import type { Damage } from '../log/scrub/scrubber.ts';
import { RepairError, repairSegment } from '../log/scrub/segment-repair.ts';
import type { BrokerImage, MetadataImage } from '../metadata/image.ts';
import { errorName, errors } from '../protocol/errors.ts';
import { fetchApi } from '../protocol/messages/01-fetch.ts';
import { ProtocolError } from '../protocol/reader.ts';
import type { Deadlines, Waiting } from './deadlines.ts';
import type { FetcherSet } from './fetcher-set.ts';
import type { PartitionTable } from './partition-table.ts';
import type { Partition } from './partition.ts';

const fetchVersion = 17;
const fetchBytes = 4 * 1024 * 1024;
const fetchTimeoutMs = 30_000;
/** Until the metadata says who leads now. */
const handOverMs = 500;
const failuresMax = 5;
const retryMinMs = 1000;
const retryMaxMs = 60_000;

export type ReplicaRepairsOptions = {
  readonly nodeId: number;
  readonly logs: LogManager;
  readonly table: PartitionTable;
  readonly deadlines: Deadlines;
  readonly fetchers: FetcherSet;
  readonly image: () => MetadataImage;
  readonly connect: (broker: BrokerImage) => NodeClient;
  /** For whoever watches the broker. */
  readonly onReport: (report: DamageReport) => void;
};

export class ReplicaRepairs {
  private readonly env: Env;
  private readonly options: ReplicaRepairsOptions;
  /** One repair at a time. */
  private turn: Promise<void> = Promise.resolve();
  isClosed = false;

  constructor(env: Env, options: ReplicaRepairsOptions) {
    this.env = env;
    this.options = options;
    options.logs.onDamage((damage) => this.found(damage));
  }

  close(): void {
    this.isClosed = true;
  }

  private found(damage: Damage): void {
    this.report(damage, 'found', 'a stored batch is not what was written');
    this.plan(new Case(damage, (due) => this.plan(due)));
  }

  private plan(due: Case): void {
    this.turn = this.turn.then(() => (this.isClosed ? undefined : this.advance(due)));
  }

  /** The next step of one repair; ends with the segment repaired or gone, or with a later try. */
  private async advance(due: Case): Promise<void> {
    const { damage } = due;
    const { log, segment } = damage;
    const partition = this.options.table.get(log.topic, log.partition);
    const isOver = segment.isGone || log.contents.isClosed;
    if (isOver) return partition && this.release(partition);
    // Not taken up yet, or another log took its place.
    if (partition?.log !== log) return this.retry(due);
    if (partition.isLeader) return this.yieldLeadership(due, partition);
    const leader = this.options.image().brokers.get(partition.image.leader);
    if (!leader || leader.id === this.options.nodeId) return this.retry(due);
    const client = this.options.connect(leader);
    try {
      await repairSegment(this.env, log, segment, {
        fetch: (offset) => fetchFrom(client, partition, offset),
        isStopped: () => this.isClosed || partition.isStopped || partition.isLeader,
      });
      this.report(damage, 'repaired', `taken anew from broker ${leader.id}`);
    } catch (error) {
      due.failureCount++;
      this.failed(due, error);
    } finally {
      client.close();
      this.release(partition);
    }
  }

  /**
   * It does not fetch until it is repaired: in the ISR again, it would be given its leadership back.
   * One whose repair keeps failing goes on leading: nobody has sound records to give.
   */
  private yieldLeadership(due: Case, partition: Partition): void {
    if (due.failureCount > failuresMax) return this.retry(due);
    if (partition.handOver()) {
      partition.isUnderRepair = true;
      return this.options.deadlines.add(due, handOverMs);
    }
    const { damage } = due;
    const reason = 'no other replica in sync has these records; what is sound is still served';
    if (!due.isTold) this.report(damage, 'alone', reason);
    due.isTold = true;
    this.retry(due);
  }

  private release(partition: Partition): void {
    if (!partition.isUnderRepair) return;
    partition.isUnderRepair = false;
    if (this.isClosed || partition.isStopped || partition.isLeader) return;
    this.options.fetchers.follow(partition, this.options.image());
  }

  private failed(due: Case, error: unknown): void {
    const { log } = due.damage;
    if (error instanceof DiskError) return this.options.logs.scrubber.refused(error, log);
    const isExpected =
      error instanceof RepairError || error instanceof PeerError || error instanceof ProtocolError;
    if (!isExpected) throw error;
    if (this.isClosed) return;
    if (!due.isTold) this.report(due.damage, 'failed', error.message);
    due.isTold = true;
    this.retry(due);
  }

  private retry(due: Case): void {
    due.backoffMs = Math.min(retryMaxMs, Math.max(retryMinMs, due.backoffMs * 2));
    if (!this.isClosed) this.options.deadlines.add(due, due.backoffMs);
  }

  private report({ log, offset, file }: Damage, state: DamageReport['state'], why: string): void {
    const { topic, partition } = log;
    const text = `${topic}-${partition}: damage at offset ${offset} in ${file}: ${state}: ${why}`;
    if (state === 'repaired') this.env.logger.info('repair', text);
    else this.env.logger.error('repair', text);
    this.options.onReport({ topic, partition, offset, file, state });
  }
}

/** One damaged segment; waits by itself for its next try. */
class Case implements Waiting {
  deadlineMs = 0;
  deadlineOrder = 0;
  heapIndex = -1;
  backoffMs = 0;
  /** That it cannot be repaired for now. */
  isTold = false;
  failureCount = 0;
  readonly damage: Damage;
  private readonly onDue: (due: Case) => void;

  constructor(damage: Damage, onDue: (due: Case) => void) {
    this.damage = damage;
    this.onDue = onDue;
  }

  expire(): void {
    this.onDue(this);
  }
}

/** As a consumer: what a follower asks for would be taken for how far its log goes. */
async function fetchFrom(
  client: NodeClient,
  partition: Partition,
  offset: number,
): Promise<Buffer> {
  const asked = {
    partition: partition.partition,
    currentLeaderEpoch: partition.leaderEpoch,
    fetchOffset: offset,
    lastFetchedEpoch: -1,
    logStartOffset: -1,
    partitionMaxBytes: fetchBytes,
  };
  const request = {
    replicaState: { replicaId: -1, replicaEpoch: -1 },
    maxWaitMs: 0,
    minBytes: 0,
    maxBytes: fetchBytes,
    sessionId: 0,
    sessionEpoch: -1,
    topics: [{ topicId: partition.topicId, partitions: [asked] }],
    forgottenTopicsData: [],
  };
  const answer = await client.send(fetchApi, fetchVersion, request, fetchTimeoutMs);
  const data = answer.responses[0]?.partitions[0];
  const errorCode = answer.errorCode || (data?.errorCode ?? errors.none);
  if (errorCode !== errors.none)
    throw new RepairError(`the leader answers ${errorName(errorCode)}`);
  return data?.records ?? Buffer.alloc(0);
}
