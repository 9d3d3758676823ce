/** ControllerRegistration v0: where a controller's listener is (KIP-919). */
import { controllerRegistrationApi } from '../protocol/messages/70-controller-registration.ts';
import { orRefused } from './controller-errors.ts';
import { handler } from './handler.ts';

export const controllerRegistration = handler(
  controllerRegistrationApi,
  ({ services }, request) =>
    orRefused(services.controller.registerController(request), (errorCode, errorMessage) => ({
      errorCode,
      errorMessage,
    })),
  { listeners: ['controller'] },
);
