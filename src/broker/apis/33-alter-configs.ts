/**
 * AlterConfigs v0-2, answered by the active controller: replaces all configs of a resource. The
 * asked broker judges broker configs before.
 */
import { alterConfigsApi } from '../protocol/messages/33-alter-configs.ts';
import { prepareLegacy } from './config-changes.ts';
import { orRefused } from './controller-errors.ts';
import { handler } from './handler.ts';

export const alterConfigs = handler(
  alterConfigsApi,
  ({ services }, request) =>
    orRefused(services.controller.alterConfigs(request), (errorCode, errorMessage) => ({
      responses: request.resources.map(({ resourceType, resourceName }) => ({
        errorCode,
        errorMessage,
        resourceType,
        resourceName,
      })),
    })),
  { listeners: ['broker', 'controller'], isForwarded: true, prepare: prepareLegacy },
);
