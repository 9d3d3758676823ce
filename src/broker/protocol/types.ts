/**
 * Codec combinators: a message is declared once as a value, from which its TypeScript type and
 * the reader and writer of every version derive. The rules are those of Kafka's message README:
 * one value type covers all versions; a field outside its versions is not on the wire and takes
 * its default; flexible versions use compact encodings and end each struct with tagged fields.
 */
import { ProtocolError, type Reader } from './reader.ts';
import { Writer } from './writer.ts';

/** How one version of a message is laid out. */
export type Layout = { readonly version: number; readonly flexible: boolean };

export interface Codec<Out, In = Out> {
  read(reader: Reader): Out;
  write(writer: Writer, value: In): void;
}

/** What a type is made of, for tools that walk the tables (generated tests, documentation). */
export type Shape =
  | { readonly kind: ScalarKind; readonly nullableFrom: number }
  | { readonly kind: 'array'; readonly element: Type<any, any>; readonly nullableFrom: number }
  | { readonly kind: 'nullable'; readonly inner: Type<any, any>; readonly nullableFrom: number }
  | { readonly kind: 'struct'; readonly fields: readonly (Field<any, any> & { name: string })[] };

export type ScalarKind =
  | 'bool'
  | 'int8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'int64'
  | 'float64'
  | 'uuid'
  | 'string'
  | 'bytes'
  | 'records';

/** `Out` is what decoding gives; `In` is what encoding takes (fields with a default may be left out). */
export interface Type<Out, In = Out> {
  compile(layout: Layout): Codec<Out, In>;
  /** The value of a field of this type that is not on the wire. */
  readonly zero: Out;
  readonly shape: Shape;
}

/** A field with version bounds, a default or a tag. A bare `Type` is a field of all versions. */
export interface Field<Out, In = Out> {
  readonly type: Type<Out, In>;
  readonly from: number;
  readonly to: number;
  readonly fallback: Out;
  /** -1 when the field is not tagged. */
  readonly tag: number;
  readonly optional: true;
}

type FieldMap = Readonly<Record<string, Type<any, any> | Field<any, any>>>;
type FieldOut<F> = F extends { type: Type<infer O, any> }
  ? O
  : F extends Type<infer O, any>
    ? O
    : never;
type FieldIn<F> = F extends { type: Type<any, infer I> }
  ? I
  : F extends Type<any, infer I>
    ? I
    : never;
type OptionalKeys<M> = { [K in keyof M]: M[K] extends { optional: true } ? K : never }[keyof M];
export type StructOut<M> = { [K in keyof M]: FieldOut<M[K]> };
export type StructIn<M> = { readonly [K in Exclude<keyof M, OptionalKeys<M>>]: FieldIn<M[K]> } & {
  readonly [K in OptionalKeys<M>]?: FieldIn<M[K]>;
};
export type OutOf<T> = T extends Type<infer O, any> ? O : never;
export type InOf<T> = T extends Type<any, infer I> ? I : never;

const newest = 32767;
const never = newest + 1;

/** On the wire from version `from` on. */
export function since<O, I>(from: number, type: Type<O, I>, fallback: O = type.zero): Field<O, I> {
  return { type, from, to: newest, fallback, tag: -1, optional: true };
}

/** On the wire in versions `from` to `to`, both included. */
export function between<O, I>(
  from: number,
  to: number,
  type: Type<O, I>,
  fallback: O = type.zero,
): Field<O, I> {
  return { type, from, to, fallback, tag: -1, optional: true };
}

/** In all versions, with a default for writers that leave it out. */
export function defaulted<O, I>(type: Type<O, I>, fallback: O = type.zero): Field<O, I> {
  return { type, from: 0, to: newest, fallback, tag: -1, optional: true };
}

/** A tagged field: written from version `from` on, only when it differs from its default. */
export function tagged<O, I>(
  tag: number,
  from: number,
  type: Type<O, I>,
  fallback: O = type.zero,
): Field<O, I> {
  return { type, from, to: newest, fallback, tag, optional: true };
}

function primitive<T>(
  kind: ScalarKind,
  zero: T,
  read: (r: Reader) => T,
  write: (w: Writer, v: T) => void,
): Type<T> {
  const codec = { read, write };
  return { compile: () => codec, zero, shape: { kind, nullableFrom: never } };
}

export const int8 = primitive(
  'int8',
  0,
  (r) => r.int8(),
  (w, v: number) => w.int8(v),
);
export const int16 = primitive(
  'int16',
  0,
  (r) => r.int16(),
  (w, v: number) => w.int16(v),
);
export const uint16 = primitive(
  'uint16',
  0,
  (r) => r.uint16(),
  (w, v: number) => w.uint16(v),
);
export const int32 = primitive(
  'int32',
  0,
  (r) => r.int32(),
  (w, v: number) => w.int32(v),
);
export const int64 = primitive(
  'int64',
  0,
  (r) => r.int64(),
  (w, v: number) => w.int64(v),
);
export const float64 = primitive(
  'float64',
  0,
  (r) => r.float64(),
  (w, v: number) => w.float64(v),
);
export const bool = primitive(
  'bool',
  false,
  (r) => r.int8() !== 0,
  (w, v: boolean) => w.int8(v ? 1 : 0),
);

/** A UUID in Kafka's text form: 22 characters of URL-safe base64. */
export type Uuid = string;
export const zeroUuid: Uuid = 'AAAAAAAAAAAAAAAAAAAAAA';
/** Kafka's reserved id of `__cluster_metadata` (the number 1). */
export const metadataTopicId: Uuid = 'AAAAAAAAAAAAAAAAAAAAAQ';
export const uuid = primitive<Uuid>(
  'uuid',
  zeroUuid,
  (r) => {
    const at = r.skip(16);
    return r.buffer.toString('base64url', at, at + 16);
  },
  (w, v) => {
    if (!w.uuid(v)) throw new ProtocolError(`'${v}' is not a UUID`);
  },
);

function readLength(reader: Reader, flexible: boolean, wide: boolean): number {
  if (flexible) return reader.uvarint() - 1;
  return wide ? reader.int32() : reader.int16();
}

function writeLength(writer: Writer, length: number, flexible: boolean, wide: boolean): void {
  if (flexible) writer.uvarint(length + 1);
  else if (wide) writer.int32(length);
  else writer.int16(length);
}

/** -1 is null, as is any other negative length, which Kafka reads so. Below `nullableFrom` a null is refused. */
function sized<Out, In>(
  kind: ScalarKind,
  zero: Out,
  wide: boolean,
  nullableFrom: number,
  read: (r: Reader, length: number) => Out,
  write: (w: Writer, v: In, flexible: boolean) => void,
): Type<Out, In> {
  return {
    zero,
    shape: { kind, nullableFrom },
    compile: ({ version, flexible }) => ({
      read: (reader) => {
        const length = readLength(reader, flexible, wide);
        if (length >= 0) return read(reader, length);
        if (version < nullableFrom) {
          throw new ProtocolError(`length ${length} where a value is required`);
        }
        return null as Out;
      },
      write: (writer, value) => {
        if (value !== null && value !== undefined) return write(writer, value, flexible);
        if (version < nullableFrom) throw new ProtocolError('null where a value is required');
        writeLength(writer, -1, flexible, wide);
      },
    }),
  };
}

function writeText(writer: Writer, value: string, flexible: boolean): void {
  const sizeBytes = Buffer.byteLength(value);
  if (sizeBytes > 32767) throw new ProtocolError(`a string of ${sizeBytes} bytes is too long`);
  writeLength(writer, sizeBytes, flexible, false);
  writer.text(value, sizeBytes);
}

function writeBytes(writer: Writer, value: Uint8Array, flexible: boolean): void {
  writeLength(writer, value.length, flexible, true);
  writer.bytes(value);
}

export const string = sized<string, string>(
  'string',
  '',
  false,
  never,
  (r, n) => r.text(n),
  writeText,
);
export const bytes = sized<Buffer, Uint8Array>(
  'bytes',
  Buffer.alloc(0),
  true,
  never,
  (r, n) => r.bytes(n),
  writeBytes,
);

/** A string that may be null from version `from` on. */
export function nullableString(from = 0): Type<string | null> {
  return sized<string | null, string | null>(
    'string',
    '',
    false,
    from,
    (r, n) => r.text(n),
    (w, v, flexible) => writeText(w, v as string, flexible),
  );
}

/** Bytes that may be null from version `from` on. */
export function nullableBytes(from = 0): Type<Buffer | null, Uint8Array | null> {
  return sized<Buffer | null, Uint8Array | null>(
    'bytes',
    null,
    true,
    from,
    (r, n) => r.bytes(n),
    (w, v, flexible) => writeBytes(w, v as Uint8Array, flexible),
  );
}

/** Whole record batches, passed through by reference. Encoding takes one slice or several. */
export type RecordSlices = Buffer | readonly Buffer[];
export const records: Type<Buffer | null, RecordSlices | null> = sized<
  Buffer | null,
  RecordSlices | null
>(
  'records',
  null,
  true,
  0,
  (r, n) => r.bytes(n),
  (w, v, flexible) => {
    const slices: readonly Buffer[] = Buffer.isBuffer(v) ? [v] : (v as readonly Buffer[]);
    let sizeBytes = 0;
    for (const slice of slices) sizeBytes += slice.length;
    writeLength(w, sizeBytes, flexible, true);
    for (const slice of slices) w.reference(slice);
  },
);

function compileArray<O, I>(
  element: Type<O, I>,
  layout: Layout,
  nullableFrom: number,
): Codec<O[] | null, readonly I[] | null> {
  const { flexible, version } = layout;
  const item = element.compile(layout);
  return {
    read: (reader) => {
      const count = readLength(reader, flexible, true);
      if (count < 0) {
        if (version < nullableFrom) throw new ProtocolError(`an array of ${count} elements`);
        return null;
      }
      // Every element takes at least one byte in all of Kafka's messages: a larger count is a lie
      // that must not reserve memory.
      if (count > reader.remaining)
        throw new ProtocolError(`an array of ${count} elements in ${reader.remaining} bytes`);
      const out: O[] = new Array(count);
      for (let index = 0; index < count; index++) out[index] = item.read(reader);
      return out;
    },
    write: (writer, value) => {
      if (value === null || value === undefined) {
        if (version < nullableFrom) throw new ProtocolError('null where an array is required');
        writeLength(writer, -1, flexible, true);
        return;
      }
      writeLength(writer, value.length, flexible, true);
      for (let index = 0; index < value.length; index++) item.write(writer, value[index]);
    },
  };
}

export function array<O, I>(element: Type<O, I>): Type<O[], readonly I[]> {
  return {
    zero: [],
    shape: { kind: 'array', element, nullableFrom: never },
    compile: (layout) => compileArray(element, layout, never) as Codec<O[], readonly I[]>,
  };
}

export function nullableArray<O, I>(
  element: Type<O, I>,
  from = 0,
): Type<O[] | null, readonly I[] | null> {
  return {
    zero: [],
    shape: { kind: 'array', element, nullableFrom: from },
    compile: (layout) => compileArray(element, layout, from),
  };
}

/** A struct that may be null: a leading byte, -1 or 1. */
export function nullableStruct<O, I>(type: Type<O, I>, from = 0): Type<O | null, I | null> {
  return {
    zero: null,
    shape: { kind: 'nullable', inner: type, nullableFrom: from },
    compile: (layout) => {
      const inner = type.compile(layout);
      if (layout.version < from) return inner as Codec<O | null, I | null>;
      return {
        read: (reader) => (reader.int8() < 0 ? null : inner.read(reader)),
        write: (writer, value) => {
          writer.int8(value === null ? -1 : 1);
          if (value !== null) inner.write(writer, value);
        },
      };
    },
  };
}

type Compiled = { name: string; codec: Codec<any, any>; fallback: unknown; tag: number };

function toField(entry: Type<any, any> | Field<any, any>): Field<any, any> & { required: boolean } {
  if ('type' in entry) return { ...entry, required: false };
  return {
    type: entry,
    from: 0,
    to: newest,
    fallback: entry.zero,
    tag: -1,
    optional: true,
    required: true,
  };
}

function isDefault(value: unknown, fallback: unknown): boolean {
  if (value === fallback) return true;
  if (Array.isArray(value))
    return Array.isArray(fallback) && value.length === 0 && fallback.length === 0;
  if (
    typeof value === 'object' &&
    value !== null &&
    typeof fallback === 'object' &&
    fallback !== null
  ) {
    return Object.entries(fallback).every(([key, inner]) =>
      isDefault((value as Record<string, unknown>)[key] ?? inner, inner),
    );
  }
  return false;
}

/** Named fields in wire order; tagged ones may stand anywhere. */
export function struct<M extends FieldMap>(fields: M): Type<StructOut<M>, StructIn<M>> {
  const all = Object.entries(fields).map(([name, entry]) => ({ name, ...toField(entry) }));
  const zero = Object.fromEntries(all.map((field) => [field.name, field.fallback])) as StructOut<M>;
  return {
    zero,
    shape: { kind: 'struct', fields: all },
    compile: (layout) => {
      const present = all.filter(
        (field) => layout.version >= field.from && layout.version <= field.to,
      );
      const compiled = present.map(
        (field): Compiled => ({
          name: field.name,
          codec: field.type.compile(layout),
          fallback: field.fallback,
          tag: layout.flexible ? field.tag : -1,
        }),
      );
      const plain = compiled.filter((field, index) => present[index].tag < 0);
      const tags = compiled.filter((field) => field.tag >= 0).sort((a, b) => a.tag - b.tag);
      return layout.flexible ? flexibleCodec(zero, plain, tags) : plainCodec(zero, plain);
    },
  };
}

function plainCodec(zero: object, plain: readonly Compiled[]): Codec<any, any> {
  return {
    read: (reader) => {
      const out: Record<string, unknown> = { ...zero };
      for (const field of plain) out[field.name] = field.codec.read(reader);
      return out;
    },
    write: (writer, value) => {
      for (const field of plain) {
        const given = value[field.name];
        field.codec.write(writer, given === undefined ? field.fallback : given);
      }
    },
  };
}

function flexibleCodec(
  zero: object,
  plain: readonly Compiled[],
  tags: readonly Compiled[],
): Codec<any, any> {
  const base = plainCodec(zero, plain);
  return {
    read: (reader) => {
      const out = base.read(reader);
      const count = reader.uvarint();
      for (let index = 0; index < count; index++) {
        const tag = reader.uvarint();
        const sizeBytes = reader.uvarint();
        const at = reader.skip(sizeBytes);
        const field = tags.find((candidate) => candidate.tag === tag);
        if (!field) continue;
        reader.position = at;
        out[field.name] = field.codec.read(reader);
        if (reader.position !== at + sizeBytes)
          throw new ProtocolError(`tagged field ${tag} has a wrong size`);
      }
      return out;
    },
    write: (writer, value) => {
      base.write(writer, value);
      if (tags.length === 0) return writer.uvarint(0);
      const set = tags.filter((field) => {
        const given = value[field.name];
        return given !== undefined && !isDefault(given, field.fallback);
      });
      writer.uvarint(set.length);
      for (const field of set) {
        const inner = new Writer(64);
        field.codec.write(inner, value[field.name]);
        writer.uvarint(field.tag);
        writer.uvarint(inner.sizeBytes);
        for (const chunk of inner.finish()) writer.bytes(chunk);
      }
    },
  };
}
