import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DecoderChoice } from '../../../src/main/contract/decoders.ts';
import { PayloadDecoder } from '../../../src/main/decoders/payload-decoder.ts';
import { kindOfFile, readSchema } from '../../../src/main/decoders/schema.ts';

/** Written by other implementations: fastavro, protoc with Google's runtime, msgpack, cbor2. */
const samples = JSON.parse(
  readFileSync(new URL('./payloads.json', import.meta.url), 'utf8'),
) as Record<'avro' | 'protobuf' | 'msgpack' | 'cbor' | 'gzip', Record<string, string>>;
const bytesOf = (text: string | undefined) => Buffer.from(text ?? '', 'base64');
const none = new PayloadDecoder({ registry: null, files: [] });
const whole = Number.POSITIVE_INFINITY;
const decode = async (bytes: Buffer, choice: DecoderChoice, decoder = none) =>
  decoder.decode(bytes, choice, whole);

const avroOrder = {
  customer: 'Kim 민수',
  amount: '-12.34',
  at: '2026-01-02T03:04:05.678Z',
  tags: ['a', 'b'],
  state: 'PAID',
  raw: 'AP8=',
};

describe('a schema file', () => {
  const files = [
    { name: 'order.avsc', kind: 'avro', content: Buffer.from(samples.avro.schema ?? '') },
    { name: 'order.proto', kind: 'protobuf', content: Buffer.from(samples.protobuf.proto ?? '') },
    {
      name: 'order.desc',
      kind: 'protobuf-descriptor',
      content: bytesOf(samples.protobuf.descriptor),
    },
    {
      name: 'order.json',
      kind: 'json-schema',
      content: Buffer.from(
        '{"type":"object","required":["id"],"properties":{"id":{"type":"integer"}}}',
      ),
    },
  ] as const;
  const decoder = new PayloadDecoder({ registry: null, files });
  const byFile = (file: string, type?: string): DecoderChoice => ({ decoder: 'file', file, type });

  it('of Avro reads every digit, logical types as what they mean', async () => {
    const payload = await decode(bytesOf(samples.avro.bytes), byFile('order.avsc'), decoder);
    expect(payload).toMatchObject({
      kind: 'json',
      as: { format: 'avro', schemaName: 'order.avsc' },
    });
    expect(payload?.text).toContain('"id":9007199254740993');
    expect(JSON.parse(payload?.text ?? '')).toMatchObject(avroOrder);
  });

  it.each(['order.proto', 'order.desc'])('of Protobuf reads ProtoJSON (%s)', async (file) => {
    const bytes = bytesOf(samples.protobuf.bytes);
    const payload = await decode(bytes, byFile(file, 'shop.Order'), decoder);
    expect(JSON.parse(payload?.text ?? '')).toMatchObject({
      orderId: '9007199254740993',
      customer: '민수',
      lines: [{ sku: 'A-1', count: 2 }],
      at: '2026-01-02T03:04:05Z',
      raw: 'AP8=',
      state: 'PAID',
    });
    const line = await decode(
      bytesOf(samples.protobuf.line),
      byFile(file, 'shop.Order.Line'),
      decoder,
    );
    expect(JSON.parse(line?.text ?? '')).toEqual({ sku: 'B-2', count: 7 });
  });

  it('of JSON Schema shows the value and says what is not as agreed', async () => {
    const good = await decode(Buffer.from('{"id":1}'), byFile('order.json'), decoder);
    expect(good).toMatchObject({ kind: 'json', text: '{"id":1}' });
    expect(good?.problem).toBeUndefined();
    const bad = await decode(Buffer.from('{"id":"x"}'), byFile('order.json'), decoder);
    expect(bad).toMatchObject({ text: '{"id":"x"}', problem: expect.stringContaining('/id') });
  });

  it('that does not fit leaves the bytes, with the reason beside', async () => {
    const payload = await decode(Buffer.from([0xff, 0xff]), byFile('order.avsc'), decoder);
    expect(payload).toMatchObject({ kind: 'binary', text: 'ffff', problem: expect.any(String) });
  });

  it('is told by its name and refused when it cannot be read', () => {
    expect(kindOfFile('a.json', Buffer.from(samples.avro.schema ?? ''))).toBe('avro');
    expect(kindOfFile('a.json', Buffer.from('{}'))).toBe('json-schema');
    expect(kindOfFile('a.txt', Buffer.from('{}'))).toBeNull();
    expect(() => readSchema('avro', Buffer.from('{"type":"nothing"}'))).toThrow(/nothing/);
    expect(() => readSchema('protobuf', Buffer.from('import "x.proto"; message A {}'))).toThrow(
      /x\.proto/,
    );
  });
});

describe('without a schema', () => {
  const auto: DecoderChoice = { decoder: 'auto' };

  it.each(['msgpack', 'cbor'] as const)('%s is told by its bytes', async (format) => {
    const payload = await decode(bytesOf(samples[format].bytes), auto);
    expect(payload).toMatchObject({ kind: 'json', as: { format } });
    expect(payload?.text).toContain('"id":9007199254740993');
    const value = JSON.parse(payload?.text ?? '');
    expect(value).toMatchObject({ name: '민수', list: [1, -2, 3.5, null, true], bin: 'AP8=' });
    expect(value.at).toMatch(/^2026-01-02T03:04:05/);
    expect(payload?.text).toContain(format === 'cbor' ? `"big":${2n ** 70n}` : '"list"');
  });

  it('values that were compressed before are unpacked', async () => {
    expect(await decode(bytesOf(samples.gzip.bytes), auto)).toMatchObject({
      kind: 'json',
      text: '{"inside":"gzip"}',
      as: { unpacked: 'gzip' },
    });
    expect(await decode(zstdCompressSync('plain text'), auto)).toMatchObject({
      kind: 'text',
      text: 'plain text',
      as: { unpacked: 'zstd' },
    });
    // What is no known format stays bytes.
    expect(await decode(brotliCompressSync('x'.repeat(99)), auto)).toMatchObject({
      kind: 'binary',
    });
  });

  it('a bomb is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024));
    expect(await decode(bomb, auto)).toMatchObject({ kind: 'binary', sizeBytes: bomb.length });
  });

  it('numbers, UUIDs and text are what they are', async () => {
    const int64 = Buffer.alloc(8);
    int64.writeBigInt64BE(-(2n ** 62n));
    expect(await decode(int64, auto)).toMatchObject({ text: '-4611686018427387904' });
    expect(await decode(int64, { decoder: 'int32' })).toMatchObject({
      kind: 'binary',
      problem: '4 bytes are needed, there are 8',
    });
    const uuid = Buffer.from('018f4b3c5d6e7f8091a2b3c4d5e6f708', 'hex');
    expect(await decode(uuid, auto)).toMatchObject({
      text: '018f4b3c-5d6e-7f80-91a2-b3c4d5e6f708',
    });
    const float = Buffer.alloc(4);
    float.writeFloatLE(0.1);
    expect(await decode(float, { decoder: 'float-le' })).toMatchObject({ text: '0.1' });
    expect(await decode(Buffer.from('한글'), auto)).toMatchObject({ kind: 'text', text: '한글' });
    expect(await decode(Buffer.from([0xed, 0x95, 0x20]), auto)).toMatchObject({ kind: 'binary' });
    expect(await decode(Buffer.alloc(0), auto)).toMatchObject({
      kind: 'text',
      text: '',
      sizeBytes: 0,
    });
    expect(none.decode(null, auto, whole)).toBeNull();
  });

  it('something huge is cut and not looked at as a whole', () => {
    const huge = Buffer.concat([
      Buffer.from('{"a":"'),
      Buffer.alloc(10_000_000, 'x'),
      Buffer.from('"}'),
    ]);
    expect(none.decode(huge, auto, 1000)).toMatchObject({
      kind: 'json',
      isCut: true,
      sizeBytes: huge.length,
    });
  });
});

describe('a schema registry', () => {
  let server: Server;
  let url: string;
  const asked: string[] = [];
  const answers: { readonly [path: string]: unknown } = {
    '/schemas/ids/1': { schema: samples.avro.schema },
    '/schemas/ids/2': { schema: samples.protobuf.proto, schemaType: 'PROTOBUF' },
    '/schemas/ids/3': {
      schema: '{"type":"record","name":"Box","fields":[{"name":"order","type":"shop.Order"}]}',
      references: [{ name: 'shop.Order', subject: 'order', version: 4 }],
    },
    '/subjects/order/versions/4': { schema: samples.avro.schema },
    '/subjects': ['order'],
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const isLoggedIn =
        request.headers.authorization === `Basic ${Buffer.from('me:secret').toString('base64')}`;
      const answer = answers[request.url ?? ''];
      response.statusCode = !isLoggedIn ? 401 : answer === undefined ? 404 : 200;
      response.end(JSON.stringify(answer ?? { error_code: 40403, message: 'Schema not found' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => server.close());

  const framed = (id: number, ...parts: readonly Buffer[]) => {
    const head = Buffer.alloc(5);
    head.writeInt32BE(id, 1);
    return Buffer.concat([head, ...parts]);
  };
  const decoder = () =>
    new PayloadDecoder({ registry: { url, user: 'me', password: 'secret' }, files: [] });
  const auto: DecoderChoice = { decoder: 'auto' };

  it('is asked once for a schema', async () => {
    const own = decoder();
    const bytes = framed(1, bytesOf(samples.avro.bytes));
    const first = await own.decode(bytes, auto, whole);
    expect(first).toMatchObject({ as: { format: 'avro', schemaId: 1, schemaName: 'shop.Order' } });
    expect(JSON.parse(first?.text ?? '')).toMatchObject(avroOrder);
    const count = asked.length;
    expect(own.decode(bytes, auto, whole)).toEqual(first);
    expect(asked).toHaveLength(count);
  });

  it('tells the message of a Protobuf payload by its indexes', async () => {
    const order = framed(2, Buffer.from([2, 2]), bytesOf(samples.protobuf.bytes));
    const line = framed(2, Buffer.from([4, 2, 0]), bytesOf(samples.protobuf.line));
    expect((await decoder().decode(order, auto, whole))?.text).toContain('"customer":"민수"');
    expect((await decoder().decode(line, auto, whole))?.text).toContain('"sku":"B-2"');
  });

  it('follows references', async () => {
    const payload = await decoder().decode(framed(3, bytesOf(samples.avro.bytes)), auto, whole);
    expect(JSON.parse(payload?.text ?? '')).toMatchObject({ order: avroOrder });
  });

  it('that does not know the schema leaves the bytes', async () => {
    const payload = await decoder().decode(framed(9, Buffer.from('x')), auto, whole);
    expect(payload).toMatchObject({ kind: 'binary', problem: 'Schema not found' });
    const stranger = new PayloadDecoder({ registry: { url, user: '', password: '' }, files: [] });
    expect(await stranger.decode(framed(1), { decoder: 'registry' }, whole)).toHaveProperty(
      'problem',
    );
  });
});
