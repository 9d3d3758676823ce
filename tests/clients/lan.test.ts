/** Clients that log in through the listener for other machines. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Consumer,
  MessagesStreamModes,
  Producer,
  stringDeserializers,
  stringSerializers,
} from '@platformatic/kafka';
import kafkajs, { type SASLOptions } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScramMechanism, scramMechanisms } from '../../src/broker/control.ts';
import { errors } from '../../src/broker/protocol/errors.ts';
import { produceApi } from '../../src/broker/protocol/messages/00-produce.ts';
import { fetchApi } from '../../src/broker/protocol/messages/01-fetch.ts';
import { metadataApi } from '../../src/broker/protocol/messages/03-metadata.ts';
import { findCoordinatorApi } from '../../src/broker/protocol/messages/10-find-coordinator.ts';
import { saslHandshakeApi } from '../../src/broker/protocol/messages/17-sasl-handshake.ts';
import { saslAuthenticateApi } from '../../src/broker/protocol/messages/36-sasl-authenticate.ts';
import { describeClusterApi } from '../../src/broker/protocol/messages/60-describe-cluster.ts';
import { lanUser } from '../../src/main/lan/scram-keys.ts';
import { finalMessage, firstMessage } from '../broker/server/scram-client.ts';
import { WireClient } from '../wire/wire-client.ts';
import { Brokers } from './brokers.ts';
import { tryRun } from './run.ts';
import { createTopics } from './topics.ts';

const user = 'ann';
const password = 'L0ng-and,strange=pass';
const topic = 'orders';
const { Kafka, logLevel } = kafkajs;
const hasKcat = (await tryRun('kcat', ['-V'])).code === 0;

let brokers: Brokers;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rivulet-lan-'));
  brokers = await Brokers.start({ count: 3, lanUsers: [lanUser(user, password)] });
  await createTopics(brokers.bootstrap, [topic], 3);
});

afterAll(async () => {
  await brokers?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const portsOf = (addresses: string) => addresses.split(',').map((it) => Number(it.split(':')[1]));

function kafkajsClient(sasl?: SASLOptions, bootstrap = brokers.lanBootstrap) {
  const retry = { retries: 8, initialRetryTime: 50 };
  const logging = { logLevel: logLevel.NOTHING };
  return new Kafka({
    clientId: 'lan',
    brokers: bootstrap.split(','),
    ...logging,
    retry,
    ...(sasl && { sasl }),
  });
}

const withPassword = (secret: string, username = user): SASLOptions => ({
  mechanism: 'scram-sha-256',
  username,
  password: secret,
});

/** `extra` comes behind the settings of the login. */
function kcat(
  args: readonly string[],
  login: Readonly<Record<string, string>> | null,
  input?: string,
) {
  const sasl = login && {
    'security.protocol': 'sasl_plaintext',
    'sasl.mechanism': 'SCRAM-SHA-256',
    'sasl.username': user,
    'sasl.password': password,
    ...login,
  };
  const settings = Object.entries(sasl ?? {}).flatMap(([key, value]) => ['-X', `${key}=${value}`]);
  const options = { timeoutMs: 40_000, ...(input !== undefined && { input }) };
  return tryRun('kcat', ['-b', brokers.lanBootstrap, ...settings, ...args], options);
}

describe('kafkajs', () => {
  it('produces and consumes in a group, and is told LAN addresses only', async () => {
    const kafka = kafkajsClient({ mechanism: 'scram-sha-512', username: user, password });
    const [producer, consumer, admin] = [
      kafka.producer(),
      kafka.consumer({ groupId: 'kafkajs' }),
      kafka.admin(),
    ];
    await Promise.all([producer.connect(), consumer.connect(), admin.connect()]);
    const values = Array.from({ length: 20 }, (_, index) => `kafkajs-${index}`);
    await producer.send({ topic, messages: values.map((value) => ({ value })) });
    const got = new Set<string>();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message }) => void got.add(String(message.value)),
    });
    await expect
      .poll(() => values.every((value) => got.has(value)), { timeout: 30_000 })
      .toBe(true);
    const { brokers: told } = await admin.describeCluster();
    expect(told.map(({ port }) => port).toSorted()).toEqual(portsOf(brokers.lanBootstrap));
    await Promise.all([producer.disconnect(), consumer.disconnect(), admin.disconnect()]);
  });

  it.each([
    ['a wrong password', () => withPassword('other')],
    ['an unknown user', () => withPassword(password, 'eve')],
  ])('is told the same of %s', async (_what, sasl) => {
    const admin = kafkajsClient(sasl()).admin();
    await expect(admin.connect()).rejects.toThrow(
      'Authentication failed during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-256',
    );
    await admin.disconnect();
  });

  it('is told when its mechanism is not on offer', async () => {
    const admin = kafkajsClient({ mechanism: 'plain', username: user, password }).admin();
    await expect(admin.connect()).rejects.toThrow(
      'The broker does not support the requested SASL mechanism',
    );
    await admin.disconnect();
  });

  it('goes on as before on the plaintext listener', async () => {
    const admin = kafkajsClient(undefined, brokers.bootstrap).admin();
    await admin.connect();
    const { brokers: told } = await admin.describeCluster();
    expect(told.map(({ port }) => port).toSorted()).toEqual(portsOf(brokers.bootstrap));
    await admin.disconnect();
  });
});

it('@platformatic/kafka produces and consumes in a group', async () => {
  const options = {
    clientId: 'lan',
    bootstrapBrokers: brokers.lanBootstrap.split(','),
    sasl: { mechanism: 'SCRAM-SHA-256' as const, username: user, password },
  };
  const producer = new Producer({ ...options, serializers: stringSerializers });
  const values = Array.from({ length: 20 }, (_, index) => `platformatic-${index}`);
  await producer.send({ messages: values.map((value) => ({ topic, key: value, value })) });
  await producer.close();
  const deserializers = stringDeserializers;
  const consumer = new Consumer({ ...options, groupId: 'platformatic', deserializers });
  const mode = MessagesStreamModes.EARLIEST;
  const stream = await consumer.consume({ topics: [topic], mode, autocommit: true });
  const missing = new Set(values);
  for await (const { value } of stream) {
    missing.delete(value);
    if (missing.size === 0) break;
  }
  expect(missing).toEqual(new Set());
  await consumer.close(true);
});

describe.skipIf(!hasKcat)('kcat', () => {
  it.each(scramMechanisms)('produces and consumes in a group with %s', async (mechanism) => {
    const login = { 'sasl.mechanism': mechanism };
    const input = join(folder, mechanism);
    writeFileSync(input, `one ${mechanism}\ntwo ${mechanism}\n`);
    expect(await kcat(['-P', '-t', topic], login, input)).toMatchObject({ code: 0 });
    const group = ['-G', `kcat-${mechanism}`, '-X', 'auto.offset.reset=earliest', '-e', topic];
    const { code, stdout } = await kcat(group, login);
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([`one ${mechanism}`, `two ${mechanism}`]),
    );
  });

  it.each([
    ['a wrong password', { 'sasl.password': 'other' }, 'due to invalid credentials'],
    ['an unknown user', { 'sasl.username': 'eve' }, 'due to invalid credentials'],
    ['a mechanism that is not offered', { 'sasl.mechanism': 'PLAIN' }, 'SCRAM-SHA-512'],
    ['no login at all', null, 'Disconnected|transport failure'],
  ])('says what is wrong with %s', async (_what, login, expected) => {
    const { code, stderr } = await kcat(['-L', '-m', '4'], login);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(new RegExp(expected));
  });
});

/** A client of the listener with its login done. */
async function logIn(address: string, mechanism: ScramMechanism = 'SCRAM-SHA-256') {
  const client = new WireClient(address);
  const say = async (authBytes: Buffer) => {
    const { decoded } = await client.ask(saslAuthenticateApi, 2, { authBytes });
    return decoded?.authBytes.toString() ?? 'nothing';
  };
  await client.ask(saslHandshakeApi, 1, { mechanism });
  const first = await say(firstMessage(user, 'n'));
  const { message, expected } = finalMessage(mechanism, user, password, 'n', first);
  expect(await say(message)).toBe(expected);
  return client;
}

describe('every answer that names brokers', () => {
  it('names them as the listener of the request does', async () => {
    const ports = portsOf(brokers.lanBootstrap);
    const client = await logIn(brokers.lanBootstrap.split(',')[0]);
    const metadata = (await client.ask(metadataApi, 12, { topics: null })).decoded;
    expect(metadata?.brokers.map(({ port }) => port).toSorted()).toEqual(ports);
    const cluster = await client.ask(describeClusterApi, 1, {
      includeClusterAuthorizedOperations: false,
    });
    expect(cluster.decoded?.brokers.map(({ port }) => port).toSorted()).toEqual(ports);
    const found = await client.ask(findCoordinatorApi, 4, { keyType: 0, coordinatorKeys: ['g'] });
    expect(ports).toContain(found.decoded?.coordinators[0].port);
    client.close();
  });

  it('hints at leaders as the listener of the request does (KIP-951)', async () => {
    const admin = kafkajsClient(withPassword(password)).admin();
    await admin.connect();
    await admin.createTopics({
      topics: [{ topic: 'hints', numPartitions: 3, replicationFactor: 1 }],
      waitForLeaders: true,
    });
    await admin.disconnect();
    const client = await logIn(brokers.lanBootstrap.split(',')[0]);
    const { decoded } = await client.ask(metadataApi, 12, { topics: null });
    const hinted = decoded?.topics.find(({ name }) => name === 'hints');
    const { topicId = '', partitions = [] } = hinted ?? {};
    const far = partitions.find(({ leaderId }) => leaderId !== 1);
    const index = far?.partitionIndex ?? -1;
    const leaderPort = portsOf(brokers.lanBootstrap)[(far?.leaderId ?? 0) - 1];
    const partition = { partition: index, fetchOffset: 0, partitionMaxBytes: 1000 };
    const produced = await client.ask(produceApi, 13, {
      acks: 1,
      timeoutMs: 1000,
      topicData: [{ topicId, partitionData: [{ index, records: null }] }],
    });
    expect(produced.decoded?.responses[0].partitionResponses[0].errorCode).toBe(
      errors.notLeaderOrFollower,
    );
    expect(produced.decoded?.nodeEndpoints.map(({ port }) => port)).toEqual([leaderPort]);
    const fetched = await client.ask(fetchApi, 16, {
      maxWaitMs: 0,
      minBytes: 0,
      topics: [{ topicId, partitions: [partition] }],
      forgottenTopicsData: [],
    });
    expect(fetched.decoded?.nodeEndpoints.map(({ port }) => port)).toEqual([leaderPort]);
    client.close();
  });
});

it('goes on through the LAN addresses when a leader is killed, and after a restart', async () => {
  const kafka = kafkajsClient(withPassword(password));
  const producer = kafka.producer();
  const admin = kafka.admin();
  await Promise.all([producer.connect(), admin.connect()]);
  const [{ partitions }] = (await admin.fetchTopicMetadata({ topics: [topic] })).topics;
  const { leader, partitionId: partition } = partitions[0];
  const send = (value: string) =>
    producer.send({ topic, acks: -1, messages: [{ partition, value }] });
  await send('before');
  await brokers.kill(leader);
  await send('after the kill');
  await brokers.startBroker(leader);
  await brokers.halt();
  await Promise.all(brokers.ids().map((id) => brokers.startBroker(id)));
  await send('after the restart');
  const offsets = await admin.fetchTopicOffsets(topic);
  const consumer = kafka.consumer({ groupId: 'survivor' });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const got: string[] = [];
  await consumer.run({
    eachMessage: async ({ message, partition: from }) => {
      if (from === partition) got.push(String(message.value));
    },
  });
  const count = Number(offsets.find((it) => it.partition === partition)?.high);
  await expect.poll(() => got.length, { timeout: 40_000 }).toBe(count);
  expect(got.slice(-3)).toEqual(['before', 'after the kill', 'after the restart']);
  await Promise.all([producer.disconnect(), consumer.disconnect(), admin.disconnect()]);
});
