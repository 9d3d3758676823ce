/** Which groups read a topic, and how far behind they are in it. */
import type { GroupDetail } from '../contract/groups.ts';
import type { TopicConsumer, TopicConsumers } from '../contract/topics.ts';
import { describeGroup, listGroups } from './groups.ts';
import { isRetriable } from './kafka-errors.ts';
import { isContractError } from '../contract/errors.ts';
import type { KafkaLink } from './kafka-link.ts';
import type { LagClock } from './lag-clock.ts';

export async function topicConsumers(
  link: KafkaLink,
  clock: LagClock,
  topic: string,
): Promise<TopicConsumers> {
  const { groups } = await listGroups(link, clock);
  const reading = Object.keys(groups).filter((id) => groups[id]?.topics.includes(topic));
  const described = await Promise.all(
    reading.map(async (groupId): Promise<[string, TopicConsumer][]> => {
      try {
        return [[groupId, consumerOf(await describeGroup(link, clock, groupId), topic)]];
      } catch (error) {
        // It has gone meanwhile, or its coordinator moves.
        if (isContractError(error, 'group-not-found') || isRetriable(error)) return [];
        throw error;
      }
    }),
  );
  return { groups: Object.fromEntries(described.flat()) };
}

/** What the group has to do with one topic. */
export function consumerOf(group: GroupDetail, topic: string): TopicConsumer {
  const members = Object.values(group.members);
  const offsets = Object.values(group.offsets).filter((row) => row.topic === topic);
  const ages = offsets.map(({ lagS }) => lagS).filter((lagS) => lagS !== null);
  return {
    phase: group.phase,
    memberCount: members.length,
    readerCount: members.filter(({ assignment }) => (assignment[topic]?.length ?? 0) > 0).length,
    partitionCount: offsets.filter(({ committedOffset }) => committedOffset !== null).length,
    lag: offsets.reduce((sum, { lag }) => sum + (lag ?? 0), 0),
    lagS: ages.length === 0 ? null : Math.max(...ages),
  };
}
