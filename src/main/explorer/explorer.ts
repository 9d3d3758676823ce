/** What the application knows and can do about one cluster, ours or any other. */
import type { GroupsApi } from '../contract/groups.ts';
import type { MessagesApi } from '../contract/messages.ts';
import type { TopicsState } from '../contract/topics.ts';
import type { TopicsApi } from '../contract/topics.ts';
import type { Handlers } from '../transport/rpc.ts';
import { groupHandlers } from './group-handlers.ts';
import { KafkaLink } from './kafka-link.ts';
import { LagClock } from './lag-clock.ts';
import type { LinkSecurity } from './link-security.ts';
import { MessageProducer } from './produce.ts';
import * as topics from './topics.ts';
import { listTopics } from './topic-list.ts';
import { previewPurge, truncateTopic } from './topic-purge.ts';

type ExplorerHandlers = Handlers<
  | Exclude<keyof (TopicsApi & GroupsApi), 'topics.clone'>
  | Extract<keyof MessagesApi, 'messages.produce'>
>;

/** Owns the connections to one cluster until `close`. */
export class Explorer {
  readonly link: KafkaLink;
  readonly lagClock = new LagClock();
  readonly producer: MessageProducer;

  /** `pollsPerS`: what the app's own polling may cost a cluster that is not ours, in requests. */
  constructor(bootstrap: string, security?: LinkSecurity, pollsPerS: number | null = null) {
    this.link = new KafkaLink(bootstrap, 'rivulet', security, pollsPerS);
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
      'topics.previewPurge': (params) => previewPurge(link, params),
      'topics.truncate': ({ topic }) => truncateTopic(link, topic),
      'messages.produce': (params) => this.producer.produce(params),
      ...groupHandlers(link, lagClock),
    };
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.producer.close(), this.link.close()]);
  }
}
