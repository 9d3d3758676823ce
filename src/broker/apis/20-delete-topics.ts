/**
 * DeleteTopics v1-6, answered by the active controller. v6: topics may be named by id (KIP-516).
 */
import { errors } from '../protocol/errors.ts';
import { deleteTopicsApi } from '../protocol/messages/20-delete-topics.ts';
import { zeroUuid } from '../protocol/types.ts';
import { orRefusedInTime } from './controller-errors.ts';
import { handler } from './handler.ts';

export const deleteTopics = handler(
  deleteTopicsApi,
  ({ services }, request) =>
    orRefusedInTime(
      request.timeoutMs,
      () => services.controller.deleteTopics(request),
      (errorCode, errorMessage) => ({
        responses: [
          ...request.topicNames.map((name) => ({ name, topicId: zeroUuid })),
          ...request.topics,
        ].map((topic) => ({ ...topic, errorCode, errorMessage })),
      }),
    ),
  {
    listeners: ['broker', 'controller'],
    isForwarded: true,
    isVisible: (image, { responses }) =>
      responses.every(({ name, topicId, errorCode }) => {
        if (errorCode !== errors.none) return true;
        if (topicId !== undefined && topicId !== zeroUuid) return !image.topicsById.has(topicId);
        return name === null || !image.topicsByName.has(name);
      }),
  },
);
