/**
 * OffsetForLeaderEpoch (key 23), versions 2 to 4.
 *
 * Behaviour: where the log of a leader epoch ends (KIP-101, KIP-279, KIP-320), for consumers that
 * check whether their position still exists and for followers that truncate.
 *
 * Version notes: replica id v3 (-1 consumer, -2 a debugging tool that may ask any replica).
 */
import { offsetForLeaderEpochApi } from '../protocol/messages/23-offset-for-leader-epoch.ts';
import { handler } from './handler.ts';

export const offsetForLeaderEpoch = handler(offsetForLeaderEpochApi, (context, request) =>
  context.services.replicas.offsetsForLeaderEpoch(request),
);
