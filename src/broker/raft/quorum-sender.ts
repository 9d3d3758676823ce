/** Sends what the state machine wants to tell the other voters, and hands it their answers. */
import { voteApi } from '../protocol/messages/52-vote.ts';
import { beginQuorumEpochApi } from '../protocol/messages/53-begin-quorum-epoch.ts';
import { endQuorumEpochApi } from '../protocol/messages/54-end-quorum-epoch.ts';
import type { Uuid } from '../protocol/types.ts';
import {
  beginEpochRequest,
  electionPartition,
  endEpochRequest,
  type LeaderEndpoint,
  voteRequest,
} from './messages.ts';
import type { Peers } from './peers.ts';
import type { Effect, Input } from './quorum-types.ts';

const voteVersion = 2;
const epochVersion = 1;

export class QuorumSender {
  private readonly peers: Peers;
  private readonly nodeId: number;
  private readonly clusterId: Uuid;
  private readonly directoryId: Uuid;
  private readonly endpoint: LeaderEndpoint;
  private readonly input: (input: Input) => void;

  constructor(o: {
    readonly peers: Peers;
    readonly nodeId: number;
    readonly clusterId: Uuid;
    readonly directoryId: Uuid;
    /** Where this node can be reached when it leads. */
    readonly endpoint: LeaderEndpoint;
    readonly input: (input: Input) => void;
  }) {
    this.peers = o.peers;
    this.nodeId = o.nodeId;
    this.clusterId = o.clusterId;
    this.directoryId = o.directoryId;
    this.endpoint = o.endpoint;
    this.input = o.input;
  }

  async askVote(effect: Extract<Effect, { type: 'ask-vote' }>): Promise<void> {
    const { to, epoch, logEnd, isPreVote } = effect;
    const { clusterId, directoryId, nodeId: candidateId } = this;
    const own = { clusterId, directoryId, candidateId };
    const request = voteRequest({ ...own, to, epoch, logEnd, isPreVote });
    const response = await this.peers.ask(to, voteApi, voteVersion, request);
    const partition = response && electionPartition(response.topics);
    if (!partition) return this.input({ type: 'vote-failed', from: to, epoch, isPreVote });
    const { leaderId, leaderEpoch, voteGranted: isGranted } = partition;
    const hint = { leaderId, epoch: leaderEpoch };
    this.input({ type: 'vote-response', from: to, epoch, isPreVote, isGranted, hint });
  }

  async announce({ to, epoch }: Extract<Effect, { type: 'announce' }>): Promise<void> {
    const { clusterId, nodeId: leaderId, endpoint } = this;
    const request = beginEpochRequest({ clusterId, to, leaderId, epoch, endpoint });
    const response = await this.peers.ask(to, beginQuorumEpochApi, epochVersion, request);
    this.hear(response && electionPartition(response.topics));
  }

  async endEpoch(effect: Extract<Effect, { type: 'end-epoch' }>): Promise<void> {
    const { to, epoch, preferred } = effect;
    const { clusterId, nodeId: leaderId, endpoint } = this;
    const request = endEpochRequest({ clusterId, leaderId, epoch, preferred, endpoint });
    const response = await this.peers.ask(to, endQuorumEpochApi, epochVersion, request);
    this.hear(response && electionPartition(response.topics));
  }

  private hear(partition: { leaderId: number; leaderEpoch: number } | undefined): void {
    if (!partition) return;
    const hint = { leaderId: partition.leaderId, epoch: partition.leaderEpoch };
    this.input({ type: 'leader-heard', hint });
  }
}
