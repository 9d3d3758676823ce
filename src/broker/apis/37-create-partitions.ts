/** CreatePartitions v0-3, answered by the active controller: a topic grows, it never shrinks. */
import { errors } from '../protocol/errors.ts';
import { createPartitionsApi } from '../protocol/messages/37-create-partitions.ts';
import { orRefusedInTime } from './controller-errors.ts';
import { handler } from './handler.ts';

export const createPartitions = handler(
  createPartitionsApi,
  ({ services }, request) =>
    orRefusedInTime(
      request.timeoutMs,
      () => services.controller.createPartitions(request),
      (errorCode, errorMessage) => ({
        results: request.topics.map(({ name }) => ({ name, errorCode, errorMessage })),
      }),
    ),
  {
    listeners: ['broker', 'controller'],
    isForwarded: true,
    isVisible: (image, { results }, request) =>
      request.validateOnly ||
      results.every(({ name, errorCode }) => {
        const wanted = request.topics.find((topic) => topic.name === name)?.count ?? 0;
        const present = image.topicsByName.get(name)?.partitions.length ?? wanted;
        return errorCode !== errors.none || present >= wanted;
      }),
  },
);
