/** What `kafka-configs` can be about. */
import type { ResourceType } from '../../main/explorer/config-requests.ts';
import type { Given } from './given.ts';
import { ToolUsageError } from './usage-error.ts';

export type EntityType = {
  readonly name: 'topics' | 'brokers' | 'broker-loggers' | 'groups' | 'client-metrics';
  readonly singular: string;
  readonly resource: ResourceType;
  /** Kafka's number of the source of what was set at run time. */
  readonly source: number;
  /** Told by the broker that is named. */
  readonly isOfBroker: boolean;
};

/** `name` is null without one, and empty for the default of all brokers. */
export type Entity = { readonly type: EntityType; readonly name: string | null };

const types: readonly EntityType[] = [
  { name: 'topics', singular: 'topic', resource: 'topic', source: 1, isOfBroker: false },
  { name: 'brokers', singular: 'broker', resource: 'broker', source: 2, isOfBroker: true },
  {
    name: 'broker-loggers',
    singular: 'broker-logger',
    resource: 'broker-logger',
    source: 6,
    isOfBroker: true,
  },
  { name: 'groups', singular: 'group', resource: 'group', source: 8, isOfBroker: false },
  {
    name: 'client-metrics',
    singular: 'client-metric',
    resource: 'client-metrics',
    source: 7,
    isOfBroker: false,
  },
];

const shortcuts = {
  topic: 'topics',
  broker: 'brokers',
  'broker-defaults': 'brokers',
  'broker-logger': 'broker-loggers',
  group: 'groups',
  'client-metrics': 'client-metrics',
} as const;

/** The entity that the options name. */
export function entityOf(given: Given): Entity {
  const shortcut = Object.entries(shortcuts).find(([option]) => given.has(option));
  const isLong = ['entity-type', 'entity-name', 'entity-default'].some((name) => given.has(name));
  if (shortcut && isLong) {
    throw new ToolUsageError(
      '--entity-{type,name,default} should not be used in conjunction with specific entity flags',
    );
  }
  if (shortcut) {
    const [option, typeName] = shortcut;
    const name = option === 'broker-defaults' ? '' : (given.text(option) ?? '');
    return checked({ type: typeNamed(typeName), name });
  }
  const typeName = given.text('entity-type');
  if (typeName === undefined)
    throw new ToolUsageError('At least one entity type must be specified');
  const name = given.has('entity-default') ? '' : (given.text('entity-name') ?? null);
  return checked({ type: typeNamed(typeName), name });
}

function typeNamed(name: string): EntityType {
  const found = types.find((type) => type.name === name);
  if (found) return found;
  const known = types.map((type) => type.name).join(', ');
  const problem = ['users', 'clients', 'ips'].includes(name)
    ? `Rivulet's brokers have no configs of ${name}`
    : `Invalid entity type ${name}`;
  throw new ToolUsageError(`${problem}, the entity type must be one of ${known}`);
}

function checked(entity: Entity): Entity {
  const { type, name } = entity;
  if (type.isOfBroker && name !== null && name !== '' && !/^\d+$/.test(name)) {
    throw new ToolUsageError(
      `The entity name for ${type.name} must be a valid integer broker id, but it is: ${name}`,
    );
  }
  if (name === '' && type.name !== 'brokers') {
    throw new ToolUsageError(`--entity-default must not be specified with ${type.name}`);
  }
  return entity;
}
