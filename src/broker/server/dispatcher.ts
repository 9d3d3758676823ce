/**
 * From the bytes of a request to the bytes of its response: finds the handler, decodes, calls it
 * or passes the request on to the active controller, encodes.
 */
import { unsupportedVersionResponse } from '../apis/18-api-versions.ts';
import {
  closeConnection,
  type Handler,
  type ListenerRole,
  type RequestContext,
} from '../apis/handler.ts';
import type { Services } from '../apis/services.ts';
import type { RequestOf, ResponseOf } from '../protocol/api.ts';
import { apiVersionsApi } from '../protocol/messages/18-api-versions.ts';
import { encodeResponse, readClientId, readRequestPrefix } from '../protocol/headers.ts';
import { ProtocolError, Reader } from '../protocol/reader.ts';
import type { ControllerChannel } from './controller-channel.ts';
import type { Reply } from './request-connection.ts';

/** Who asks; the same for all requests of a connection. */
export type Caller = {
  readonly listener: ListenerRole;
  readonly clientHost: string;
  readonly connectionId: string;
  readonly principal: string;
};

/** How long a created topic may take to show in this broker's own image before it answers anyway. */
const visibilityTimeoutMs = 1000;

export class Dispatcher {
  private readonly services: Services;
  private readonly handlers: ReadonlyMap<number, Handler>;
  private readonly channel: ControllerChannel;

  constructor(services: Services, handlers: readonly Handler[], channel: ControllerChannel) {
    this.services = services;
    this.handlers = new Map(handlers.map((entry) => [entry.api.key, entry]));
    this.channel = channel;
    if (this.handlers.size !== handlers.length)
      throw new Error('two handlers serve the same API key');
  }

  /** Throws ProtocolError for what Kafka answers by closing the connection. */
  dispatch(frame: Buffer, caller: Caller): Reply | Promise<Reply> {
    const reader = new Reader(frame);
    const { apiKey, apiVersion, correlationId } = readRequestPrefix(reader);
    const entry = this.handlers.get(apiKey);
    if (!entry || !entry.listeners.includes(caller.listener)) {
      throw new ProtocolError(`API key ${apiKey} is not served here`);
    }
    const { api } = entry;
    if (apiVersion < api.minVersion || apiVersion > api.maxVersion) {
      if (apiKey === apiVersionsApi.key) {
        return encodeResponse(apiVersionsApi, 0, correlationId, unsupportedVersionResponse);
      }
      const range = `${api.minVersion} to ${api.maxVersion}`;
      throw new ProtocolError(`${api.name} version ${apiVersion} is not served (${range} are)`);
    }
    const clientId = readClientId(reader, apiVersion >= api.flexibleFrom) ?? '';
    const context: RequestContext = { services: this.services, apiVersion, clientId, ...caller };
    if (entry.isForwarded && caller.listener === 'broker') {
      return this.forward(entry, context, frame, reader);
    }
    // Bytes behind the body are ignored, as in Kafka: librdkafka writes a null array of Metadata v9+
    // as four bytes instead of one.
    const request = api.request.codec(apiVersion).read(reader);
    const response = entry.handle(context, request as RequestOf<typeof api>);
    if (response instanceof Promise) {
      return response.then((value) => toReply(entry, apiVersion, correlationId, value));
    }
    return toReply(entry, apiVersion, correlationId, response);
  }

  /** The active controller's answer, given once this broker's own image shows what it promises. */
  private async forward(
    entry: Handler,
    context: RequestContext,
    frame: Buffer,
    body: Reader,
  ): Promise<Reply> {
    const payload = await this.channel.forward(frame, context);
    const { api, isVisible } = entry;
    if (isVisible) {
      const request = api.request.codec(context.apiVersion).read(body) as RequestOf<typeof api>;
      const reader = new Reader(payload, 4);
      if (context.apiVersion >= api.flexibleFrom) reader.uvarint();
      const response = api.response.codec(context.apiVersion).read(reader) as ResponseOf<
        typeof api
      >;
      await this.services.metadata.waitFor(
        (image) => isVisible(image, response, request),
        visibilityTimeoutMs,
      );
    }
    const size = Buffer.allocUnsafe(4);
    size.writeInt32BE(payload.length);
    return [size, payload];
  }
}

function toReply(
  entry: Handler,
  version: number,
  correlationId: number,
  response: ResponseOf<Handler['api']> | undefined | typeof closeConnection,
): Reply {
  if (response === undefined) return 'none';
  if (response === closeConnection) return 'close';
  return encodeResponse(entry.api, version, correlationId, response);
}
