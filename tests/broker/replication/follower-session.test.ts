/** The fetching side of a session: what a follower names in its requests. */
import { describe, expect, it } from 'vitest';
import {
  type FetchTarget,
  type FollowerFetchRequest,
  FollowerSession,
} from '../../../src/broker/replication/follower-session.ts';
import type { Partition } from '../../../src/broker/replication/partition.ts';

const options = {
  replicaId: 2,
  maxWaitMs: 500,
  minBytes: 1,
  maxBytes: 1000,
  partitionMaxBytes: 100,
};

function target(partition: number): FetchTarget {
  const log = { logEndOffset: 10 * partition, latestEpoch: 3, logStartOffset: 0 };
  const fake = { partition, topicId: `topic-${partition % 2}`, log };
  return { partition: fake as unknown as Partition, leaderEpoch: 4, isListed: false };
}

const named = ({ topics }: FollowerFetchRequest) =>
  topics.flatMap(({ partitions }) => partitions.map(({ partition }) => partition));
const forgotten = ({ forgottenTopicsData }: FollowerFetchRequest) =>
  (forgottenTopicsData ?? []).flatMap(({ partitions }) => partitions);

function opened(count: number) {
  const session = new FollowerSession(options);
  const targets = Array.from({ length: count }, (_, index) => target(index));
  for (const each of targets) session.include(each);
  session.nextRequest(7);
  session.opened(true, 99);
  return { session, targets };
}

describe('a follower', () => {
  it('opens a session with everything, without waiting', () => {
    const session = new FollowerSession(options);
    for (const index of [0, 1, 2]) session.include(target(index));
    const request = session.nextRequest(7);
    expect(request).toMatchObject({
      replicaState: { replicaId: 2, replicaEpoch: 7 },
      sessionId: 0,
      sessionEpoch: 0,
      maxWaitMs: 0,
    });
    expect(request.topics).toHaveLength(2);
    expect(request.topics[0].partitions[1]).toEqual({
      partition: 2,
      currentLeaderEpoch: 4,
      fetchOffset: 20,
      lastFetchedEpoch: 3,
      logStartOffset: 0,
      partitionMaxBytes: 100,
    });
  });

  it('then names what changed only', () => {
    const { session, targets } = opened(3);
    expect(session.nextRequest(7)).toMatchObject({
      sessionId: 99,
      sessionEpoch: 1,
      maxWaitMs: 500,
    });
    session.touch(targets[1]);
    session.exclude(targets[2]);
    session.include(target(3));
    const next = session.nextRequest(7);
    expect(next.sessionEpoch).toBe(2);
    expect([named(next), forgotten(next)]).toEqual([[1, 3], [2]]);
    const quiet = session.nextRequest(7);
    expect([named(quiet), forgotten(quiet)]).toEqual([[], []]);
  });

  it('does not forget what it takes up again', () => {
    const { session, targets } = opened(1);
    session.exclude(targets[0]);
    session.include(targets[0]);
    const request = session.nextRequest(7);
    expect([named(request), forgotten(request)]).toEqual([[0], []]);
  });

  it('starts over when the source lost the session', () => {
    const { session } = opened(2);
    session.nextRequest(7);
    session.opened(false, 0);
    expect(session.nextRequest(7)).toMatchObject({ sessionId: 0, sessionEpoch: 0 });
  });

  it('names everything and waits when the source has no room for a session', () => {
    const session = new FollowerSession(options);
    session.include(target(0));
    session.nextRequest(7);
    session.opened(true, 0);
    const request = session.nextRequest(7);
    expect(request).toMatchObject({ sessionId: 0, sessionEpoch: 0, maxWaitMs: 500 });
    expect(named(request)).toEqual([0]);
  });

  it('uses no answer that was overtaken', () => {
    const { session, targets } = opened(2);
    session.touch(targets[0]);
    expect(targets.map((each) => session.isSettled(each))).toEqual([false, true]);
    session.nextRequest(7);
    session.exclude(targets[1]);
    expect(targets.map((each) => session.isSettled(each))).toEqual([true, false]);
  });
});
