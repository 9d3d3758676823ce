/** A group coordinator over a fake log, with `__consumer_offsets` of two partitions. */
import { parseBrokerConfig } from '../../../src/broker/config.ts';
import {
  GroupCoordinator,
  type GroupCoordinatorOptions,
} from '../../../src/broker/coordinator/group/group-coordinator.ts';
import { offsetsTopicName } from '../../../src/broker/coordinator/group/offsets-topic.ts';
import {
  emptyImage,
  type MetadataDelta,
  type MetadataImage,
} from '../../../src/broker/metadata/image.ts';
import { FakeLog, FakeLogs, FakeTime, settle } from './fakes.ts';

const partition = (leader: number) => ({ leader, replicas: [leader], isr: [leader] });

function imageWith(topics: Record<string, number>): MetadataImage {
  const images = Object.entries(topics).map(([name, count]) => ({
    name,
    id: Buffer.alloc(16, name).toString('base64url'),
    partitions: Array.from({ length: count }, () => partition(1)),
  }));
  const broker = {
    id: 1,
    isFenced: false,
    endpoints: [{ name: 'PLAINTEXT', host: 'localhost', port: 9092, securityProtocol: 0 }],
  };
  return {
    ...emptyImage,
    topicsByName: new Map(images.map((topic) => [topic.name, topic])),
    topicsById: new Map(images.map((topic) => [topic.id, topic])),
    brokers: new Map([[1, broker]]),
  } as unknown as MetadataImage;
}

export class FakeCluster {
  readonly time = new FakeTime();
  readonly logs = new FakeLogs();
  readonly created: string[] = [];
  image = imageWith({ [offsetsTopicName]: 2, orders: 3, payments: 1 });
  readonly coordinator: GroupCoordinator;
  private listener: Parameters<GroupCoordinatorOptions['metadata']['subscribe']>[0] | undefined;

  constructor(config: Record<string, string> = {}, onReport?: GroupCoordinatorOptions['onReport']) {
    this.coordinator = new GroupCoordinator(this.time.env, {
      config: parseBrokerConfig({ 'node.id': '1', 'process.roles': 'broker', ...config }),
      replicas: this.logs,
      onReport,
      metadata: {
        image: () => this.image,
        subscribe: (listener) => {
          this.listener = listener;
        },
        waitFor: async (isMet) => isMet(this.image),
      },
      toController: (async (
        _api: unknown,
        _version: number,
        request: { topics: { name: string }[] },
      ) => {
        this.created.push(...request.topics.map(({ name }) => name));
        this.setTopics({ [offsetsTopicName]: 2, orders: 3, payments: 1 });
        return { topics: [{ errorCode: 0 }] };
      }) as unknown as GroupCoordinatorOptions['toController'],
    });
  }

  setTopics(topics: Record<string, number>): void {
    const previous = this.image;
    this.image = imageWith(topics);
    const deletedTopics = [...previous.topicsByName.values()].filter(
      ({ name }) => !this.image.topicsByName.has(name),
    );
    this.listener?.(this.image, { deletedTopics } as unknown as MetadataDelta, previous);
  }

  /** This broker leads both partitions; their logs are kept when there are any. */
  async lead(): Promise<void> {
    for (const index of [0, 1]) {
      if (!this.logs.logs.has(index)) this.logs.logs.set(index, new FakeLog());
      this.change(index, true);
    }
    const all = { statesFilter: [], typesFilter: [] };
    while (this.coordinator.listGroups(all).errorCode !== 0) await settle();
  }

  resign(): void {
    for (const index of [0, 1]) this.change(index, false);
  }

  change(index: number, isLeader: boolean): void {
    this.coordinator.onLeadership({
      topic: offsetsTopicName,
      partition: index,
      leaderEpoch: 1,
      isLeader,
    });
  }
}

export const caller = (apiVersion: number) => ({
  apiVersion,
  clientId: 'client',
  clientHost: '127.0.0.1',
});
