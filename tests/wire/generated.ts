/** Values of any message, made up from its table. */
import fc from 'fast-check';
import type { Field, Type } from '../../src/broker/protocol/types.ts';

type AnyType = Type<unknown, unknown>;
type Layout = { readonly version: number; readonly flexible: boolean };

const safeInt64 = fc.maxSafeInteger();

const scalars = {
  bool: fc.boolean(),
  int8: fc.integer({ min: -128, max: 127 }),
  int16: fc.integer({ min: -32768, max: 32767 }),
  uint16: fc.integer({ min: 0, max: 65535 }),
  int32: fc.integer(),
  int64: safeInt64,
  float64: fc.double({ noNaN: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
  uuid: fc
    .uint8Array({ minLength: 16, maxLength: 16 })
    .map((bytes) => Buffer.from(bytes).toString('base64url')),
  string: fc.string({ unit: 'grapheme', maxLength: 12 }),
  bytes: fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes)),
  records: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
} satisfies Record<string, fc.Arbitrary<unknown>>;

/** What is not on the wire in this version has its default, as decoding gives it. */
export function valuesOf(type: AnyType, layout: Layout): fc.Arbitrary<unknown> {
  const { shape } = type;
  switch (shape.kind) {
    case 'struct': {
      const fields = shape.fields.map((field) => [field.name, fieldValues(field, layout)] as const);
      return fc.record(Object.fromEntries(fields));
    }
    case 'array': {
      const list = fc.array(valuesOf(shape.element, layout), { maxLength: 3 });
      return orNull(list, shape.nullableFrom, layout);
    }
    case 'nullable':
      return orNull(valuesOf(shape.inner, layout), shape.nullableFrom, layout);
    default:
      return orNull(scalars[shape.kind], shape.nullableFrom, layout);
  }
}

function orNull(values: fc.Arbitrary<unknown>, nullableFrom: number, { version }: Layout) {
  return version >= nullableFrom ? fc.option(values, { freq: 4 }) : values;
}

function fieldValues(field: Field<unknown, unknown>, layout: Layout): fc.Arbitrary<unknown> {
  const { version, flexible } = layout;
  const isPresent = version >= field.from && version <= field.to && (field.tag < 0 || flexible);
  return isPresent ? valuesOf(field.type, layout) : fc.constant(field.fallback);
}
