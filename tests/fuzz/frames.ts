/** Frames that no well-meaning client sends, made from sound ones of every key and version. */
import { handlers } from '../../src/broker/apis/index.ts';
import type { Api } from '../../src/broker/protocol/api.ts';
import { encodeRequest } from '../../src/broker/protocol/headers.ts';
import { generateRequest, inOwnWords, type OwnWords } from '../differential/generate.ts';
import { SimRandom } from '../support/sim-random.ts';
import { versionsOf } from '../wire/scenario/wire.ts';

export type Listener = 'broker' | 'controller';

/** How a sound frame is spoilt; the size in front is made right again unless it is the point. */
const spoilings = [
  'cut',
  'cut',
  'cut',
  'flipped bits',
  'random body',
  'huge number',
  'endless varint',
  'repeated tags',
  'many elements',
  'flipped bits',
  'random body',
  'huge number',
  'sound',
  'cut',
  'longer than told',
  'shorter than told',
  'impossible size',
  'unknown version',
  'unknown key',
  'odd client id',
  'sound',
] as const;
export type Spoiling = (typeof spoilings)[number];

/** What these ask for is kept: altered at will they would fill the cluster, or end it, rightly. */
const kept = new Set([3, 8, 11, 14, 19, 20, 22, 33, 34, 37, 44, 45, 57, 64, 71, 72]);
/** After the size: key, version, correlation id. */
const headerBytes = 8;
const sizeBytes = 4;
const manyElements = 20_000;

type Sound = { readonly api: Api; readonly version: number; readonly bytes: Buffer };

export class FrameMaker {
  private readonly random: SimRandom;
  private readonly sound: readonly Sound[];
  private cuts = 0;

  constructor(seed: number, listener: Listener, words: OwnWords, requestsOfEach = 4) {
    this.random = new SimRandom(seed).fork(listener);
    const apis = handlers
      .filter((it) => it.listeners.includes(listener))
      .filter((it) => listener === 'broker' || !it.listeners.includes('broker'))
      .map(({ api }) => api);
    this.sound = apis.flatMap((api) => soundFrames(api, seed, words, requestsOfEach));
  }

  /** The next frame, and what is wrong with it. */
  next(): { readonly bytes: Buffer; readonly what: Spoiling } {
    const what = this.random.pick(spoilings);
    if (what === 'cut') return { bytes: this.cut(), what };
    const sound = this.random.pick(this.sound);
    const isKept = kept.has(sound.api.key) || !sound.api.name;
    if (isKept && (what === 'flipped bits' || what === 'huge number')) {
      return { bytes: sound.bytes, what: 'sound' };
    }
    return { bytes: this.spoil(what, sound), what };
  }

  /** Every frame at every byte, one after the other. */
  private cut(): Buffer {
    const { bytes } = this.sound[this.cuts % this.sound.length];
    const round = Math.floor(this.cuts++ / this.sound.length);
    const length = sizeBytes + (round % (bytes.length - sizeBytes));
    return sized(Buffer.from(bytes.subarray(0, length)));
  }

  private spoil(what: Spoiling, { api, version, bytes: from }: Sound): Buffer {
    const bytes = Buffer.from(from);
    const start = sizeBytes + headerBytes;
    const at = start + this.random.below(Math.max(bytes.length - start, 1));
    const insert = (...added: number[]) =>
      sized(Buffer.concat([bytes.subarray(0, at), Buffer.from(added), bytes.subarray(at)]));
    switch (what) {
      case 'flipped bits':
        for (let count = 1 + this.random.below(8); count > 0; count--) {
          const place = start + this.random.below(Math.max(bytes.length - start, 1));
          if (place < bytes.length) bytes[place] ^= 1 << this.random.below(8);
        }
        return bytes;
      case 'random body': {
        const body = this.random.bytes(this.random.below(300));
        return sized(Buffer.concat([bytes.subarray(0, start), body]));
      }
      case 'huge number':
        if (at + 4 <= bytes.length) bytes.writeInt32BE(0x7f_ff_ff_ff - this.random.below(3), at);
        return bytes;
      case 'endless varint':
        return insert(...Array.from({ length: 5 + this.random.below(8) }, () => 0xff));
      case 'repeated tags':
        // Three times tag 0, each empty, in place of the last byte, which counts tagged fields.
        return sized(Buffer.concat([bytes.subarray(0, -1), Buffer.from([3, 0, 0, 0, 0, 0, 0])]));
      case 'many elements':
        return insertElements(bytes, at, version >= api.flexibleFrom);
      case 'longer than told':
        return Buffer.concat([bytes, this.random.bytes(1 + this.random.below(20))]);
      case 'shorter than told':
        bytes.writeInt32BE(bytes.length - sizeBytes + 1 + this.random.below(1000));
        return bytes;
      case 'impossible size':
        bytes.writeInt32BE(this.random.pick([-1, -2147483648, 2147483647, 104_857_601, 0, 3]));
        return bytes;
      case 'unknown version':
        bytes.writeInt16BE(this.random.pick([-1, 99, 32_767, -32_768]), sizeBytes + 2);
        return bytes;
      case 'unknown key':
        bytes.writeInt16BE(this.random.pick([-1, 999, 32_767, 4, 5, 6, 7]), sizeBytes);
        return bytes;
      case 'odd client id':
        bytes.writeInt16BE(this.random.pick([-1, -2, 32_767, 0]), start);
        return bytes;
      default:
        return bytes;
    }
  }
}

function soundFrames(api: Api, seed: number, words: OwnWords, count: number): Sound[] {
  return versionsOf(api).flatMap((version) =>
    Array.from({ length: count }, (_, turn) => {
      const header = { correlationId: turn, clientId: 'fuzz' };
      const request = inOwnWords(generateRequest(api, version, seed, turn), words) as never;
      return { api, version, bytes: Buffer.concat(encodeRequest(api, version, header, request)) };
    }),
  );
}

/** Writes its own length in front. */
function sized(bytes: Buffer): Buffer {
  bytes.writeInt32BE(bytes.length - sizeBytes);
  return bytes;
}

/** A list that is as long as it says, of as little as there can be. */
function insertElements(bytes: Buffer, at: number, flexible: boolean): Buffer {
  const count = flexible ? Buffer.from([0xa1, 0x9c, 0x01]) : Buffer.alloc(4);
  if (!flexible) count.writeInt32BE(manyElements);
  const elements = Buffer.alloc(manyElements, flexible ? 1 : 0);
  return sized(Buffer.concat([bytes.subarray(0, at), count, elements, bytes.subarray(at)]));
}
