/** What passed through this broker: counters per topic, and who produces. */
import type { TopicCounters } from '../control.ts';
import type { Clock } from '../env/env.ts';
import { ProducerTraffic } from './producer-traffic.ts';

/** Grows from the start of the broker; clients' traffic only, replication does not count. */
export type TopicTraffic = {
  readonly topic: string;
  bytesIn: number;
  bytesOut: number;
  recordsIn: number;
  recordsOut: number;
};

export class Traffic {
  readonly producers: ProducerTraffic;
  private readonly topics = new Map<string, TopicTraffic>();

  constructor(clock: Clock) {
    this.producers = new ProducerTraffic(clock);
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

  topicCounters(): TopicCounters[] {
    return [...this.topics.values()].map((traffic) => ({ ...traffic }));
  }
}
