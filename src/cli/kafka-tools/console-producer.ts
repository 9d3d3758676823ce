/** `kafka-console-producer`: one message per line of stdin. */
import { createInterface } from 'node:readline';
import * as kafka from '@platformatic/kafka';
import { fromKafkaError } from '../../main/explorer/kafka-errors.ts';
import { keyPartitioner } from '../../main/explorer/produce.ts';
import { bootstrapOfTool, readProperties } from './connect.ts';
import type { Given } from './given.ts';
import { type LineMessage, lineReader } from './line-reader.ts';
import { toolOptions } from './options.ts';
import type { KafkaTool, ToolOutput } from './tool.ts';
import { ToolUsageError } from './usage-error.ts';

const defaultReader = 'org.apache.kafka.tools.LineMessageReader';
const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
/** Lines that go out together when they come faster than the cluster takes them. */
const batchCountMax = 1_000;

export const consoleProducer: KafkaTool = {
  summary: 'This tool helps to read data from standard input and publish it to Kafka.',
  options: {
    ...toolOptions,
    topic: { value: 'TOPIC', help: 'The topic to write to' },
    'reader-property': { value: 'NAME=VALUE', help: 'parse.key=true, key.separator=:, …' },
    property: { value: 'NAME=VALUE', help: 'Deprecated: use --reader-property' },
    'reader-config': { value: 'FILE', help: 'A properties file for the reader' },
    'line-reader': { value: 'CLASS', help: `Only ${defaultReader}` },
    'compression-codec': {
      value: 'CODEC',
      isValueOptional: true,
      help: 'none, gzip (without a word), snappy, lz4 or zstd',
    },
    'request-required-acks': { value: 'ACKS', help: '-1 or all (default), 1 or 0' },
    sync: { help: 'Wait for each message' },
    'command-property': { value: 'NAME=VALUE', help: 'client.id, acks, compression.type' },
    'producer-property': { value: 'NAME=VALUE', help: 'Deprecated: use --command-property' },
    'message-send-max-retries': { value: 'N', help: 'How often a failed message is tried again' },
    'request-timeout-ms': { value: 'MS', help: 'How long an acknowledgement may take' },
    'batch-size': {
      value: 'BYTES',
      help: 'Taken for compatibility; lines are batched as they come',
    },
    timeout: { value: 'MS', help: 'Taken for compatibility' },
    'max-memory-bytes': { value: 'BYTES', help: 'Taken for compatibility' },
    'max-partition-memory-bytes': { value: 'BYTES', help: 'Taken for compatibility' },
    'max-block-ms': { value: 'MS', help: 'Taken for compatibility' },
    'metadata-expiry-ms': { value: 'MS', help: 'Taken for compatibility' },
    'retry-backoff-ms': { value: 'MS', help: 'Taken for compatibility' },
    'socket-buffer-size': { value: 'BYTES', help: 'Taken for compatibility' },
  },
  run: async (given, to) => {
    given.required('topic');
    const read = lineReader(readerProperties(given, to));
    const settings = producerSettings(given);
    const bootstrap = await bootstrapOfTool(given);
    const producer = new kafka.Producer<Buffer, Buffer, Buffer, Buffer>({
      ...settings,
      bootstrapBrokers: bootstrap.split(','),
      autocreateTopics: true,
      partitioner: keyPartitioner(),
    });
    try {
      const batchMax = given.has('sync') || process.stdin.isTTY ? 1 : batchCountMax;
      await sendLines(producer, given.text('topic') ?? '', read, batchMax, to);
      return 0;
    } catch (error) {
      const { message } = fromKafkaError(error, bootstrap);
      to.error(`org.apache.kafka.common.KafkaException: ${message}\n`);
      return 1;
    } finally {
      await producer.close(true).catch(() => {});
    }
  },
};

async function sendLines(
  producer: kafka.Producer<Buffer, Buffer, Buffer, Buffer>,
  topic: string,
  read: ReturnType<typeof lineReader>,
  batchMax: number,
  to: ToolOutput,
): Promise<void> {
  let lineNumber = 0;
  let pending: LineMessage[] = [];
  const prompt = () => {
    if (process.stdin.isTTY) to.out('>');
  };
  const flush = async () => {
    const batch = pending;
    pending = [];
    if (batch.length > 0)
      await producer.send({ messages: batch.map((line) => toMessage(topic, line)) });
  };
  prompt();
  for await (const line of createInterface({ input: process.stdin })) {
    lineNumber += 1;
    pending.push(read(line, lineNumber));
    if (pending.length >= batchMax) await flush();
    prompt();
  }
  await flush();
}

function toMessage(topic: string, { key, value, headers }: LineMessage) {
  return {
    topic,
    // The library's types know no tombstones and no empty headers; the wire does.
    value: value as Buffer,
    ...(key !== null && { key }),
    headers: new Map(headers.map(([name, content]) => [name, content as Buffer])),
  };
}

function readerProperties(given: Given, to: ToolOutput) {
  const reader = given.text('line-reader');
  if (reader !== undefined && reader !== defaultReader) {
    throw new ToolUsageError(`${reader} is not known here; only ${defaultReader} is`);
  }
  if (given.has('property')) {
    to.out(
      'Warning: --property is deprecated and will be removed in a future version. ' +
        'Use --reader-property instead.\n',
    );
  }
  const file = given.text('reader-config');
  return {
    ...(file !== undefined && readProperties(file)),
    ...given.properties('property', 'reader-property'),
  };
}

function producerSettings(given: Given) {
  const own = given.properties('producer-property', 'command-property');
  const codecText = given.has('compression-codec')
    ? given.text('compression-codec') || 'gzip'
    : (own['compression.type'] ?? 'none');
  const compression = codecs.find((codec) => codec === codecText);
  if (compression === undefined) {
    throw new ToolUsageError(`${codecText} is no codec; known are ${codecs.join(', ')}`);
  }
  const acksText = given.text('request-required-acks') ?? own['acks'] ?? '-1';
  const acks = acksText === 'all' ? -1 : Number(acksText);
  if (![-1, 0, 1].includes(acks))
    throw new ToolUsageError(`acks is -1, all, 0 or 1, not ${acksText}`);
  const timeoutMs = given.integer('request-timeout-ms');
  return {
    clientId: own['client.id'] ?? 'console-producer',
    acks,
    compression,
    idempotent: acks === -1,
    retries: given.integer('message-send-max-retries') ?? 3,
    ...(timeoutMs !== undefined && { timeout: timeoutMs }),
  };
}
