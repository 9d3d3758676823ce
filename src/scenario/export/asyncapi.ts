/** A scenario as an AsyncAPI 3 document: topics are channels, services their operations. */
import { stringify } from 'yaml';
import type { ScenarioDefinition, ServiceDefinition } from '../definition/scenario.ts';
import { groupOf, producedTopics, readTopics } from '../service-links.ts';
import { englishOf, type ExportFile, partitionsDefault, replicationDefault } from './files.ts';
import { schemaOfTopic } from './schemas.ts';

const bindingVersion = '0.5.0';
type Topic = ScenarioDefinition['topics'][number];

export function asyncApiFiles(scenario: ScenarioDefinition): readonly ExportFile[] {
  const text = stringify(asyncApiDocument(scenario), {
    lineWidth: 100,
    aliasDuplicateObjects: false,
  });
  return [{ path: `${scenario.name}.asyncapi.yaml`, text }];
}

/** The document as plain data. */
export function asyncApiDocument(scenario: ScenarioDefinition): object {
  const { name, title, description, topics, services } = scenario;
  return {
    asyncapi: '3.0.0',
    info: {
      title: englishOf(title),
      version: '1.0.0',
      ...told('description', englishOf(description)),
      tags: services.map((service) => ({
        name: service.name,
        ...told('description', englishOf(service.description ?? service.title)),
      })),
      'x-scenario': name,
    },
    defaultContentType: 'application/json',
    servers: {
      local: {
        host: '127.0.0.1:9092',
        protocol: 'kafka',
        description: 'The cluster of this computer; put yours here.',
      },
    },
    channels: Object.fromEntries(topics.map((topic) => [topic.name, channelOf(topic)])),
    operations: Object.fromEntries(services.flatMap(operationsOf)),
    components: {
      messages: Object.fromEntries(topics.map((topic) => [idOf(topic.name), messageOf(topic)])),
      schemas: Object.fromEntries(
        topics.map((topic) => [idOf(topic.name), schemaOfTopic(scenario, topic.name)]),
      ),
    },
  };
}

function channelOf(topic: Topic): object {
  const { partitions = partitionsDefault, replication = replicationDefault, config } = topic;
  return {
    address: topic.name,
    ...told('title', englishOf(topic.title)),
    ...told('description', englishOf(topic.description)),
    messages: { event: { $ref: `#/components/messages/${idOf(topic.name)}` } },
    bindings: {
      kafka: {
        topic: topic.name,
        partitions,
        replicas: replication,
        ...(config && { topicConfiguration: topicConfiguration(config) }),
        bindingVersion,
      },
    },
    ...(config && { 'x-config': config }),
  };
}

/** The configs that the Kafka binding of AsyncAPI knows, in its types. */
function topicConfiguration(config: { readonly [key: string]: string }): object {
  const known: Record<string, unknown> = {};
  const policy = config['cleanup.policy'];
  if (policy !== undefined) known['cleanup.policy'] = policy.split(',').map((word) => word.trim());
  for (const key of [
    'retention.ms',
    'retention.bytes',
    'delete.retention.ms',
    'max.message.bytes',
  ]) {
    const value = Number(config[key]);
    if (config[key] !== undefined && Number.isSafeInteger(value)) known[key] = value;
  }
  return known;
}

function messageOf({ name, title }: Topic): object {
  return {
    name: idOf(name),
    ...told('title', englishOf(title)),
    contentType: 'application/json',
    payload: { $ref: `#/components/schemas/${idOf(name)}` },
    bindings: { kafka: { key: { type: 'string' }, bindingVersion } },
  };
}

function operationsOf(service: ServiceDefinition): readonly (readonly [string, object])[] {
  const operation = (action: 'send' | 'receive', topic: string) =>
    [
      idOf(`${service.name}-${action === 'send' ? 'sends' : 'receives'}-${topic}`),
      {
        action,
        channel: { $ref: `#/channels/${topic}` },
        messages: [{ $ref: `#/channels/${topic}/messages/event` }],
        tags: [{ name: service.name }],
        ...(action === 'receive' && {
          bindings: {
            kafka: { groupId: { type: 'string', enum: [groupOf(service)] }, bindingVersion },
          },
        }),
        'x-service': service.name,
      },
    ] as const;
  return [
    ...readTopics(service).map((topic) => operation('receive', topic)),
    ...producedTopics(service).map((topic) => operation('send', topic)),
  ];
}

/** Keys of components take letters, digits, `-` and `_` (and a dot, which some tools do not). */
function idOf(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_-]/g, '_');
}

function told(name: string, value: string | undefined): object {
  return value === undefined ? {} : { [name]: value };
}
