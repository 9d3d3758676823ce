/**
 * UpdateFeatures v0-2, answered by the active controller: levels of features for the whole
 * cluster (KIP-584). v1: kinds of downgrade, and asking without doing (KIP-778); v2: one error for
 * all.
 */
import { errors } from '../protocol/errors.ts';
import { updateFeaturesApi } from '../protocol/messages/57-update-features.ts';
import { orRefused } from './controller-errors.ts';
import { handler } from './handler.ts';

export const updateFeatures = handler(
  updateFeaturesApi,
  ({ services }, request) =>
    orRefused(services.controller.updateFeatures(request), (errorCode, errorMessage) => ({
      errorCode,
      errorMessage,
    })),
  {
    listeners: ['broker', 'controller'],
    isForwarded: true,
    isVisible: (image, { errorCode }, { validateOnly, featureUpdates }) =>
      validateOnly ||
      errorCode !== errors.none ||
      featureUpdates.every(
        ({ feature, maxVersionLevel }) => (image.features.get(feature) ?? 0) === maxVersionLevel,
      ),
  },
);
