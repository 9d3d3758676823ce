import { describe, expect, it } from 'vitest';
import { saslHandshake } from '../../../src/broker/apis/17-sasl-handshake.ts';
import { apiVersions } from '../../../src/broker/apis/18-api-versions.ts';
import { saslAuthenticate } from '../../../src/broker/apis/36-sasl-authenticate.ts';
import type { Services } from '../../../src/broker/apis/services.ts';
import { parseBrokerConfig } from '../../../src/broker/config.ts';
import type { LanOptions, ScramMechanism } from '../../../src/broker/control.ts';
import type { Connection, Env } from '../../../src/broker/env/env.ts';
import type { Api, RequestInOf, ResponseOutOf } from '../../../src/broker/protocol/api.ts';
import { errors } from '../../../src/broker/protocol/errors.ts';
import { encodeRequest, readResponseHeader } from '../../../src/broker/protocol/headers.ts';
import { metadataApi } from '../../../src/broker/protocol/messages/03-metadata.ts';
import { saslHandshakeApi } from '../../../src/broker/protocol/messages/17-sasl-handshake.ts';
import { apiVersionsApi } from '../../../src/broker/protocol/messages/18-api-versions.ts';
import { saslAuthenticateApi } from '../../../src/broker/protocol/messages/36-sasl-authenticate.ts';
import { Reader } from '../../../src/broker/protocol/reader.ts';
import type { ControllerChannel } from '../../../src/broker/server/controller-channel.ts';
import { Dispatcher } from '../../../src/broker/server/dispatcher.ts';
import { Server } from '../../../src/broker/server/server.ts';
import { lanUser } from '../../../src/main/lan/scram-keys.ts';
import { handler } from '../../../src/broker/apis/handler.ts';
import { emptyImage } from '../../../src/broker/metadata/image.ts';
import { finalMessage, firstMessage } from './scram-client.ts';

const delayMs = 100;
const password = 'correct horse';
const lan: LanOptions = {
  host: '127.0.0.1',
  port: 1,
  advertisedHost: '127.0.0.1',
  users: [lanUser('ann', password)],
  secret: 'c2VjcmV0',
};

/** Says who asks, so that a test sees what the dispatcher was told. */
const whoAmI = handler(metadataApi, ({ principal, listenerName }) => ({
  brokers: [],
  clusterId: `${principal} through ${listenerName}`,
  topics: [],
  errorCode: 0,
}));

class Client {
  readonly remoteHost = '10.0.0.7';
  readonly remotePort = 5;
  readonly answers: Buffer[] = [];
  isClosed = false;
  private data: (chunk: Buffer) => void = () => undefined;
  private readonly closed: (() => void)[] = [];
  onData(listener: (chunk: Buffer) => void): void {
    this.data = listener;
  }
  onClose(listener: () => void): void {
    this.closed.push(listener);
  }
  onDrain(): void {}
  pause(): void {}
  resume(): void {}
  queuedBytes(): number {
    return 0;
  }
  write(chunks: readonly Uint8Array[]): void {
    this.answers.push(Buffer.concat(chunks).subarray(4));
  }
  end(): void {
    this.destroy();
  }
  destroy(): void {
    this.isClosed = true;
    for (const listener of this.closed) listener();
  }
  bare(token: Buffer): void {
    const size = Buffer.alloc(4);
    size.writeInt32BE(token.length);
    this.data(Buffer.concat([size, token]));
  }
  ask<A extends Api>(api: A, version: number, request: RequestInOf<A>): void {
    const header = { correlationId: 3, clientId: 'c' };
    this.data(Buffer.concat(encodeRequest(api, version, header, request)));
  }
  /** The answer that came last. */
  read<A extends Api>(api: A, version: number): ResponseOutOf<A> {
    const reader = new Reader(this.answers.at(-1) as Buffer);
    readResponseHeader(reader, api, version);
    return api.response.codec(version).read(reader) as ResponseOutOf<A>;
  }
  authenticate(token: Buffer, version = 2) {
    this.ask(saslAuthenticateApi, version, { authBytes: token });
    return this.answers.length > 0 ? this.read(saslAuthenticateApi, version) : undefined;
  }
  shakeHands(mechanism: string, version = 1) {
    this.ask(saslHandshakeApi, version, { mechanism });
    return this.answers.length > 0 ? this.read(saslHandshakeApi, version) : undefined;
  }
}

async function given() {
  const timers: { readonly atMs: number; readonly action: () => void }[] = [];
  let accept: (connection: Connection) => void = () => undefined;
  const env = {
    clock: {
      nowMs: () => 0,
      monotonicMs: () => 0,
      setTimer: (atMs: number, action: () => void) => {
        timers.push({ atMs, action });
        return { cancel: () => undefined };
      },
    },
    random: { bytes: (sizeBytes: number) => Buffer.alloc(sizeBytes, 7) },
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    net: {
      listen: (_address: unknown, onConnection: typeof accept) => {
        accept = onConnection;
        return Promise.resolve({ port: 1, close: () => Promise.resolve() });
      },
    },
  } as unknown as Env;
  const handlers = [whoAmI, saslHandshake, apiVersions, saslAuthenticate];
  const services = {
    env,
    handlers,
    supportedFeatures: [],
    metadata: { image: () => emptyImage },
    clientMetrics: { named: () => undefined },
  } as unknown as Services;
  const dispatcher = new Dispatcher(services, handlers, {} as ControllerChannel);
  const server = new Server(env, dispatcher, {
    limits: { maxRequestBytes: 1e6, maxInFlight: 8, maxQueuedBytes: 1e6 },
    config: () =>
      parseBrokerConfig({
        'node.id': '1',
        'sasl.server.max.receive.size': '1000',
        'connection.failed.authentication.delay.ms': `${delayMs}`,
      }),
    onConnectionClosed: () => undefined,
  });
  const listen = async (where: 'lan' | 'plaintext') => {
    if (where === 'lan') await server.listenToLan(lan);
    else await server.listen('broker', { host: '127.0.0.1', port: 0 });
    server.openToClients();
  };
  const arrive = () => {
    const client = new Client();
    accept(client as unknown as Connection);
    return client;
  };
  /** What waits for the delay of failed logins goes on. */
  const delay = async () => {
    for (const { action } of timers.splice(0).filter(({ atMs }) => atMs === delayMs)) action();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { server, listen, arrive, delay };
}

async function onLan() {
  const { listen, ...rest } = await given();
  await listen('lan');
  return { ...rest, client: rest.arrive() };
}

/** Both tokens; what the server says to the second. */
function logIn(client: Client, user = 'ann', secret = password, version = 2) {
  const mechanism: ScramMechanism = 'SCRAM-SHA-256';
  client.shakeHands(mechanism);
  const first = client.authenticate(firstMessage(user, 'n1'), version);
  const serverFirst = first?.authBytes.toString() ?? '';
  const { message, expected } = finalMessage(mechanism, user, secret, 'n1', serverFirst);
  const last = client.authenticate(message, version);
  return { first, last, expected };
}

describe('on the LAN listener', () => {
  it.each([0, 1, 2])('a client logs in with SaslAuthenticate v%i', async (version) => {
    const { client, server } = await onLan();
    client.ask(apiVersionsApi, 3, { clientSoftwareName: 'a', clientSoftwareVersion: '1' });
    const keys = client.read(apiVersionsApi, 3).apiKeys.map(({ apiKey }) => apiKey);
    expect(keys).toEqual(expect.arrayContaining([17, 36]));
    const { last, expected } = logIn(client, 'ann', password, version);
    expect(last?.authBytes.toString()).toBe(expected);
    client.ask(metadataApi, 5, { topics: [] });
    expect(client.read(metadataApi, 5).clusterId).toBe('User:ann through LAN');
    const names = { api: String, software: () => '' };
    expect(server.views(names)[0]).toMatchObject({ principal: 'User:ann', host: '10.0.0.7' });
  });

  it('takes bare tokens after SaslHandshake v0', async () => {
    const { client } = await onLan();
    expect(client.shakeHands('SCRAM-SHA-512', 0)?.errorCode).toBe(0);
    client.bare(firstMessage('ann', 'n1'));
    const serverFirst = client.answers.at(-1)?.toString() ?? '';
    const proof = finalMessage('SCRAM-SHA-512', 'ann', password, 'n1', serverFirst);
    client.bare(proof.message);
    expect(client.answers.at(-1)?.toString()).toBe(proof.expected);
    client.ask(metadataApi, 5, { topics: [] });
    expect(client.read(metadataApi, 5).clusterId).toBe('User:ann through LAN');
  });

  it('closes bare exchanges that fail', async () => {
    const { client, delay } = await onLan();
    client.shakeHands('SCRAM-SHA-256', 0);
    client.bare(Buffer.from('nonsense'));
    expect(client.isClosed).toBe(false);
    await delay();
    expect([client.isClosed, client.answers.length]).toEqual([true, 1]);
  });

  it.each([
    ['a wrong password', 'ann', 'wrong'],
    ['an unknown user', 'eve', password],
  ])('refuses %s with the same words, after a while, and closes', async (_what, user, secret) => {
    const { client, delay } = await onLan();
    const { first } = logIn(client, user, secret);
    expect(first?.authBytes.toString()).toMatch(/^r=n1[^,]+,s=[A-Za-z0-9+/=]{44},i=8192$/);
    expect([client.answers.length, client.isClosed]).toEqual([2, false]);
    await delay();
    expect(client.read(saslAuthenticateApi, 2)).toMatchObject({
      errorCode: errors.saslAuthenticationFailed,
      errorMessage:
        'Authentication failed during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-256',
    });
    expect([client.answers.length, client.isClosed]).toEqual([3, true]);
  });

  it('names the mechanisms to who asks for another one, and closes', async () => {
    const { client, delay } = await onLan();
    client.shakeHands('PLAIN');
    await delay();
    expect(client.read(saslHandshakeApi, 1)).toEqual({
      errorCode: errors.unsupportedSaslMechanism,
      mechanisms: ['SCRAM-SHA-256', 'SCRAM-SHA-512'],
    });
    expect(client.isClosed).toBe(true);
  });

  it('answers nothing else before the login', async () => {
    const { arrive } = await onLan();
    const versions = { clientSoftwareName: 'a', clientSoftwareVersion: '1' };
    const steps: readonly ((client: Client) => void)[] = [
      (client) => client.ask(metadataApi, 5, { topics: [] }),
      (client) => client.authenticate(firstMessage('ann', 'n1')),
      (client) => client.bare(Buffer.from([0])),
    ];
    for (const step of steps) {
      const client = arrive();
      step(client);
      expect([client.answers.length, client.isClosed]).toEqual([0, true]);
    }
    const twice = arrive();
    twice.ask(apiVersionsApi, 3, versions);
    twice.ask(apiVersionsApi, 3, versions);
    expect([twice.answers.length, twice.isClosed]).toEqual([1, true]);
    const hurried = arrive();
    hurried.shakeHands('SCRAM-SHA-256');
    hurried.ask(metadataApi, 5, { topics: [] });
    expect([hurried.answers.length, hurried.isClosed]).toEqual([1, true]);
  });

  it('tells a version of ApiVersions that it does not know, and goes on', async () => {
    const { client } = await onLan();
    const ask = { clientSoftwareName: 'a', clientSoftwareVersion: '1' };
    const frame = Buffer.concat(
      encodeRequest(apiVersionsApi, 4, { correlationId: 1, clientId: 'c' }, ask),
    ).subarray(4);
    frame.writeInt16BE(99, 2);
    client.bare(frame);
    expect(client.read(apiVersionsApi, 0).errorCode).toBe(errors.unsupportedVersion);
    client.ask(apiVersionsApi, 3, ask);
    expect(client.read(apiVersionsApi, 3).errorCode).toBe(0);
  });

  it('refuses a second SaslHandshake during the login', async () => {
    const { client, delay } = await onLan();
    client.shakeHands('SCRAM-SHA-256');
    client.shakeHands('SCRAM-SHA-256');
    await delay();
    expect(client.read(saslHandshakeApi, 1).errorCode).toBe(errors.illegalSaslState);
    expect(client.isClosed).toBe(true);
  });

  it('answers nothing after a refusal, whatever comes', async () => {
    const { client, delay } = await onLan();
    client.shakeHands('PLAIN');
    client.shakeHands('SCRAM-SHA-256');
    await delay();
    expect([client.answers.length, client.isClosed]).toEqual([1, true]);
  });

  it('takes only small requests before the login', async () => {
    const { client, arrive } = await onLan();
    client.shakeHands('SCRAM-SHA-256');
    client.ask(saslAuthenticateApi, 2, { authBytes: Buffer.alloc(1500) });
    expect([client.answers.length, client.isClosed]).toEqual([1, true]);
    const other = arrive();
    logIn(other);
    const names = Array.from({ length: 300 }, (_, index) => ({ name: `topic-${index}` }));
    other.ask(metadataApi, 5, { topics: names });
    expect(other.read(metadataApi, 5).errorCode).toBe(0);
  });

  it('answers SASL after the login as Kafka does', async () => {
    const { client } = await onLan();
    logIn(client);
    expect(client.shakeHands('SCRAM-SHA-256')?.errorCode).toBe(errors.illegalSaslState);
    expect(client.authenticate(Buffer.alloc(0))?.errorCode).toBe(errors.illegalSaslState);
    expect(client.isClosed).toBe(false);
  });
});

describe('who may log in', () => {
  it('can change: connections that were made with what no longer holds are closed', async () => {
    const { server, arrive, client: ann } = await onLan();
    logIn(ann);
    const bobs = lanUser('bob', 'secret');
    server.setLanUsers([...lan.users, bobs]);
    expect(ann.isClosed).toBe(false);
    const bob = arrive();
    expect(logIn(bob, 'bob', 'secret').last?.errorCode).toBe(0);
    server.setLanUsers([lanUser('ann', 'another'), bobs]);
    expect([ann.isClosed, bob.isClosed]).toEqual([true, false]);
    const again = arrive();
    expect(logIn(again, 'ann', 'another').last?.errorCode).toBe(0);
    server.setLanUsers([bobs]);
    expect([again.isClosed, bob.isClosed]).toEqual([true, false]);
  });
});

describe('on a plaintext listener', () => {
  it('there is nothing to log in to', async () => {
    const { listen, arrive } = await given();
    await listen('plaintext');
    const client = arrive();
    expect(client.shakeHands('SCRAM-SHA-256')).toEqual({
      errorCode: errors.illegalSaslState,
      mechanisms: [],
    });
    expect(client.authenticate(Buffer.alloc(0))).toMatchObject({
      errorCode: errors.illegalSaslState,
      errorMessage: 'SaslAuthenticate request received after successful authentication',
    });
    client.ask(metadataApi, 5, { topics: [] });
    expect(client.read(metadataApi, 5).clusterId).toBe('User:ANONYMOUS through undefined');
  });
});
