/**
 * Carries ISR changes to the controller: what is proposed within one event goes out together,
 * one request is in flight at a time, and what could not be delivered is sent again. A proposal
 * ends when it is answered or when the metadata log has overtaken it.
 */
import type { ToController } from '../client/to-controller.ts';
import { PeerError } from '../client/node-client.ts';
import type { Env } from '../env/env.ts';
import { errors, errorName } from '../protocol/errors.ts';
import type { ResponseOutOf } from '../protocol/api.ts';
import { alterPartitionApi } from '../protocol/messages/56-alter-partition.ts';
import type { Deadlines } from './deadlines.ts';
import { PacedSender, type Rest } from './paced-sender.ts';
import { followerOf, type LeaderView } from './partition-state.ts';
import type { Partition } from './partition.ts';

type AlterResponse = ResponseOutOf<typeof alterPartitionApi>;
type AlterResult = AlterResponse['topics'][number]['partitions'][number];
type Proposal = {
  readonly partition: Partition;
  readonly view: LeaderView;
  readonly isr: readonly number[];
};

const apiVersion = 3;
const timeoutMs = 10_000;
const backoffMs = 50;

/** The controller is ahead of us: the record that says so is on its way. */
const overtaken: ReadonlySet<number> = new Set([
  errors.unknownTopicId,
  errors.unknownTopicOrPartition,
  errors.fencedLeaderEpoch,
  errors.invalidUpdateVersion,
  errors.newLeaderElected,
]);
/** The controller will not do this now. */
const refused: ReadonlySet<number> = new Set([
  errors.ineligibleReplica,
  errors.operationNotAttempted,
  errors.invalidRequest,
]);

export type AlterPartitionOptions = {
  readonly nodeId: number;
  readonly brokerEpoch: () => number;
  readonly toController: ToController;
  readonly deadlines: Deadlines;
};

export class AlterPartitionManager {
  private readonly env: Env;
  private readonly options: AlterPartitionOptions;
  private readonly sender: PacedSender;
  private queue: Proposal[] = [];

  constructor(env: Env, options: AlterPartitionOptions) {
    this.env = env;
    this.options = options;
    this.sender = new PacedSender(env.clock, options.deadlines, () => this.send());
  }

  /** Proposes the pending ISR of a partition led here. */
  submit(partition: Partition): void {
    const { view } = partition;
    if (!view?.pendingIsr) return;
    this.queue.push({ partition, view, isr: view.pendingIsr });
    this.sender.plan();
  }

  close(): void {
    this.sender.close();
    this.queue = [];
  }

  private async send(): Promise<Rest> {
    const batch = this.queue.filter(isCurrent);
    this.queue = [];
    if (batch.length === 0) return 'nothing';
    let response: AlterResponse | undefined;
    try {
      const request = this.requestOf(batch);
      const { toController } = this.options;
      response = await toController(alterPartitionApi, apiVersion, request, timeoutMs);
    } catch (error) {
      // Not delivered, or the answer is lost: asked again below.
      if (!(error instanceof PeerError)) throw error;
      this.env.logger.warn('replication', `AlterPartition: ${error.message}`);
    }
    if (this.sender.isClosed) return 'nothing';
    const retried = this.settle(batch, response);
    this.queue.unshift(...retried);
    if (retried.length > 0) return { retryMs: backoffMs };
    return this.queue.length > 0 ? 'more' : 'nothing';
  }

  private requestOf(batch: readonly Proposal[]) {
    const topics = new Map<
      string,
      { topicId: string; partitions: ReturnType<typeof toRequest>[] }
    >();
    for (const proposal of batch) {
      const { topicId } = proposal.partition;
      const topic = topics.get(topicId) ?? { topicId, partitions: [] };
      topic.partitions.push(toRequest(proposal, this.options));
      topics.set(topicId, topic);
    }
    return {
      brokerId: this.options.nodeId,
      brokerEpoch: this.options.brokerEpoch(),
      topics: [...topics.values()],
    };
  }

  /** Tells the partitions; returns the proposals to be sent again. */
  private settle(batch: readonly Proposal[], response: AlterResponse | undefined): Proposal[] {
    if (!response) return batch.filter(isCurrent);
    if (response.errorCode !== errors.none) {
      this.warn('the request', response.errorCode);
      return batch.filter(isCurrent);
    }
    const results = new Map<string, AlterResult>();
    for (const { topicId, partitions } of response.topics) {
      for (const result of partitions) results.set(`${topicId}:${result.partitionIndex}`, result);
    }
    return batch.filter((proposal) => {
      const { topicId, partition } = proposal.partition;
      const result = results.get(`${topicId}:${partition}`);
      return !this.settleOne(proposal, result) && isCurrent(proposal);
    });
  }

  /** False: to be sent again. */
  private settleOne({ partition, view, isr }: Proposal, result: AlterResult | undefined): boolean {
    if (!result) return false;
    const { errorCode } = result;
    if (errorCode === errors.none) {
      if (result.leaderEpoch === view.leaderEpoch) partition.settleProposal(isr, result);
      return true;
    }
    this.warn(`${partition.topic}-${partition.partition}`, errorCode);
    if (refused.has(errorCode)) partition.settleProposal(isr, null);
    return refused.has(errorCode) || overtaken.has(errorCode);
  }

  private warn(what: string, errorCode: number): void {
    this.env.logger.warn('replication', `AlterPartition of ${what}: ${errorName(errorCode)}`);
  }
}

/** Still what the leader waits for; a newer image or another leader ends a proposal. */
function isCurrent({ partition, view, isr }: Proposal): boolean {
  return partition.view === view && view.pendingIsr === isr;
}

function toRequest(
  { partition, view, isr }: Proposal,
  { nodeId, brokerEpoch }: AlterPartitionOptions,
) {
  return {
    partitionIndex: partition.partition,
    leaderEpoch: view.leaderEpoch,
    newIsrWithEpochs: isr.map((id) => ({
      brokerId: id,
      brokerEpoch: id === nodeId ? brokerEpoch() : (followerOf(view, id)?.brokerEpoch ?? -1),
    })),
    leaderRecoveryState: 0,
    partitionEpoch: view.partitionEpoch,
  };
}
