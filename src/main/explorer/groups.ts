/** Consumer groups as they are at one moment, for any cluster: one look at all, one at a group. */
import type { GroupStats } from '../../broker/control.ts';
import type { GroupDetail, GroupsState } from '../contract/groups.ts';
import { findingsOf } from './group-findings.ts';
import {
  type CommittedOffset,
  type DescribedGroup,
  describeGroups,
  fetchCommitted,
  findCoordinator,
  listFrom,
  listFromAll,
} from './group-requests.ts';
import { detailOf, groupPartitions, laggingPositions, summaryOf } from './group-shape.ts';
import { kafkaError } from './kafka-errors.ts';
import type { KafkaLink } from './kafka-link.ts';
import { type LagClock, positionKey } from './lag-clock.ts';
import { unknownForecast } from './lag-forecast.ts';
import {
  earliestTimestamp,
  latestTimestamp,
  listOffsets,
  partitionKey,
  type TopicPartitionName,
} from './offsets.ts';

/** One look at all groups. */
export type GroupsLook = {
  readonly groups: readonly DescribedGroup[];
  readonly committed: ReadonlyMap<string, readonly CommittedOffset[]>;
  readonly ends: ReadonlyMap<string, number>;
  /** Coordinators that did not answer: their groups are not among these. */
  readonly silent: ReadonlySet<number>;
};

const groupIdNotFound = 69;

/** A handful of requests, however many groups there are. */
export async function lookAtGroups(link: KafkaLink): Promise<GroupsLook> {
  const { listed, silent } = await listFromAll(link);
  const [groups, committed] = await Promise.all([
    describeGroups(link, listed),
    fetchCommitted(
      link,
      // What share groups have read is kept elsewhere.
      listed.filter(({ type }) => type !== 'share'),
    ),
  ]);
  const names = new Map<string, TopicPartitionName>();
  for (const offsets of committed.values()) {
    for (const { topic, partition } of offsets) {
      names.set(partitionKey({ topic, partition }), { topic, partition });
    }
  }
  const ends = await listOffsets(link, [...names.values()], latestTimestamp);
  return { groups, committed, ends, silent };
}

/** All groups of the cluster, with all that one look tells. */
export async function listGroups(link: KafkaLink, clock: LagClock): Promise<GroupsState> {
  const { groups, committed, ends } = await lookAtGroups(link);
  const positions = [...committed.values()].flatMap((own) => laggingPositions(own, ends));
  const ages = await clock.agesS(link, positions);
  const rows = groups.map((group) => {
    const own = committed.get(group.groupId) ?? [];
    const lagS = worstLagS(own, ends, ages);
    return [group.groupId, summaryOf(group, own, ends, { lagS, forecast: unknownForecast })];
  });
  return { groups: Object.fromEntries(rows), staleSinceMs: null };
}

/** One look at one group. */
export type GroupLook = ReturnType<typeof detailOf>;

export async function lookAtGroup(
  link: KafkaLink,
  clock: LagClock,
  ask: {
    readonly groupId: string;
    readonly stats?: GroupStats | null;
    readonly standsSinceMs?: (committed: readonly CommittedOffset[]) => ReadonlyMap<string, number>;
  },
): Promise<{ readonly look: GroupLook; readonly committed: readonly CommittedOffset[] }> {
  const group = await findGroup(link, ask.groupId);
  const committed = (await fetchCommitted(link, [group])).get(ask.groupId) ?? [];
  const names = groupPartitions(group, committed);
  const [{ topics }, starts, ends] = await Promise.all([
    link.metadata({ isFresh: true }),
    listOffsets(link, names, earliestTimestamp),
    listOffsets(link, names, latestTimestamp),
  ]);
  const positions = laggingPositions(committed, ends).map((name) => ({
    ...name,
    // Of records that are gone nobody knows the time: the oldest that is left counts.
    offset: Math.max(name.offset, starts.get(partitionKey(name)) ?? 0),
  }));
  const ages = await clock.agesS(link, positions);
  const agesS = new Map(
    positions.flatMap((name): [string, number][] => {
      const ageS = ages.get(positionKey(name));
      return ageS === undefined ? [] : [[partitionKey(name), ageS]];
    }),
  );
  const standsSinceMs = ask.standsSinceMs?.(committed) ?? new Map();
  const stats = ask.stats ?? null;
  const look = detailOf({ group, committed, starts, ends, agesS, topics, stats, standsSinceMs });
  return { look, committed };
}

/** One group with its members and the offsets of every partition it reads or has read. */
export async function describeGroup(
  link: KafkaLink,
  clock: LagClock,
  groupId: string,
): Promise<GroupDetail> {
  const { look } = await lookAtGroup(link, clock, { groupId });
  const seen = {
    forecast: unknownForecast,
    writtenPerS: null,
    readPerS: null,
    hasCoordinatorView: false,
    staleSinceMs: null,
  };
  const detail = { ...look, ...seen };
  return { ...detail, findings: findingsOf(detail, null, Date.now()) };
}

/** The committed offsets of one group, by `topic-partition`. */
export async function committedOffsets(
  link: KafkaLink,
  groupId: string,
): Promise<ReadonlyMap<string, number>> {
  const group = { groupId, coordinatorId: await findCoordinator(link, groupId) };
  const committed = (await fetchCommitted(link, [group])).get(groupId) ?? [];
  return new Map(committed.map((name) => [partitionKey(name), name.offset]));
}

/** The group as its coordinator describes it; `group-not-found`. */
export async function findGroup(link: KafkaLink, groupId: string): Promise<DescribedGroup> {
  const coordinatorId = await findCoordinator(link, groupId);
  const listed = (await listFrom(link, coordinatorId)).find((group) => group.groupId === groupId);
  if (!listed) throw kafkaError(groupIdNotFound, null, { groupId });
  const [described] = await describeGroups(link, [listed]);
  if (!described) throw kafkaError(groupIdNotFound, null, { groupId });
  return described;
}

/** The largest age among the group's next unread records: 0 when it has read all, null unknown. */
export function worstLagS(
  offsets: readonly CommittedOffset[],
  ends: ReadonlyMap<string, number>,
  ages: ReadonlyMap<string, number>,
): number | null {
  if (offsets.length === 0) return null;
  const lagging = laggingPositions(offsets, ends);
  if (lagging.length === 0) return 0;
  const known = lagging.flatMap((name) => ages.get(positionKey(name)) ?? []);
  return known.length === 0 ? null : Math.max(...known);
}
