/**
 * DeleteRecords (key 21), versions 0 to 2.
 *
 * Behaviour: raises the log start of partitions led here, offset -1 meaning the high watermark;
 * answered when all live replicas have raised theirs, or with error 7 after the timeout.
 */
import { deleteRecordsApi } from '../protocol/messages/21-delete-records.ts';
import { handler } from './handler.ts';

export const deleteRecords = handler(deleteRecordsApi, (context, request) =>
  context.services.replicas.deleteRecords(request),
);
