/**
 * A follower's loop: fetch from the leader, append, flush, fetch again. The fetch that follows a
 * flush is the acknowledgement, so an offset is named to the leader only once it is on disk.
 */
import { type NodeClient, PeerError } from '../client/node-client.ts';
import type { Env } from '../env/env.ts';
import type { ResponseOutOf } from '../protocol/api.ts';
import { errors } from '../protocol/errors.ts';
import { fetchApi } from '../protocol/messages/01-fetch.ts';
import { fetchSnapshotApi } from '../protocol/messages/59-fetch-snapshot.ts';
import type { Uuid } from '../protocol/types.ts';
import { fetchRequest, snapshotRequest } from './messages.ts';
import type { MetadataLogFiles } from './metadata-log.ts';
import { isNoAnswer } from './peers.ts';
import type { Input } from './quorum-types.ts';
import { decodeSnapshot } from './snapshot-format.ts';
import type { SnapshotId } from './types.ts';

const fetchVersion = 18;
const fetchSnapshotVersion = 1;
/** How long the leader may keep a fetch when there is nothing new. */
const maxWaitMs = 500;

export type LeaderFetcherOptions = {
  readonly nodeId: number;
  readonly clusterId: Uuid;
  readonly directoryId: Uuid;
  readonly leaderId: number;
  readonly epoch: number;
  readonly files: MetadataLogFiles;
  readonly client: NodeClient;
  readonly requestTimeoutMs: number;
  readonly retryBackoffMs: number;
  readonly maxBytes: number;
  readonly maxSnapshotBytes: number;
  readonly highWatermark: () => number;
  /** Whether the leader has been heard of in this epoch. */
  readonly hasHeard: () => boolean;
  readonly input: (input: Input) => void;
  /** A snapshot of the leader is on disk, and the log begins anew behind it. */
  readonly onSnapshot: (id: SnapshotId, values: readonly Buffer[]) => void;
  readonly onError: (error: unknown) => void;
};

type FetchPartition = ResponseOutOf<typeof fetchApi>['responses'][number]['partitions'][number];

export class LeaderFetcher {
  private readonly env: Env;
  private readonly options: LeaderFetcherOptions;
  private isClosed = false;

  constructor(env: Env, options: LeaderFetcherOptions) {
    this.env = env;
    this.options = options;
  }

  start(): void {
    this.run().catch(this.options.onError);
  }

  close(): void {
    this.isClosed = true;
    this.options.client.close();
  }

  private async run(): Promise<void> {
    // What an earlier leader sent may not be on disk yet, and the first fetch acknowledges it.
    await this.options.files.log.flush();
    while (!this.isClosed) {
      let isDone = false;
      try {
        isDone = await this.fetchOnce();
      } catch (error) {
        if (!isNoAnswer(error)) throw error;
        if (this.isClosed) return;
        this.onNoAnswer(error);
      }
      if (!isDone && !this.isClosed) await this.pause();
    }
  }

  /** A connection that broke after it worked means that the leader is gone, as far as one can tell. */
  private onNoAnswer(error: Error): void {
    const { leaderId, hasHeard, input } = this.options;
    const isBroken =
      error instanceof PeerError && (error.code === 'disconnected' || error.code === 'unreachable');
    if (isBroken && hasHeard()) input({ type: 'peer-lost', nodeId: leaderId });
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      this.env.clock.setTimer(this.options.retryBackoffMs, resolve);
    });
  }

  /** True when the next fetch may follow at once. */
  private async fetchOnce(): Promise<boolean> {
    const { files, client, requestTimeoutMs } = this.options;
    const request = fetchRequest({
      clusterId: this.options.clusterId,
      replicaId: this.options.nodeId,
      directoryId: this.options.directoryId,
      leaderEpoch: this.options.epoch,
      logEnd: files.end(),
      logStartOffset: files.log.logStartOffset,
      highWatermark: this.options.highWatermark(),
      maxWaitMs,
      maxBytes: this.options.maxBytes,
    });
    const response = await client.send(
      fetchApi,
      fetchVersion,
      request,
      maxWaitMs + requestTimeoutMs,
    );
    if (this.isClosed) return false;
    const partition = response.responses[0]?.partitions[0];
    if (response.errorCode !== errors.none || !partition) return false;
    const { leaderId, leaderEpoch: epoch } = partition.currentLeader;
    if (partition.errorCode !== errors.none) {
      // It gave leadership up, and nobody leads twice in one epoch.
      if (partition.errorCode === errors.notLeaderOrFollower && epoch === this.options.epoch)
        this.options.input({ type: 'peer-lost', nodeId: this.options.leaderId });
      this.options.input({ type: 'leader-heard', hint: { leaderId, epoch } });
      return false;
    }
    return this.take(partition);
  }

  private async take(partition: FetchPartition): Promise<boolean> {
    const { files, input, epoch } = this.options;
    const { divergingEpoch, snapshotId, records, highWatermark } = partition;
    if (snapshotId.endOffset >= 0) return this.downloadSnapshot(snapshotId);
    if (divergingEpoch.epoch >= 0) {
      const diverging = { offset: divergingEpoch.endOffset, epoch: divergingEpoch.epoch };
      files.truncateTo(diverging, this.options.highWatermark());
      input({ type: 'log-end', logEnd: files.end() });
      input({ type: 'fetched', epoch, highWatermark: -1 });
      return true;
    }
    const hasRecords = records !== null && records.length > 0;
    if (hasRecords) {
      files.log.appendAsFollower(records);
      input({ type: 'log-end', logEnd: files.end() });
    }
    input({ type: 'fetched', epoch, highWatermark });
    if (hasRecords && !this.isClosed) await files.log.flush();
    return true;
  }

  /** False when the leader deleted the snapshot meanwhile: the next fetch names a newer one. */
  private async downloadSnapshot(id: SnapshotId): Promise<boolean> {
    const { client, input, epoch, requestTimeoutMs, files } = this.options;
    const parts: Buffer[] = [];
    let position = 0;
    for (;;) {
      const request = snapshotRequest({
        clusterId: this.options.clusterId,
        replicaId: this.options.nodeId,
        directoryId: this.options.directoryId,
        leaderEpoch: epoch,
        id,
        position,
        maxBytes: this.options.maxSnapshotBytes,
      });
      const response = await client.send(
        fetchSnapshotApi,
        fetchSnapshotVersion,
        request,
        requestTimeoutMs,
      );
      if (this.isClosed) return false;
      const partition = response.topics[0]?.partitions[0];
      if (response.errorCode !== errors.none || !partition) return false;
      if (partition.errorCode !== errors.none) {
        const { leaderId, leaderEpoch } = partition.currentLeader;
        input({ type: 'leader-heard', hint: { leaderId, epoch: leaderEpoch } });
        return false;
      }
      const part = partition.unalignedRecords ?? Buffer.alloc(0);
      input({ type: 'fetched', epoch, highWatermark: -1 });
      parts.push(part);
      position += part.length;
      if (position >= partition.size) break;
      if (part.length === 0) return false;
    }
    const content = Buffer.concat(parts);
    const values = decodeSnapshot(content);
    files.snapshots.write({ endOffset: id.endOffset, epoch: id.epoch }, content);
    files.restartAt(id);
    input({ type: 'log-end', logEnd: files.end() });
    this.options.onSnapshot(id, values);
    return true;
  }
}
