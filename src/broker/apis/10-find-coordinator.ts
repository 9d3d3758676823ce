/**
 * FindCoordinator v0-6: the broker that leads the partition a group id hashes to. The internal
 * topic is created when it is missing.
 *
 * v4: many keys. v6: share groups (KIP-932), refused as there is no share coordinator; so are
 * transactional ids, with an error that producers take as final.
 */
import type { GroupCoordinator } from '../coordinator/group/group-coordinator.ts';
import { errors, KafkaError } from '../protocol/errors.ts';
import { findCoordinatorApi } from '../protocol/messages/10-find-coordinator.ts';
import { handler } from './handler.ts';

const manyKeysVersion = 4;
const keyTypes = { group: 0, transaction: 1 } as const;
/** Versions for one key tell a success in words too. */
const successMessage = 'NONE';
const nobody = { nodeId: -1, host: '', port: -1 };

export const findCoordinator = handler(findCoordinatorApi, async (context, request) => {
  const { listenerName } = context;
  const { groups } = context.services;
  if (context.apiVersion < manyKeysVersion) {
    const one = await find(groups, request.keyType, request.key, listenerName);
    return one.errorCode === errors.none ? { ...one, errorMessage: successMessage } : one;
  }
  const found = request.coordinatorKeys.map(async (key) => ({
    key,
    ...(await find(groups, request.keyType, key, listenerName)),
  }));
  return {
    errorCode: errors.none,
    nodeId: 0,
    host: '',
    port: 0,
    coordinators: await Promise.all(found),
  };
});

async function find(
  groups: GroupCoordinator,
  keyType: number,
  key: string,
  listenerName: string | undefined,
) {
  if (keyType !== keyTypes.group) {
    const isTransaction = keyType === keyTypes.transaction;
    return isTransaction
      ? failed(errors.transactionalIdAuthorizationFailed, 'Transactions are not supported.')
      : failed(errors.invalidRequest, `There is no coordinator for keys of type ${keyType}.`);
  }
  try {
    const found = await groups.findCoordinator(key, listenerName);
    return { errorCode: errors.none, errorMessage: '', ...found };
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    return failed(error.code, 'The coordinator is not available.');
  }
}

const failed = (errorCode: number, errorMessage: string) => ({
  errorCode,
  errorMessage,
  ...nobody,
});
