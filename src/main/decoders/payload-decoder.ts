/**
 * Bytes of keys, values and headers as people can read them. What fails stays readable: the bytes
 * as text or hex, with the reason beside. Most payloads are decoded at once; only a schema that is
 * not known yet has to be waited for.
 */
import type { DecodedAs, DecoderChoice, SchemaKind } from '../contract/decoders.ts';
import type { Payload } from '../contract/messages.ts';
import { decodePayload, isText } from '../explorer/payload.ts';
import {
  decodePlain,
  looksLikeCbor,
  looksLikeMsgpack,
  looksLikeUuid,
  type PlainText,
} from './plain.ts';
import { type RegistryAddress, RegistryClient } from './registry.ts';
import { readSchema, type Schema } from './schema.ts';
import { packingOf, unpack } from './unpack.ts';

/** What decoding may need, as it can be handed to a worker. */
export type DecoderSources = {
  readonly registry: RegistryAddress | null;
  readonly files: readonly {
    readonly name: string;
    readonly kind: SchemaKind;
    readonly content: Uint8Array;
  }[];
};

type Result = PlainText & { readonly as?: DecodedAs; readonly problem?: string | undefined };

/** Above this, and while only the beginning is wanted, nothing is decoded as a whole. */
const wholeMaxBytes = 8 * 1024 * 1024;
const registryMagic = 0;
const registryPrefixBytes = 5;

const auto: DecoderChoice = { decoder: 'auto' };

/** The decoder of everything in one cluster. */
export class PayloadDecoder {
  readonly #registry: RegistryClient | null;
  readonly #files: DecoderSources['files'];
  readonly #schemas = new Map<string, Schema>();

  constructor({ registry, files }: DecoderSources) {
    this.#registry = registry ? new RegistryClient(registry) : null;
    this.#files = files;
  }

  /** Cut at `textMax` characters. */
  decode(
    bytes: Buffer | null,
    choice: DecoderChoice,
    textMax: number,
  ): Payload | null | Promise<Payload> {
    if (bytes === null) return null;
    const isHead = bytes.length > textMax && Number.isFinite(textMax);
    if (isHead && (bytes.length > wholeMaxBytes || this.isPlainText(bytes, choice))) {
      return decodePayload(bytes, textMax);
    }
    let result: Result | Promise<Result>;
    try {
      result = this.#run(bytes, choice);
    } catch (error) {
      return failed(bytes, error, textMax);
    }
    if (!(result instanceof Promise)) return toPayload(bytes, result, textMax);
    return result.then(
      (value) => toPayload(bytes, value, textMax),
      (error: unknown) => failed(bytes, error, textMax),
    );
  }

  /** Whether the bytes themselves are what people read: a search may then look at bytes only. */
  isPlainText(bytes: Buffer, { decoder }: DecoderChoice): boolean {
    if (decoder === 'json' || decoder === 'text') return true;
    if (decoder !== 'auto') return false;
    if (this.#registry !== null && bytes[0] === registryMagic) return false;
    return packingOf(bytes) === null && isText(bytes.subarray(0, 64), true);
  }

  #run(bytes: Buffer, choice: DecoderChoice): Result | Promise<Result> {
    const { decoder } = choice;
    if (decoder === 'auto') return this.#auto(bytes);
    const packing = decoder === 'hex' || decoder === 'base64' ? null : packingOf(bytes);
    if (packing !== null) {
      const inner = this.#run(unpack(packing, bytes), choice);
      return inner instanceof Promise
        ? inner.then((result) => unpacked(result, packing))
        : unpacked(inner, packing);
    }
    if (decoder === 'registry') return this.#byRegistry(bytes);
    if (decoder === 'file') return this.#byFile(bytes, choice);
    const result = decodePlain[decoder](bytes);
    const isAsItIs = decoder === 'json' || decoder === 'text';
    return isAsItIs ? result : { ...result, as: { format: decoder } };
  }

  #auto(bytes: Buffer): Result | Promise<Result> {
    const hasSchemaId =
      this.#registry !== null && bytes.length > registryPrefixBytes && bytes[0] === registryMagic;
    if (hasSchemaId) return this.#byRegistry(bytes);
    const packing = packingOf(bytes);
    if (packing !== null) {
      try {
        const inner = this.#auto(unpack(packing, bytes));
        return inner instanceof Promise
          ? inner.then((result) => unpacked(result, packing))
          : unpacked(inner, packing);
      } catch {
        // It only looked compressed.
      }
    }
    const { kind, text } = decodePayload(bytes, Number.POSITIVE_INFINITY) as Payload;
    return kind === 'binary' ? (guess(bytes) ?? { kind, text }) : { kind, text };
  }

  #byRegistry(bytes: Buffer): Result | Promise<Result> {
    if (this.#registry === null) throw new Error('no schema registry is set');
    if (bytes.length <= registryPrefixBytes - 1 || bytes[0] !== registryMagic) {
      throw new Error('the bytes do not begin with a schema id (0 and four bytes)');
    }
    const id = bytes.readInt32BE(1);
    const body = bytes.subarray(registryPrefixBytes);
    const known = this.#registry.known(id);
    return known
      ? bySchema(known, body, { schemaId: id })
      : this.#registry.schema(id).then((schema) => bySchema(schema, body, { schemaId: id }));
  }

  #byFile(bytes: Buffer, { file, type }: DecoderChoice): Result {
    const schema = this.#fileSchema(file ?? '');
    const as = { schemaName: type ?? file };
    try {
      return bySchema(schema, bytes, as, type);
    } catch (error) {
      // Sent through a registry that is not set here: the schema fits behind the id.
      if (bytes[0] !== registryMagic || bytes.length <= registryPrefixBytes) throw error;
      return bySchema(schema, bytes.subarray(registryPrefixBytes), as, type ?? null);
    }
  }

  #fileSchema(name: string): Schema {
    const known = this.#schemas.get(name);
    if (known) return known;
    const file = this.#files.find((item) => item.name === name);
    if (!file) throw new Error(`there is no schema file ${name}`);
    const schema = readSchema(file.kind, Buffer.from(file.content));
    this.#schemas.set(name, schema);
    return schema;
  }
}

/** The decoder for who has chosen nothing. */
export const autoDecoder = auto;

/** `type` null: Protobuf's path of indexes stands in front, but the file's first type is meant. */
function bySchema(
  schema: Schema,
  body: Buffer,
  as: Omit<DecodedAs, 'format'>,
  type?: string | null,
): Result {
  const hasPath = schema.format === 'protobuf' && (as.schemaId !== undefined || type === null);
  const path = hasPath ? readPath(body) : null;
  const bytes = path ? body.subarray(path.sizeBytes) : body;
  const decoded = schema.decode(
    bytes,
    path && type === undefined ? path.indexes : (type ?? undefined),
  );
  const schemaName = as.schemaName ?? schema.types[0];
  return { ...decoded, as: { format: schema.format, ...as, ...(schemaName && { schemaName }) } };
}

/** A count and as many indexes, as zigzag varints; a lone 0 stands for the first message. */
function readPath(body: Buffer): {
  readonly indexes: readonly number[];
  readonly sizeBytes: number;
} {
  let position = 0;
  const next = () => {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = body[position] ?? 0;
      position += 1;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    return (value >>> 1) ^ -(value & 1);
  };
  const count = next();
  if (count < 0 || count > 50) throw new Error('the payload names no message of the schema');
  const indexes = Array.from({ length: count }, next);
  return { indexes: count === 0 ? [0] : indexes, sizeBytes: position };
}

/** What the bytes are by their looks, where that is unlikely to be chance. */
function guess(bytes: Buffer): Result | null {
  const tries: readonly (readonly [boolean, 'uuid' | 'int32' | 'int64' | 'msgpack' | 'cbor'])[] = [
    [looksLikeUuid(bytes), 'uuid'],
    [bytes.length === 4, 'int32'],
    [bytes.length === 8, 'int64'],
    [looksLikeMsgpack(bytes), 'msgpack'],
    [looksLikeCbor(bytes), 'cbor'],
  ];
  for (const [isLikely, format] of tries) {
    if (!isLikely) continue;
    try {
      return { ...decodePlain[format](bytes), as: { format } };
    } catch {
      // It only looked like it.
    }
  }
  return null;
}

function unpacked(result: Result, packing: NonNullable<DecodedAs['unpacked']>): Result {
  const format = result.kind === 'json' ? 'json' : result.kind === 'text' ? 'text' : 'hex';
  return { ...result, as: { format, ...result.as, unpacked: packing } };
}

function toPayload(bytes: Buffer, { kind, text, as, problem }: Result, textMax: number): Payload {
  const isCut = text.length > textMax;
  return {
    kind,
    text: isCut ? text.slice(0, textMax) : text,
    sizeBytes: bytes.length,
    isCut,
    ...(as && { as }),
    ...(problem !== undefined && { problem }),
  };
}

function failed(bytes: Buffer, error: unknown, textMax: number): Payload {
  const problem = error instanceof Error ? error.message : String(error);
  return { ...(decodePayload(bytes, textMax) as Payload), problem };
}
