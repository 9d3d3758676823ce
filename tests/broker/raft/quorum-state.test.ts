import { describe, expect, it } from 'vitest';
import { errors } from '../../../src/broker/protocol/errors.ts';
import {
  initialState,
  leaderHint,
  nextDeadline,
  step,
} from '../../../src/broker/raft/quorum-state.ts';
import type {
  Effect,
  Input,
  LogEnd,
  QuorumState,
  Role,
} from '../../../src/broker/raft/quorum-types.ts';

const config = {
  nodeId: 1,
  voters: [1, 2, 3],
  electionTimeoutMs: 1000,
  electionBackoffMaxMs: 1000,
  fetchTimeoutMs: 2000,
};
const logEnd: LogEnd = { offset: 10, epoch: 4 };

function boot(election = { epoch: 5, leaderId: -1, votedId: -1 }, voters = [1, 2, 3]): QuorumState {
  const own = { ...config, voters };
  return initialState({ config: own, election, logEnd, highWatermark: 0, seed: 1 });
}

function run(state: QuorumState, ...inputs: readonly (Input | number)[]): QuorumState {
  let nowMs = 0;
  let current = state;
  for (const input of inputs) {
    if (typeof input === 'number') nowMs = input;
    else current = step(current, input, nowMs).state;
  }
  return current;
}

const effectsOf = (state: QuorumState, input: Input, nowMs = 0): readonly Effect[] =>
  step(state, input, nowMs).effects;
const typesOf = (effects: readonly Effect[]): string[] => effects.map(({ type }) => type);
const start: Input = { type: 'start' };
const tick: Input = { type: 'tick' };
const vote = (from: number, epoch: number, isPreVote: boolean, isGranted = true): Input => ({
  type: 'vote-response',
  from,
  epoch,
  isPreVote,
  isGranted,
  hint: { leaderId: -1, epoch },
});
const ask = (epoch: number, isPreVote: boolean, end = logEnd, candidateId = 2): Input => ({
  type: 'vote-request',
  candidateId,
  epoch,
  logEnd: end,
  isPreVote,
});
const replyTo = (state: QuorumState, input: Input) => {
  const reply = effectsOf(state, input).find((effect) => effect.type === 'reply');
  if (reply?.type !== 'reply') throw new Error('no reply');
  return reply;
};

/** One state of each role, all in epoch 5 or reached from it. */
const prospective = run(boot(), start);
const candidate = run(prospective, vote(2, 5, true));
const leader = run(candidate, vote(3, 6, false));
const follower = run(boot(), start, { type: 'leader-heard', hint: { leaderId: 3, epoch: 5 } });
const fetched = run(follower, { type: 'fetched', epoch: 5, highWatermark: 7 });
const suspecting = run(fetched, { type: 'peer-lost', nodeId: 3 });
const resigned = run(leader, { type: 'resign' });
const voted = run(boot(), start, ask(6, false));
const unattached = run(boot(), start, { type: 'leader-heard', hint: { leaderId: -1, epoch: 7 } });

const all: readonly [Role['kind'], QuorumState][] = [
  ['unattached', unattached],
  ['voted', voted],
  ['prospective', prospective],
  ['candidate', candidate],
  ['leader', leader],
  ['follower', fetched],
  ['resigned', resigned],
];

describe('transitions', () => {
  it.each(all)('%s is reached', (kind, state) => {
    expect(state.role.kind).toBe(kind);
  });

  it.each(all)('%s follows the leader of a newer epoch', (_, state) => {
    const next = run(state, { type: 'begin-epoch', leaderId: 2, epoch: 20 });
    expect(next.role.kind).toBe('follower');
    expect(next.election).toEqual({ epoch: 20, leaderId: 2, votedId: -1 });
  });

  it.each(all)('%s is unattached when it hears of a newer epoch without leader', (_, state) => {
    const next = run(state, { type: 'leader-heard', hint: { leaderId: -1, epoch: 20 } });
    expect(next.role.kind).toBe('unattached');
    expect(next.election).toEqual({ epoch: 20, leaderId: -1, votedId: -1 });
  });

  it.each(all)('%s refuses messages of an older epoch', (_, state) => {
    for (const input of [
      ask(4, false, { offset: 99, epoch: 3 }),
      ask(4, true, { offset: 99, epoch: 3 }),
      { type: 'begin-epoch', leaderId: 2, epoch: 4 },
      { type: 'end-epoch', leaderId: 2, epoch: 4, preferred: [] },
    ] satisfies Input[]) {
      expect(replyTo(state, input).errorCode).toBe(errors.fencedLeaderEpoch);
      expect(step(state, input, 0).state).toEqual(state);
    }
  });

  it.each(all)('%s votes in a newer epoch for a log that is as new', (_, state) => {
    const { effects, state: next } = step(state, ask(20, false, { offset: 10, epoch: 9 }), 0);
    expect(next.role.kind).toBe('voted');
    expect(next.election).toEqual({ epoch: 20, leaderId: -1, votedId: 2 });
    const types = typesOf(effects);
    expect(types.lastIndexOf('persist')).toBeLessThan(types.indexOf('reply'));
  });

  it.each(all)('%s does not vote for an older log, and not for strangers', (_, state) => {
    expect(replyTo(state, ask(20, false, { offset: 9, epoch: 4 })).isGranted).toBe(false);
    expect(replyTo(state, ask(20, false, { offset: 99, epoch: 3 })).isGranted).toBe(false);
    const stranger = replyTo(state, ask(20, false, { offset: 10, epoch: 9 }, 8));
    expect(stranger.errorCode).toBe(errors.inconsistentVoterSet);
  });

  it.each(all)('%s refuses votes that make no sense', (_, state) => {
    expect(replyTo(state, ask(20, false, { offset: 1, epoch: 20 })).errorCode).toBe(
      errors.invalidRequest,
    );
    expect(replyTo(state, ask(20, true, { offset: 1, epoch: 21 })).errorCode).toBe(
      errors.invalidRequest,
    );
    expect(replyTo(state, ask(20, true, { offset: -1, epoch: 1 })).errorCode).toBe(
      errors.invalidRequest,
    );
  });

  it.each(all)('%s gives pre-votes only without a live leader', (kind, state) => {
    const { epoch } = state.election;
    const input = ask(epoch, true, { offset: 10, epoch });
    const isGranted = kind !== 'leader' && kind !== 'follower';
    expect(replyTo(state, input).isGranted).toBe(isGranted);
    const { election, role } = step(state, input, 0).state;
    expect([election, role.kind]).toEqual([state.election, kind]);
  });

  it('a vote is given once in an epoch, and repeated to the same candidate', () => {
    expect(replyTo(voted, ask(6, false)).isGranted).toBe(true);
    expect(replyTo(voted, ask(6, false, logEnd, 3)).isGranted).toBe(false);
    expect(replyTo(candidate, ask(6, false)).isGranted).toBe(false);
    expect(replyTo(follower, ask(5, false)).isGranted).toBe(false);
  });

  it('a leader of the own epoch is followed by all but the leader', () => {
    for (const [kind, state] of all) {
      if (kind === 'leader' || kind === 'follower' || kind === 'resigned') continue;
      const { epoch } = state.election;
      const next = run(state, { type: 'leader-heard', hint: { leaderId: 2, epoch } });
      expect([kind, next.role.kind]).toEqual([kind, 'follower']);
    }
    const other = run(leader, { type: 'leader-heard', hint: { leaderId: 2, epoch: 6 } });
    expect(other).toEqual(leader);
  });

  it('a second leader of an epoch is refused', () => {
    for (const state of [leader, fetched]) {
      const { epoch } = state.election;
      const reply = replyTo(state, { type: 'begin-epoch', leaderId: 2, epoch });
      expect(reply.errorCode).toBe(errors.invalidRequest);
    }
  });
});

describe('starting', () => {
  it('asks around at once without a known leader', () => {
    const { effects } = step(boot(), start, 0);
    expect(effects).toEqual([
      { type: 'ask-vote', to: 2, epoch: 5, logEnd, isPreVote: true },
      { type: 'ask-vote', to: 3, epoch: 5, logEnd, isPreVote: true },
    ]);
  });

  it('looks for the last leader first, but not for long', () => {
    const { effects, state } = step(boot({ epoch: 5, leaderId: 3, votedId: -1 }), start, 0);
    expect(effects).toContainEqual({ type: 'follow', leaderId: 3, epoch: 5 });
    expect(nextDeadline(state)).toBeLessThanOrEqual(300);
    expect(run(state, nextDeadline(state), tick).role.kind).toBe('prospective');
  });

  it('never leads on in an epoch in which it led before', () => {
    const state = boot({ epoch: 5, leaderId: 1, votedId: -1 });
    expect(state.role.kind).toBe('resigned');
    expect(leaderHint(state).leaderId).toBe(-1);
    expect(replyTo(state, ask(5, false)).isGranted).toBe(false);
    expect(run(state, start, vote(2, 5, true)).election.epoch).toBe(6);
  });

  it('leads at once when it is the only voter', () => {
    const { state, effects } = step(boot(undefined, [1]), start, 0);
    expect(state.role.kind).toBe('leader');
    expect(typesOf(effects)).toEqual(['persist', 'lead']);
    expect(nextDeadline(state)).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  it('takes the epoch of its log when the vote file is older', () => {
    expect(boot({ epoch: 2, leaderId: 3, votedId: -1 }).election).toEqual({
      epoch: 4,
      leaderId: -1,
      votedId: -1,
    });
  });
});

describe('elections', () => {
  it('writes the own vote before asking for others', () => {
    const effects = effectsOf(prospective, vote(2, 5, true));
    expect(effects[0]).toEqual({
      type: 'persist',
      election: { epoch: 6, leaderId: -1, votedId: 1 },
    });
    expect(typesOf(effects).slice(1)).toEqual(['ask-vote', 'ask-vote']);
  });

  it('does not count answers twice, of another round, or of another kind', () => {
    const refused = run(prospective, vote(2, 5, true, false));
    expect(run(refused, vote(2, 5, true)).role.kind).toBe('prospective');
    expect(run(prospective, vote(2, 4, true)).role.kind).toBe('prospective');
    expect(run(prospective, vote(2, 5, false)).role.kind).toBe('prospective');
    expect(run(candidate, vote(2, 5, true)).role.kind).toBe('candidate');
  });

  it('tries again after a pause that grows', () => {
    const pauses: number[] = [];
    let state = prospective;
    let nowMs = 0;
    for (let round = 0; round < 8; round++) {
      state = run(state, nowMs, vote(2, 5, true, false), vote(3, 5, true, false));
      pauses.push(nextDeadline(state) - nowMs);
      nowMs = nextDeadline(state);
      state = run(state, nowMs, tick);
      expect(state.role.kind).toBe('prospective');
    }
    expect(pauses[0]).toBeLessThanOrEqual(150);
    expect(pauses[7]).toBeGreaterThan(pauses[0]);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(1000);
  });

  it('lets the one go first to whom it promised a pre-vote', () => {
    const promised = run(prospective, 0, ask(5, true, { offset: 10, epoch: 4 }));
    const held = run(promised, 0, vote(3, 5, true));
    expect(held.role.kind).toBe('prospective');
    expect(nextDeadline(held)).toBeLessThanOrEqual(50);
    expect(run(held, nextDeadline(held), tick).role.kind).toBe('candidate');
    expect(run(held, 1, ask(6, false, logEnd)).role.kind).toBe('voted');
  });

  it('hurries when the one who asks cannot win', () => {
    const paused = run(prospective, vote(2, 5, true, false), vote(3, 5, true, false));
    const hurried = run(paused, ask(5, true, { offset: 1, epoch: 1 }));
    expect(nextDeadline(hurried)).toBeLessThanOrEqual(50);
  });

  it('goes back to the leader when somebody still hears it', () => {
    const lost = run(fetched, nextDeadline(fetched), tick);
    expect(lost.role.kind).toBe('prospective');
    const answer = { ...vote(2, 5, true, false), hint: { leaderId: 3, epoch: 5 } } as Input;
    expect(run(lost, answer).role).toMatchObject({ kind: 'follower', isLeaderSuspected: false });
  });
});

describe('following', () => {
  it('waits for the fetch timeout while the leader is silent', () => {
    expect(nextDeadline(fetched)).toBe(2000);
    expect(run(fetched, 1999, tick)).toEqual(fetched);
  });

  it('looks for another leader within 50 ms when its process ended', () => {
    expect(nextDeadline(suspecting)).toBeLessThanOrEqual(50);
    expect(leaderHint(suspecting).leaderId).toBe(-1);
    expect(replyTo(suspecting, ask(5, true)).isGranted).toBe(true);
    expect(run(fetched, { type: 'peer-lost', nodeId: 2 })).toEqual(fetched);
  });

  it('trusts the leader again when it answers after all', () => {
    const again = run(suspecting, 30, { type: 'fetched', epoch: 5, highWatermark: 7 });
    expect(again.role).toMatchObject({ isLeaderSuspected: false, fetchDeadlineMs: 2030 });
  });

  it('takes the high watermark as far as its own log goes, and never back', () => {
    expect(fetched.highWatermark).toBe(7);
    const ahead = run(fetched, { type: 'fetched', epoch: 5, highWatermark: 50 });
    expect(ahead.highWatermark).toBe(10);
    const back = run(ahead, { type: 'fetched', epoch: 5, highWatermark: 3 });
    expect(back.highWatermark).toBe(10);
    const stale = run(fetched, { type: 'fetched', epoch: 4, highWatermark: 9 });
    expect(stale).toEqual(fetched);
  });

  it('runs in the order in which a stopping leader names its successors', () => {
    const first = run(fetched, { type: 'end-epoch', leaderId: 3, epoch: 5, preferred: [1, 2] });
    const second = run(fetched, { type: 'end-epoch', leaderId: 3, epoch: 5, preferred: [2, 1] });
    const unnamed = run(fetched, { type: 'end-epoch', leaderId: 3, epoch: 5, preferred: [2] });
    expect([first, second, unnamed].map(nextDeadline)).toEqual([0, 50, 50]);
  });
});

describe('leading', () => {
  const fetch = (replicaId: number, offset: number): Input => ({
    type: 'replica-fetch',
    replicaId,
    directoryId: '',
    offset,
  });
  const appended = run(leader, { type: 'log-end', logEnd: { offset: 11, epoch: 6 } });

  it('announces itself and writes its first record', () => {
    const effects = effectsOf(candidate, vote(3, 6, false));
    expect(effects).toContainEqual({ type: 'lead', epoch: 6, grantingVoters: [1, 3] });
    expect(typesOf(effects)).toEqual(['persist', 'lead', 'announce', 'announce']);
  });

  it('commits what a majority has on disk', () => {
    expect(run(appended, fetch(2, 11)).highWatermark).toBe(0);
    expect(run(appended, fetch(2, 11), { type: 'flushed', offset: 11 }).highWatermark).toBe(11);
    expect(run(appended, fetch(2, 11), fetch(3, 11)).highWatermark).toBe(11);
  });

  it('does not commit records of earlier epochs by counting them', () => {
    const flushed = run(appended, { type: 'flushed', offset: 11 });
    expect(run(flushed, fetch(2, 10), fetch(3, 10)).highWatermark).toBe(0);
    expect(run(flushed, fetch(2, 10), fetch(2, 11)).highWatermark).toBe(11);
  });

  it('does not count observers, nor a fetch in its own name', () => {
    const flushed = run(appended, { type: 'flushed', offset: 11 });
    expect(run(flushed, fetch(9, 11), fetch(1, 11)).highWatermark).toBe(0);
    const { role } = run(flushed, fetch(9, 11));
    expect(role.kind === 'leader' && [...role.observers.keys()]).toEqual([9]);
  });

  it('remembers when a replica had all there was', () => {
    const { role } = run(appended, 100, fetch(2, 5), 200, fetch(2, 11), 300, fetch(3, 11));
    if (role.kind !== 'leader') throw new Error('leads no more');
    expect(role.voters.get(2)).toMatchObject({ lastFetchMs: 200, lastCaughtUpMs: 200 });
    expect(role.voters.get(3)).toMatchObject({ lastFetchMs: 300, lastCaughtUpMs: 300 });
  });

  it('tells voters that do not fetch of the epoch again', () => {
    const effects = effectsOf(run(appended, 900, fetch(2, 11)), tick, 1000);
    expect(effects).toEqual([{ type: 'announce', to: 3, epoch: 6 }]);
  });

  it('gives up when no majority fetches', () => {
    const state = run(appended, 500, fetch(2, 11), 1000, tick);
    expect(run(state, 3400, tick).role.kind).toBe('leader');
    const lost = run(state, 3500, tick);
    expect(lost.role.kind).toBe('resigned');
    expect(lost.election.epoch).toBe(6);
  });

  it('names those with the longest logs first when it stops', () => {
    const effects = effectsOf(run(appended, fetch(3, 11), fetch(2, 9)), { type: 'resign' });
    expect(effects).toEqual([
      { type: 'end-epoch', to: 2, epoch: 6, preferred: [3, 2] },
      { type: 'end-epoch', to: 3, epoch: 6, preferred: [3, 2] },
    ]);
  });
});

describe('a node that is no voter', () => {
  const observer = run(boot(undefined, [2, 3]), start);

  it('asks the voters, but stands for nothing, whatever they answer', () => {
    expect(observer.role.kind).toBe('prospective');
    const after = run(observer, vote(2, 5, true), vote(3, 5, true));
    expect(after.role.kind).toBe('prospective');
    expect(after.election.epoch).toBe(5);
  });

  it('does not elect itself beside a single voter either', () => {
    expect(run(boot(undefined, [2]), start, vote(2, 5, true)).role.kind).toBe('prospective');
  });

  it('follows the leader it is told of in a refusal', () => {
    const refusal: Input = {
      type: 'vote-response',
      from: 2,
      epoch: 5,
      isPreVote: true,
      isGranted: false,
      hint: { leaderId: 3, epoch: 6 },
    };
    const after = run(observer, refusal);
    expect(after.role.kind).toBe('follower');
    expect(after.election).toMatchObject({ leaderId: 3, epoch: 6 });
  });
});
