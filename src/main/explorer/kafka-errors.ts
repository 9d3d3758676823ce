/** Kafka's errors as errors of the contract. */
import * as kafka from '@platformatic/kafka';
import { ContractError, isContractError } from '../contract/errors.ts';

const unsupportedVersion = 35;

/** What a request was about, for the error's data. */
export type ErrorSubject = {
  readonly topic?: string;
  readonly partition?: number;
  readonly groupId?: string;
  readonly partitionCount?: number;
  readonly replicationFactor?: number;
};

/** Any rejection of the library; network trouble becomes `cluster-unreachable`. */
export function fromKafkaError(error: unknown, bootstrap: string): ContractError {
  if (isContractError(error)) return error;
  const protocolError = findProtocolError(error);
  if (protocolError) return kafkaError(protocolError.apiCode, protocolError.serverErrorMessage);
  if (error instanceof kafka.UserError && /unknown topic/i.test(error.message)) {
    const topic = error.message.replace(/^Unknown topic |\.$/g, '');
    return kafkaError(3, null, { topic });
  }
  if (error instanceof Error && 'code' in error) return unreachable(bootstrap, error);
  const detail = error instanceof Error ? error.message : String(error);
  return new ContractError('internal', { detail }, detail, { cause: error });
}

/** One of Kafka's error codes; `detail` is what the broker said. */
export function kafkaError(
  code: number,
  detail: string | null = null,
  subject: ErrorSubject = {},
): ContractError {
  const id = kafka.protocolErrorsCodesById[code];
  const known = id === undefined ? undefined : kafka.protocolErrors[id];
  const { message, canRetry } = known ?? { message: `Kafka error ${code}.`, canRetry: false };
  const text = detail || message;
  const { topic = '', partition = -1, groupId = '' } = subject;
  switch (id) {
    case 'UNKNOWN_TOPIC_OR_PARTITION':
    case 'UNKNOWN_TOPIC_ID':
      if (topic === '') break;
      return new ContractError('topic-not-found', { topic }, `There is no topic ${topic}.`);
    case 'TOPIC_ALREADY_EXISTS':
      return new ContractError('topic-exists', { topic }, `Topic ${topic} exists already.`);
    case 'INVALID_TOPIC_EXCEPTION':
      return new ContractError('topic-name-invalid', { topic }, text);
    case 'INVALID_PARTITIONS': {
      const { partitionCount = -1 } = subject;
      return new ContractError('partitions-invalid', { topic, partitionCount }, text);
    }
    case 'INVALID_REPLICATION_FACTOR': {
      const { replicationFactor = -1 } = subject;
      return new ContractError('replication-factor-invalid', { replicationFactor }, text);
    }
    case 'INVALID_CONFIG':
      return new ContractError('config-invalid', { detail: text }, text);
    case 'OFFSET_OUT_OF_RANGE':
      return new ContractError('offset-out-of-range', { topic, partition }, text);
    case 'MESSAGE_TOO_LARGE':
    case 'RECORD_LIST_TOO_LARGE':
      return new ContractError('record-too-large', { topic }, text);
    case 'NOT_ENOUGH_REPLICAS':
    case 'NOT_ENOUGH_REPLICAS_AFTER_APPEND':
      return new ContractError('not-enough-replicas', { topic }, text);
    case 'GROUP_ID_NOT_FOUND':
      return new ContractError('group-not-found', { groupId }, `There is no group ${groupId}.`);
    case 'NON_EMPTY_GROUP':
      return new ContractError(
        'group-not-empty',
        { groupId },
        `Group ${groupId} has members; stop its consumers first.`,
      );
  }
  const name = id ?? `ERROR_${code}`;
  return new ContractError('kafka', { name, number: code, isRetriable: canRetry }, text);
}

/** The contract's error for a cluster of which no broker answers. */
export function unreachable(bootstrap: string, cause?: unknown) {
  return new ContractError(
    'cluster-unreachable',
    { bootstrap },
    `No broker answers at ${bootstrap}. Check the address and that the cluster runs.`,
    { cause },
  );
}

/** Whatever was thrown, for a listener that takes contract errors only. */
export function toContractErrorLike(error: unknown): ContractError {
  return fromKafkaError(error, '');
}

/** What began it: the library wraps `connect ECONNREFUSED …` into `Producing failed 3 times.` */
export function rootMessage(error: unknown): string {
  // Kafka's names say more in less than the library's sentences.
  if (error instanceof kafka.ProtocolError) return error.apiId;
  if (error instanceof AggregateError && error.errors.length > 0) {
    return rootMessage(error.errors.at(-1));
  }
  if (error instanceof Error && error.cause) return rootMessage(error.cause);
  return error instanceof Error ? error.message : String(error);
}

/** Whether trying again may help: a moving leader, a broker that just died. */
export function isRetriable(error: unknown): boolean {
  if (isContractError(error, 'kafka')) return error.data.isRetriable;
  return isContractError(error, 'cluster-unreachable') || isContractError(error, 'topic-not-found');
}

function findProtocolError(error: unknown): kafka.ProtocolError | null {
  if (error instanceof kafka.ProtocolError) return error;
  if (error instanceof AggregateError) {
    for (const inner of error.errors) {
      const found = findProtocolError(inner);
      if (found) return found;
    }
  }
  return error instanceof Error && error.cause ? findProtocolError(error.cause) : null;
}

/** Whether the cluster does not speak the request that was asked of it. */
export function isUnsupported(error: unknown): boolean {
  return isContractError(error, 'kafka') && error.data.number === unsupportedVersion;
}

/** Kafka's own name of an error code. */
export function protocolErrorName(code: number): string {
  return kafka.protocolErrorsCodesById[code] ?? `ERROR_${code}`;
}
