/** IncrementalAlterConfigs and AlterConfigs: request and image -> config records, validated like Kafka. */
import type { ConfigValues } from '../../config.ts';
import type { RequestOf, ResponseOf } from '../../protocol/api.ts';
import { errors, KafkaError } from '../../protocol/errors.ts';
import type { alterConfigsApi } from '../../protocol/messages/33-alter-configs.ts';
import type { incrementalAlterConfigsApi } from '../../protocol/messages/44-incremental-alter-configs.ts';
import { configsOf } from '../effective-configs.ts';
import { configResource } from '../image.ts';
import type { NewRecord } from '../records.ts';
import {
  defaultText,
  requirePresent,
  requireValidConfigs,
  requireValidName,
} from './config-rules.ts';
import type { ControllerContext, Outcome } from './context.ts';

type IncrementalRequest = RequestOf<typeof incrementalAlterConfigsApi>;
type Change = IncrementalRequest['resources'][number]['configs'][number];
type LegacyRequest = RequestOf<typeof alterConfigsApi>;
type Response = ResponseOf<typeof incrementalAlterConfigsApi>;
type Resource = { readonly resourceType: number; readonly resourceName: string };

const operation = { set: 0, remove: 1, append: 2, subtract: 3 } as const;
const operations: ReadonlySet<number> = new Set(Object.values(operation));

export function incrementalAlterConfigs(
  context: ControllerContext,
  request: IncrementalRequest,
): Outcome<Response> {
  // Kafka cannot read an operation it does not know, and then answers nothing of the request.
  const isReadable = request.resources.every(({ configs }) =>
    configs.every(({ configOperation }) => operations.has(configOperation)),
  );
  if (!isReadable) return unreadable(request);
  return alterEach(request, (resource) => {
    requireDistinctKeys(resource.configs);
    const before = configsOf(context.image, resource.resourceType, resource.resourceName);
    const after = { ...before };
    for (const change of resource.configs) {
      const value = changedValue(resource, change, before[change.name]);
      if (value === null) delete after[change.name];
      else after[change.name] = value;
    }
    return changeRecords(context, resource, before, after);
  });
}

/** Replaces all configs of the resource. */
export function alterConfigs(
  context: ControllerContext,
  request: LegacyRequest,
): Outcome<Response> {
  return alterEach(request, (resource) => {
    requireDistinctKeys(resource.configs);
    const before = configsOf(context.image, resource.resourceType, resource.resourceName);
    const after: Record<string, string> = {};
    for (const { name, value } of resource.configs) after[name] = requireValue(name, value);
    return changeRecords(context, resource, before, after);
  });
}

function unreadable({ resources }: IncrementalRequest): Outcome<Response> {
  const errorCode = errors.unknownServerError;
  const responses = resources.map(({ resourceType, resourceName }) => {
    return { errorCode, errorMessage: null, resourceType, resourceName };
  });
  return { records: [], response: { responses } };
}

function alterEach<R extends Resource>(
  request: { readonly resources: readonly R[]; readonly validateOnly: boolean },
  alter: (resource: R) => NewRecord[],
): Outcome<Response> {
  const records: NewRecord[] = [];
  const keys = request.resources.map((entry) => `${entry.resourceType}:${entry.resourceName}`);
  const responses = request.resources.map((resource, index) => {
    const { resourceType, resourceName } = resource;
    try {
      if (keys.indexOf(keys[index]) !== keys.lastIndexOf(keys[index])) {
        throw refuse('Each resource must appear at most once.');
      }
      records.push(...alter(resource));
      return { errorCode: errors.none, errorMessage: null, resourceType, resourceName };
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      return { errorCode: error.code, errorMessage: error.message, resourceType, resourceName };
    }
  });
  return { records: request.validateOnly ? [] : records, response: { responses } };
}

const refuse = (message: string): KafkaError => new KafkaError(errors.invalidRequest, message);

function requireDistinctKeys(configs: readonly { readonly name: string }[]): void {
  if (new Set(configs.map(({ name }) => name)).size !== configs.length) {
    throw refuse('Error due to duplicate config keys');
  }
}

function requireValue(name: string, value: string | null): string {
  if (value === null) throw refuse(`Null value not supported for : ${name}`);
  return value;
}

/** null: the key is removed. */
function changedValue(
  { resourceType }: Resource,
  { name, value, configOperation }: Change,
  before: string | undefined,
): string | null {
  switch (configOperation) {
    case operation.set:
      return requireValue(name, value);
    case operation.remove:
      return null;
    case operation.append:
    case operation.subtract:
      break;
    default:
      throw new Error(`operation ${configOperation}`);
  }
  const isAppend = configOperation === operation.append;
  const fallback = defaultText(resourceType, name);
  if (fallback === undefined) {
    throw new KafkaError(
      errors.invalidConfig,
      `Can't ${isAppend ? 'APPEND' : 'SUBTRACT'} to key ${name} because its type is not LIST.`,
    );
  }
  const present = (before ?? fallback).split(',').filter((member) => member !== '');
  const named = requireValue(name, value).split(',');
  const members = isAppend
    ? [...new Set([...present, ...named])]
    : present.filter((member) => !named.includes(member));
  return members.join(',');
}

function changeRecords(
  context: ControllerContext,
  resource: Resource,
  before: ConfigValues,
  after: ConfigValues,
): NewRecord[] {
  const { resourceType, resourceName } = resource;
  requireValidName(resource);
  requireValidConfigs(context, resource, before, after);
  requirePresent(context, resource);
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  // Brokers are told again of an equal value: it may be a file name whose content changed.
  const isAlways = resourceType === configResource.broker;
  return names
    .filter((name) => before[name] !== after[name] || (isAlways && after[name] !== undefined))
    .map((name) => ({
      type: 'config',
      value: { resourceType, resourceName, name, value: after[name] ?? null },
    }));
}
