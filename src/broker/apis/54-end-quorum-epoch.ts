/** EndQuorumEpoch v0-1, on the controller listener: a leader stops and names its successors. */
import { endQuorumEpochApi } from '../protocol/messages/54-end-quorum-epoch.ts';
import { handler } from './handler.ts';

export const endQuorumEpoch = handler(
  endQuorumEpochApi,
  ({ services, apiVersion }, request) => services.raft.handleEndQuorumEpoch(request, apiVersion),
  { listeners: ['controller'] },
);
