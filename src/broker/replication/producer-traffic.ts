/**
 * Who produces: what each connection wrote to each topic, and what it was refused. Counted once
 * per batch, in objects that exist already; requests of one connection come in runs.
 */
import type { ProducerStats, ProducerTopicStats } from '../control.ts';
import type { Clock } from '../env/env.ts';
import { getInt64 } from '../protocol/writer.ts';
import { at, codecOf, isTransactional } from '../protocol/record-batch.ts';
import type { ProduceCaller } from './api.ts';

/** What a client calls itself (KIP-511). */
export type Software = { readonly name: string; readonly version: string };

type TopicWritten = {
  readonly topic: string;
  recordsIn: number;
  bytesIn: number;
  batches: number;
  duplicates: number;
  acks: number;
  attributes: number;
  producerId: number;
  producerEpoch: number;
  /** Records by partition. */
  readonly partitionRecords: number[];
};

type Refusals = { readonly code: number; count: number; lastMs: number; topic: string };

type Connection = {
  readonly caller: ProduceCaller;
  readonly sinceMs: number;
  readonly topics: Map<string, TopicWritten>;
  /** By error code; made with the first one. */
  refusals: Map<number, Refusals> | null;
  software: Software | null;
  transactionalId: string | null;
  /** The topic of the last batch. */
  latest: TopicWritten | null;
  activeMs: number;
  isOpen: boolean;
};

/** Of a connection that ended: long enough that everybody who asks has seen its last figures. */
const lingerMs = 60_000;
/** Connections remembered; beyond it those that ended are dropped, then the oldest. */
const maxConnections = 1000;
/** A connection that invents topic names is counted on with those it has. */
const maxTopics = 1000;

export class ProducerTraffic {
  private readonly clock: Clock;
  private readonly connections = new Map<string, Connection>();
  private latest: Connection | null = null;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** A batch was appended, or answered as one that had been. */
  written(
    caller: ProduceCaller,
    topic: string,
    partition: number,
    batch: Buffer,
    recordCount: number,
    acks: number,
    isDuplicate: boolean,
  ): void {
    const connection = this.connectionOf(caller);
    connection.activeMs = this.clock.monotonicMs();
    const { latest } = connection;
    const written = latest?.topic === topic ? latest : topicOf(connection, topic);
    if (!written) return;
    connection.latest = written;
    written.acks = acks;
    written.attributes = batch[at.attributes + 1];
    written.producerId = getInt64(batch, at.producerId);
    written.producerEpoch = batch.readInt16BE(at.producerEpoch);
    if (isDuplicate) {
      written.duplicates++;
      return;
    }
    written.batches++;
    written.recordsIn += recordCount;
    written.bytesIn += batch.length;
    const { partitionRecords } = written;
    while (partitionRecords.length <= partition) partitionRecords.push(0);
    partitionRecords[partition] += recordCount;
  }

  /** A batch was refused, or not acknowledged in time. */
  refused(caller: ProduceCaller, topic: string, errorCode: number): void {
    const connection = this.connectionOf(caller);
    connection.activeMs = this.clock.monotonicMs();
    connection.refusals ??= new Map();
    let refusals = connection.refusals.get(errorCode);
    if (!refusals) {
      refusals = { code: errorCode, count: 0, lastMs: 0, topic };
      connection.refusals.set(errorCode, refusals);
    }
    refusals.count++;
    refusals.lastMs = this.clock.nowMs();
    refusals.topic = topic;
  }

  transactional(caller: ProduceCaller, transactionalId: string): void {
    this.connectionOf(caller).transactionalId = transactionalId;
  }

  connectionClosed(connectionId: string, software: Software | undefined): void {
    const connection = this.connections.get(connectionId);
    if (!connection) return;
    connection.software ??= software ?? null;
    connection.isOpen = false;
    if (this.latest === connection) this.latest = null;
  }

  /** All that are open or ended a moment ago; `softwareOf` tells what an open one calls itself. */
  stats(softwareOf: (connectionId: string) => Software | undefined): ProducerStats[] {
    this.dropEnded(lingerMs);
    const monotonicMs = this.clock.monotonicMs();
    const nowMs = this.clock.nowMs();
    return [...this.connections.values()].map((connection) => {
      const { caller, sinceMs, isOpen, transactionalId } = connection;
      connection.software ??= softwareOf(caller.connectionId) ?? null;
      return {
        connectionId: caller.connectionId,
        clientId: caller.clientId,
        host: caller.clientHost,
        port: caller.clientPort ?? 0,
        principal: caller.principal,
        softwareName: connection.software?.name ?? '',
        softwareVersion: connection.software?.version ?? '',
        transactionalId,
        isOpen,
        sinceMs,
        lastMs: Math.round(nowMs - (monotonicMs - connection.activeMs)),
        topics: [...connection.topics.values()].map(toStats),
        errors: [...(connection.refusals?.values() ?? [])].map((refusals) => ({ ...refusals })),
      };
    });
  }

  private connectionOf(caller: ProduceCaller): Connection {
    const { latest } = this;
    if (latest?.caller.connectionId === caller.connectionId) return latest;
    const connection = this.connections.get(caller.connectionId) ?? this.add(caller);
    this.latest = connection;
    return connection;
  }

  private add(caller: ProduceCaller): Connection {
    if (this.connections.size >= maxConnections) this.dropEnded(0);
    if (this.connections.size >= maxConnections) {
      const [oldest] = this.connections.keys();
      this.connections.delete(oldest);
    }
    const { connectionId, clientId, clientHost, clientPort, principal, apiVersion } = caller;
    const connection: Connection = {
      // Not the request's own context, which holds on to the request.
      caller: { connectionId, clientId, clientHost, clientPort, principal, apiVersion },
      sinceMs: this.clock.nowMs(),
      topics: new Map(),
      refusals: null,
      software: null,
      transactionalId: null,
      latest: null,
      activeMs: this.clock.monotonicMs(),
      isOpen: true,
    };
    this.connections.set(connectionId, connection);
    return connection;
  }

  private dropEnded(sinceMs: number): void {
    const limitMs = this.clock.monotonicMs() - sinceMs;
    for (const [id, { isOpen, activeMs }] of this.connections) {
      if (!isOpen && activeMs <= limitMs) this.connections.delete(id);
    }
  }
}

function topicOf({ topics }: Connection, topic: string): TopicWritten | undefined {
  const known = topics.get(topic);
  if (known || topics.size >= maxTopics) return known;
  const written: TopicWritten = {
    topic,
    recordsIn: 0,
    bytesIn: 0,
    batches: 0,
    duplicates: 0,
    acks: -1,
    attributes: 0,
    producerId: -1,
    producerEpoch: -1,
    partitionRecords: [],
  };
  topics.set(topic, written);
  return written;
}

function toStats({ attributes, partitionRecords, ...rest }: TopicWritten): ProducerTopicStats {
  return {
    ...rest,
    partitionRecords: [...partitionRecords],
    codec: codecOf(attributes),
    isTransactional: isTransactional(attributes),
  };
}
