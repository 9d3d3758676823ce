/** A record as `kafka-console-consumer` prints it. */
import type { RawRecord } from '../../main/explorer/fetch.ts';
import { ToolUsageError } from './usage-error.ts';

/** What the formatter needs of a record, however it was read. */
export type PrintedRecord = Omit<RawRecord, 'control'>;

export type RecordFormat = (record: PrintedRecord) => Buffer;

type Decode = (bytes: Buffer) => Buffer;

const switches = [
  'print.timestamp',
  'print.key',
  'print.offset',
  'print.partition',
  'print.headers',
  'print.value',
] as const;

/** Reads the formatter's properties (`print.key=true`, `key.separator=…`, …). */
export function recordFormat(properties: { readonly [name: string]: string }): RecordFormat {
  const isOn = Object.fromEntries(
    switches.map((name) => {
      const text = properties[name]?.trim().toLowerCase();
      return [name, text === undefined ? name === 'print.value' : text === 'true'];
    }),
  );
  const separator = Buffer.from(properties['key.separator'] ?? '\t');
  const lineEnd = Buffer.from(properties['line.separator'] ?? '\n');
  const headersSeparator = Buffer.from(properties['headers.separator'] ?? ',');
  const nullLiteral = Buffer.from(properties['null.literal'] ?? 'null');
  const decoders = {
    key: decoder(properties['key.deserializer']),
    value: decoder(properties['value.deserializer']),
    headers: decoder(properties['headers.deserializer']),
  };
  // The client library leaves the null value of a header undefined.
  const show = (bytes: Buffer | null | undefined, decode: Decode) =>
    bytes == null ? nullLiteral : decode(bytes);
  return (record) => {
    const parts: Buffer[] = [];
    if (isOn['print.timestamp']) parts.push(Buffer.from(timestampText(record)));
    if (isOn['print.partition']) parts.push(Buffer.from(`Partition:${record.partition}`));
    if (isOn['print.offset']) parts.push(Buffer.from(`Offset:${record.offset}`));
    if (isOn['print.headers']) {
      const shown = record.headers.map(([name, value]) =>
        Buffer.concat([name ?? Buffer.of(), colon, show(value, decoders.headers)]),
      );
      parts.push(shown.length === 0 ? Buffer.from('NO_HEADERS') : join(shown, headersSeparator));
    }
    if (isOn['print.key']) parts.push(show(record.key, decoders.key));
    if (isOn['print.value']) parts.push(show(record.value, decoders.value));
    return Buffer.concat([join(parts, separator), lineEnd]);
  };
}

const colon = Buffer.from(':');

function timestampText({ timestampType, timestampMs }: PrintedRecord): string {
  return `${timestampType === 'append' ? 'LogAppendTime' : 'CreateTime'}:${timestampMs}`;
}

function join(parts: readonly Buffer[], separator: Buffer): Buffer {
  return Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part])));
}

/** Kafka's own deserializers, by the last part of the class name. */
const numbers: { readonly [name: string]: (bytes: Buffer) => number | bigint } = {
  Short: (bytes) => bytes.readInt16BE(),
  Integer: (bytes) => bytes.readInt32BE(),
  Long: (bytes) => bytes.readBigInt64BE(),
  Float: (bytes) => bytes.readFloatBE(),
  Double: (bytes) => bytes.readDoubleBE(),
};

function decoder(className: string | undefined): Decode {
  const name = className
    ?.split('.')
    .at(-1)
    ?.replace(/Deserializer$/, '');
  if (name === undefined || ['String', 'ByteArray', 'Bytes', 'ByteBuffer'].includes(name)) {
    return (bytes) => bytes;
  }
  if (name === 'UUID') return (bytes) => bytes;
  const read = numbers[name];
  if (read) return (bytes) => Buffer.from(String(read(bytes)));
  throw new ToolUsageError(
    `${className} is not known here; known are the deserializers of Kafka’s own types ` +
      '(String, ByteArray, Short, Integer, Long, Float, Double, UUID)',
  );
}
