/** An API of the protocol and a versioned record: tables with their per-version codecs. */
import { ProtocolError, Reader } from './reader.ts';
import type { Codec, InOf, OutOf, Type } from './types.ts';
import { Writer } from './writer.ts';

type AnyType = Type<any, any>;

/** One versioned layout, compiled per version on first use. */
export class Message<T extends AnyType> {
  readonly name: string;
  readonly type: T;
  readonly flexibleFrom: number;
  private readonly codecs: Codec<OutOf<T>, InOf<T>>[] = [];

  constructor(name: string, type: T, flexibleFrom: number) {
    this.name = name;
    this.type = type;
    this.flexibleFrom = flexibleFrom;
  }

  codec(version: number): Codec<OutOf<T>, InOf<T>> {
    let codec = this.codecs[version];
    if (!codec) {
      codec = this.type.compile({ version, flexible: version >= this.flexibleFrom });
      this.codecs[version] = codec;
    }
    return codec;
  }

  /** The bytes of one value. */
  encode(version: number, value: InOf<T>): Buffer {
    const writer = new Writer();
    this.codec(version).write(writer, value);
    return writer.toBuffer();
  }

  /** The value in the whole of `bytes`; extra bytes are an error. */
  decode(version: number, bytes: Buffer): OutOf<T> {
    const reader = new Reader(bytes);
    const value = this.codec(version).read(reader);
    if (reader.remaining !== 0)
      throw new ProtocolError(`${this.name}: ${reader.remaining} bytes too many`);
    return value;
  }
}

export interface Api<Req extends AnyType = AnyType, Res extends AnyType = AnyType> {
  readonly key: number;
  readonly name: string;
  /** Lowest and highest version that is served. */
  readonly minVersion: number;
  readonly maxVersion: number;
  readonly flexibleFrom: number;
  readonly request: Message<Req>;
  readonly response: Message<Res>;
}

/** Flexible version of APIs that have none. */
export const notFlexible = 32767;

export function api<Req extends AnyType, Res extends AnyType>(table: {
  readonly key: number;
  readonly name: string;
  readonly versions: readonly [number, number];
  readonly flexibleFrom: number;
  readonly request: Req;
  readonly response: Res;
}): Api<Req, Res> {
  return {
    key: table.key,
    name: table.name,
    minVersion: table.versions[0],
    maxVersion: table.versions[1],
    flexibleFrom: table.flexibleFrom,
    request: new Message(`${table.name} request`, table.request, table.flexibleFrom),
    response: new Message(`${table.name} response`, table.response, table.flexibleFrom),
  };
}

/** What a handler is given. */
export type RequestOf<A> = A extends Api<infer Req, any> ? OutOf<Req> : never;
/** What a handler gives back; fields with a default may be left out. */
export type ResponseOf<A> = A extends Api<any, infer Res> ? InOf<Res> : never;
/** What a client sends; fields with a default may be left out. */
export type RequestInOf<A> = A extends Api<infer Req, any> ? InOf<Req> : never;
/** What a client receives. */
export type ResponseOutOf<A> = A extends Api<any, infer Res> ? OutOf<Res> : never;

/** A record of a log (metadata, offsets, …): several versions of one value, told apart by `type`. */
export interface RecordTable<T extends AnyType = AnyType> {
  readonly recordType: number;
  readonly name: string;
  readonly maxVersion: number;
  readonly message: Message<T>;
}

export function recordTable<T extends AnyType>(table: {
  readonly recordType: number;
  readonly name: string;
  readonly maxVersion: number;
  readonly flexibleFrom: number;
  readonly type: T;
}): RecordTable<T> {
  const { recordType, name, maxVersion, flexibleFrom, type } = table;
  return { recordType, name, maxVersion, message: new Message(name, type, flexibleFrom) };
}

export type RecordOf<R> = R extends RecordTable<infer T> ? OutOf<T> : never;
export type RecordInOf<R> = R extends RecordTable<infer T> ? InOf<T> : never;
