/**
 * From the bytes of a request to the bytes of its response: finds the handler, decodes, calls it
 * or passes the request on to the active controller, encodes.
 */
import { unsupportedVersionResponse } from '../apis/18-api-versions.ts';
import {
  closeConnection,
  type Handler,
  type ListenerRole,
  type Login,
  type RequestContext,
} from '../apis/handler.ts';
import type { Services } from '../apis/services.ts';
import { Lease } from '../log/slabs.ts';
import type { ApiMeter } from '../metrics/request-meter.ts';
import type { Api, RequestOf, ResponseOf } from '../protocol/api.ts';
import { apiVersionsApi } from '../protocol/messages/18-api-versions.ts';
import {
  encodeRequest,
  encodeResponse,
  readClientId,
  readRequestPrefix,
  readResponseHeader,
} from '../protocol/headers.ts';
import { ProtocolError, Reader } from '../protocol/reader.ts';
import type { ConnectionUsage } from './connection-usage.ts';
import type { ControllerChannel } from './controller-channel.ts';
import { countErrors, type RequestClock } from './request-clock.ts';
import type { Reply } from './request-connection.ts';

/** Who asks; the same for all requests of a connection. */
export type Caller = {
  readonly listener: ListenerRole;
  readonly clientHost: string;
  readonly clientPort?: number;
  readonly connectionId: string;
  readonly principal: string;
  /** See RequestContext. */
  readonly listenerName?: string;
  readonly login?: Login | undefined;
  /** Of calls inside of the broker there is none. */
  readonly usage?: ConnectionUsage;
};

/** How long a created topic may take to show in this broker's own image before it answers anyway. */
const visibilityTimeoutMs = 1000;

export class Dispatcher {
  private readonly services: Services;
  private readonly handlers: ReadonlyMap<number, Handler>;
  private readonly channel: ControllerChannel;
  private readonly times: RequestClock | undefined;

  /** Without `times` nothing is measured. */
  constructor(
    services: Services,
    handlers: readonly Handler[],
    channel: ControllerChannel,
    times?: RequestClock,
  ) {
    this.services = services;
    this.times = times;
    this.handlers = new Map(handlers.map((entry) => [entry.api.key, entry]));
    this.channel = channel;
    if (this.handlers.size !== handlers.length)
      throw new Error('two handlers serve the same API key');
  }

  /**
   * Throws ProtocolError for what Kafka answers by closing the connection. A borrowed frame is
   * copied unless its handler keeps nothing of it. What came over no connection has no
   * `receivedMs` and is not measured.
   */
  dispatch(
    received: Buffer,
    caller: Caller,
    isBorrowed: boolean,
    receivedMs?: number,
  ): Reply | Promise<Reply> {
    const times = receivedMs === undefined ? undefined : this.times;
    const startMs = times ? times.nowMs() : 0;
    const prefix = new Reader(received);
    const { apiKey, apiVersion, correlationId } = readRequestPrefix(prefix);
    const entry = this.handlers.get(apiKey);
    if (!entry || !entry.listeners.includes(caller.listener)) {
      throw new ProtocolError(`API key ${apiKey} is not served here`);
    }
    const { api } = entry;
    if (apiVersion < api.minVersion || apiVersion > api.maxVersion) {
      if (apiKey === apiVersionsApi.key) {
        return {
          chunks: encodeResponse(apiVersionsApi, 0, correlationId, unsupportedVersionResponse),
        };
      }
      const range = `${api.minVersion} to ${api.maxVersion}`;
      throw new ProtocolError(`${api.name} version ${apiVersion} is not served (${range} are)`);
    }
    const frame = isBorrowed && !entry.keepsNothing ? Buffer.from(received) : received;
    const reader = new Reader(frame, prefix.position);
    const clientId = readClientId(reader, apiVersion >= api.flexibleFrom) ?? '';
    caller.usage?.add(apiKey, clientId, received.length);
    if (times && caller.usage) times.clientOf(caller.usage, clientId, caller.clientHost);
    const lease = new Lease();
    const { services } = this;
    const context: RequestContext = { services, apiVersion, clientId, lease, ...caller };
    if (entry.isForwarded && caller.listener === 'broker') {
      const reply = entry.prepare
        ? this.forwardRest(entry, context, correlationId, reader)
        : this.forward(entry, context, frame, reader);
      if (!times) return reply;
      const meter = times.meterOf(api, apiVersion, caller.listener, undefined, caller.usage);
      meter.begun(received.length);
      return this.late(times, meter, reply, receivedMs as number, startMs, (done) => done);
    }
    // Bytes behind the body are ignored, as in Kafka: librdkafka writes a null array of Metadata v9+
    // as four bytes instead of one.
    const request = api.request.codec(apiVersion).read(reader);
    const meter = times?.meterOf(api, apiVersion, caller.listener, request, caller.usage);
    meter?.begun(received.length);
    const response = entry.handle(context, request as RequestOf<typeof api>);
    if (response instanceof Promise) {
      if (times && meter) {
        return this.late(times, meter, response, receivedMs as number, startMs, (value) => {
          countErrors(meter, value);
          return toReply(context, entry, correlationId, value);
        });
      }
      return response.then((value) => toReply(context, entry, correlationId, value));
    }
    const reply = toReply(context, entry, correlationId, response);
    if (!times || !meter) return reply;
    countErrors(meter, response);
    const readyMs = times.nowMs();
    meter.queue.recordMs(startMs - (receivedMs as number));
    meter.local.recordMs(readyMs - startMs);
    meter.remote.recordMs(0);
    return times.ready(meter, reply, receivedMs as number, readyMs);
  }

  /** An answer that has to wait, with its waiting measured. */
  private late<Value>(
    times: RequestClock,
    meter: ApiMeter,
    waiting: Promise<Value>,
    receivedMs: number,
    startMs: number,
    finish: (value: Value) => Reply,
  ): Promise<Reply> {
    const handledMs = times.nowMs();
    meter.queue.recordMs(startMs - receivedMs);
    meter.local.recordMs(handledMs - startMs);
    meter.waitingCount++;
    return waiting.then(
      (value) => {
        meter.waitingCount--;
        const readyMs = times.nowMs();
        meter.remote.recordMs(readyMs - handledMs);
        return times.ready(meter, finish(value), receivedMs, readyMs);
      },
      (error) => {
        meter.waitingCount--;
        throw error;
      },
    );
  }

  /** The controller is asked only for what the handler leaves to it. */
  private async forwardRest(
    entry: Handler,
    context: RequestContext,
    correlationId: number,
    body: Reader,
  ): Promise<Reply> {
    const { api, prepare } = entry;
    const { apiVersion, clientId } = context;
    const request = api.request.codec(apiVersion).read(body) as RequestOf<typeof api>;
    const prepared = prepare?.(this.services, request);
    const rest = prepared ? prepared.rest : request;
    let answer: ResponseOf<Api> | undefined;
    if (rest !== undefined) {
      const chunks = encodeRequest(api, apiVersion, { correlationId, clientId }, rest);
      const payload = await this.channel.forward(Buffer.concat(chunks).subarray(4), context);
      answer = readResponse(api, apiVersion, payload);
    }
    const response = prepared ? prepared.complete(answer) : answer;
    return toReply(context, entry, correlationId, response);
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
      const response = readResponse(api, context.apiVersion, payload);
      await this.services.metadata.waitFor(
        (image) => isVisible(image, response, request),
        visibilityTimeoutMs,
      );
    }
    const size = Buffer.allocUnsafe(4);
    size.writeInt32BE(payload.length);
    return { chunks: [size, payload] };
  }
}

/** `payload` has no size in front. */
function readResponse(api: Api, version: number, payload: Buffer): ResponseOf<Api> {
  const reader = new Reader(payload);
  readResponseHeader(reader, api, version);
  return api.response.codec(version).read(reader) as ResponseOf<Api>;
}

function toReply(
  { apiVersion, lease }: RequestContext,
  entry: Handler,
  correlationId: number,
  response: ResponseOf<Handler['api']> | undefined | typeof closeConnection,
): Reply {
  if (response === undefined) return 'none';
  if (response === closeConnection) return 'close';
  const chunks = encodeResponse(entry.api, apiVersion, correlationId, response);
  return lease.isEmpty ? { chunks } : { chunks, onTaken: () => lease.release() };
}
