/** AssignReplicasToDirs, key 73, version 0. */
import { api } from '../api.ts';
import { array, defaulted, int16, int32, int64, struct, uuid } from '../types.ts';

export const assignReplicasToDirsApi = api({
  key: 73,
  name: 'AssignReplicasToDirs',
  versions: [0, 0],
  flexibleFrom: 0,
  request: struct({
    brokerId: int32,
    brokerEpoch: defaulted(int64, -1),
    directories: array(
      struct({
        id: uuid,
        topics: array(
          struct({
            topicId: uuid,
            partitions: array(
              struct({
                partitionIndex: int32,
              }),
            ),
          }),
        ),
      }),
    ),
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    errorCode: int16,
    directories: array(
      struct({
        id: uuid,
        topics: array(
          struct({
            topicId: uuid,
            partitions: array(
              struct({
                partitionIndex: int32,
                errorCode: int16,
              }),
            ),
          }),
        ),
      }),
    ),
  }),
});
