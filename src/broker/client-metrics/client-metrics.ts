/**
 * Metrics that clients push to the broker (KIP-714): who is asked for what, and what they told.
 * Kafka hands the metrics to a plugin; here the broker keeps what the product shows of them.
 */
import type { ClientMeasures, PushedMeasures } from '../control.ts';
import type { Env } from '../env/env.ts';
import type { MetadataImage } from '../metadata/image.ts';
import { decompress } from '../protocol/compression.ts';
import { errors } from '../protocol/errors.ts';
import { ProtocolError } from '../protocol/reader.ts';
import { compression } from '../protocol/record-batch.ts';
import { type Uuid, zeroUuid } from '../protocol/types.ts';
import { ClientInstance, type Push } from './client-instance.ts';
import { measuresOf } from './measures.ts';
import { readMetrics } from './otlp.ts';
import {
  areSubscriptionsChanged,
  type ClientSubscription,
  type Subscription,
  subscriptionFor,
  subscriptionsOf,
} from './subscriptions.ts';

/** Who speaks; a part of the handlers' RequestContext. */
export type MetricsCaller = {
  readonly clientId: string;
  readonly clientHost: string;
  readonly clientPort?: number;
  readonly connectionId: string;
};

/** What a client calls itself (KIP-511). */
type Software = { readonly name: string; readonly version: string };

export type Answer = {
  readonly errorCode: number;
  readonly instanceId: Uuid;
  /** Null with an error. */
  readonly subscription: ClientSubscription | null;
};

/** As many as Kafka keeps; beyond it the one that was silent longest is forgotten. */
const maxInstances = 16_384;
const sweepIntervalMs = 60_000;
/** A bomb ends here. */
const plainMaxBytes = 4 * 1024 * 1024;

/** In the order in which clients should prefer them. */
export const acceptedCompression: readonly number[] = [
  compression.zstd,
  compression.lz4,
  compression.gzip,
  compression.snappy,
];

export class ClientMetrics {
  private readonly env: Env;
  private readonly maxBytes: number;
  private subscriptions: readonly Subscription[] = [];
  private version = 0;
  /** By id, the one heard of last behind the others. */
  private readonly instances = new Map<Uuid, ClientInstance>();
  private readonly instanceOfConnection = new Map<string, Uuid>();
  private readonly software = new Map<string, Software>();
  private sweptAtMs = 0;

  constructor(env: Env, options: { readonly maxBytes: number }) {
    this.env = env;
    this.maxBytes = options.maxBytes;
  }

  /** Instances remembered. */
  get size(): number {
    return this.instances.size;
  }

  applyMetadata(image: MetadataImage, changedConfigs: ReadonlySet<string>): void {
    if (!areSubscriptionsChanged(changedConfigs)) return;
    this.subscriptions = subscriptionsOf(image);
    this.version++;
  }

  /** A client told its name (ApiVersions). */
  named(connectionId: string, name: string, version: string): void {
    this.software.set(connectionId, { name, version });
  }

  /** Name and version of the client library; empty when it told none. */
  softwareOf(connectionId: string): string {
    const software = this.software.get(connectionId);
    return software ? `${software.name} ${software.version}`.trim() : '';
  }

  /** What the client at the other end of a connection calls itself. */
  nameOf(connectionId: string): Software | undefined {
    return this.software.get(connectionId);
  }

  connectionClosed(connectionId: string): void {
    this.software.delete(connectionId);
    const instanceId = this.instanceOfConnection.get(connectionId);
    if (instanceId !== undefined) this.forget(instanceId);
  }

  /** GetTelemetrySubscriptions; a client without an id gets one. */
  ask(caller: MetricsCaller, askedId: Uuid): Answer {
    const instanceId = askedId === zeroUuid ? this.newId() : askedId;
    const nowMs = this.env.clock.monotonicMs();
    const instance = this.instance(caller, instanceId, nowMs);
    const errorCode = instance.ask(nowMs);
    const isRefused = errorCode !== errors.none;
    return { errorCode, instanceId, subscription: isRefused ? null : instance.subscription };
  }

  /** PushTelemetry; gives an error code. */
  push(caller: MetricsCaller, instanceId: Uuid, push: Push): number {
    if (isReserved(instanceId)) return errors.invalidRequest;
    const nowMs = this.env.clock.monotonicMs();
    const instance = this.instance(caller, instanceId, nowMs);
    const errorCode = instance.push(push, this.maxBytes, nowMs);
    if (errorCode !== errors.none || push.metrics.length === 0) return errorCode;
    try {
      const bytes = Buffer.from(push.metrics);
      const plain = decompress(push.compressionType, bytes, plainMaxBytes);
      instance.measures = measuresOf(readMetrics(plain), instance.measures);
      return errors.none;
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      return errors.invalidRecord;
    }
  }

  /** What the living clients told last, one row per client id and host. */
  stats(): PushedMeasures[] {
    this.sweep(this.env.clock.monotonicMs());
    const groups = new Map<string, { first: ClientInstance; all: ClientMeasures[] }>();
    for (const instance of this.instances.values()) {
      const { client, measures } = instance;
      if (!measures) continue;
      const key = `${client.client_id}@${client.client_source_address}`;
      const group = groups.get(key);
      if (group) group.all.push(measures);
      else groups.set(key, { first: instance, all: [measures] });
    }
    return [...groups.values()].map(({ first, all }) => ({
      clientId: first.client.client_id,
      host: first.client.client_source_address,
      software: [first.client.client_software_name, first.client.client_software_version]
        .filter((text) => text !== null)
        .join(' '),
      measures: together(all),
    }));
  }

  private instance(caller: MetricsCaller, instanceId: Uuid, nowMs: number): ClientInstance {
    this.sweep(nowMs);
    const { connectionId } = caller;
    const known = this.instances.get(instanceId);
    const instance = known ?? this.newInstance(caller, instanceId);
    if (instance.version !== this.version) {
      const subscription = subscriptionFor(this.subscriptions, instanceId, instance.client);
      instance.resubscribe(subscription, this.version);
    }
    if (known) this.instanceOfConnection.delete(known.connectionId);
    this.instanceOfConnection.set(connectionId, instanceId);
    instance.touch(connectionId, nowMs);
    this.instances.delete(instanceId);
    this.instances.set(instanceId, instance);
    if (this.instances.size > maxInstances) {
      const [silentLongest] = this.instances.keys();
      this.forget(silentLongest);
    }
    return instance;
  }

  private newInstance(caller: MetricsCaller, instanceId: Uuid): ClientInstance {
    const { clientId, clientHost, clientPort, connectionId } = caller;
    const software = this.software.get(connectionId);
    const client = {
      client_instance_id: instanceId,
      client_id: clientId,
      client_software_name: software?.name ?? null,
      client_software_version: software?.version ?? null,
      client_source_address: clientHost,
      client_source_port: String(clientPort ?? ''),
    };
    const subscription = subscriptionFor(this.subscriptions, instanceId, client);
    return new ClientInstance(client, connectionId, subscription, this.version);
  }

  private sweep(nowMs: number): void {
    if (nowMs - this.sweptAtMs < sweepIntervalMs) return;
    this.sweptAtMs = nowMs;
    for (const [instanceId, { expiresAtMs }] of this.instances) {
      if (expiresAtMs <= nowMs) this.forget(instanceId);
    }
  }

  private forget(instanceId: Uuid): void {
    const instance = this.instances.get(instanceId);
    if (!instance) return;
    this.instances.delete(instanceId);
    if (this.instanceOfConnection.get(instance.connectionId) === instanceId) {
      this.instanceOfConnection.delete(instance.connectionId);
    }
  }

  /** A random UUID (version 4) that nobody has, and that no shell takes for an option. */
  private newId(): Uuid {
    for (;;) {
      const bytes = this.env.random.bytes(16);
      bytes[6] = (bytes[6] & 0x0f) | 0x40;
      bytes[8] = (bytes[8] & 0x3f) | 0x80;
      const id = bytes.toString('base64url');
      if (!id.startsWith('-') && !this.instances.has(id)) return id;
    }
  }
}

/** Zero and one are no ids of anyone. */
const one: Uuid = 'AAAAAAAAAAAAAAAAAAAAAQ';
const isReserved = (id: Uuid): boolean => id === zeroUuid || id === one;

/** Of several instances of one client: the mean, and all their errors. */
function together(all: readonly ClientMeasures[]): ClientMeasures {
  const known = (name: keyof ClientMeasures) =>
    all.map((measures) => measures[name]).filter((value) => value !== null);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const mean = (values: readonly number[]) =>
    values.length === 0 ? null : sum(values) / values.length;
  const recordErrors = known('recordErrorsPerS');
  return {
    requestLatencyMs: mean(known('requestLatencyMs')),
    queueTimeMs: mean(known('queueTimeMs')),
    batchSizeBytes: mean(known('batchSizeBytes')),
    recordErrorsPerS: recordErrors.length === 0 ? null : sum(recordErrors),
  };
}
