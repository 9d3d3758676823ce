/** DescribeQuorum: the leader's view of all replicas, with wall-clock times. */
import type { QuorumVoter } from '../control.ts';
import type { Clock } from '../env/env.ts';
import type { RequestOf, ResponseOf } from '../protocol/api.ts';
import { errors } from '../protocol/errors.ts';
import type { describeQuorumApi } from '../protocol/messages/55-describe-quorum.ts';
import { zeroUuid } from '../protocol/types.ts';
import { electionPartition, metadataTopic } from './messages.ts';
import type { Leader, Progress, QuorumState } from './quorum-types.ts';

type Request = RequestOf<typeof describeQuorumApi>;
type Response = ResponseOf<typeof describeQuorumApi>;
type Partition = Response['topics'][number]['partitions'][number];
type Replica = Partition['currentVoters'][number];

export function describeQuorum(
  state: QuorumState,
  request: Request,
  o: {
    readonly clock: Clock;
    readonly voters: readonly QuorumVoter[];
    readonly listenerName: string;
  },
): Response {
  if (!electionPartition(request.topics))
    return refusal(request, errors.unknownTopicOrPartition, 'there is no such partition');
  if (state.role.kind !== 'leader')
    return refusal(request, errors.notLeaderOrFollower, 'this node does not lead the quorum');
  const { role } = state;
  const replica = replicaOf(o.clock);
  const own: Replica = {
    replicaId: state.config.nodeId,
    replicaDirectoryId: zeroUuid,
    logEndOffset: state.logEnd.offset,
    lastFetchTimestamp: o.clock.nowMs(),
    lastCaughtUpTimestamp: o.clock.nowMs(),
  };
  const partition: Partition = {
    partitionIndex: 0,
    errorCode: errors.none,
    errorMessage: null,
    leaderId: state.config.nodeId,
    leaderEpoch: state.election.epoch,
    highWatermark: state.highWatermark > role.epochStartOffset ? state.highWatermark : -1,
    currentVoters: byId([own, ...all(role.voters, replica)]),
    observers: byId(all(role.observers, replica)),
  };
  return {
    errorCode: errors.none,
    errorMessage: null,
    topics: [{ topicName: metadataTopic, partitions: [partition] }],
    nodes: o.voters.map(({ id, host, port }) => ({
      nodeId: id,
      listeners: [{ name: o.listenerName, host, port }],
    })),
  };
}

function refusal(request: Request, errorCode: number, errorMessage: string): Response {
  const topics = request.topics.map(({ topicName, partitions }) => ({
    topicName,
    partitions: partitions.map(({ partitionIndex }) => ({
      partitionIndex,
      errorCode,
      errorMessage,
      // As in Kafka: nothing is said of them, and the versions have no default but 0.
      leaderId: 0,
      leaderEpoch: 0,
      highWatermark: 0,
      currentVoters: [],
      observers: [],
    })),
  }));
  return { errorCode: errors.none, errorMessage: null, topics, nodes: [] };
}

/** A set of voters that is fixed by the configuration knows no directory ids (kraft.version 0). */
function replicaOf(clock: Clock): (id: number, progress: Progress) => Replica {
  const offsetMs = clock.nowMs() - clock.monotonicMs();
  const toWallMs = (atMs: number) => (atMs < 0 ? -1 : Math.round(atMs + offsetMs));
  return (replicaId, { endOffset, lastFetchMs, lastCaughtUpMs }) => ({
    replicaId,
    replicaDirectoryId: zeroUuid,
    logEndOffset: endOffset,
    lastFetchTimestamp: toWallMs(lastFetchMs),
    lastCaughtUpTimestamp: toWallMs(lastCaughtUpMs),
  });
}

function all(
  replicas: Leader['voters'],
  toReplica: (id: number, progress: Progress) => Replica,
): Replica[] {
  return [...replicas].map(([id, progress]) => toReplica(id, progress));
}

const byId = (replicas: Replica[]): Replica[] => replicas.sort((a, b) => a.replicaId - b.replicaId);
