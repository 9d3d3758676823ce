/** Calls a handler as the server would: request and response go through their bytes. */
import { Lease } from '../../../src/broker/log/slabs.ts';
import type { Handler, ListenerRole } from '../../../src/broker/apis/handler.ts';
import type { Services } from '../../../src/broker/apis/services.ts';
import { parseBrokerConfig } from '../../../src/broker/config.ts';
import type { MetadataImage } from '../../../src/broker/metadata/image.ts';
import type { Api, RequestInOf, ResponseOutOf } from '../../../src/broker/protocol/api.ts';

export type CallOptions<A extends Api> = {
  readonly version: number;
  readonly request: RequestInOf<A>;
  readonly services: Services;
  readonly listener?: ListenerRole;
};

export async function call<A extends Api>(
  handler: Handler<A>,
  { version, request, services, listener = 'broker' }: CallOptions<A>,
): Promise<ResponseOutOf<A>> {
  const { api } = handler;
  const context = {
    services,
    apiVersion: version,
    listener,
    clientId: 'test',
    clientHost: '127.0.0.1',
    connectionId: 'c1',
    principal: 'User:ANONYMOUS',
    lease: new Lease(),
  };
  const decoded = api.request.decode(version, api.request.encode(version, request));
  const response = await handler.handle(context, decoded as Parameters<typeof handler.handle>[1]);
  return api.response.decode(version, api.response.encode(version, response as never)) as never;
}

/** A cache whose image is `current`, and whose waits are over at once. */
export function fakeMetadata(current: () => MetadataImage) {
  return {
    image: current,
    settledImage: () => Promise.resolve(current()),
    waitFor: () => Promise.resolve(true),
  };
}

/** Only what the handlers of metadata ask for. */
export function servicesWith(image: MetadataImage, changes: object = {}): Services {
  return {
    env: { random: { next: () => 0 }, logger: { warn: () => undefined } },
    nodeId: 1,
    clusterId: 'the-cluster',
    config: parseBrokerConfig({ 'node.id': '1' }),
    metadata: fakeMetadata(() => image),
    raft: { leaderId: 1 },
    clientMetrics: { named: () => undefined },
    ...changes,
  } as unknown as Services;
}
