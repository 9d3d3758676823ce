/**
 * Tells the controller in which log folder replicas of this broker lie (KIP-858), where the metadata
 * says otherwise: what comes up within one event goes out together, one request is in flight at a
 * time, and what was not taken up is sent again, less and less often.
 */
import { PeerError } from '../client/node-client.ts';
import type { ToController } from '../client/to-controller.ts';
import type { Env } from '../env/env.ts';
import type { MetadataImage } from '../metadata/image.ts';
import type { RequestInOf, ResponseOutOf } from '../protocol/api.ts';
import { errorName, errors } from '../protocol/errors.ts';
import { assignReplicasToDirsApi } from '../protocol/messages/73-assign-replicas-to-dirs.ts';
import type { Uuid } from '../protocol/types.ts';
import type { Deadlines } from './deadlines.ts';
import { PacedSender, type Rest } from './paced-sender.ts';

type Request = RequestInOf<typeof assignReplicasToDirsApi>;
type Response = ResponseOutOf<typeof assignReplicasToDirsApi>;

type Assignment = {
  readonly topicId: Uuid;
  readonly partition: number;
  readonly directoryId: Uuid;
  readonly onAccepted?: () => void;
};

const apiVersion = 0;
const timeoutMs = 10_000;
const firstBackoffMs = 100;
const backoffMaxMs = 10_000;
/** More do not fit into one batch of records. */
const assignmentsMax = 2250;

export type DirectoryAssignmentsOptions = {
  readonly nodeId: number;
  readonly image: () => MetadataImage;
  readonly brokerEpoch: () => number;
  readonly toController: ToController;
  readonly deadlines: Deadlines;
};

export class DirectoryAssignments {
  private readonly env: Env;
  private readonly options: DirectoryAssignmentsOptions;
  /** The newest one of each replica, by topic id and partition. */
  private readonly ready = new Map<string, Assignment>();
  private readonly sender: PacedSender;
  private backoffMs = 0;

  constructor(env: Env, options: DirectoryAssignmentsOptions) {
    this.env = env;
    this.options = options;
    this.sender = new PacedSender(env.clock, options.deadlines, () => this.send());
  }

  /** `onAccepted` is called once the controller has written it down, unless a newer one came. */
  assign(topicId: Uuid, partition: number, directoryId: Uuid, onAccepted?: () => void): void {
    const assignment = { topicId, partition, directoryId, onAccepted };
    this.ready.set(keyOf(assignment), assignment);
    this.sender.plan();
  }

  close(): void {
    this.sender.close();
    this.ready.clear();
  }

  private async send(): Promise<Rest> {
    const batch = this.takeBatch();
    if (batch.length === 0) return 'nothing';
    const isDone = await this.deliver(batch);
    if (this.sender.isClosed) return 'nothing';
    const retried = batch.filter(
      (assignment) => !isDone(assignment) && !this.ready.has(keyOf(assignment)),
    );
    for (const assignment of retried) this.ready.set(keyOf(assignment), assignment);
    if (retried.length === 0) {
      this.backoffMs = 0;
      return this.ready.size > 0 ? 'more' : 'nothing';
    }
    this.backoffMs = Math.min(Math.max(firstBackoffMs, 2 * this.backoffMs), backoffMaxMs);
    return { retryMs: this.backoffMs };
  }

  /** What the metadata has overtaken is left out. */
  private takeBatch(): Assignment[] {
    const batch: Assignment[] = [];
    for (const [key, assignment] of this.ready) {
      if (batch.length === assignmentsMax) break;
      this.ready.delete(key);
      if (this.isOurs(assignment)) batch.push(assignment);
    }
    return batch;
  }

  private isOurs({ topicId, partition }: Assignment): boolean {
    const { nodeId, image } = this.options;
    const state = image().topicsById.get(topicId)?.partitions[partition];
    return state?.replicas.includes(nodeId) ?? false;
  }

  /** Gives which of them the controller took up. */
  private async deliver(batch: readonly Assignment[]): Promise<(one: Assignment) => boolean> {
    const { toController, nodeId, brokerEpoch } = this.options;
    try {
      const request = requestOf(nodeId, brokerEpoch(), batch);
      const response = await toController(assignReplicasToDirsApi, apiVersion, request, timeoutMs);
      if (response.errorCode === errors.none) return this.settle(batch, response);
      this.env.logger.warn('replication', `AssignReplicasToDirs: ${errorName(response.errorCode)}`);
    } catch (error) {
      if (!(error instanceof PeerError)) throw error;
      this.env.logger.warn('replication', `AssignReplicasToDirs: ${error.message}`);
    }
    return () => false;
  }

  private settle(
    batch: readonly Assignment[],
    response: Response,
  ): (assignment: Assignment) => boolean {
    const accepted = new Set<string>();
    for (const { topics } of response.directories) {
      for (const { topicId, partitions } of topics) {
        for (const { partitionIndex, errorCode } of partitions) {
          if (errorCode === errors.none) accepted.add(`${topicId}:${partitionIndex}`);
        }
      }
    }
    for (const assignment of batch) {
      const isNewest = !this.ready.has(keyOf(assignment));
      if (isNewest && accepted.has(keyOf(assignment))) assignment.onAccepted?.();
    }
    return (assignment) => accepted.has(keyOf(assignment));
  }
}

const keyOf = ({ topicId, partition }: Assignment): string => `${topicId}:${partition}`;

function requestOf(brokerId: number, brokerEpoch: number, batch: readonly Assignment[]): Request {
  const directories = new Map<Uuid, Map<Uuid, { partitionIndex: number }[]>>();
  for (const { directoryId, topicId, partition } of batch) {
    const topics = directories.get(directoryId) ?? new Map<Uuid, { partitionIndex: number }[]>();
    directories.set(directoryId, topics);
    const partitions = topics.get(topicId) ?? [];
    topics.set(topicId, partitions);
    partitions.push({ partitionIndex: partition });
  }
  return {
    brokerId,
    brokerEpoch,
    directories: [...directories].map(([id, topics]) => ({
      id,
      topics: [...topics].map(([topicId, partitions]) => ({ topicId, partitions })),
    })),
  };
}
