/**
 * Bytes that no well-meaning client sends. Each ends in a clear answer, or in the end of that one
 * connection; everything else goes on.
 */
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errors } from '../../src/broker/protocol/errors.ts';
import { encodeRequest } from '../../src/broker/protocol/headers.ts';
import { fetchApi } from '../../src/broker/protocol/messages/01-fetch.ts';
import { metadataApi } from '../../src/broker/protocol/messages/03-metadata.ts';
import { produceApi } from '../../src/broker/protocol/messages/00-produce.ts';
import { apiVersionsApi } from '../../src/broker/protocol/messages/18-api-versions.ts';
import { createTopicsApi } from '../../src/broker/protocol/messages/19-create-topics.ts';
import { encodeBatch, writeCrc } from '../../src/broker/protocol/record-batch.ts';
import { type RunningCluster, startCluster } from '../support/product.ts';
import { WireClient } from './wire-client.ts';

let cluster: RunningCluster;
let bystander: WireClient;

beforeAll(async () => {
  cluster = await startCluster(1);
  bystander = new WireClient(cluster.bootstrap);
  const topics = [
    { name: 'plain', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] },
    {
      name: 'keyed',
      numPartitions: 1,
      replicationFactor: 1,
      assignments: [],
      configs: [{ name: 'cleanup.policy', value: 'compact' }],
    },
  ];
  await bystander.ask(createTopicsApi, 7, { topics, timeoutMs: 10_000 });
});

afterAll(async () => {
  bystander?.close();
  await cluster?.stop();
});

/** Sends raw bytes; resolves when the server has closed the connection, with what it said before. */
function sendRaw(bytes: Buffer, end = false): Promise<Buffer> {
  const [host, port] = cluster.bootstrap.split(':');
  return new Promise((resolve, reject) => {
    const heard: Buffer[] = [];
    const socket: Socket = connect({ host, port: Number(port), allowHalfOpen: true }, () => {
      socket.write(bytes);
      if (end) socket.end();
    });
    socket.on('data', (chunk: Buffer) => heard.push(chunk));
    socket.on('end', () => {
      socket.destroy();
      resolve(Buffer.concat(heard));
    });
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' ? resolve(Buffer.concat(heard)) : reject(error),
    );
  });
}

/** The first bytes that come back on a connection of its own. */
function firstAnswerTo(bytes: Buffer): Promise<Buffer> {
  const [host, port] = cluster.bootstrap.split(':');
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port) }, () => socket.write(bytes));
    socket.once('data', (chunk: Buffer) => {
      socket.destroy();
      resolve(chunk);
    });
    socket.once('end', () => reject(new Error('the connection was closed without an answer')));
    socket.once('error', reject);
  });
}

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

/** A connection that was open before is served as before. */
async function othersGoOn(): Promise<boolean> {
  const { decoded } = await bystander.ask(metadataApi, 12, { topics: null });
  return decoded?.brokers.length === 1;
}

describe('frames', () => {
  it.each([
    ['a negative size', int32(-1)],
    ['a huge size', int32(0x7fffffff)],
    ['text of another protocol', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    ['a frame without a header', Buffer.concat([int32(3), Buffer.alloc(3)])],
    [
      'an unknown API key',
      Buffer.concat([int32(10), Buffer.from('03e700000000000100000000', 'hex').subarray(0, 10)]),
    ],
    [
      'a removed version',
      Buffer.concat(
        encodeRequest(
          fetchApi,
          3,
          { correlationId: 1, clientId: 'x' },
          { maxWaitMs: 0, minBytes: 0, topics: [] },
        ),
      ),
    ],
    [
      'a version of the future',
      Buffer.concat([int32(10), Buffer.from('000303e7000000010000', 'hex')]),
    ],
  ])('closes the connection on %s', async (_what, bytes) => {
    expect(await sendRaw(bytes)).toHaveLength(0);
    expect(await othersGoOn()).toBe(true);
  });

  it("takes librdkafka's Metadata request for all topics, three bytes longer than its body", async () => {
    const frame = Buffer.from(
      '0003000d0000002a00077264' + '6b61666b6100' + '00000000' + '010000',
      'hex',
    );
    const answer = await firstAnswerTo(Buffer.concat([int32(frame.length), frame]));
    const body = metadataApi.response.decode(13, answer.subarray(9));
    expect(answer.readInt32BE(4)).toBe(42);
    expect(body.topics.map(({ name }) => name)).toContain('plain');
  });

  it('forgets a connection that ends in the middle of a frame', async () => {
    const frame = Buffer.concat(
      encodeRequest(metadataApi, 12, { correlationId: 1, clientId: 'x' }, { topics: null }),
    );
    await sendRaw(frame.subarray(0, frame.length - 3), true);
    expect(await othersGoOn()).toBe(true);
  });

  it('tells a newer client its ApiVersions range in the oldest layout', async () => {
    const bytes = Buffer.concat([int32(12), Buffer.from('001200630000002a00017801', 'hex')]);
    // The negative size behind it ends the connection, after the answer.
    const answer = await sendRaw(Buffer.concat([bytes, int32(-1)]));
    const body = apiVersionsApi.response.decode(0, answer.subarray(8));
    expect(answer.readInt32BE(4)).toBe(42);
    expect(body.errorCode).toBe(errors.unsupportedVersion);
    expect(body.apiKeys).toEqual([{ apiKey: 18, minVersion: 0, maxVersion: 4 }]);
  });

  it('takes a request that is cut at every byte without harm', async () => {
    const frame = Buffer.concat(
      encodeRequest(metadataApi, 12, { correlationId: 1, clientId: 'x' }, { topics: null }),
    );
    for (let length = 8; length < frame.length - 4; length++) {
      const cut = Buffer.concat([int32(length), frame.subarray(4, 4 + length)]);
      expect(await sendRaw(cut)).toHaveLength(0);
    }
    expect(await othersGoOn()).toBe(true);
  });
});

const good = (): Buffer =>
  encodeBatch({ records: [{ key: null, value: Buffer.from('x') }], timestampMs: Date.now() });

function changed(change: (batch: Buffer) => void, isCrcRight = true): Buffer {
  const batch = good();
  change(batch);
  if (isCrcRight) writeCrc(batch, 0, batch.length);
  return batch;
}

describe('batches', () => {
  const cases: [string, number, string, Buffer][] = [
    [
      'a wrong CRC',
      errors.corruptMessage,
      'plain',
      changed((batch) => batch.writeUInt8(1, batch.length - 1), false),
    ],
    [
      'an old record format',
      errors.invalidRecord,
      'plain',
      changed((batch) => batch.writeInt8(1, 16)),
    ],
    [
      'a wrong record count',
      errors.invalidRecord,
      'plain',
      changed((batch) => batch.writeInt32BE(5, 57)),
    ],
    [
      'a length beyond the data',
      errors.invalidRecord,
      'plain',
      changed((batch) => batch.writeInt32BE(5000, 8)),
    ],
    ['two batches at once', errors.invalidRecord, 'plain', Buffer.concat([good(), good()])],
    ['no records', errors.invalidRecord, 'plain', Buffer.alloc(0)],
    [
      'a record over max.message.bytes',
      errors.messageTooLarge,
      'plain',
      encodeBatch({
        records: [{ key: null, value: Buffer.alloc(1_100_000) }],
        timestampMs: Date.now(),
      }),
    ],
    ['no key on a compacted topic', errors.invalidRecord, 'keyed', good()],
    ['an unknown topic', errors.unknownTopicOrPartition, 'nowhere', good()],
  ];
  it.each(cases)('refuses %s with error %i', async (_what, code, topic, batch) => {
    const client = new WireClient(cluster.bootstrap);
    const { decoded } = await client.ask(produceApi, 9, {
      transactionalId: null,
      acks: -1,
      timeoutMs: 5000,
      topicData: [{ name: topic, partitionData: [{ index: 0, records: batch }] }],
    });
    expect(decoded?.responses[0].partitionResponses[0].errorCode).toBe(code);
    client.close();
    expect(await othersGoOn()).toBe(true);
  });

  it('stores what is right after all that', async () => {
    const { decoded } = await bystander.ask(produceApi, 9, {
      transactionalId: null,
      acks: -1,
      timeoutMs: 5000,
      topicData: [{ name: 'plain', partitionData: [{ index: 0, records: good() }] }],
    });
    expect(decoded?.responses[0].partitionResponses[0].errorCode).toBe(errors.none);
  });
});
