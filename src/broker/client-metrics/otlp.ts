/**
 * Reads what clients push: MetricsData of OpenTelemetry, encoded as protobuf. Only what is needed
 * of it, which is names and number points; the rest is skipped, so no schema has to be carried.
 */
import { ProtocolError } from '../protocol/reader.ts';

export type PushedMetric = {
  readonly name: string;
  /** One per set of attributes, as a client has one per node or topic it talks to. */
  readonly points: readonly number[];
};

/** How a field's value is encoded; groups are long out of use. */
const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** Numbers of the fields on the way from MetricsData down to a number. */
const field = {
  resourceMetrics: 1,
  scopeMetrics: 2,
  metrics: 2,
  metricName: 1,
  gauge: 5,
  sum: 7,
  dataPoints: 1,
  asDouble: 4,
  asInt: 6,
} as const;

type Field = {
  readonly number: number;
  readonly wireType: number;
  /** The content of a message or text, or the eight bytes of a number; else empty. */
  readonly value: Buffer;
};

/** Throws ProtocolError when the bytes are no such message. */
export function readMetrics(bytes: Buffer): PushedMetric[] {
  return childrenOf(bytes, field.resourceMetrics)
    .flatMap((resource) => childrenOf(resource, field.scopeMetrics))
    .flatMap((scope) => childrenOf(scope, field.metrics))
    .map(readMetric);
}

function readMetric(bytes: Buffer): PushedMetric {
  let name = '';
  const points: number[] = [];
  for (const { number, wireType, value } of fieldsOf(bytes)) {
    if (wireType !== wire.bytes) continue;
    if (number === field.metricName) name = value.toString();
    if (number !== field.gauge && number !== field.sum) continue;
    for (const point of childrenOf(value, field.dataPoints)) {
      const measured = readPoint(point);
      if (measured !== undefined) points.push(measured);
    }
  }
  return { name, points };
}

function readPoint(bytes: Buffer): number | undefined {
  let measured: number | undefined;
  for (const { number, wireType, value } of fieldsOf(bytes)) {
    if (wireType !== wire.fixed64) continue;
    if (number === field.asDouble) measured = value.readDoubleLE();
    if (number === field.asInt) measured = Number(value.readBigInt64LE());
  }
  return measured;
}

/** The contents of all fields with this number that hold a message. */
function childrenOf(bytes: Buffer, number: number): Buffer[] {
  const children: Buffer[] = [];
  for (const one of fieldsOf(bytes)) {
    if (one.number === number && one.wireType === wire.bytes) children.push(one.value);
  }
  return children;
}

const nothing = Buffer.alloc(0);

function* fieldsOf(bytes: Buffer): Generator<Field> {
  let position = 0;
  const varint = (): number => {
    let value = 0;
    for (let index = 0; index < 10; index++) {
      if (position >= bytes.length) throw new ProtocolError('the metrics are cut');
      const byte = bytes[position++];
      // Only lengths and tags are used, and those are small; what lies above loses precision.
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return value;
    }
    throw new ProtocolError('the metrics hold a number that does not end');
  };
  const take = (sizeBytes: number): Buffer => {
    const end = position + sizeBytes;
    if (end > bytes.length) throw new ProtocolError('the metrics are cut');
    const taken = bytes.subarray(position, end);
    position = end;
    return taken;
  };
  while (position < bytes.length) {
    const tag = varint();
    const wireType = tag % 8;
    let value: Buffer = nothing;
    if (wireType === wire.varint) varint();
    else if (wireType === wire.fixed64) value = take(8);
    else if (wireType === wire.bytes) value = take(varint());
    else if (wireType === wire.fixed32) take(4);
    else throw new ProtocolError(`the metrics hold a field of the unknown type ${wireType}`);
    yield { number: Math.floor(tag / 8), wireType, value };
  }
}
