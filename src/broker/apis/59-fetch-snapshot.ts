/** FetchSnapshot v0-1, on the controller listener: parts of a snapshot of the metadata log (KIP-630). */
import { fetchSnapshotApi } from '../protocol/messages/59-fetch-snapshot.ts';
import { handler } from './handler.ts';

export const fetchSnapshot = handler(
  fetchSnapshotApi,
  ({ services, apiVersion }, request) => services.raft.handleFetchSnapshot(request, apiVersion),
  { listeners: ['controller'] },
);
