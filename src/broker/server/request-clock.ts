/** Measures requests on their way through the server: which meter one belongs to, and its times. */
import type { ListenerRole } from '../apis/handler.ts';
import type { BrokerMeter } from '../metrics/broker-meter.ts';
import type { ApiMeter } from '../metrics/request-meter.ts';
import type { Api, RequestOf } from '../protocol/api.ts';
import { errors } from '../protocol/errors.ts';
import { fetchApi } from '../protocol/messages/01-fetch.ts';
import type { ConnectionUsage } from './connection-usage.ts';
import type { Reply } from './request-connection.ts';

const replicaStateFrom = 15;

export class RequestClock {
  private readonly meter: BrokerMeter;
  /** By API key; looked up by name once. */
  private readonly byKey: (ApiMeter | undefined)[] = [];
  private readonly quorumFetch: ApiMeter;
  private readonly followerFetch: ApiMeter;
  private readonly consumerFetch: ApiMeter;

  constructor(meter: BrokerMeter) {
    this.meter = meter;
    this.quorumFetch = meter.requests.of('FetchQuorum');
    this.followerFetch = meter.requests.of('FetchFollower');
    this.consumerFetch = meter.requests.of('FetchConsumer');
  }

  nowMs(): number {
    return this.meter.clock.monotonicMs();
  }

  /** The client of the connection; another one when it calls itself differently from now on. */
  clientOf(usage: ConnectionUsage, clientId: string, host: string): void {
    const known = usage.client;
    if (known && known.clientId === clientId && !known.isDropped) {
      known.requestCount++;
      return;
    }
    const client = this.meter.clients.of(clientId, host);
    client.requestCount++;
    usage.client = client;
  }

  meterOf(
    { key, name }: Api,
    version: number,
    listener: ListenerRole,
    request: unknown,
    usage: ConnectionUsage | undefined,
  ): ApiMeter {
    if (key === fetchApi.key) {
      if (listener === 'controller') return this.quorumFetch;
      const { replicaId, replicaState } = request as RequestOf<typeof fetchApi>;
      const id = version >= replicaStateFrom ? replicaState.replicaId : replicaId;
      if (id < 0) return this.consumerFetch;
      if (usage?.client) usage.client.isBroker = true;
      return this.followerFetch;
    }
    this.byKey[key] ??= this.meter.requests.of(name);
    return this.byKey[key];
  }

  /** The answer is made; `sent` is called when it has left. */
  ready(meter: ApiMeter, reply: Reply, receivedMs: number, readyMs: number): Reply {
    if (typeof reply === 'string') {
      meter.total.recordMs(readyMs - receivedMs);
      meter.send.recordMs(0);
      if (reply === 'close') meter.failed(errors.unknownServerError);
      return reply;
    }
    let sizeBytes = 0;
    for (const chunk of reply.chunks) sizeBytes += chunk.length;
    meter.answered(sizeBytes);
    reply.meter = meter;
    reply.receivedMs = receivedMs;
    reply.readyMs = readyMs;
    return reply;
  }
}

type Coded = { readonly errorCode?: number };
type Topics = readonly { readonly partitions?: readonly Coded[] }[];

/** Counts the error codes in an answer: of the whole, of its entries, or of their partitions. */
export function countErrors(meter: ApiMeter, response: unknown): void {
  if (typeof response !== 'object' || response === null) return;
  const { errorCode } = response as Coded;
  if (errorCode !== undefined && errorCode !== errors.none) meter.failed(errorCode);
  for (const name in response) {
    const entries = (response as Record<string, unknown>)[name];
    if (!Array.isArray(entries)) continue;
    for (const entry of entries as readonly (Coded & Record<string, unknown>)[])
      countIn(meter, entry);
  }
}

function countIn(meter: ApiMeter, entry: Coded & Record<string, unknown>): void {
  if (typeof entry !== 'object' || entry === null) return;
  if (entry.errorCode) meter.failed(entry.errorCode);
  const partitions = (entry['partitionResponses'] ??
    entry['partitions']) as Topics[number]['partitions'];
  if (!Array.isArray(partitions)) return;
  for (const { errorCode } of partitions as readonly Coded[]) {
    if (errorCode) meter.failed(errorCode);
  }
}
