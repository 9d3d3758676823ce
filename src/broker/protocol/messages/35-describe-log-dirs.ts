/** DescribeLogDirs, key 35, versions 1 to 5. */
import { api } from '../api.ts';
import {
  array,
  bool,
  defaulted,
  int16,
  int32,
  int64,
  nullableArray,
  since,
  string,
  struct,
} from '../types.ts';

export const describeLogDirsApi = api({
  key: 35,
  name: 'DescribeLogDirs',
  versions: [1, 5],
  flexibleFrom: 2,
  request: struct({
    topics: nullableArray(
      struct({
        topic: string,
        partitions: array(int32),
      }),
    ),
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    errorCode: since(3, int16),
    results: array(
      struct({
        errorCode: int16,
        logDir: string,
        topics: array(
          struct({
            name: string,
            partitions: array(
              struct({
                partitionIndex: int32,
                partitionSize: int64,
                offsetLag: int64,
                isFutureKey: bool,
              }),
            ),
          }),
        ),
        totalBytes: since(4, int64, -1),
        usableBytes: since(4, int64, -1),
        isCordoned: since(5, bool, false),
      }),
    ),
  }),
});
