/** The services side by side: their settings, their runs, and where their rules come from. */
import type { ModelEvent, Workload } from '../../../main/contract/index.ts';
import { rabbitDefault, rabbitmq, type RabbitSettings } from '../../../scenario/models/rabbitmq.ts';
import {
  redisDefault,
  redisPubSub,
  type RedisSettings,
} from '../../../scenario/models/redis-pubsub.ts';
import { runModel } from '../../../scenario/models/run.ts';
import { sqs, sqsDefault, type SqsSettings } from '../../../scenario/models/sqs.ts';

export const modelNames = ['rabbitmq', 'sqs', 'redis'] as const;
export type ModelName = (typeof modelNames)[number];
export type ServiceName = 'kafka' | ModelName;

export type ModelSettings = {
  readonly rabbitmq: RabbitSettings;
  readonly sqs: SqsSettings;
  readonly redis: RedisSettings;
};

export const settingsDefault: ModelSettings = {
  rabbitmq: rabbitDefault,
  sqs: sqsDefault,
  redis: redisDefault,
};

export type Events = readonly ModelEvent[];

/** The runs of all models. */
export function runModels(
  workload: Workload,
  settings: ModelSettings,
): { readonly [Name in ModelName]: Events } {
  return {
    rabbitmq: runModel(rabbitmq(settings.rabbitmq), workload),
    sqs: runModel(sqs(settings.sqs), workload),
    redis: runModel(redisPubSub(settings.redis), workload),
  };
}

const rabbitDocs = 'https://www.rabbitmq.com/docs';
const sqsDocs = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide';

/** Official documentation, rule by rule. */
export const rules = [
  {
    rule: 'rabbit-exchange',
    service: 'rabbitmq',
    title: 'RabbitMQ: Exchanges',
    url: `${rabbitDocs}/exchanges`,
  },
  {
    rule: 'rabbit-prefetch',
    service: 'rabbitmq',
    title: 'RabbitMQ: Consumer Acknowledgements and Publisher Confirms',
    url: `${rabbitDocs}/confirms`,
  },
  {
    rule: 'rabbit-requeue',
    service: 'rabbitmq',
    title: 'RabbitMQ: Negative Acknowledgements',
    url: `${rabbitDocs}/nack`,
  },
  {
    rule: 'rabbit-limit',
    service: 'rabbitmq',
    title: 'RabbitMQ: Quorum Queues',
    url: `${rabbitDocs}/quorum-queues#poison-message-handling`,
  },
  {
    rule: 'rabbit-durable',
    service: 'rabbitmq',
    title: 'RabbitMQ: Queues, Durability',
    url: `${rabbitDocs}/queues#durability`,
  },
  {
    rule: 'rabbit-dlx',
    service: 'rabbitmq',
    title: 'RabbitMQ: Dead Letter Exchanges',
    url: `${rabbitDocs}/dlx`,
  },
  {
    rule: 'sqs-standard',
    service: 'sqs',
    title: 'Amazon SQS: Standard queues',
    url: `${sqsDocs}/standard-queues.html`,
  },
  {
    rule: 'sqs-visibility',
    service: 'sqs',
    title: 'Amazon SQS: Visibility timeout',
    url: `${sqsDocs}/sqs-visibility-timeout.html`,
  },
  {
    rule: 'sqs-dlq',
    service: 'sqs',
    title: 'Amazon SQS: Dead-letter queues',
    url: `${sqsDocs}/sqs-dead-letter-queues.html`,
  },
  {
    rule: 'sqs-fifo',
    service: 'sqs',
    title: 'Amazon SQS: FIFO delivery logic',
    url: `${sqsDocs}/FIFO-queues-understanding-logic.html`,
  },
  {
    rule: 'sqs-dedup',
    service: 'sqs',
    title: 'Amazon SQS: Exactly-once processing',
    url: `${sqsDocs}/FIFO-queues-exactly-once-processing.html`,
  },
  {
    rule: 'sqs-retention',
    service: 'sqs',
    title: 'Amazon SQS: Message quotas',
    url: `${sqsDocs}/quotas-messages.html`,
  },
  {
    rule: 'sqs-sns',
    service: 'sqs',
    title: 'Amazon SNS: Subscription filter policies',
    url: 'https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html',
  },
  {
    rule: 'redis-once',
    service: 'redis',
    title: 'Redis Pub/Sub: Delivery semantics',
    url: 'https://redis.io/docs/latest/develop/pubsub/',
  },
  {
    rule: 'redis-patterns',
    service: 'redis',
    title: 'Redis Pub/Sub: Pattern-matching subscriptions',
    url: 'https://redis.io/docs/latest/develop/pubsub/',
  },
] as const;
