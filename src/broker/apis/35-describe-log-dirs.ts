/**
 * DescribeLogDirs (key 35), versions 1 to 5.
 *
 * Behaviour: the sizes of the replicas on this broker, all of them for null topics. There is one
 * log folder.
 *
 * Version notes: top-level error v3; free bytes v4 (the size of the volume is given as unknown).
 */
import { describeLogDirsApi } from '../protocol/messages/35-describe-log-dirs.ts';
import { handler } from './handler.ts';

export const describeLogDirs = handler(describeLogDirsApi, (context, request) =>
  context.services.replicas.describeLogDirs(request),
);
