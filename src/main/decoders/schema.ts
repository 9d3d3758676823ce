/** A schema that payloads can be decoded with, whatever language it is written in. */
import type { SchemaKind } from '../contract/decoders.ts';
import { avroSchema } from './avro.ts';
import { jsonSchema } from './json-schema.ts';
import { protobufDescriptor, protobufSchema } from './protobuf.ts';

/** A schema that another one names. */
export type SchemaReference = { readonly name: string; readonly text: string };

export type Decoded = {
  readonly kind: 'json' | 'text';
  readonly text: string;
  /** The payload was read, but is not what the schema allows. */
  readonly problem?: string | undefined;
};

export type Schema = {
  readonly format: 'avro' | 'protobuf' | 'json-schema';
  /** Names of what it describes. */
  readonly types: readonly string[];
  /**
   * Throws with the reason. `bytes` are without any prefix; `type` is one of `types`, or the path
   * of indexes that the registry's wire format of Protobuf has.
   */
  readonly decode: (bytes: Buffer, type?: string | readonly number[]) => Decoded;
};

/** Reads a schema; throws with the reason. References come before what names them. */
export function readSchema(
  kind: SchemaKind,
  content: Buffer,
  references: readonly SchemaReference[] = [],
): Schema {
  switch (kind) {
    case 'avro':
      return avroSchema(content.toString('utf8'), references);
    case 'protobuf':
      return protobufSchema(content.toString('utf8'), references);
    case 'protobuf-descriptor':
      return protobufDescriptor(content);
    case 'json-schema':
      return jsonSchema(content.toString('utf8'), references);
  }
}

const kindByExtension: { readonly [extension: string]: SchemaKind } = {
  avsc: 'avro',
  proto: 'protobuf',
  desc: 'protobuf-descriptor',
  pb: 'protobuf-descriptor',
  protoset: 'protobuf-descriptor',
  json: 'json-schema',
};

/** By the file's name; a `.json` may as well hold an Avro schema. */
export function kindOfFile(name: string, content: Buffer): SchemaKind | null {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const kind = kindByExtension[extension] ?? null;
  return kind === 'json-schema' && looksLikeAvro(content) ? 'avro' : kind;
}

function looksLikeAvro(content: Buffer): boolean {
  try {
    const schema = JSON.parse(content.toString('utf8')) as { type?: unknown; fields?: unknown };
    return schema.type === 'record' && Array.isArray(schema.fields);
  } catch {
    // What is no JSON is refused by who reads it.
    return false;
  }
}
