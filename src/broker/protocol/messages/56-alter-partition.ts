/** AlterPartition, key 56, versions 2 to 3. */
import { api } from '../api.ts';
import {
  array,
  between,
  defaulted,
  int16,
  int32,
  int64,
  int8,
  since,
  struct,
  uuid,
} from '../types.ts';

export const alterPartitionApi = api({
  key: 56,
  name: 'AlterPartition',
  versions: [2, 3],
  flexibleFrom: 0,
  request: struct({
    brokerId: int32,
    brokerEpoch: defaulted(int64, -1),
    topics: array(
      struct({
        topicId: uuid,
        partitions: array(
          struct({
            partitionIndex: int32,
            leaderEpoch: int32,
            newIsr: between(0, 2, array(int32)),
            newIsrWithEpochs: since(
              3,
              array(
                struct({
                  brokerId: since(3, int32),
                  brokerEpoch: since(3, int64, -1),
                }),
              ),
            ),
            leaderRecoveryState: defaulted(int8, 0),
            partitionEpoch: int32,
          }),
        ),
      }),
    ),
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    errorCode: int16,
    topics: array(
      struct({
        topicId: uuid,
        partitions: array(
          struct({
            partitionIndex: int32,
            errorCode: int16,
            leaderId: int32,
            leaderEpoch: int32,
            isr: array(int32),
            leaderRecoveryState: defaulted(int8, 0),
            partitionEpoch: int32,
          }),
        ),
      }),
    ),
  }),
});
