/**
 * DescribeLogDirs (key 35), versions 1 to 5.
 *
 * Behaviour: the log folders of this broker in the order of log.dirs, with the replicas and the
 * unfinished copies in them: all for null topics; those that are asked for and not here are left
 * out. A folder that is offline is told with error 56 alone.
 *
 * Version notes: top-level error v3; size and free bytes of the volume v4; v5 adds cordoned
 * folders, of which there are none.
 */
import { describeLogDirsApi } from '../protocol/messages/35-describe-log-dirs.ts';
import { handler } from './handler.ts';

export const describeLogDirs = handler(describeLogDirsApi, (context, request) =>
  context.services.replicas.describeLogDirs(request),
);
