/** Vote v0-2, on the controller listener: votes, and pre-votes from v2 on (KIP-996). */
import { voteApi } from '../protocol/messages/52-vote.ts';
import { handler } from './handler.ts';

export const vote = handler(
  voteApi,
  ({ services, apiVersion }, request) => services.raft.handleVote(request, apiVersion),
  { listeners: ['controller'] },
);
