/** How the bytes of keys and values become readable: decoders, schemas, a schema registry. */

/** Decoders that need nothing but the bytes. */
export const plainDecoders = [
  'json',
  'text',
  'hex',
  'base64',
  'uuid',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint32',
  'uint64',
  'int16-le',
  'int32-le',
  'int64-le',
  'float',
  'double',
  'float-le',
  'double-le',
  'msgpack',
  'cbor',
] as const;
export type PlainDecoder = (typeof plainDecoders)[number];

/**
 * `auto` looks at the bytes: a schema's id in front (where a registry is set), values compressed
 * inside, JSON, text, a lone UUID or number, MessagePack or CBOR. `registry` insists on the id.
 */
export type DecoderName = 'auto' | PlainDecoder | 'registry' | 'file';

export type DecoderChoice = {
  readonly decoder: DecoderName;
  /** For `file`: the schema's name in the list of files. */
  readonly file?: string | undefined;
  /** For Protobuf: the message's full name; absent: the first of the file. */
  readonly type?: string | undefined;
};

/** What a payload turned out to be. */
export type DecodedAs = {
  readonly format: PlainDecoder | 'avro' | 'protobuf' | 'json-schema';
  /** Of the registry, or the file's name. */
  readonly schemaId?: number | undefined;
  readonly schemaName?: string | undefined;
  /** The payload itself was compressed by its producer. */
  readonly unpacked?: 'gzip' | 'zstd' | 'lz4' | 'snappy' | undefined;
};

/** How the messages of one topic are decoded. */
export type TopicDecoders = { readonly key: DecoderChoice; readonly value: DecoderChoice };

export const decodersDefault: TopicDecoders = {
  key: { decoder: 'auto' },
  value: { decoder: 'auto' },
};

export const schemaKinds = ['avro', 'protobuf', 'protobuf-descriptor', 'json-schema'] as const;
export type SchemaKind = (typeof schemaKinds)[number];

/** A schema that was given as a file. */
export type SchemaFile = {
  readonly name: string;
  readonly kind: SchemaKind;
  readonly sizeBytes: number;
  /** Names of what it describes: record or message types. */
  readonly types: readonly string[];
};

export type Registry = {
  readonly url: string;
  /** Basic authentication; empty: none. The password itself is never answered. */
  readonly user: string;
  readonly hasPassword: boolean;
};

export type RegistryCheck =
  | { readonly isReachable: true; readonly subjectCount: number }
  | { readonly isReachable: false; readonly detail: string };

export type DecodersApi = {
  readonly 'decoders.get': (params: { readonly topic: string }) => TopicDecoders;
  readonly 'decoders.set': (params: { readonly topic: string } & TopicDecoders) => TopicDecoders;
  readonly 'schemas.list': () => {
    readonly files: readonly SchemaFile[];
    readonly registry: Registry | null;
  };
  /** Refuses with `schema-invalid` what cannot be read. A file of the same name is replaced. */
  readonly 'schemas.add': (params: {
    readonly name: string;
    readonly base64: string;
  }) => SchemaFile;
  readonly 'schemas.remove': (params: { readonly name: string }) => null;
  /** Null forgets it; an absent password keeps the one before. */
  readonly 'schemas.setRegistry': (params: {
    readonly registry: {
      readonly url: string;
      readonly user: string;
      readonly password?: string | undefined;
    } | null;
  }) => Registry | null;
  readonly 'schemas.checkRegistry': () => RegistryCheck;
};
