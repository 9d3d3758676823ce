/** DescribeProducers, key 61, version 0. */
import { api } from '../api.ts';
import { array, defaulted, int16, int32, int64, nullableString, string, struct } from '../types.ts';

export const describeProducersApi = api({
  key: 61,
  name: 'DescribeProducers',
  versions: [0, 0],
  flexibleFrom: 0,
  request: struct({
    topics: array(
      struct({
        name: string,
        partitionIndexes: array(int32),
      }),
    ),
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    topics: array(
      struct({
        name: string,
        partitions: array(
          struct({
            partitionIndex: int32,
            errorCode: int16,
            errorMessage: defaulted(nullableString(), null),
            activeProducers: array(
              struct({
                producerId: int64,
                producerEpoch: int32,
                lastSequence: defaulted(int32, -1),
                lastTimestamp: defaulted(int64, -1),
                coordinatorEpoch: int32,
                currentTxnStartOffset: defaulted(int64, -1),
              }),
            ),
          }),
        ),
      }),
    ),
  }),
});
