/** The hosted replicas, found by topic name or topic id. */
import type { Uuid } from '../protocol/types.ts';
import type { Partition } from './partition.ts';

type HostedTopic = {
  readonly name: string;
  readonly id: Uuid;
  readonly partitions: (Partition | undefined)[];
  count: number;
};

export class PartitionTable {
  private readonly byName = new Map<string, HostedTopic>();
  private readonly byId = new Map<Uuid, HostedTopic>();
  /** Replicas of this broker that lie in folders that have failed. */
  private readonly offline = new Map<Uuid, Set<number>>();

  get(topic: string, partition: number): Partition | undefined {
    return this.byName.get(topic)?.partitions[partition];
  }

  getById(topicId: Uuid, partition: number): Partition | undefined {
    return this.byId.get(topicId)?.partitions[partition];
  }

  add(partition: Partition): void {
    let topic = this.byId.get(partition.topicId);
    if (!topic) {
      topic = { name: partition.topic, id: partition.topicId, partitions: [], count: 0 };
      this.byId.set(topic.id, topic);
      this.byName.set(topic.name, topic);
    }
    if (topic.partitions[partition.partition]) throw new Error('the partition is hosted already');
    topic.partitions[partition.partition] = partition;
    topic.count++;
  }

  /** True when it was the topic's last one here. */
  remove(partition: Partition): boolean {
    const topic = this.byId.get(partition.topicId);
    if (topic?.partitions[partition.partition] !== partition) return false;
    topic.partitions[partition.partition] = undefined;
    topic.count--;
    if (topic.count > 0) return false;
    this.byId.delete(topic.id);
    if (this.byName.get(topic.name) === topic) this.byName.delete(topic.name);
    return true;
  }

  markOffline(topicId: Uuid, partition: number): void {
    const partitions = this.offline.get(topicId);
    if (partitions) partitions.add(partition);
    else this.offline.set(topicId, new Set([partition]));
  }

  isOffline(topicId: Uuid, partition: number): boolean {
    return this.offline.get(topicId)?.has(partition) ?? false;
  }

  /** Nobody asks for them any more: they are deleted, or have moved to other brokers. */
  forgetOffline(topicId: Uuid, partition: number): void {
    const partitions = this.offline.get(topicId);
    if (partitions?.delete(partition) && partitions.size === 0) this.offline.delete(topicId);
  }

  *all(): Generator<Partition> {
    for (const topic of this.byId.values()) {
      for (const partition of topic.partitions) if (partition) yield partition;
    }
  }

  *ofTopic(topic: string): Generator<Partition> {
    for (const partition of this.byName.get(topic)?.partitions ?? []) {
      if (partition) yield partition;
    }
  }
}
