/**
 * ListOffsets (key 2), versions 1 to 11.
 *
 * Behaviour: the first record with a timestamp at or after the given one, or a place in the log:
 * -1 latest (high watermark, last stable offset with read_committed, log end for a replica), -2
 * earliest, -3 largest timestamp, -4 earliest local, -5 last tiered, -6 earliest pending upload.
 * Nothing is tiered here: -4 is -2, and -5 and -6 find nothing.
 *
 * Version notes: isolation level v2; leader epoch v4; error 78 v5 (5 before); -3 v7 (KIP-734),
 * -4 v8, -5 v9, -6 v11; the timeout of v10 is for remote storage and not used.
 */
import { listOffsetsApi } from '../protocol/messages/02-list-offsets.ts';
import { handler } from './handler.ts';

export const listOffsets = handler(listOffsetsApi, (context, request) =>
  context.services.replicas.listOffsets(context, request),
);
