/** BeginQuorumEpoch v0-1, on the controller listener: an elected leader makes itself known. */
import { beginQuorumEpochApi } from '../protocol/messages/53-begin-quorum-epoch.ts';
import { handler } from './handler.ts';

export const beginQuorumEpoch = handler(
  beginQuorumEpochApi,
  ({ services, apiVersion }, request) => services.raft.handleBeginQuorumEpoch(request, apiVersion),
  { listeners: ['controller'] },
);
