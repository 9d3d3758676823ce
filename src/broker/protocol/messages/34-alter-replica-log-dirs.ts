/** AlterReplicaLogDirs, key 34, versions 1 to 2. */
import { api } from '../api.ts';
import { array, defaulted, int16, int32, string, struct } from '../types.ts';

export const alterReplicaLogDirsApi = api({
  key: 34,
  name: 'AlterReplicaLogDirs',
  versions: [1, 2],
  flexibleFrom: 2,
  request: struct({
    dirs: array(
      struct({
        path: string,
        topics: array(
          struct({
            name: string,
            partitions: array(int32),
          }),
        ),
      }),
    ),
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    results: array(
      struct({
        topicName: string,
        partitions: array(
          struct({
            partitionIndex: int32,
            errorCode: int16,
          }),
        ),
      }),
    ),
  }),
});
