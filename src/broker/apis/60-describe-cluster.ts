/**
 * DescribeCluster v0-2: the brokers, or (v1, endpoint type 2, on the controller listener) the
 * controllers. v2: fenced brokers when asked for (KIP-1073).
 */
import type { MetadataImage } from '../metadata/image.ts';
import { errors } from '../protocol/errors.ts';
import { endpointOf } from '../protocol/listeners.ts';
import { describeClusterApi } from '../protocol/messages/60-describe-cluster.ts';
import { handler } from './handler.ts';
import { clusterOperations, controllerIdFor, operationsNotAsked } from './topic-views.ts';

const endpointType = { broker: 1, controller: 2 } as const;

export const describeCluster = handler(
  describeClusterApi,
  ({ services, listener, listenerName }, request) => {
    const asked = request.endpointType;
    const image = services.metadata.image();
    if (asked !== endpointType.broker && asked !== endpointType.controller) {
      const errorMessage = `Unsupported endpoint type ${asked}`;
      return failed(errors.unsupportedEndpointType, errorMessage);
    }
    if (asked !== endpointType[listener]) {
      const errorMessage =
        `The request was sent to an endpoint of type ${listener.toUpperCase()}, but we wanted an ` +
        `endpoint of type ${asked === endpointType.broker ? 'BROKER' : 'CONTROLLER'}`;
      return failed(errors.mismatchedEndpointType, errorMessage);
    }
    const { leaderId } = services.raft;
    const isController = listener === 'controller';
    const { random } = services.env;
    return {
      endpointType: asked,
      clusterId: services.clusterId,
      errorCode: errors.none,
      controllerId: isController
        ? leaderId
        : controllerIdFor(image, leaderId, () => random.next(), listenerName),
      brokers: isController
        ? controllers(image)
        : brokers(image, request.includeFencedBrokers, listenerName),
      clusterAuthorizedOperations: request.includeClusterAuthorizedOperations
        ? clusterOperations
        : operationsNotAsked,
    };
  },
  { listeners: ['broker', 'controller'] },
);

/** Nothing else is told, not even the cluster's id. */
const failed = (errorCode: number, errorMessage: string) => ({
  errorCode,
  errorMessage,
  clusterId: '',
  brokers: [],
});

function brokers(image: MetadataImage, withFenced: boolean, listenerName?: string) {
  return [...image.brokers.values()]
    .filter(({ isFenced }) => withFenced || !isFenced)
    .flatMap(({ id, endpoints, rack, isFenced }) => {
      const endpoint = endpointOf(endpoints, listenerName);
      if (!endpoint) return [];
      return [{ brokerId: id, host: endpoint.host, port: endpoint.port, rack, isFenced }];
    });
}

function controllers(image: MetadataImage) {
  return [...image.controllers.values()].flatMap(({ id, endpoints }) =>
    endpoints.slice(0, 1).map(({ host, port }) => ({ brokerId: id, host, port })),
  );
}
