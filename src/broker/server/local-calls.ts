/**
 * Calls into this node's own controller listener without a connection: requests that came inside
 * an Envelope, and this broker's own when it is the active controller itself.
 */
import type { Handler } from '../apis/handler.ts';
import type { EmbeddedCaller, Services } from '../apis/services.ts';
import { Lease } from '../log/slabs.ts';
import type { Api, RequestInOf, RequestOf, ResponseOutOf } from '../protocol/api.ts';
import { ProtocolError } from '../protocol/reader.ts';
import type { Dispatcher } from './dispatcher.ts';

export class LocalCalls {
  private readonly services: () => Services;
  private readonly dispatcher: () => Dispatcher;
  private readonly handlers: ReadonlyMap<number, Handler>;

  /** Services and dispatcher are built later than this; both are asked for at each call. */
  constructor(
    handlers: readonly Handler[],
    services: () => Services,
    dispatcher: () => Dispatcher,
  ) {
    this.services = services;
    this.dispatcher = dispatcher;
    this.handlers = new Map(handlers.map((entry) => [entry.api.key, entry]));
  }

  /** Header and body in, header and body out. */
  async dispatchEmbedded(frame: Buffer, caller: EmbeddedCaller): Promise<Buffer> {
    const from = { listener: 'controller' as const, ...caller };
    const reply = await this.dispatcher().dispatch(frame, from, false);
    if (reply === 'none' || reply === 'close')
      throw new ProtocolError('an embedded request has no response');
    return Buffer.concat(reply.chunks).subarray(4);
  }

  /**
   * Hands a request to its handler as if it had come from a connection. Request and response pass
   * through their codecs, so that defaults are filled in just as on the wire.
   */
  async call<A extends Api>(
    api: A,
    version: number,
    request: RequestInOf<A>,
  ): Promise<ResponseOutOf<A>> {
    const entry = this.handlers.get(api.key);
    if (!entry) throw new Error(`${api.name} has no handler`);
    const decoded = api.request.decode(version, api.request.encode(version, request));
    const context = {
      services: this.services(),
      apiVersion: version,
      listener: 'controller' as const,
      clientId: '',
      lease: new Lease(),
      clientHost: '127.0.0.1',
      connectionId: 'local',
      principal: 'User:ANONYMOUS',
    };
    const response = await entry.handle(context, decoded as RequestOf<Api>);
    return api.response.decode(version, api.response.encode(version, response)) as ResponseOutOf<A>;
  }
}
