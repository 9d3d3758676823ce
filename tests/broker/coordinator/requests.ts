/** Requests of members, filled up with what a test does not care about. */
import { consumerProtocolSubscription } from '../../../src/broker/protocol/records/consumer-protocol.ts';
import { zeroUuid } from '../../../src/broker/protocol/types.ts';

export function subscription(topics: readonly string[]): Buffer {
  const body = consumerProtocolSubscription.message.encode(0, { topics, userData: null });
  return Buffer.concat([Buffer.from([0, 0]), body]);
}

type JoinFields = {
  memberId?: string;
  groupInstanceId?: string | null;
  sessionTimeoutMs?: number;
  rebalanceTimeoutMs?: number;
  protocolType?: string;
  protocols?: { name: string; metadata: Buffer }[];
};

export const joinRequest = (groupId: string, fields: JoinFields = {}) => ({
  groupId,
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 60_000,
  memberId: '',
  groupInstanceId: null,
  protocolType: 'consumer',
  protocols: [{ name: 'range', metadata: subscription(['orders']) }],
  reason: null,
  ...fields,
});

export const syncRequest = (
  groupId: string,
  memberId: string,
  generationId: number,
  assignments: Record<string, string> = {},
) => ({
  groupId,
  generationId,
  memberId,
  groupInstanceId: null,
  protocolType: null,
  protocolName: null,
  assignments: Object.entries(assignments).map(([id, text]) => ({
    memberId: id,
    assignment: Buffer.from(text),
  })),
});

export const commitRequest = (
  groupId: string,
  offsets: Record<string, number>,
  member: {
    memberId?: string;
    generation?: number;
    metadata?: string | null;
    retentionTimeMs?: number;
  } = {},
) => ({
  groupId,
  generationIdOrMemberEpoch: member.generation ?? -1,
  memberId: member.memberId ?? '',
  groupInstanceId: null,
  retentionTimeMs: member.retentionTimeMs ?? -1,
  topics: Object.entries(offsets).map(([place, committedOffset]) => {
    const [name, partition] = place.split('-');
    return {
      name,
      topicId: zeroUuid,
      partitions: [
        {
          partitionIndex: Number(partition),
          committedOffset,
          committedLeaderEpoch: 5,
          committedMetadata: member.metadata === undefined ? '' : member.metadata,
        },
      ],
    };
  }),
});

export const fetchQuery = (groupId: string, places: readonly string[] | null) => ({
  groupId,
  topics:
    places?.map((place) => {
      const [name, partition] = place.split('-');
      return { name, topicId: zeroUuid, partitionIndexes: [Number(partition)] };
    }) ?? null,
});
