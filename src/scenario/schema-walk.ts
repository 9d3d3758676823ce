/** Looks into a zod schema: what may stand at a path. */
import { z } from 'zod';
import type { TextKind } from './definition/names.ts';
import type { Path } from './faults.ts';

export type Schema = z.core.$ZodType;

/** All schemas that a value at the path may have to meet, choices and optionals opened. */
export function schemasAt(root: Schema, path: Path): readonly Schema[] {
  let schemas = opened(root);
  for (const part of path) schemas = schemas.flatMap((schema) => inside(schema, part));
  return schemas;
}

/** The keys that a mapping at the path may have. */
export function keysAt(root: Schema, path: Path): readonly string[] {
  const keys = schemasAt(root, path).flatMap((schema) => Object.keys(shapeOf(schema) ?? {}));
  return [...new Set(keys)];
}

/** The keys of a mapping and their schemas; null for what is none, or has keys of any name. */
export function shapeOf(schema: Schema): { readonly [key: string]: Schema } | null {
  const def = schema._zod.def as z.core.$ZodTypes['_zod']['def'];
  return def.type === 'object' ? def.shape : null;
}

function inside(schema: Schema, part: string | number): readonly Schema[] {
  const def = schema._zod.def as z.core.$ZodTypes['_zod']['def'];
  switch (def.type) {
    case 'object':
      return Object.hasOwn(def.shape, part) ? opened(def.shape[part] as Schema) : [];
    case 'record':
      return opened(def.valueType);
    case 'array':
      return opened(def.element);
    case 'tuple':
      return def.items[Number(part)] ? opened(def.items[Number(part)] as Schema) : [];
    default:
      return [];
  }
}

function opened(schema: Schema): readonly Schema[] {
  const def = schema._zod.def as z.core.$ZodTypes['_zod']['def'];
  switch (def.type) {
    case 'optional':
      return opened(def.innerType);
    case 'lazy':
      return opened(def.getter());
    case 'union':
      return def.options.flatMap(opened);
    default:
      return [schema];
  }
}

export type PlacedText = { readonly path: Path; readonly text: string };

/** All texts of plain data whose schema is of that kind (`meta({ kind })`), in the order of the data. */
export function textsOf(root: Schema, value: unknown, kind: TextKind): readonly PlacedText[] {
  const found: PlacedText[] = [];
  const walk = (schemas: readonly Schema[], inner: unknown, path: Path) => {
    if (typeof inner === 'string') {
      if (schemas.some((schema) => kindOf(schema) === kind)) found.push({ path, text: inner });
    } else if (Array.isArray(inner)) {
      for (const [index, item] of inner.entries()) {
        walk(
          schemas.flatMap((schema) => inside(schema, index)),
          item,
          [...path, index],
        );
      }
    } else if (typeof inner === 'object' && inner !== null) {
      for (const [key, item] of Object.entries(inner)) {
        walk(
          schemas.flatMap((schema) => inside(schema, key)),
          item,
          [...path, key],
        );
      }
    }
  };
  walk(opened(root), value, []);
  return found;
}

function kindOf(schema: Schema): unknown {
  return z.globalRegistry.get(schema)?.kind;
}

/** What `describe` says of a key, on the outside or under `optional`. */
export function helpOf(schema: Schema): string | undefined {
  const description = z.globalRegistry.get(schema)?.description;
  if (description !== undefined) return description;
  const def = schema._zod.def as z.core.$ZodTypes['_zod']['def'];
  return def.type === 'optional' ? helpOf(def.innerType) : undefined;
}

/** What a value of a key is, in words for people: `name`, `list of handlers`, `` `keep` or `update` ``. */
export function typeWords(schema: Schema): string {
  const meta = z.globalRegistry.get(schema);
  if (meta?.kind === 'sql') return 'SQL';
  if (meta?.kind !== undefined) return meta.kind === 'typescript' ? 'TypeScript' : 'expression';
  const name = meta?.words ?? meta?.id;
  if (typeof name === 'string') return name;
  const def = schema._zod.def as z.core.$ZodTypes['_zod']['def'];
  switch (def.type) {
    case 'optional':
      return typeWords(def.innerType);
    case 'lazy':
      return typeWords(def.getter());
    case 'literal':
      return def.values.map((value) => `\`${String(value)}\``).join(' or ');
    case 'enum':
      return Object.values(def.entries)
        .map((value) => `\`${String(value)}\``)
        .join(', ');
    case 'boolean':
      return '`true` or `false`';
    case 'string':
      return def.checks?.some((check) => 'pattern' in check._zod.def) ? 'name' : 'text';
    case 'number':
      return numberWords(schema);
    case 'array':
      return `list: ${typeWords(def.element)}`;
    case 'tuple':
      return def.items.map(typeWords).join(', ');
    case 'record':
      return `mapping: ${typeWords(def.valueType)}`;
    case 'union':
      return [...new Set(def.options.map(typeWords))].join(' or ');
    case 'object': {
      const keys = Object.keys(def.shape);
      return keys.length === 1
        ? `\`${keys[0]}\``
        : `mapping: ${keys.map((it) => `\`${it}\``).join(', ')}`;
    }
    default:
      return 'anything';
  }
}

function numberWords(schema: Schema): string {
  const { minValue, maxValue, isInt } = schema as z.ZodNumber;
  const words = isInt ? 'whole number' : 'number';
  const [min, max] = [minValue, maxValue].map((bound) =>
    bound === null || Math.abs(bound) >= Number.MAX_SAFE_INTEGER ? null : bound,
  );
  if (min === null || min === undefined) return words;
  return max === null || max === undefined ? `${words} ≥ ${min}` : `${words}, ${min} to ${max}`;
}
