/** Both sides under question: the same request to each, in its own words, and both answers. */
import { setTimeout as sleep } from 'node:timers/promises';
import { handlers } from '../../src/broker/apis/index.ts';
import type { Api, ResponseOutOf } from '../../src/broker/protocol/api.ts';
import { errors } from '../../src/broker/protocol/errors.ts';
import { encodeRequest, readResponseHeader } from '../../src/broker/protocol/headers.ts';
import { apiVersionsApi } from '../../src/broker/protocol/messages/18-api-versions.ts';
import { listOffsetsApi } from '../../src/broker/protocol/messages/02-list-offsets.ts';
import { metadataApi } from '../../src/broker/protocol/messages/03-metadata.ts';
import { Reader } from '../../src/broker/protocol/reader.ts';
import { WireClient } from '../wire/wire-client.ts';
import { compare, type FieldDifference } from './compare.ts';
import { inOwnWords } from './generate.ts';
import { Names, normalForm } from './normal-form.ts';
import type { Side } from './sides.ts';

/** In place of an answer. */
export const closed = '<closed>';
export const noAnswer = '<no answer>';

const answerTimeoutMs = 1200;
const agreeTimeoutMs = 1000;
const pollMs = 20;
const correlationId = 7;
const barrierId = 8;

const controllerOnly = new Set(
  handlers.filter((it) => !it.listeners.includes('broker')).map((it) => it.api.key),
);

export type Answer = { readonly decoded: unknown; readonly normal: unknown };

/** One side, its connections, and what it calls things. */
export class Member {
  readonly side: Side;
  readonly names: Names;
  private readonly clients = new Map<string, WireClient>();

  constructor(side: Side) {
    this.side = side;
    this.names = new Names(side);
  }

  client(address: string): WireClient {
    const client = this.clients.get(address) ?? new WireClient(address, answerTimeoutMs);
    this.clients.set(address, client);
    return client;
  }

  async ask(api: Api, version: number, request: unknown): Promise<Answer> {
    const [address] = controllerOnly.has(api.key) ? this.side.controllers : this.side.brokers;
    const decoded = await this.answerOf(this.client(address), api, version, request);
    this.names.learn(decoded);
    return { decoded, normal: normalForm(api.name, decoded, this.names) };
  }

  private async answerOf(client: WireClient, api: Api, version: number, request: unknown) {
    const header = { correlationId, clientId: 'differential' };
    const own = inOwnWords(request, this.names);
    const frames = [...encodeRequest(api, version, header, own as never), ...barrier];
    const bytes = await client
      .send(Buffer.concat(frames), barrierId)
      .catch((error: NodeJS.ErrnoException) => {
        // A side that is gone answers nothing at all.
        if (error.code === undefined) return noAnswer;
        throw new Error(`${this.side.name} after ${api.name} v${version}`, { cause: error });
      });
    if (typeof bytes === 'string') return noAnswer;
    if (bytes === undefined) return closed;
    const reader = new Reader(bytes);
    if (bytes.readInt32BE(0) === barrierId) return noAnswer;
    readResponseHeader(reader, api, version);
    const decoded: unknown = api.response.codec(version).read(reader);
    return reader.remaining === 0 ? decoded : `${reader.remaining} bytes too many`;
  }

  close(): void {
    for (const client of this.clients.values()) client.close();
  }
}

/** Sent behind every request: its answer shows that the one before has none. */
const barrier = encodeRequest(
  apiVersionsApi,
  0,
  { correlationId: barrierId, clientId: 'barrier' },
  { clientSoftwareName: '', clientSoftwareVersion: '' },
);

export class World {
  readonly kafka: Member;
  readonly rivulet: Member;

  constructor(sides: readonly [Side, Side]) {
    [this.kafka, this.rivulet] = sides.map((side) => new Member(side));
  }

  async ask(api: Api, version: number, request: unknown): Promise<readonly [Answer, Answer]> {
    return Promise.all([
      this.kafka.ask(api, version, request),
      this.rivulet.ask(api, version, request),
    ]);
  }

  /** Where the answers differ; questions that change nothing are put again while they do. */
  async compare(
    api: Api,
    version: number,
    request: unknown,
    isRepeatable: boolean,
  ): Promise<{ found: FieldDifference[]; answers: readonly [unknown, unknown] }> {
    let last: FieldDifference[] = [];
    for (let attempt = 0; ; attempt++) {
      const [kafka, rivulet] = await this.ask(api, version, request);
      const found = compare(kafka.normal, rivulet.normal);
      const isSettled = found.length === 0 || !isRepeatable || attempt === attempts;
      last = found;
      if (isSettled) return { found: last, answers: [kafka.normal, rivulet.normal] };
      await sleep(pollMs * 2 ** attempt);
    }
  }

  /** Until both show the same topics, each led: a broker may hear of a change after its answer. */
  async settle(): Promise<void> {
    const endMs = Date.now() + agreeTimeoutMs;
    const request = { topics: null, allowAutoTopicCreation: false };
    for (;;) {
      const [kafka, rivulet] = await this.ask(metadataApi, 12, request);
      const isAgreed = compare(kafka.normal, rivulet.normal).length === 0;
      if ((isAgreed && (await this.isLed(rivulet.decoded))) || Date.now() > endMs) return;
      await sleep(pollMs);
    }
  }

  /** A broker of Kafka tells of its leadership before it takes it on. */
  private async isLed(metadata: unknown): Promise<boolean> {
    const { topics } = metadata as ResponseOutOf<typeof metadataApi>;
    const places = topics.map(({ name, partitions }) => ({
      name: name ?? '',
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, timestamp: -1 })),
    }));
    const answers = await this.ask(listOffsetsApi, 8, { replicaId: -1, topics: places });
    return answers.every(({ decoded }) => {
      const { topics: found } = decoded as ResponseOutOf<typeof listOffsetsApi>;
      return found.every((topic) => topic.partitions.every((it) => it.errorCode !== notLeader));
    });
  }

  close(): void {
    this.kafka.close();
    this.rivulet.close();
  }
}

const attempts = 3;
const notLeader = errors.notLeaderOrFollower;
