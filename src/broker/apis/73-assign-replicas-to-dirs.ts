/** AssignReplicasToDirs v0: a broker says in which log folders its replicas lie (KIP-858). */
import { assignReplicasToDirsApi } from '../protocol/messages/73-assign-replicas-to-dirs.ts';
import { orRefused } from './controller-errors.ts';
import { handler } from './handler.ts';

export const assignReplicasToDirs = handler(
  assignReplicasToDirsApi,
  ({ services }, request) =>
    orRefused(services.controller.assignReplicasToDirs(request), (errorCode) => ({
      errorCode,
      directories: [],
    })),
  { listeners: ['controller'] },
);
