/** What a connection hears of bytes that are no request that is served. */
import { connect } from 'node:net';
import { handlers } from '../../src/broker/apis/index.ts';
import type { Api } from '../../src/broker/protocol/api.ts';
import { FrameReader } from '../../src/broker/protocol/frames.ts';
import { encodeRequest } from '../../src/broker/protocol/headers.ts';
import { fetchApi } from '../../src/broker/protocol/messages/01-fetch.ts';
import { metadataApi } from '../../src/broker/protocol/messages/03-metadata.ts';
import { apiVersionsApi } from '../../src/broker/protocol/messages/18-api-versions.ts';
import { compare } from './compare.ts';
import { generateRequest } from './generate.ts';
import type { Results } from './results.ts';
import type { Side } from './sides.ts';

type Probe = { readonly api: string; readonly version: number; readonly label: string };
type Bytes = Probe & { readonly bytes: Buffer };

const silenceMs = 1500;
const maxAnswerBytes = 1 << 26;
const unknownApi = 'an unknown API';
/** Cuts of each request. */
const cutsOfEach = 2;

/** Each on a connection of its own: how many answers come, and whether the connection ends. */
export async function compareConnections(
  [kafka, rivulet]: readonly [Side, Side],
  results: Results,
  isWanted: (api: Api) => boolean,
): Promise<void> {
  const probes = [...oddFrames(isWanted), ...cutFrames(isWanted), ...otherVersions(isWanted)];
  for (const { bytes, ...question } of probes) {
    const answers = await Promise.all([
      send(kafka.brokers[0], bytes),
      send(rivulet.brokers[0], bytes),
    ]);
    const request = bytes.toString('hex');
    results.add({ ...question, request }, compare(...answers), answers);
  }
}

const framed = (hex: string): Buffer => {
  const body = Buffer.from(hex.replaceAll(' ', ''), 'hex');
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
};

function* oddFrames(isWanted: (api: Api) => boolean): Generator<Bytes> {
  const one = (api: string, version: number, label: string, bytes: Buffer): Bytes => ({
    api,
    version,
    label,
    bytes,
  });
  if (isWanted(apiVersionsApi)) {
    const { name } = apiVersionsApi;
    yield one(name, 99, 'from the future', framed('0012 0063 0000002a 0001 78 00'));
    yield one(name, 99, 'from the future, cut', framed('0012 0063 0000002a 0001 78 01'));
    yield one(name, 99, 'from the future, no body', framed('0012 0063 0000002a'));
    yield one(name, 32767, 'the last version', framed('0012 7fff 0000002a 0001 78 01'));
    yield one(name, -1, 'a negative version', framed('0012 ffff 0000002a 0001 78'));
    yield one(name, 0, 'no client id', framed('0012 0000 0000002a ffff'));
    yield one(name, 0, 'a client id of negative length', framed('0012 0000 0000002a fffe'));
    yield one(
      name,
      3,
      'tags in the header',
      framed('0012 0003 0000002a 0001 78 01 05 01 00 02 61 02 62 00'),
    );
    yield one(
      name,
      3,
      'tags twice',
      framed('0012 0003 0000002a 0001 78 02 05 01 00 05 01 00 02 61 02 62 00'),
    );
    yield one(
      name,
      3,
      'tags in the body',
      framed('0012 0003 0000002a 0001 78 00 02 61 02 62 01 09 02 0000'),
    );
    yield one(name, 3, 'no tags', framed('0012 0003 0000002a 0001 78 00 02 61 02 62'));
    yield one(name, 3, 'a null name', framed('0012 0003 0000002a 0001 78 00 00 02 62 00'));
    yield one(name, 0, 'bytes behind', framed('0012 0000 0000002a 0001 78 ffffff'));
  }
  if (!isWanted(metadataApi)) return;
  for (const key of ['ffff', '03e7', '7fff', '0004', '0005', '0006', '0007', '0011'])
    yield one(unknownApi, 0, `key ${key}`, framed(`${key} 0000 00000001 ffff`));
  const { name } = metadataApi;
  yield one(name, 0, 'size 0', Buffer.alloc(4));
  yield one(name, 0, 'a negative size', Buffer.from('ffffffff', 'hex'));
  yield one(name, 0, 'a huge size', Buffer.from('7fffffff', 'hex'));
  yield one(name, 0, 'HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'));
  yield one(name, 0, 'three bytes', framed('000300'));
  yield one(
    name,
    9,
    'a null array as in old versions',
    framed('0003 0009 00000001 ffff 00 00000000 00 00 00'),
  );
  yield one(name, 1, 'an array of -2', framed('0003 0001 00000001 ffff fffffffe'));
  yield one(name, 1, 'an array that is too long', framed('0003 0001 00000001 ffff 7fffffff'));
  yield one(name, 1, 'a topic of negative length', framed('0003 0001 00000001 ffff 00000001 fffe'));
  yield one(name, 1, 'a null topic', framed('0003 0001 00000001 ffff 00000001 ffff'));
  const pair = Buffer.concat([
    framed('0003 0001 00000001 ffff 00000000'),
    framed('0012 0000 00000002 ffff'),
  ]);
  yield one(name, 1, 'two at once', pair);
  yield one(name, 1, 'the second is odd', Buffer.concat([pair, framed('03e7 0000 00000003 ffff')]));
}

/** Sound requests that end too early. */
function* cutFrames(isWanted: (api: Api) => boolean): Generator<Bytes> {
  for (const { api, listeners } of handlers) {
    if (!isWanted(api) || !listeners.includes('broker')) continue;
    for (const version of new Set([api.minVersion, api.maxVersion])) {
      const header = { correlationId: 1, clientId: 'cut' };
      const request = generateRequest(api, version, 1, 0) as object;
      const sound = encodeRequest(api, version, header, withoutOwnWords(request) as never);
      const bytes = Buffer.concat(sound);
      for (let cut = 1; cut <= cutsOfEach; cut++) {
        const start = 4 + 8 + 2 + header.clientId.length;
        const length = start + Math.floor(((bytes.length - start) * (cut - 1)) / cutsOfEach);
        const short = Buffer.from(bytes.subarray(0, length));
        short.writeInt32BE(length - 4);
        yield { api: api.name, version, label: `cut after ${length - 4} bytes`, bytes: short };
      }
    }
  }
}

const withoutOwnWords = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, field: unknown) => {
    if (typeof field === 'string' && field.startsWith('@id:')) return 'AAAAAAAAAAAAAAAAAAAAAA';
    const bytes = field as { type?: string; data?: number[] } | null;
    return bytes?.type === 'Buffer' ? Buffer.from(bytes.data ?? []) : field;
  });

/** One below and one above what is served. */
function* otherVersions(isWanted: (api: Api) => boolean): Generator<Bytes> {
  for (const { api, listeners } of handlers) {
    if (!isWanted(api) || api.key === apiVersionsApi.key) continue;
    if (!listeners.includes('broker') && api.key !== fetchApi.key) continue;
    for (const version of [api.minVersion - 1, api.maxVersion + 1]) {
      const hex = (value: number) => (value & 0xffff).toString(16).padStart(4, '0');
      const bytes = framed(`${hex(api.key)} ${hex(version)} 00000001 ffff 00`);
      yield { api: api.name, version, label: 'not served', bytes };
    }
  }
}

/** Ids of the answers, then how it ended. */
function send(address: string, bytes: Buffer): Promise<string> {
  const [host, port] = address.split(':');
  return new Promise((resolve) => {
    const heard: string[] = [];
    const reader = new FrameReader(maxAnswerBytes);
    const socket = connect({ host, port: Number(port) }, () => socket.write(bytes));
    const finish = (end: string) => {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on('error', () => {});
      socket.destroy();
      resolve([...heard, end].join(', '));
    };
    const timer = setTimeout(() => finish('open'), silenceMs);
    socket.on('data', (chunk: Buffer) => {
      reader.feed(chunk, (frame) => heard.push(`answer ${frame.readInt32BE(0)}`));
      // More would have come with it.
      if (heard.length > 0 && !expectsMore(bytes, heard.length))
        setTimeout(() => finish('open'), 50);
    });
    socket.on('error', () => {});
    socket.on('close', () => finish('closed'));
  });
}

/** How many frames were sent beyond those answered. */
function expectsMore(bytes: Buffer, answered: number): boolean {
  let frames = 0;
  for (let at = 0; at + 4 <= bytes.length; frames++) {
    const sizeBytes = bytes.readInt32BE(at);
    if (sizeBytes < 0) break;
    at += 4 + sizeBytes;
  }
  return frames > answered;
}
