/** Values of control records; the key (version, type) lies in record-batch.ts. */
import { notFlexible, recordTable } from '../api.ts';
import { array, int16, int32, int64, since, string, struct, uint16, uuid } from '../types.ts';

export const leaderChangeMessage = recordTable({
  recordType: -1,
  name: 'LeaderChangeMessage',
  maxVersion: 1,
  flexibleFrom: 0,
  type: struct({
    version: int16,
    leaderId: int32,
    voters: array(
      struct({
        voterId: int32,
        voterDirectoryId: since(1, uuid),
      }),
    ),
    grantingVoters: array(
      struct({
        voterId: int32,
        voterDirectoryId: since(1, uuid),
      }),
    ),
  }),
});

export const snapshotHeaderRecord = recordTable({
  recordType: -1,
  name: 'SnapshotHeaderRecord',
  maxVersion: 0,
  flexibleFrom: 0,
  type: struct({
    version: int16,
    lastContainedLogTimestamp: int64,
  }),
});

export const snapshotFooterRecord = recordTable({
  recordType: -1,
  name: 'SnapshotFooterRecord',
  maxVersion: 0,
  flexibleFrom: 0,
  type: struct({
    version: int16,
  }),
});

export const kRaftVersionRecord = recordTable({
  recordType: -1,
  name: 'KRaftVersionRecord',
  maxVersion: 0,
  flexibleFrom: 0,
  type: struct({
    version: int16,
    kRaftVersion: int16,
  }),
});

export const votersRecord = recordTable({
  recordType: -1,
  name: 'VotersRecord',
  maxVersion: 0,
  flexibleFrom: 0,
  type: struct({
    version: int16,
    voters: array(
      struct({
        voterId: int32,
        voterDirectoryId: uuid,
        endpoints: array(
          struct({
            name: string,
            host: string,
            port: uint16,
          }),
        ),
        kRaftVersionFeature: struct({
          minSupportedVersion: int16,
          maxSupportedVersion: int16,
        }),
      }),
    ),
  }),
});

export const endTxnMarker = recordTable({
  recordType: -1,
  name: 'EndTxnMarker',
  maxVersion: 0,
  flexibleFrom: notFlexible,
  type: struct({
    coordinatorEpoch: int32,
  }),
});
