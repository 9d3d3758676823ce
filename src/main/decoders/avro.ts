/** Avro by avsc: longs keep all digits, logical types read as what they mean. */
import avro from 'avsc';
import type { Schema, SchemaReference } from './schema.ts';
import { toJsonText } from './json-text.ts';

/** Avro's single-object encoding: two bytes of magic and a fingerprint of eight. */
const singleObjectMagic = Buffer.from([0xc3, 0x01]);
const singleObjectPrefixBytes = 10;

/** Throws when the text is no Avro schema. */
export function avroSchema(text: string, references: readonly SchemaReference[]): Schema {
  const registry: Record<string, avro.Type> = {};
  for (const reference of references) parse(reference.text, registry);
  const type = parse(text, registry);
  return {
    format: 'avro',
    types: [type.name ?? type.typeName],
    decode: (bytes) => {
      const isWrapped = bytes.subarray(0, 2).equals(singleObjectMagic);
      const body = isWrapped ? bytes.subarray(singleObjectPrefixBytes) : bytes;
      const value: unknown = type.fromBuffer(body);
      const isStructured = typeof value === 'object' && value !== null;
      return { kind: isStructured ? 'json' : 'text', text: toJsonText(value) };
    },
  };
}

function parse(text: string, registry: Record<string, avro.Type>): avro.Type {
  const trimmed = text.trim();
  // A registry answers a lone primitive as `"string"`, some tools as `string`.
  const schema = /^[{["]/.test(trimmed) ? (JSON.parse(trimmed) as avro.Schema) : trimmed;
  return avro.Type.forSchema(schema, {
    registry,
    wrapUnions: 'auto',
    logicalTypes: {
      decimal: DecimalType,
      date: DateType,
      'timestamp-millis': MillisType,
      'timestamp-micros': MicrosType,
    },
    typeHook: (inner: unknown) => (isLong(inner) ? longType : undefined),
  } as Partial<avro.ForSchemaOptions>);
}

function isLong(schema: unknown): boolean {
  if (schema === 'long') return true;
  const { type, logicalType } = (schema ?? {}) as { type?: unknown; logicalType?: unknown };
  return type === 'long' && logicalType === undefined;
}

/** Longs as BigInt where a double would round them. */
const longType = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => {
    const value = bytes.readBigInt64LE(0);
    return BigInt.asIntN(53, value) === value ? Number(value) : value;
  },
  toBuffer: (value: number | bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value));
    return bytes;
  },
  fromJSON: Number,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'number' || typeof value === 'bigint',
  compare: (left: number | bigint, right: number | bigint) =>
    Number(left > right) - Number(left < right),
});

/** Only ever read: nothing here writes Avro. */
abstract class ReadOnlyType extends avro.types.LogicalType {
  protected override _toValue(): unknown {
    throw new Error('this type is only read');
  }
}

class DateType extends ReadOnlyType {
  protected override _fromValue(days: number): unknown {
    return new Date(days * 86_400_000).toISOString().slice(0, 10);
  }
}

class MillisType extends ReadOnlyType {
  protected override _fromValue(ms: number): unknown {
    return new Date(Number(ms));
  }
}

class MicrosType extends ReadOnlyType {
  protected override _fromValue(micros: number): unknown {
    const ms = Math.floor(Number(micros) / 1000);
    const rest = String(Number(micros) - ms * 1000).padStart(3, '0');
    return new Date(ms).toISOString().replace('Z', `${rest}Z`);
  }
}

class DecimalType extends ReadOnlyType {
  readonly #scale: number;

  constructor(schema: avro.Schema, options?: unknown) {
    super(schema, options);
    this.#scale = (schema as { readonly scale?: number }).scale ?? 0;
  }

  protected override _fromValue(bytes: Buffer): unknown {
    const unscaled = BigInt.asIntN(bytes.length * 8, BigInt(`0x0${bytes.toString('hex')}`));
    const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(this.#scale + 1, '0');
    const at = digits.length - this.#scale;
    const sign = unscaled < 0n ? '-' : '';
    return this.#scale === 0 ? sign + digits : `${sign}${digits.slice(0, at)}.${digits.slice(at)}`;
  }
}
