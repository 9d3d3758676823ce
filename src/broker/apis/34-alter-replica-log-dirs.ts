/**
 * AlterReplicaLogDirs (key 34), versions 1 to 2.
 *
 * Behaviour: the named replicas of this broker move to the named log folders, in the background and
 * while they are served (KIP-113); a move that is under way is replaced, one to where the replica
 * is already ends it. For replicas that do not exist yet the folder is remembered.
 */
import { alterReplicaLogDirsApi } from '../protocol/messages/34-alter-replica-log-dirs.ts';
import { handler } from './handler.ts';

export const alterReplicaLogDirs = handler(alterReplicaLogDirsApi, (context, request) =>
  context.services.replicas.alterReplicaLogDirs(request),
);
