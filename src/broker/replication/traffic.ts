/** What passed through this broker: counters per topic, and who produced lately. */
import type { ProducerStats, TopicCounters } from '../control.ts';
import type { Clock } from '../env/env.ts';

/** Grows from the start of the broker; clients' traffic only, replication does not count. */
export type TopicTraffic = {
  readonly topic: string;
  bytesIn: number;
  bytesOut: number;
  recordsIn: number;
  recordsOut: number;
};

type Producer = {
  readonly clientId: string;
  readonly host: string;
  readonly topics: Set<string>;
  recordsIn: number;
  bytesIn: number;
  lastActiveMs: number;
};

const activeMs = 60_000;
/** Client ids remembered at a time; beyond it the ones not active are dropped, then the oldest. */
const maxProducers = 1000;

export class Traffic {
  private readonly clock: Clock;
  private readonly topics = new Map<string, TopicTraffic>();
  /** By client id, then by host: no key has to be built per request. */
  private readonly producers = new Map<string, Map<string, Producer>>();
  private producerCount = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  topic(name: string): TopicTraffic {
    let traffic = this.topics.get(name);
    if (!traffic) {
      traffic = { topic: name, bytesIn: 0, bytesOut: 0, recordsIn: 0, recordsOut: 0 };
      this.topics.set(name, traffic);
    }
    return traffic;
  }

  forgetTopic(name: string): void {
    this.topics.delete(name);
  }

  produced(
    client: { clientId: string; clientHost: string },
    topic: string,
    records: number,
    bytes: number,
  ): void {
    const producer =
      this.producers.get(client.clientId)?.get(client.clientHost) ??
      this.addProducer(client.clientId, client.clientHost);
    producer.recordsIn += records;
    producer.bytesIn += bytes;
    producer.lastActiveMs = this.clock.monotonicMs();
    if (!producer.topics.has(topic)) producer.topics.add(topic);
  }

  topicCounters(): TopicCounters[] {
    return [...this.topics.values()].map((traffic) => ({ ...traffic }));
  }

  /** Those active within the last minute; forgets the others. */
  producerStats(): ProducerStats[] {
    this.dropInactive();
    return [...this.all()].map(({ clientId, host, topics, recordsIn, bytesIn }) => ({
      clientId,
      host,
      topics: [...topics],
      recordsIn,
      bytesIn,
    }));
  }

  private addProducer(clientId: string, host: string): Producer {
    if (this.producerCount >= maxProducers) this.dropInactive();
    if (this.producerCount >= maxProducers) {
      const [oldest] = this.all();
      this.drop(oldest);
    }
    const producer: Producer = {
      clientId,
      host,
      topics: new Set(),
      recordsIn: 0,
      bytesIn: 0,
      lastActiveMs: 0,
    };
    const hosts = this.producers.get(clientId) ?? new Map<string, Producer>();
    hosts.set(host, producer);
    this.producers.set(clientId, hosts);
    this.producerCount++;
    return producer;
  }

  private *all(): Generator<Producer> {
    for (const hosts of this.producers.values()) yield* hosts.values();
  }

  private dropInactive(): void {
    const sinceMs = this.clock.monotonicMs() - activeMs;
    for (const producer of this.all()) {
      if (producer.lastActiveMs < sinceMs) this.drop(producer);
    }
  }

  private drop({ clientId, host }: Producer): void {
    const hosts = this.producers.get(clientId);
    if (!hosts?.delete(host)) return;
    this.producerCount--;
    if (hosts.size === 0) this.producers.delete(clientId);
  }
}
