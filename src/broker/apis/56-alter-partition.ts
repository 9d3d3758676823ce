/** AlterPartition v2-3: leaders report their in-sync replicas (KIP-497; v3: broker epochs, KIP-903). */
import { alterPartitionApi } from '../protocol/messages/56-alter-partition.ts';
import { orRefused } from './controller-errors.ts';
import { handler } from './handler.ts';

export const alterPartition = handler(
  alterPartitionApi,
  ({ services }, request) =>
    orRefused(services.controller.alterPartition(request), (errorCode) => ({
      errorCode,
      topics: [],
    })),
  { listeners: ['controller'] },
);
