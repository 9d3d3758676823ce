/**
 * The leader's side of replication: answers fetches of the other voters, keeps those that have
 * nothing to get, and answers them once the log grew or the high watermark moved (KIP-1166).
 */
import type { Env, Timer } from '../env/env.ts';
import type { RequestOf, ResponseOf } from '../protocol/api.ts';
import { errors } from '../protocol/errors.ts';
import type { fetchApi } from '../protocol/messages/01-fetch.ts';
import type { Uuid } from '../protocol/types.ts';
import { type FetchAnswer, fetchPartition, fetchResponse, refusedFetch } from './messages.ts';
import type { MetadataLogFiles } from './metadata-log.ts';
import { leaderHint } from './quorum-state.ts';
import type { Input, QuorumState } from './quorum-types.ts';

type Response = ResponseOf<typeof fetchApi>;

type Fetch = {
  readonly replicaId: number;
  readonly directoryId: Uuid;
  readonly leaderEpoch: number;
  readonly offset: number;
  readonly lastFetchedEpoch: number;
  readonly highWatermark: number;
  readonly maxBytes: number;
};

type Parked = { readonly fetch: Fetch; readonly timer: Timer; readonly resolve: () => void };

export class ReplicaFetches {
  private readonly env: Env;
  private readonly files: MetadataLogFiles;
  private readonly clusterId: Uuid;
  private readonly maxBytes: number;
  private readonly state: () => QuorumState;
  private readonly input: (input: Input) => void;
  private readonly parked = new Set<Parked>();

  constructor(
    env: Env,
    o: {
      readonly files: MetadataLogFiles;
      readonly clusterId: Uuid;
      readonly maxBytes: number;
      readonly state: () => QuorumState;
      readonly input: (input: Input) => void;
    },
  ) {
    this.env = env;
    this.files = o.files;
    this.clusterId = o.clusterId;
    this.maxBytes = o.maxBytes;
    this.state = o.state;
    this.input = o.input;
  }

  async handle(request: RequestOf<typeof fetchApi>): Promise<Response> {
    const partition = fetchPartition(request);
    if (request.clusterId !== null && request.clusterId !== this.clusterId)
      return refusedFetch(errors.inconsistentClusterId);
    if (!partition) return refusedFetch(errors.invalidRequest);
    const { fetchOffset, lastFetchedEpoch, currentLeaderEpoch } = partition;
    if (fetchOffset < 0 || lastFetchedEpoch < 0 || currentLeaderEpoch <= 0)
      return refusedFetch(errors.invalidRequest);
    const { replicaState } = request;
    const fetch: Fetch = {
      replicaId: replicaState.replicaId >= 0 ? replicaState.replicaId : request.replicaId,
      directoryId: partition.replicaDirectoryId,
      leaderEpoch: currentLeaderEpoch,
      offset: fetchOffset,
      lastFetchedEpoch,
      highWatermark: partition.highWatermark,
      maxBytes: Math.min(request.maxBytes, this.maxBytes),
    };
    const early = this.refusal(fetch) ?? this.redirection(fetch);
    if (early) return early;
    const { replicaId, directoryId } = fetch;
    if (replicaId >= 0)
      this.input({ type: 'replica-fetch', replicaId, directoryId, offset: fetchOffset });
    if (!this.hasNews(fetch) && request.maxWaitMs > 0) await this.park(fetch, request.maxWaitMs);
    return this.refusal(fetch) ?? this.redirection(fetch) ?? this.read(fetch);
  }

  /** The log grew, the high watermark moved, or this node leads no more. */
  wake(): void {
    for (const entry of this.parked)
      if (this.refusal(entry.fetch) || this.hasNews(entry.fetch)) this.release(entry);
  }

  /** Answers all that wait; they hear who leads, if anybody does. */
  close(): void {
    for (const entry of this.parked) this.release(entry);
  }

  private park(fetch: Fetch, maxWaitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const entry: Parked = {
        fetch,
        timer: this.env.clock.setTimer(maxWaitMs, () => this.release(entry)),
        resolve,
      };
      this.parked.add(entry);
    });
  }

  private release(entry: Parked): void {
    entry.timer.cancel();
    if (this.parked.delete(entry)) entry.resolve();
  }

  /** A follower that knows less of the high watermark than the leader need not wait for records. */
  private hasNews({ offset, highWatermark }: Fetch): boolean {
    return this.files.log.logEndOffset > offset || highWatermark < this.state().highWatermark;
  }

  private refusal({ leaderEpoch }: Fetch): Response | undefined {
    const state = this.state();
    const { epoch } = state.election;
    const hint = leaderHint(state);
    if (leaderEpoch < epoch) return fetchResponse({ errorCode: errors.fencedLeaderEpoch, hint });
    if (leaderEpoch > epoch) return fetchResponse({ errorCode: errors.unknownLeaderEpoch, hint });
    if (state.role.kind !== 'leader')
      return fetchResponse({ errorCode: errors.notLeaderOrFollower, hint });
    return undefined;
  }

  /** For a replica whose log is not a part of this one, or ends before this one begins. */
  private redirection({ offset, lastFetchedEpoch }: Fetch): Response | undefined {
    const position = this.files.validate({ offset, epoch: lastFetchedEpoch });
    if (position.kind === 'valid') return undefined;
    return position.kind === 'snapshot'
      ? this.answer({ snapshot: position.id })
      : this.answer({ diverging: position.end });
  }

  private answer(content: Pick<FetchAnswer, 'records' | 'snapshot' | 'diverging'>): Response {
    const state = this.state();
    return fetchResponse({
      errorCode: errors.none,
      hint: leaderHint(state),
      highWatermark: state.highWatermark,
      logStartOffset: this.files.log.logStartOffset,
      ...content,
    });
  }

  private async read(fetch: Fetch): Promise<Response> {
    const { log } = this.files;
    if (log.logEndOffset <= fetch.offset) return this.answer({ records: [] });
    const read = log.read(fetch.offset, {
      maxBytes: fetch.maxBytes,
      upperOffset: log.logEndOffset,
      minOneBatch: true,
    });
    const { slices } = read instanceof Promise ? await read : read;
    // A read of old records takes a while: the epoch may have ended meanwhile.
    return this.refusal(fetch) ?? this.answer({ records: slices });
  }
}
