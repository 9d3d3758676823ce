/** Protocol Buffers by protobufjs, written as ProtoJSON. */
import protobuf from 'protobufjs';
import 'protobufjs/ext/descriptor.js';
import protojson from 'protobufjs/ext/protojson.js';
import type { Schema, SchemaReference } from './schema.ts';

/** Throws when the text is no `.proto`, or imports what is not given. */
export function protobufSchema(text: string, references: readonly SchemaReference[]): Schema {
  const root = new protobuf.Root();
  const given = new Map(references.map((reference) => [reference.name, reference.text]));
  const added = new Set<string>();
  const add = (source: string): void => {
    const { imports = [], weakImports = [] } = protobuf.parse(source, root, { keepCase: true });
    for (const name of [...imports, ...weakImports]) {
      if (added.has(name)) continue;
      added.add(name);
      const common = protobuf.common.get(name);
      const imported = given.get(name);
      if (common?.nested) root.addJSON(common.nested);
      else if (imported !== undefined) add(imported);
      else throw new Error(`${name} is imported and not there`);
    }
  };
  add(text);
  root.resolveAll();
  // A root of its own tells what this very text declares, and in which order.
  const own = protobuf.parse(text, new protobuf.Root(), { keepCase: true }).root;
  return schemaOf(root, topTypes(own));
}

/** A FileDescriptorSet, as `protoc --descriptor_set_out` writes it. */
export function protobufDescriptor(content: Buffer): Schema {
  const root = protobuf.Root.fromDescriptor(content, { keepCase: true });
  root.resolveAll();
  const types = topTypes(root);
  // With `--include_imports` Google's own come first.
  const isGoogle = ({ fullName }: protobuf.Type) => fullName.startsWith('.google.protobuf.');
  return schemaOf(root, [...types.filter((type) => !isGoogle(type)), ...types.filter(isGoogle)]);
}

function schemaOf(root: protobuf.Root, tops: readonly protobuf.Type[]): Schema {
  if (tops.length === 0) throw new Error('it describes no message');
  const types = tops.flatMap(withNested).map(({ fullName }) => fullName.slice(1));
  return {
    format: 'protobuf',
    types,
    decode: (bytes, type) => {
      const name = Array.isArray(type) ? nameAt(tops, type) : ((type as string) ?? types[0]);
      const found = root.lookupType(name as string);
      return { kind: 'json', text: protojson.toJsonString(found, found.decode(bytes)) };
    },
  };
}

/** The message types that no other one encloses, in the order of their declaration. */
function topTypes(namespace: protobuf.NamespaceBase): readonly protobuf.Type[] {
  return namespace.nestedArray.flatMap((item) => {
    if (item instanceof protobuf.Type) return [item];
    return item instanceof protobuf.Namespace ? topTypes(item) : [];
  });
}

function nestedTypes(type: protobuf.Type): readonly protobuf.Type[] {
  return type.nestedArray.filter((item) => item instanceof protobuf.Type);
}

function withNested(type: protobuf.Type): readonly protobuf.Type[] {
  return [type, ...nestedTypes(type).flatMap(withNested)];
}

/** The registry names a message by its place: the index of a top type, then of one inside it. */
function nameAt(tops: readonly protobuf.Type[], path: readonly number[]): string {
  let level = tops;
  let found: protobuf.Type | undefined;
  for (const index of path) {
    found = level[index];
    if (!found) throw new Error(`the schema has no message at ${path.join('.')}`);
    level = nestedTypes(found);
  }
  if (!found) throw new Error('the payload names no message');
  return found.fullName.slice(1);
}
