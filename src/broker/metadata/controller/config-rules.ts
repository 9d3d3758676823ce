/** What may be configured on which resource; every refusal is a KafkaError with Kafka's code and text. */
import { topicKey, validateTopicConfigs, type ConfigValues } from '../../config.ts';
import { brokerKey } from '../../config/broker-keys.ts';
import { clientMetricsKeys, groupKeys } from '../../config/group-keys.ts';
import { camelCase, type Key, parseKey } from '../../config/keys.ts';
import { errors, KafkaError } from '../../protocol/errors.ts';
import { brokerConfigOf } from '../effective-configs.ts';
import { configResource } from '../image.ts';
import { topicNameProblem } from '../../protocol/topic-names.ts';
import { type ControllerContext, isElrEnabled } from './context.ts';

type Resource = { readonly resourceType: number; readonly resourceName: string };

const refuse = (message: string): KafkaError => new KafkaError(errors.invalidRequest, message);
const invalid = (message: string): KafkaError => new KafkaError(errors.invalidConfig, message);
const minIsrKey = 'min.insync.replicas';

/** The default of a list key, from which append and subtract start; undefined for other keys. */
export function defaultText(resourceType: number, name: string): string | undefined {
  const key = resourceType === configResource.topic ? topicKey(name) : brokerKey(name);
  return key?.type === 'list' ? (key.fallback ?? '') : undefined;
}

/** Whether the name could be one of such a resource; whether there is one is asked last, as in Kafka. */
export function requireValidName({ resourceType, resourceName }: Resource): void {
  switch (resourceType) {
    case configResource.topic: {
      if (resourceName === '') throw refuse('Default topic resources are not allowed.');
      const problem = topicNameProblem(resourceName);
      if (problem !== undefined) throw new KafkaError(errors.invalidTopicException, problem);
      return;
    }
    case configResource.broker:
      return requireNodeName(resourceName);
    case configResource.brokerLogger:
      throw refuse('Unknown resource type BROKER_LOGGER');
    case configResource.clientMetrics:
      if (resourceName === '') throw refuse("Subscription name can't be empty");
      return;
    case configResource.group:
      if (resourceName === '') throw refuse('Default group resources are not allowed.');
      return;
    default:
      throw refuse(`Unknown resource type ${resourceType}`);
  }
}

/** An empty name stands for all brokers. */
function requireNodeName(name: string): void {
  if (name === '') return;
  if (!/^[+-]?\d+$/.test(name)) {
    throw refuse('Unable to parse broker name as a base 10 number.');
  }
  if (Number(name) < 0) throw refuse('Invalid negative broker ID.');
}

export function requirePresent({ image }: ControllerContext, resource: Resource): void {
  const { resourceType, resourceName: name } = resource;
  if (resourceType === configResource.topic && !image.topicsByName.has(name)) {
    throw new KafkaError(errors.unknownTopicOrPartition, `The topic '${name}' does not exist.`);
  }
  if (resourceType !== configResource.broker || name === '') return;
  if (!image.brokers.has(Number(name)) && !image.controllers.has(Number(name))) {
    throw new KafkaError(errors.brokerIdNotRegistered, `No node with id ${name} found.`);
  }
}

/** `after` as a whole, and the step from `before` to it. */
export function requireValidConfigs(
  context: ControllerContext,
  { resourceType, resourceName }: Resource,
  before: ConfigValues,
  after: ConfigValues,
): void {
  switch (resourceType) {
    case configResource.topic:
      return validateTopicConfigs(after, brokerConfigOf(context.image, context.config));
    case configResource.broker:
      // The values were judged by the broker that was asked (broker-config-rules.ts).
      return requireElrSafety(context, resourceName, before, after);
    case configResource.clientMetrics:
      return requireClientMetrics(after);
    case configResource.group:
      return requireGroupConfigs(context, after);
  }
}

/** With ELR the cluster agrees on one min.insync.replicas (KIP-966). */
function requireElrSafety(
  context: ControllerContext,
  broker: string,
  before: ConfigValues,
  after: ConfigValues,
): void {
  if (!isElrEnabled(context.image) || before[minIsrKey] === after[minIsrKey]) return;
  if (broker !== '') {
    throw invalid(`Broker-level ${minIsrKey} cannot be altered while ELR is enabled.`);
  }
  if (after[minIsrKey] === undefined) {
    throw invalid(`Cluster-level ${minIsrKey} cannot be removed while ELR is enabled.`);
  }
}

const metricsIntervalMs = { min: 100, max: 3_600_000 };
const metricsSelectors = new Set([
  'client_instance_id',
  'client_id',
  'client_software_name',
  'client_software_version',
  'client_source_address',
  'client_source_port',
]);

function requireClientMetrics(after: ConfigValues): void {
  for (const [name, text] of Object.entries(after)) {
    const key: Key | undefined = clientMetricsKeys[name as keyof typeof clientMetricsKeys];
    if (!key) throw refuse(`Unknown client metrics configuration: ${name}`);
    const value = parseKey(name, key, text);
    if (name === 'interval.ms') requireInterval(value as number);
    if (name === 'match') (value as readonly string[]).forEach(requireSelector);
  }
}

function requireInterval(value: number): void {
  const { min, max } = metricsIntervalMs;
  if (value >= min && value <= max) return;
  throw refuse(
    `Invalid value ${value} for interval.ms, interval must be between ${min} and ${max} (1 hour)`,
  );
}

function requireSelector(pattern: string): void {
  const [selector, expression, ...more] = pattern.split('=').map((part) => part.trim());
  const isKnown = metricsSelectors.has(selector) && more.length === 0 && Boolean(expression);
  if (!isKnown || !isPattern(expression)) {
    throw invalid(`Illegal client matching pattern: ${pattern}`);
  }
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

/** A group's value stays within the bounds that the broker sets for all groups. */
function requireGroupConfigs(context: ControllerContext, after: ConfigValues): void {
  const broker: Readonly<Record<string, unknown>> = brokerConfigOf(context.image, context.config);
  for (const [name, text] of Object.entries(after)) {
    const key: Key | undefined = groupKeys[name as keyof typeof groupKeys];
    if (!key) throw invalid(`Unknown group config name: ${name}`);
    const value = parseKey(name, key, text);
    if (typeof value !== 'number') continue;
    const [kind, ...rest] = name.split('.');
    // The bound of `streams.num.standby.replicas` bears no `num`.
    const subject = rest.join('.').replace(/^num\./, '');
    const bound = (side: string) => `group.${kind}.${side}.${subject}`;
    const lowest = broker[camelCase(bound('min'))];
    const highest = broker[camelCase(bound('max'))];
    if (typeof lowest === 'number' && value < lowest) {
      throw invalid(`${name} must be greater than or equal to ${bound('min')}`);
    }
    if (typeof highest === 'number' && value > highest) {
      throw invalid(`${name} must be less than or equal to ${bound('max')}`);
    }
  }
}
