/**
 * What the asked broker settles of a change of configs before the active controller sees the rest,
 * as Kafka does: loggers, which live in one process, and broker configs, which only that broker can
 * judge. Resources that are refused here go no further.
 */
import type { ConfigValues } from '../config.ts';
import { dynamicBrokerKey } from '../config/broker-keys.ts';
import { type LogLevel, logLevels, rootLogger } from '../env/leveled-logger.ts';
import { requireBrokerChange } from '../metadata/broker-config-rules.ts';
import { configsOf } from '../metadata/effective-configs.ts';
import { configResource } from '../metadata/image.ts';
import type { RequestOf, ResponseOf } from '../protocol/api.ts';
import { errors, KafkaError } from '../protocol/errors.ts';
import type { alterConfigsApi } from '../protocol/messages/33-alter-configs.ts';
import type { incrementalAlterConfigsApi } from '../protocol/messages/44-incremental-alter-configs.ts';
import type { Services } from './services.ts';

type Incremental = RequestOf<typeof incrementalAlterConfigsApi>;
type Resource = Incremental['resources'][number];
type Change = Resource['configs'][number];
type Legacy = RequestOf<typeof alterConfigsApi>;
type LegacyResource = Legacy['resources'][number];
type Response = ResponseOf<typeof incrementalAlterConfigsApi>;
type Result = Response['responses'][number];
type Named = {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly configs: readonly { readonly name: string; readonly value: string | null }[];
};

const operation = { set: 0, remove: 1, append: 2, subtract: 3 } as const;
const operationNames = ['SET', 'DELETE', 'APPEND', 'SUBTRACT'];
const refuse = (message: string): KafkaError => new KafkaError(errors.invalidRequest, message);

export function prepareIncremental(services: Services, request: Incremental) {
  return prepare(request, (resource: Resource) => {
    const { resourceType, resourceName, configs } = resource;
    requireValues(configs.filter((change) => change.configOperation !== operation.remove));
    if (resourceType === configResource.brokerLogger) {
      changeLoggers(services, resource, request.validateOnly);
      return true;
    }
    if (resourceType === configResource.broker) {
      requireOwnName(services, resourceName);
      const before = configsOf(services.metadata.image(), resourceType, resourceName);
      requireChange(services, resourceName, changedConfigs(before, configs));
    }
    return false;
  });
}

export function prepareLegacy(services: Services, request: Legacy) {
  return prepare(request, ({ resourceType, resourceName, configs }: LegacyResource) => {
    requireValues(configs);
    if (resourceType === configResource.brokerLogger) {
      throw refuse(`Unknown resource type ${resourceType}`);
    }
    if (resourceType === configResource.broker) {
      requireOwnName(services, resourceName);
      const after = Object.fromEntries(configs.map(({ name, value }) => [name, value as string]));
      requireChange(services, resourceName, after);
    }
    return false;
  });
}

/** `settle` says whether nothing is left for the controller, or throws KafkaError. */
function prepare<R extends Named>(
  request: { readonly resources: readonly R[]; readonly validateOnly: boolean },
  settle: (resource: R) => boolean,
) {
  const keyOf = ({ resourceType, resourceName }: Omit<Named, 'configs'>): string =>
    `${resourceType}:${resourceName}`;
  const keys = request.resources.map(keyOf);
  const settled: (Result | undefined)[] = request.resources.map((resource, index) => {
    const { resourceType, resourceName } = resource;
    try {
      if (keys.indexOf(keys[index]) !== keys.lastIndexOf(keys[index])) {
        throw refuse('Each resource must appear at most once.');
      }
      requireDistinctKeys(resource);
      if (!settle(resource)) return undefined;
      return { errorCode: errors.none, errorMessage: null, resourceType, resourceName };
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      return { errorCode: error.code, errorMessage: error.message, resourceType, resourceName };
    }
  });
  const left = request.resources.filter((_, index) => settled[index] === undefined);
  return {
    rest: left.length > 0 ? { ...request, resources: left } : undefined,
    complete(answer: Response | undefined): Response {
      const byKey = new Map(answer?.responses.map((result) => [keyOf(result), result]));
      const responses = settled.map((result, index) => {
        const given = result ?? byKey.get(keys[index]);
        if (given) return given;
        const { resourceType, resourceName } = request.resources[index];
        const errorCode = errors.unknownServerError;
        return { errorCode, errorMessage: null, resourceType, resourceName };
      });
      return { throttleTimeMs: answer?.throttleTimeMs ?? 0, responses };
    },
  };
}

function requireDistinctKeys({ configs }: Named): void {
  if (new Set(configs.map(({ name }) => name)).size !== configs.length) {
    throw refuse('Error due to duplicate config keys');
  }
}

function requireValues(configs: Named['configs']): void {
  const nulls = configs.filter(({ value }) => value === null).map(({ name }) => name);
  if (nulls.length > 0) throw refuse(`Null value not supported for : ${nulls.join(', ')}`);
}

function nodeIdOf(name: string): number {
  if (!/^[+-]?\d+$/.test(name)) throw refuse(`Node id must be an integer, but it is: ${name}`);
  return Number(name);
}

/** An empty name stands for all brokers. */
function requireOwnName({ nodeId }: Services, name: string): void {
  if (name === '' || nodeIdOf(name) === nodeId) return;
  throw refuse(`Unexpected broker id, expected ${nodeId}, but received ${name}`);
}

function requireChange({ metadata, config }: Services, name: string, after: ConfigValues): void {
  requireBrokerChange(metadata.image(), config, name, after);
}

function changedConfigs(before: ConfigValues, changes: readonly Change[]): ConfigValues {
  const after: Record<string, string> = { ...before };
  for (const { name, value, configOperation } of changes) {
    if (configOperation === operation.set) after[name] = value ?? '';
    else if (configOperation === operation.remove) delete after[name];
    else after[name] = changedList(name, before[name], value ?? '', configOperation);
  }
  return after;
}

function changedList(
  name: string,
  before: string | undefined,
  value: string,
  configOperation: number,
): string {
  const word = operationNames[configOperation]?.toLowerCase();
  if (word === undefined) throw refuse(`Unknown operations type ${configOperation}`);
  const key = dynamicBrokerKey(name);
  if (!key) throw new KafkaError(errors.invalidConfig, `Unknown config name: ${name}`);
  if (key.type !== 'list') {
    const message = `Config value ${word} is not allowed for config key: ${name}`;
    throw new KafkaError(errors.invalidConfig, message);
  }
  const present = (before ?? key.fallback ?? '').split(',').filter((member) => member !== '');
  const named = value.split(',');
  const members =
    configOperation === operation.append
      ? [...new Set([...present, ...named])]
      : present.filter((member) => !named.includes(member));
  return members.join(',');
}

/** KIP-412. Levels last as long as the process. */
function changeLoggers(services: Services, resource: Resource, validateOnly: boolean): void {
  const { nodeId, loggers } = services;
  const { resourceName, configs } = resource;
  if (nodeIdOf(resourceName) !== nodeId) {
    throw refuse(`Unexpected node id. Expected ${nodeId}, but received ${resourceName}`);
  }
  for (const change of configs) requireLevel(services, change);
  if (validateOnly) return;
  for (const { name, value, configOperation } of configs) {
    const isSet = configOperation === operation.set;
    loggers.setLevel(name, isSet ? (value as LogLevel) : undefined);
  }
}

function requireLevel({ loggers }: Services, { name, value, configOperation }: Change): void {
  const word = operationNames[configOperation];
  if (word === undefined) throw refuse(`Unknown operations type ${configOperation}`);
  if (configOperation !== operation.set && configOperation !== operation.remove) {
    throw refuse(`${word} operation is not allowed for the BROKER_LOGGER resource`);
  }
  if (!loggers.has(name)) {
    throw new KafkaError(errors.invalidConfig, `Logger ${name} does not exist!`);
  }
  if (configOperation === operation.remove) {
    if (name !== rootLogger) return;
    throw refuse('Removing the log level of the root logger is not allowed');
  }
  if ((logLevels as readonly (string | null)[]).includes(value)) return;
  throw new KafkaError(
    errors.invalidConfig,
    `Cannot set the log level of ${name} to ${value} as it is not a supported log level. ` +
      `Valid log levels are ${[...logLevels].sort().join(', ')}`,
  );
}
