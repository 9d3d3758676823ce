import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caller, FakeCluster } from './cluster.ts';
import { commitRequest, fetchQuery, joinRequest, syncRequest } from './requests.ts';

const groups = ['a', 'b', 'c'];
const places = ['orders-0', 'orders-1', 'payments-0'];

const action = fc.oneof(
  fc.record({
    kind: fc.constant('commit' as const),
    group: fc.constantFrom(...groups),
    place: fc.constantFrom(...places),
    offset: fc.nat(1000),
  }),
  fc.record({ kind: fc.constant('delete' as const), group: fc.constantFrom(...groups) }),
  fc.record({
    kind: fc.constant('delete-offset' as const),
    group: fc.constantFrom(...groups),
    place: fc.constantFrom(...places),
  }),
  fc.record({ kind: fc.constant('member' as const), group: fc.constantFrom(...groups) }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1000, 60_000) }),
);
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

async function perform(cluster: FakeCluster, it: Action): Promise<void> {
  const { coordinator } = cluster;
  if (it.kind === 'commit') {
    await coordinator.commitOffsets(caller(8), commitRequest(it.group, { [it.place]: it.offset }));
  } else if (it.kind === 'delete') await coordinator.deleteGroup(it.group);
  else if (it.kind === 'delete-offset') {
    const [name, index] = it.place.split('-');
    const topics = [{ name, partitions: [{ partitionIndex: Number(index) }] }];
    await coordinator.deleteOffsets({ groupId: it.group, topics });
  } else if (it.kind === 'wait') await cluster.time.advance(it.ms);
  else {
    const joining = coordinator.joinGroup(caller(3), joinRequest(it.group));
    await cluster.time.advance(3000);
    const others = (await coordinator.describeGroup(caller(5), it.group)).members;
    if (others.length > 1) return;
    const { memberId, generationId } = await joining;
    const parts = { [memberId]: `${it.group}/${generationId}` };
    await coordinator.syncGroup(syncRequest(it.group, memberId, generationId ?? 0, parts));
  }
}

/** What a coordinator knows that has to outlive it. */
async function durable({ coordinator }: FakeCluster) {
  const all = groups.map(async (group) => {
    const { topics } = await coordinator.fetchOffsets(fetchQuery(group, places));
    const described = await coordinator.describeGroup(caller(5), group);
    const isSettled = described.groupState === 'Stable' || described.groupState === 'Empty';
    return { offsets: topics, described: isSettled ? described : undefined };
  });
  return Promise.all(all);
}

describe('the log of a coordinator', () => {
  it('replayed by its successor gives the state it was left in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
        const cluster = new FakeCluster();
        await cluster.lead();
        for (const it of actions) await perform(cluster, it);
        const before = await durable(cluster);
        cluster.resign();
        await cluster.lead();
        const after = await durable(cluster);
        // Between generations there is nothing to keep: members join again.
        const expected = before.map((group, index) =>
          group.described ? group : { ...group, described: after[index].described },
        );
        expect(after).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});
