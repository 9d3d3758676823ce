/**
 * CreateTopics v2-7, answered by the active controller.
 *
 * v5: the answer tells partitions, replication factor and configs (KIP-525). v7: the topic id.
 * Policies and quotas are not there, so neither 44 for a policy nor 89 is ever answered.
 */
import { errors } from '../protocol/errors.ts';
import { createTopicsApi } from '../protocol/messages/19-create-topics.ts';
import { orRefusedInTime } from './controller-errors.ts';
import { handler } from './handler.ts';

export const createTopics = handler(
  createTopicsApi,
  ({ services }, request) =>
    orRefusedInTime(
      request.timeoutMs,
      () => services.controller.createTopics(request),
      (errorCode, errorMessage) => ({
        topics: request.topics.map(({ name }) => ({ name, errorCode, errorMessage, configs: [] })),
      }),
    ),
  {
    listeners: ['broker', 'controller'],
    isForwarded: true,
    isVisible: (image, { topics }, request) =>
      request.validateOnly ||
      topics.every(
        ({ name, errorCode }) => errorCode !== errors.none || image.topicsByName.has(name),
      ),
  },
);
