/**
 * Fetch (key 1), versions 4 to 18, of consumers and followers; on the controller listener it is
 * the metadata quorum's own.
 *
 * Behaviour: whole batches as stored; waits up to max_wait for min_bytes; sessions (KIP-227) name
 * only what changed. Followers see up to the log end, consumers up to the high watermark, or the
 * last stable offset with read_committed.
 *
 * Version notes: sessions v7; leader epoch v9; consumers may read from followers v11
 * (KIP-392); divergence and current leader v12; topic ids v13; replica state v15; endpoints v16;
 * high watermark of a follower v18 (used by the quorum only).
 *
 * With the rack-aware selector a consumer is sent to a follower in its own rack (KIP-392).
 *
 * Not implemented: tiered storage.
 */
import { fetchApi } from '../protocol/messages/01-fetch.ts';
import { handler } from './handler.ts';

export const fetch = handler(
  fetchApi,
  (context, request) => {
    const { raft, replicas } = context.services;
    if (context.listener === 'controller') return raft.handleFetch(request, context.apiVersion);
    return replicas.fetch(context, request);
  },
  { listeners: ['broker', 'controller'] },
);
