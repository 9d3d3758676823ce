/** Answers the quorum's requests of other voters: checks what is asked, asks the state machine. */
import type { RequestOf, ResponseOf } from '../protocol/api.ts';
import { type ErrorCode, errors } from '../protocol/errors.ts';
import type { voteApi } from '../protocol/messages/52-vote.ts';
import type { beginQuorumEpochApi } from '../protocol/messages/53-begin-quorum-epoch.ts';
import type { endQuorumEpochApi } from '../protocol/messages/54-end-quorum-epoch.ts';
import type { fetchSnapshotApi } from '../protocol/messages/59-fetch-snapshot.ts';
import type { Uuid } from '../protocol/types.ts';
import {
  electionPartition,
  epochResponse,
  snapshotPartition,
  snapshotResponse,
  voteResponse,
} from './messages.ts';
import { leaderHint } from './quorum-state.ts';
import type { Effect, Input, QuorumState } from './quorum-types.ts';
import type { SnapshotStore } from './snapshot-store.ts';

export type Reply = Extract<Effect, { type: 'reply' }>;

export type QuorumRpcOptions = {
  readonly nodeId: number;
  readonly clusterId: Uuid;
  readonly snapshots: SnapshotStore;
  readonly state: () => QuorumState;
  readonly input: (input: Input) => void;
  /** The reply is given when all that must be on disk before it is there. */
  readonly answerTo: (input: Input) => Reply;
  readonly isClosed: () => boolean;
};

export class QuorumRpc {
  private readonly options: QuorumRpcOptions;

  constructor(options: QuorumRpcOptions) {
    this.options = options;
  }

  vote(request: RequestOf<typeof voteApi>): ResponseOf<typeof voteApi> {
    const partition = electionPartition(request.topics);
    const refusal = this.refusal(request.clusterId);
    if (refusal !== undefined || !partition) return refused(refusal);
    if (this.isForAnother(request.voterId))
      return voteResponse(errors.invalidVoterKey, leaderHint(this.options.state()), false);
    const { errorCode, hint, isGranted } = this.options.answerTo({
      type: 'vote-request',
      candidateId: partition.replicaId,
      epoch: partition.replicaEpoch,
      logEnd: { offset: partition.lastOffset, epoch: partition.lastOffsetEpoch },
      isPreVote: partition.preVote,
    });
    return voteResponse(errorCode, hint, isGranted);
  }

  beginEpoch(
    request: RequestOf<typeof beginQuorumEpochApi>,
  ): ResponseOf<typeof beginQuorumEpochApi> {
    const partition = electionPartition(request.topics);
    const refusal = this.refusal(request.clusterId);
    if (refusal !== undefined || !partition) return refused(refusal);
    if (this.isForAnother(request.voterId))
      return epochResponse(errors.invalidVoterKey, leaderHint(this.options.state()));
    const { leaderId, leaderEpoch: epoch } = partition;
    const { errorCode, hint } = this.options.answerTo({ type: 'begin-epoch', leaderId, epoch });
    return epochResponse(errorCode, hint);
  }

  endEpoch(
    request: RequestOf<typeof endQuorumEpochApi>,
    version: number,
  ): ResponseOf<typeof endQuorumEpochApi> {
    const partition = electionPartition(request.topics);
    const refusal = this.refusal(request.clusterId);
    if (refusal !== undefined || !partition) return refused(refusal);
    const { leaderId, leaderEpoch: epoch, preferredCandidates, preferredSuccessors } = partition;
    const candidates = preferredCandidates.map(({ candidateId }) => candidateId);
    const preferred = version >= 1 ? candidates : preferredSuccessors;
    const input: Input = { type: 'end-epoch', leaderId, epoch, preferred };
    const { errorCode, hint } = this.options.answerTo(input);
    return epochResponse(errorCode, hint);
  }

  async fetchSnapshot(
    request: RequestOf<typeof fetchSnapshotApi>,
  ): Promise<ResponseOf<typeof fetchSnapshotApi>> {
    const partition = snapshotPartition(request);
    const refusal = this.refusal(request.clusterId);
    if (refusal !== undefined || !partition) return refused(refusal);
    const { snapshots, state, input } = this.options;
    const hint = leaderHint(state());
    const { position, currentLeaderEpoch } = partition;
    const error = (errorCode: ErrorCode) => snapshotResponse({ errorCode, hint });
    if (currentLeaderEpoch < hint.epoch) return error(errors.fencedLeaderEpoch);
    if (currentLeaderEpoch > hint.epoch) return error(errors.unknownLeaderEpoch);
    if (state().role.kind !== 'leader') return error(errors.notLeaderOrFollower);
    const snapshot = snapshots.find(partition.snapshotId);
    if (!snapshot) return error(errors.snapshotNotFound);
    const { sizeBytes, endOffset, epoch } = snapshot;
    if (position < 0 || position >= sizeBytes) return error(errors.positionOutOfRange);
    input({ type: 'replica-alive', replicaId: request.replicaId });
    const part = await snapshots.readPart(snapshot, position, request.maxBytes);
    const id = { endOffset, epoch };
    return snapshotResponse({ errorCode: errors.none, hint, id, sizeBytes, position, part });
  }

  private refusal(clusterId: string | null): ErrorCode | undefined {
    if (this.options.isClosed()) return errors.brokerNotAvailable;
    const isOurs = clusterId === null || clusterId === this.options.clusterId;
    return isOurs ? undefined : errors.inconsistentClusterId;
  }

  private isForAnother(voterId: number): boolean {
    return voterId !== -1 && voterId !== this.options.nodeId;
  }
}

/** Without a better reason the request named something else than the one partition there is. */
function refused(errorCode: ErrorCode = errors.invalidRequest) {
  return { errorCode, topics: [] };
}
