/** Records of `__consumer_offsets` for classic groups and their offsets. */
import { notFlexible, recordTable } from '../api.ts';
import {
  array,
  between,
  bytes,
  int32,
  int64,
  nullableString,
  since,
  string,
  struct,
  tagged,
  uuid,
} from '../types.ts';

export const offsetCommitKey = recordTable({
  recordType: 1,
  name: 'OffsetCommitKey',
  maxVersion: 0,
  flexibleFrom: notFlexible,
  type: struct({
    group: string,
    topic: string,
    partition: int32,
  }),
});

export const offsetCommitValue = recordTable({
  recordType: 1,
  name: 'OffsetCommitValue',
  maxVersion: 4,
  flexibleFrom: 4,
  type: struct({
    offset: int64,
    leaderEpoch: since(3, int32, -1),
    metadata: string,
    commitTimestamp: int64,
    expireTimestamp: between(1, 1, int64, -1),
    topicId: tagged(0, 4, uuid),
  }),
});

export const groupMetadataKey = recordTable({
  recordType: 2,
  name: 'GroupMetadataKey',
  maxVersion: 0,
  flexibleFrom: notFlexible,
  type: struct({
    group: string,
  }),
});

export const groupMetadataValue = recordTable({
  recordType: 2,
  name: 'GroupMetadataValue',
  maxVersion: 4,
  flexibleFrom: 4,
  type: struct({
    protocolType: string,
    generation: int32,
    protocol: nullableString(),
    leader: nullableString(),
    currentStateTimestamp: since(2, int64, -1),
    members: array(
      struct({
        memberId: string,
        groupInstanceId: since(3, nullableString(3), null),
        clientId: string,
        clientHost: string,
        rebalanceTimeout: since(1, int32, -1),
        sessionTimeout: int32,
        subscription: bytes,
        assignment: bytes,
      }),
    ),
  }),
});
