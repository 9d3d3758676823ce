/**
 * IncrementalAlterConfigs v0-1, answered by the active controller: sets, removes, appends to and
 * subtracts from single keys (KIP-339). The asked broker judges broker configs before, and sets its
 * own log levels (KIP-412).
 */
import { incrementalAlterConfigsApi } from '../protocol/messages/44-incremental-alter-configs.ts';
import { prepareIncremental } from './config-changes.ts';
import { orRefused } from './controller-errors.ts';
import { handler } from './handler.ts';

export const incrementalAlterConfigs = handler(
  incrementalAlterConfigsApi,
  ({ services }, request) =>
    orRefused(services.controller.incrementalAlterConfigs(request), (errorCode, errorMessage) => ({
      responses: request.resources.map(({ resourceType, resourceName }) => ({
        errorCode,
        errorMessage,
        resourceType,
        resourceName,
      })),
    })),
  { listeners: ['broker', 'controller'], isForwarded: true, prepare: prepareIncremental },
);
