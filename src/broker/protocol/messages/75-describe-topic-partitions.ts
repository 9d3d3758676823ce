/** DescribeTopicPartitions, key 75, versions 0 to 0. */
import { api } from '../api.ts';
import {
  array,
  bool,
  defaulted,
  int16,
  int32,
  nullableArray,
  nullableString,
  nullableStruct,
  string,
  struct,
  uuid,
} from '../types.ts';

export const describeTopicPartitionsApi = api({
  key: 75,
  name: 'DescribeTopicPartitions',
  versions: [0, 0],
  flexibleFrom: 0,
  request: struct({
    topics: array(
      struct({
        name: string,
      }),
    ),
    responsePartitionLimit: defaulted(int32, 2000),
    cursor: defaulted(
      nullableStruct(
        struct({
          topicName: string,
          partitionIndex: int32,
        }),
      ),
      null,
    ),
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    topics: array(
      struct({
        errorCode: int16,
        name: nullableString(),
        topicId: uuid,
        isInternal: defaulted(bool, false),
        partitions: array(
          struct({
            errorCode: int16,
            partitionIndex: int32,
            leaderId: int32,
            leaderEpoch: defaulted(int32, -1),
            replicaNodes: array(int32),
            isrNodes: array(int32),
            eligibleLeaderReplicas: defaulted(nullableArray(int32), null),
            lastKnownElr: defaulted(nullableArray(int32), null),
            offlineReplicas: array(int32),
          }),
        ),
        topicAuthorizedOperations: defaulted(int32, -2147483648),
      }),
    ),
    nextCursor: defaulted(
      nullableStruct(
        struct({
          topicName: string,
          partitionIndex: int32,
        }),
      ),
      null,
    ),
  }),
});
