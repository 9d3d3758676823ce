/** `kafka-configs`: dynamic configs of topics, brokers, groups and client metrics. */
import { changeConfigs } from '../../main/explorer/config-requests.ts';
import type { KafkaLink, Target } from '../../main/explorer/kafka-link.ts';
import { parseConfigWords } from '../config-words.ts';
import { type ConfigEntry, describeResources, sourceNames } from './config-resources.ts';
import { readProperties, withLink } from './connect.ts';
import { type Entity, type EntityType, entityOf } from './config-entities.ts';
import type { Given } from './given.ts';
import { toolOptions } from './options.ts';
import type { KafkaTool, ToolOutput } from './tool.ts';
import { ToolUsageError } from './usage-error.ts';

export const configs: KafkaTool = {
  summary: 'This tool helps to describe and change the configs of topics, brokers and groups.',
  options: {
    ...toolOptions,
    describe: { help: 'Show the configs of the entity' },
    alter: { help: 'Change the configs of the entity' },
    all: { help: 'Also configs that have their default' },
    'entity-type': {
      value: 'TYPE',
      help: 'topics, brokers, broker-loggers, groups or client-metrics',
    },
    'entity-name': { value: 'NAME', help: 'The name of the topic or group, the id of the broker' },
    'entity-default': { help: 'The default for all brokers' },
    topic: { value: 'TOPIC', help: 'Short for --entity-type topics --entity-name' },
    broker: { value: 'ID', help: 'Short for --entity-type brokers --entity-name' },
    'broker-defaults': { help: 'Short for --entity-type brokers --entity-default' },
    'broker-logger': { value: 'ID', help: 'Short for --entity-type broker-loggers --entity-name' },
    group: { value: 'GROUP', help: 'Short for --entity-type groups --entity-name' },
    'client-metrics': {
      value: 'NAME',
      help: 'Short for --entity-type client-metrics --entity-name',
    },
    'add-config': { value: 'NAME=VALUE,…', help: 'Configs to set; [a,b] holds commas together' },
    'add-config-file': { value: 'FILE', help: 'A properties file with configs to set' },
    'delete-config': { value: 'NAME,…', help: 'Configs that go back to their default' },
  },
  run: async (given, to) => {
    const action = given.oneOf(
      ['describe', 'alter'],
      'Command must include exactly one action: --describe, --alter',
    );
    const entity = entityOf(given);
    try {
      await withLink(given, (link) =>
        action === 'describe' ? describe(link, entity, given, to) : alter(link, entity, given, to),
      );
      return 0;
    } catch (error) {
      if (error instanceof ToolUsageError) throw error;
      to.error(`Error while executing config command: ${(error as Error).message}\n`);
      return 1;
    }
  },
};

async function describe(link: KafkaLink, entity: Entity, given: Given, to: ToolOutput) {
  const names = await namesToDescribe(link, entity);
  const { type } = entity;
  for (const name of names) {
    if (type.name === 'topics' && !(await isThere(link, name))) {
      to.out(`The topic '${name}' doesn't exist and doesn't have dynamic config.\n`);
      continue;
    }
    const target = targetOf(type, name);
    const described = await describeResources(link, target, type.resource, [name]);
    const isAll = given.has('all') || type.name === 'broker-loggers';
    to.out(headline(type, name, isAll));
    const entries = [...(described.get(name) ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      if (isAll || isDynamic(type, name, entry)) to.out(entryLine(entry));
    }
  }
}

async function alter(link: KafkaLink, entity: Entity, given: Given, to: ToolOutput) {
  const { type, name } = entity;
  if (name === null) {
    throw new ToolUsageError(`An entity name must be specified with --alter of ${type.name}`);
  }
  const set = readAdded(given);
  const unset = (given.text('delete-config') ?? '').split(',').flatMap((word) => {
    const key = word.trim();
    return key === '' ? [] : [key];
  });
  if (Object.keys(set).length === 0 && unset.length === 0) {
    throw new ToolUsageError(
      'At least one of --add-config, --add-config-file, or --delete-config must be specified with --alter',
    );
  }
  await changeConfigs(link, targetOf(type, name), type.resource, name, { set, unset });
  to.out(
    name === ''
      ? `Completed updating default config for ${type.name} in the cluster.\n`
      : `Completed updating config for ${type.singular} ${name}.\n`,
  );
}

/** Which names a describe without a name is about: all topics; all brokers and their default. */
async function namesToDescribe(link: KafkaLink, entity: Entity): Promise<readonly string[]> {
  const { type, name } = entity;
  if (name !== null) return [name];
  const { topics, brokers } = await link.metadata({ isFresh: true });
  if (type.name === 'topics') return [...topics.keys()];
  if (type.name === 'brokers') return [...[...brokers.keys()].map(String), ''];
  throw new ToolUsageError(`An entity name must be specified with --describe of ${type.name}`);
}

async function isThere(link: KafkaLink, topic: string): Promise<boolean> {
  return (await link.metadata({ isFresh: true })).topics.has(topic);
}

/** A broker's own configs are its own to tell; the cluster-wide ones are anybody's. */
function targetOf({ isOfBroker }: EntityType, name: string): Target {
  return isOfBroker && name !== '' ? Number(name) : 'any';
}

/** What was set at run time; not what the broker was started with. */
function isDynamic(type: EntityType, name: string, { source }: ConfigEntry): boolean {
  const own = type.name === 'brokers' && name === '' ? 3 : type.source;
  return source === own;
}

function headline(type: EntityType, name: string, isAll: boolean): string {
  if (name === '') return `Default configs for ${type.name} in the cluster are:\n`;
  return `${isAll ? 'All' : 'Dynamic'} configs for ${type.singular} ${name} are:\n`;
}

function entryLine({ name, value, isSensitive, synonyms }: ConfigEntry): string {
  const known = synonyms.map(
    (item) => `${sourceNames[item.source] ?? 'UNKNOWN'}:${item.name}=${item.value}`,
  );
  return `  ${name}=${value} sensitive=${isSensitive} synonyms={${known.join(', ')}}\n`;
}

function readAdded(given: Given): { readonly [name: string]: string } {
  const file = given.text('add-config-file');
  const words = given.text('add-config');
  if (file !== undefined && words !== undefined) {
    throw new ToolUsageError('Only one of --add-config or --add-config-file must be specified');
  }
  if (file !== undefined) return readProperties(file);
  return words === undefined ? {} : readWords(words);
}

function readWords(words: string): { readonly [name: string]: string } {
  const configs = parseConfigWords(words);
  if (configs) return configs;
  throw new ToolUsageError(
    'requirement failed: Invalid entity config: all configs to be added must be in the format "key=val" or "key=[val1,val2]" to group values which contain commas.',
  );
}
