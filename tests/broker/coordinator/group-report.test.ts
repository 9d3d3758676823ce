import { describe, expect, it } from 'vitest';
import type { GroupReport } from '../../../src/broker/control.ts';
import { caller, FakeCluster } from './cluster.ts';
import { settle } from './fakes.ts';
import { joinRequest, syncRequest } from './requests.ts';

/** A cluster that keeps what its coordinator tells. */
async function reportingCluster() {
  const reports: GroupReport[] = [];
  const cluster = new FakeCluster({}, (report) => reports.push(report));
  await cluster.lead();
  return { cluster, reports };
}

async function stableMember(cluster: FakeCluster, groupId: string): Promise<string> {
  const joining = cluster.coordinator.joinGroup(caller(3), joinRequest(groupId));
  await cluster.time.advance(3000);
  const { memberId } = await joining;
  await cluster.coordinator.syncGroup(syncRequest(groupId, memberId, 1, { [memberId]: 'part' }));
  return memberId;
}

const story = (reports: readonly GroupReport[]) =>
  reports.map(({ phase, generation, causes }) =>
    [phase, generation, ...causes.map(({ kind }) => kind)].join(' '),
  );

describe('a coordinator tells', () => {
  it('why a group rebalances and what came of it', async () => {
    const { cluster, reports } = await reportingCluster();
    const memberId = await stableMember(cluster, 'g');
    expect(story(reports)).toEqual(['preparing 0 joined', 'completing 1', 'stable 1']);
    expect(reports[0]?.causes[0]?.member).toMatchObject({
      memberId,
      clientId: 'client',
      host: '127.0.0.1',
    });
    expect(reports.at(-1)?.members).toEqual([
      expect.objectContaining({ memberId, assignment: Buffer.from('part').toString('base64') }),
    ]);
  });

  it('that a member left, in its own words', async () => {
    const { cluster, reports } = await reportingCluster();
    const memberId = await stableMember(cluster, 'g');
    const members = [{ memberId, groupInstanceId: null, reason: 'the consumer is being closed' }];
    await cluster.coordinator.leaveGroup({ groupId: 'g', members });
    expect(story(reports.slice(3))).toEqual(['empty 2 left']);
    expect(reports.at(-1)?.causes[0]?.words).toBe('the consumer is being closed');
  });

  it('that a member was not heard of in time', async () => {
    const { cluster, reports } = await reportingCluster();
    await stableMember(cluster, 'g');
    await cluster.time.advance(10_001);
    expect(story(reports.slice(3))).toEqual(['empty 2 timed-out']);
  });

  it('that members did not come back while others joined', async () => {
    const { cluster, reports } = await reportingCluster();
    const memberId = await stableMember(cluster, 'g');
    const joining = cluster.coordinator.joinGroup(caller(3), joinRequest('g'));
    await settle();
    expect(story(reports.slice(3))).toEqual(['preparing 1 joined']);
    for (let second = 0; second < 120; second += 5) {
      const request = { groupId: 'g', memberId, groupInstanceId: null, generationId: 1 };
      await cluster.coordinator.heartbeat(request);
      await cluster.time.advance(5_000);
    }
    await joining;
    expect(story(reports.slice(4))[0]).toBe('completing 2 not-rejoined');
  });

  it('nothing of heartbeats, and how old they are when it is asked', async () => {
    const { cluster, reports } = await reportingCluster();
    const memberId = await stableMember(cluster, 'g');
    const count = reports.length;
    const request = { groupId: 'g', memberId, groupInstanceId: null, generationId: 1 };
    await cluster.coordinator.heartbeat(request);
    await cluster.time.advance(1_500);
    expect(reports).toHaveLength(count);
    expect(cluster.coordinator.stats(['g', 'other'])).toEqual([
      {
        groupId: 'g',
        generation: 1,
        members: [expect.objectContaining({ memberId, heartbeatAgeMs: 1_500, isWaiting: false })],
      },
    ]);
  });
});
