/** What the application knows and can do about one cluster, ours or any other. */
import type { GroupsApi } from '../contract/groups.ts';
import type { MessagesApi } from '../contract/messages.ts';
import type { TopicsState } from '../contract/topics.ts';
import type { TopicsApi } from '../contract/topics.ts';
import type { Handlers } from '../transport/rpc.ts';
import { deleteGroup, resetOffsets } from './group-changes.ts';
import { describeGroup, listGroups } from './groups.ts';
import { KafkaLink } from './kafka-link.ts';
import { LagClock } from './lag-clock.ts';
import { MessageProducer } from './produce.ts';
import { getMessage, readMessages } from './read-messages.ts';
import * as topics from './topics.ts';
import { listTopics } from './topic-list.ts';

type ExplorerHandlers = Handlers<keyof (TopicsApi & MessagesApi & GroupsApi)>;

/** Owns the connections to one cluster until `close`. */
export class Explorer {
  readonly link: KafkaLink;
  readonly lagClock = new LagClock();
  readonly producer: MessageProducer;

  constructor(bootstrap: string) {
    this.link = new KafkaLink(bootstrap);
    this.producer = new MessageProducer(this.link);
  }

  /** The methods of the contract that only need the Kafka protocol. */
  handlers(listTopicsLive?: () => Promise<TopicsState>): ExplorerHandlers {
    const { link, lagClock } = this;
    return {
      'topics.list': listTopicsLive ?? (() => listTopics(link)),
      'topics.describe': ({ topic }) => topics.describeTopic(link, topic),
      'topics.create': (params) => topics.createTopic(link, params),
      'topics.alterConfigs': (params) => topics.alterConfigs(link, params),
      'topics.delete': ({ topic }) => topics.deleteTopic(link, topic),
      'topics.addPartitions': (params) => topics.addPartitions(link, params),
      'topics.deleteRecords': (params) => topics.deleteRecords(link, params),
      'messages.read': (params) => readMessages(link, params),
      'messages.get': (params) => getMessage(link, params),
      'messages.produce': (params) => this.producer.produce(params),
      'groups.list': () => listGroups(link),
      'groups.describe': ({ groupId }) => describeGroup(link, lagClock, groupId),
      'groups.resetOffsets': (params) => resetOffsets(link, params),
      'groups.delete': ({ groupId }) => deleteGroup(link, groupId),
    };
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.producer.close(), this.link.close()]);
  }
}
