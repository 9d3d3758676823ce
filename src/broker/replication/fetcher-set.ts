/** The fetchers of this broker, one per source; each followed partition belongs to at most one. */
import type { Env } from '../env/env.ts';
import type { MetadataImage } from '../metadata/image.ts';
import { Fetcher, type FetcherOptions } from './fetcher.ts';
import type { Partition } from './partition.ts';

export class FetcherSet {
  private readonly env: Env;
  private readonly options: FetcherOptions;
  private readonly bySource = new Map<number, Fetcher>();
  private readonly byPartition = new Map<Partition, Fetcher>();

  constructor(env: Env, options: FetcherOptions) {
    this.env = env;
    this.options = options;
  }

  /** Follows the partition's leader, or nobody while there is none. */
  follow(partition: Partition, image: MetadataImage): void {
    const { leader } = partition.image;
    const broker = leader >= 0 ? image.brokers.get(leader) : undefined;
    const current = this.byPartition.get(partition);
    let fetcher = broker && this.bySource.get(broker.id);
    if (current && current !== fetcher) current.remove(partition);
    if (!broker || partition.isUnderRepair) {
      current?.remove(partition);
      this.byPartition.delete(partition);
      return;
    }
    if (!fetcher) {
      fetcher = new Fetcher(this.env, broker, this.options);
      this.bySource.set(broker.id, fetcher);
    }
    this.byPartition.set(partition, fetcher);
    fetcher.add(partition);
  }

  unfollow(partition: Partition): void {
    this.byPartition.get(partition)?.remove(partition);
    this.byPartition.delete(partition);
  }

  /** A broker registered again, or is gone. */
  brokerChanged(brokerId: number, image: MetadataImage): void {
    const broker = image.brokers.get(brokerId);
    if (broker) this.bySource.get(brokerId)?.restart(broker);
  }

  /** Gives up connections that nothing is fetched over any more. */
  closeIdle(): void {
    for (const [id, fetcher] of this.bySource) {
      if (fetcher.targetCount > 0) continue;
      fetcher.close();
      this.bySource.delete(id);
    }
  }

  close(): void {
    for (const fetcher of this.bySource.values()) fetcher.close();
    this.bySource.clear();
    this.byPartition.clear();
  }
}
