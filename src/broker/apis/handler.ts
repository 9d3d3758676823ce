/**
 * What a handler is: one per API key, in a file of its own. It sees decoded values and services,
 * never sockets; it returns the response, a promise of it where it has to wait, or nothing when
 * the protocol has no answer (Produce with acks=0).
 */
import type { Api, RequestOf, ResponseOf } from '../protocol/api.ts';
import type { MetadataImage } from '../metadata/image.ts';
import type { Services } from './services.ts';

export type ListenerRole = 'broker' | 'controller';

export type RequestContext = {
  readonly services: Services;
  readonly apiVersion: number;
  readonly listener: ListenerRole;
  /** Empty when the client sent null. */
  readonly clientId: string;
  readonly clientHost: string;
  /** Unique among the connections of this node. */
  readonly connectionId: string;
  /** `User:ANONYMOUS` on a plaintext listener. */
  readonly principal: string;
};

/** The response to give up on: nothing is sent and the connection is closed (Produce acks=0 with an error). */
export const closeConnection = Symbol('close connection');
export type NoResponse = undefined | typeof closeConnection;

export interface Handler<A extends Api = Api> {
  readonly api: A;
  /** Where the API is served and advertised. */
  readonly listeners: readonly ListenerRole[];
  /**
   * True: the active controller answers. On the broker listener the server passes the request on
   * to it (Envelope) and the handler runs there, on the controller listener.
   */
  readonly isForwarded: boolean;
  /** For forwarded APIs: whether this broker's image shows what the response promises. */
  readonly isVisible?: (
    image: MetadataImage,
    response: ResponseOf<A>,
    request: RequestOf<A>,
  ) => boolean;
  /** False for APIs that are served but left out of ApiVersions of the broker listener. */
  handle(
    context: RequestContext,
    request: RequestOf<A>,
  ): ResponseOf<A> | NoResponse | Promise<ResponseOf<A> | NoResponse>;
}

type HandlerOptions<A extends Api> = Partial<Omit<Handler<A>, 'api' | 'handle'>>;

/** Served on the broker listener unless `options` say otherwise. */
export function handler<A extends Api>(
  api: A,
  handle: Handler<A>['handle'],
  options: HandlerOptions<A> = {},
): Handler<A> {
  return { api, listeners: ['broker'], isForwarded: false, ...options, handle };
}
