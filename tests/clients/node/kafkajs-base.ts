/** What the parts of the driver of kafkajs share. */
import kafkajs from 'kafkajs';
import type { Failure } from '../driver.ts';

const { Kafka, KafkaJSAggregateError, KafkaJSDeleteGroupsError, KafkaJSProtocolError, logLevel } =
  kafkajs;
const bootstrap = process.argv[2].split(',');
export const kafka = new Kafka({
  clientId: 'kafkajs',
  brokers: bootstrap,
  logLevel: logLevel.NOTHING,
  retry: { retries: 8, initialRetryTime: 100 },
});

/** The innermost error that has a code of the protocol, or the outermost. */
export function describe(error: Error): Failure {
  const inner = (error as { cause?: Error }).cause;
  if (error instanceof KafkaJSAggregateError && error.errors[0] instanceof Error) {
    return describe(error.errors[0]);
  }
  if (error instanceof KafkaJSDeleteGroupsError) {
    const [first] = error.groups;
    return { name: error.name, code: first.errorCode ?? -1, message: error.message };
  }
  // Errors of topics are made of plain objects around one of the protocol.
  const code = (error as unknown as { code?: unknown }).code;
  if (error instanceof KafkaJSProtocolError || typeof code === 'number') {
    return { name: error.name, code: Number(code), message: error.message };
  }
  if (inner instanceof Error) return describe(inner);
  return { name: error.name, code: -1, message: error.message };
}
