/** Produce, key 0, versions 3 to 13. */
import { api } from '../api.ts';
import {
  array,
  between,
  defaulted,
  int16,
  int32,
  int64,
  nullableString,
  records,
  since,
  string,
  struct,
  tagged,
  uuid,
} from '../types.ts';

export const produceApi = api({
  key: 0,
  name: 'Produce',
  versions: [3, 13],
  flexibleFrom: 9,
  request: struct({
    transactionalId: defaulted(nullableString(), null),
    acks: int16,
    timeoutMs: int32,
    topicData: array(
      struct({
        name: between(0, 12, string),
        topicId: since(13, uuid),
        partitionData: array(
          struct({
            index: int32,
            records: records,
          }),
        ),
      }),
    ),
  }),
  response: struct({
    responses: array(
      struct({
        name: between(0, 12, string),
        topicId: since(13, uuid),
        partitionResponses: array(
          struct({
            index: int32,
            errorCode: int16,
            baseOffset: int64,
            logAppendTimeMs: defaulted(int64, -1),
            logStartOffset: since(5, int64, -1),
            recordErrors: since(
              8,
              array(
                struct({
                  batchIndex: since(8, int32),
                  batchIndexErrorMessage: since(8, nullableString(8), null),
                }),
              ),
            ),
            errorMessage: since(8, nullableString(8), null),
            currentLeader: tagged(
              0,
              10,
              struct({
                leaderId: since(10, int32, -1),
                leaderEpoch: since(10, int32, -1),
              }),
            ),
          }),
        ),
      }),
    ),
    throttleTimeMs: defaulted(int32, 0),
    nodeEndpoints: tagged(
      0,
      10,
      array(
        struct({
          nodeId: since(10, int32),
          host: since(10, string),
          port: since(10, int32),
          rack: since(10, nullableString(10), null),
        }),
      ),
    ),
  }),
});
