/**
 * The data of the quorum state machine: state, inputs and effects. Everything here is a plain
 * value, so that a run can be replayed, compared and printed.
 */

/** What `quorum-state` keeps: the leader of an epoch, or the vote given in it. -1: none. */
export type Election = {
  readonly epoch: number;
  readonly leaderId: number;
  readonly votedId: number;
};

/** End of a log and the epoch of its last record; compared epoch first. */
export type LogEnd = { readonly offset: number; readonly epoch: number };

export type QuorumConfig = {
  readonly nodeId: number;
  /** Sorted, the own id among them. */
  readonly voters: readonly number[];
  /** How long an election waits for answers; the other waiting times of elections are parts of it. */
  readonly electionTimeoutMs: number;
  readonly electionBackoffMaxMs: number;
  /** A follower that has not heard from its leader for so long looks for another. */
  readonly fetchTimeoutMs: number;
};

/** Outcome of one voter in one round of asking. */
export type Vote = 'asked' | 'granted' | 'refused';
export type Votes = ReadonlyMap<number, Vote>;

/** What the leader knows of one other replica; times are monotonic milliseconds. */
export type Progress = {
  /** Everything below is on the replica's disk; -1 before its first fetch in this epoch. */
  readonly endOffset: number;
  readonly lastFetchMs: number;
  readonly lastCaughtUpMs: number;
  /** End of the leader's log when the replica fetched last. */
  readonly leaderEndAtFetch: number;
  /** Zero uuid while unknown. */
  readonly directoryId: string;
};

export type Unattached = { readonly kind: 'unattached'; readonly electionDeadlineMs: number };
export type Voted = { readonly kind: 'voted'; readonly electionDeadlineMs: number };
export type Prospective = {
  readonly kind: 'prospective';
  readonly votes: Votes;
  /** Another node was promised a pre-vote: its candidacy goes first. */
  readonly holdUntilMs: number;
  readonly electionDeadlineMs: number;
};
export type Candidate = {
  readonly kind: 'candidate';
  readonly votes: Votes;
  readonly electionDeadlineMs: number;
};
export type Leader = {
  readonly kind: 'leader';
  /** Offset of the LeaderChange record; only what follows it may be committed by counting. */
  readonly epochStartOffset: number;
  /** End of what the leader itself has on disk. */
  readonly durableOffset: number;
  readonly sinceMs: number;
  /** All voters but the leader. */
  readonly voters: ReadonlyMap<number, Progress>;
  readonly observers: ReadonlyMap<number, Progress>;
  /** Voters that do not fetch are told of the epoch again then. */
  readonly announceAtMs: number;
};
export type Follower = {
  readonly kind: 'follower';
  /** The leader itself has been heard of in this epoch, not only others that named it. */
  readonly hasHeard: boolean;
  /** Its process ended or its connection broke; an election begins at the deadline. */
  readonly isLeaderSuspected: boolean;
  readonly fetchDeadlineMs: number;
};
export type Resigned = { readonly kind: 'resigned'; readonly electionDeadlineMs: number };

export type Role = Unattached | Voted | Prospective | Candidate | Leader | Follower | Resigned;

export type QuorumState = {
  readonly config: QuorumConfig;
  readonly election: Election;
  readonly role: Role;
  readonly logEnd: LogEnd;
  /** Exclusive; never falls. */
  readonly highWatermark: number;
  /** Elections in a row that brought no leader; stretches the pause before the next. */
  readonly failedRounds: number;
  /** State of the generator that all random delays come from. */
  readonly seed: number;
};

/** The head of a response that tells who leads. */
export type LeaderHint = { readonly leaderId: number; readonly epoch: number };

export type Input =
  /** The node can be reached and may ask others. */
  | { readonly type: 'start' }
  /** A deadline may have passed. */
  | { readonly type: 'tick' }
  | {
      readonly type: 'vote-request';
      readonly candidateId: number;
      readonly epoch: number;
      readonly logEnd: LogEnd;
      readonly isPreVote: boolean;
    }
  | {
      readonly type: 'vote-response';
      readonly from: number;
      /** Of the request. */
      readonly epoch: number;
      readonly isPreVote: boolean;
      readonly isGranted: boolean;
      readonly hint: LeaderHint;
    }
  /** No answer will come. */
  | {
      readonly type: 'vote-failed';
      readonly from: number;
      readonly epoch: number;
      readonly isPreVote: boolean;
    }
  | { readonly type: 'begin-epoch'; readonly leaderId: number; readonly epoch: number }
  | {
      readonly type: 'end-epoch';
      readonly leaderId: number;
      readonly epoch: number;
      readonly preferred: readonly number[];
    }
  /** Any response named a leader or an epoch. */
  | { readonly type: 'leader-heard'; readonly hint: LeaderHint }
  /** The leader of `epoch` answered a fetch, and what it sent is in the log. -1: it knows no high watermark. */
  | { readonly type: 'fetched'; readonly epoch: number; readonly highWatermark: number }
  /** A node's process ended or its connection broke. */
  | { readonly type: 'peer-lost'; readonly nodeId: number }
  /** A replica asked for records from `offset` on and its log matches up to there. */
  | {
      readonly type: 'replica-fetch';
      readonly replicaId: number;
      readonly directoryId: string;
      readonly offset: number;
    }
  /** A replica works through a snapshot: it lives, but has nothing yet. */
  | { readonly type: 'replica-alive'; readonly replicaId: number }
  /** The log grew, or was cut. */
  | { readonly type: 'log-end'; readonly logEnd: LogEnd }
  /** Everything below `offset` is on disk. */
  | { readonly type: 'flushed'; readonly offset: number }
  /** Give leadership up for an orderly stop. */
  | { readonly type: 'resign' };

/** To be performed in order: a `persist` is on disk before anything after it is done. */
export type Effect =
  | { readonly type: 'persist'; readonly election: Election }
  | {
      readonly type: 'ask-vote';
      readonly to: number;
      readonly epoch: number;
      readonly logEnd: LogEnd;
      readonly isPreVote: boolean;
    }
  | { readonly type: 'announce'; readonly to: number; readonly epoch: number }
  | {
      readonly type: 'end-epoch';
      readonly to: number;
      readonly epoch: number;
      readonly preferred: readonly number[];
    }
  /** Append the LeaderChange record of this epoch. */
  | { readonly type: 'lead'; readonly epoch: number; readonly grantingVoters: readonly number[] }
  | { readonly type: 'follow'; readonly leaderId: number; readonly epoch: number }
  | { readonly type: 'stop-following' }
  | { readonly type: 'high-watermark'; readonly offset: number }
  /** Answer to the request that was the input. */
  | {
      readonly type: 'reply';
      readonly isGranted: boolean;
      readonly errorCode: number;
      readonly hint: LeaderHint;
    };

export type Step = { readonly state: QuorumState; readonly effects: readonly Effect[] };
