/** Writes what clients push, as OpenTelemetry's protobuf. */

type Values = { readonly gauge?: readonly number[]; readonly sum?: readonly number[] };

/** MetricsData with one resource, one scope and these metrics. */
export function metricsData(metrics: Readonly<Record<string, Values>>): Buffer {
  const encoded = Object.entries(metrics).map(([name, { gauge = [], sum = [] }]) =>
    Buffer.concat([
      message(1, Buffer.from(name)),
      message(2, Buffer.from('what it is')),
      ...(gauge.length > 0 ? [message(5, points(gauge, asDouble))] : []),
      ...(sum.length > 0
        ? [message(7, Buffer.concat([points(sum, asInt), varintField(2, 1)]))]
        : []),
    ]),
  );
  const scope = Buffer.concat([
    message(1, message(1, Buffer.from('org.apache.kafka'))),
    ...encoded.map((metric) => message(2, metric)),
  ]);
  const resource = message(1, message(1, Buffer.from('client_rack')));
  return message(1, Buffer.concat([resource, message(2, scope)]));
}

const points = (values: readonly number[], encode: (value: number) => Buffer): Buffer =>
  Buffer.concat(
    values.map((value) =>
      message(
        1,
        Buffer.concat([
          message(7, Buffer.from('attributes')),
          fixed64(2, Buffer.alloc(8, 1)),
          fixed64(3, Buffer.alloc(8, 2)),
          encode(value),
          varintField(8, 300),
        ]),
      ),
    ),
  );

function asDouble(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return fixed64(4, bytes);
}

function asInt(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return fixed64(6, bytes);
}

const fixed64 = (number: number, value: Buffer): Buffer =>
  Buffer.concat([varint(number * 8 + 1), value]);
const varintField = (number: number, value: number): Buffer =>
  Buffer.concat([varint(number * 8), varint(value)]);
const message = (number: number, value: Buffer): Buffer =>
  Buffer.concat([varint(number * 8 + 2), varint(value.length), value]);

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}
