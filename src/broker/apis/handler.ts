/**
 * What a handler is: one per API key, in a file of its own. It sees decoded values and services,
 * never sockets; it returns the response, a promise of it where it has to wait, or nothing when
 * the protocol has no answer (Produce with acks=0).
 */
import type { Lease } from '../log/slabs.ts';
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
  /** Not known of a request that another broker passed on. */
  readonly clientPort?: number;
  /** Unique among the connections of this node. */
  readonly connectionId: string;
  /** `User:ANONYMOUS` on a plaintext listener. */
  readonly principal: string;
  /** The name of the listener that the request came through; absent on the plaintext one. */
  readonly listenerName?: string;
  /** Only until the client has logged in; absent where nobody has to. */
  readonly login?: Login | undefined;
  /** Holds the memory of what the answer refers to until it has left. */
  readonly lease: Lease;
};

/** The login of one connection, from what its client sends. A refused one ends the connection. */
export interface Login {
  /** Those on offer. */
  readonly mechanisms: readonly string[];
  /** An error code. `isBare`: tokens come without the frame of SaslAuthenticate. */
  choose(mechanism: string, isBare: boolean): number;
  answer(token: Buffer): LoginAnswer;
}

export type LoginAnswer = { readonly token: Buffer } | { readonly errorMessage: string };

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
  /**
   * True: no byte of the request is looked at after the handler returned, not even when it waits.
   * The request is then read where it was received, without a copy.
   */
  readonly keepsNothing: boolean;
  /** For forwarded APIs: whether this broker's image shows what the response promises. */
  readonly isVisible?: (
    image: MetadataImage,
    response: ResponseOf<A>,
    request: RequestOf<A>,
  ) => boolean;
  /** For forwarded APIs: what the asked broker settles itself, and what it leaves to the controller. */
  readonly prepare?: (services: Services, request: RequestOf<A>) => Prepared<A>;
  /** False for APIs that are served but left out of ApiVersions of the broker listener. */
  handle(
    context: RequestContext,
    request: RequestOf<A>,
  ): ResponseOf<A> | NoResponse | Promise<ResponseOf<A> | NoResponse>;
}

export type Prepared<A extends Api> = {
  /** undefined: nothing is left for the controller. */
  readonly rest: RequestOf<A> | undefined;
  /** The whole answer, from the controller's answer to the rest. */
  complete(answer: ResponseOf<A> | undefined): ResponseOf<A>;
};

type HandlerOptions<A extends Api> = Partial<Omit<Handler<A>, 'api' | 'handle'>>;

/** Served on the broker listener unless `options` say otherwise. */
export function handler<A extends Api>(
  api: A,
  handle: Handler<A>['handle'],
  options: HandlerOptions<A> = {},
): Handler<A> {
  return {
    api,
    listeners: ['broker'],
    isForwarded: false,
    keepsNothing: false,
    ...options,
    handle,
  };
}
