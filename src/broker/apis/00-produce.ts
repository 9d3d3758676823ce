/**
 * Produce (key 0), versions 3 to 13.
 *
 * Behaviour: each partition's batch is validated, given its offsets and appended as received.
 * acks=0 has no answer, and an error then closes the connection, so that the client refreshes its
 * metadata; acks=1 is answered after the append; acks=-1 when all in-sync replicas have it.
 *
 * Version notes: zstd from v7; record errors and message v8 (KIP-467); current leader and its
 * endpoint v10 (KIP-951); topic ids v13 (KIP-516).
 *
 * Not implemented: transactional batches (48 with a transactional id, 53 without).
 */
import { produceApi } from '../protocol/messages/00-produce.ts';
import { closeConnection, handler } from './handler.ts';

export const produce = handler(
  produceApi,
  (context, request) => {
    const response = context.services.replicas.produce(context, request);
    return response === 'failed' ? closeConnection : response;
  },
  { keepsNothing: true },
);
