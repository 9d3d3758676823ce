/** What the params of reading, searching and decoding must look like. */
import { z } from 'zod';
import { bytesLengthMax } from './messages.ts';
import { exportFormats, queryFields } from './search.ts';
import { plainDecoders } from './decoders.ts';

const name = z.string().min(1).max(1000);
const offset = z.int().min(0);
const partition = z.int().min(0);
const offsets = z.record(z.string().regex(/^\d+$/), offset);
const timestampMs = z.number().min(0);
const oneTopic = z.strictObject({ topic: name });
const place = oneTopic.extend({ partition, offset });

const payloadInput = z.union([
  z.strictObject({ text: z.string() }),
  z.strictObject({ base64: z.base64() }),
]);

const readFrom = z.discriminatedUnion('at', [
  z.strictObject({ at: z.literal('beginning') }),
  z.strictObject({ at: z.literal('end') }),
  z.strictObject({ at: z.literal('offset'), offset }),
  z.strictObject({ at: z.literal('timestamp'), timestampMs }),
  z.strictObject({ at: z.literal('older'), than: offsets }),
  z.strictObject({ at: z.literal('newer'), than: offsets }),
]);

const visibility = z.strictObject({
  isCommittedOnly: z.boolean().optional(),
  hasControl: z.boolean().optional(),
});

const query = z.strictObject({
  mode: z.enum(['text', 'regex', 'expression']),
  text: z.string().max(100_000),
  fields: z.array(z.enum(queryFields)).optional(),
  isCaseSensitive: z.boolean().optional(),
});

const selection = visibility.extend({
  topic: name,
  partitions: z.array(partition).optional(),
  query: query.optional(),
  keyText: z.string().max(100_000).optional(),
  keyIs: z.string().max(100_000).optional(),
  fromMs: timestampMs.optional(),
  toMs: timestampMs.optional(),
  fromOffset: offset.optional(),
});

const decoderChoice = z.strictObject({
  decoder: z.enum(['auto', 'registry', 'file', ...plainDecoders]),
  file: name.optional(),
  type: name.optional(),
});

export const tailParams = selection.omit({ fromMs: true, toMs: true, fromOffset: true });

export const searchParams = selection.extend({
  order: z.enum(['oldest', 'newest']),
  limit: z.int().min(1).max(10_000),
  resume: offsets.optional(),
});

export const messageSchemas = {
  'messages.read': visibility.extend({
    topic: name,
    partitions: z.array(partition).optional(),
    from: readFrom,
    limit: z.int().min(1).max(1000),
  }),
  'messages.get': place.extend({
    textMax: z.int().min(1).optional(),
    keyDecoder: decoderChoice.optional(),
    valueDecoder: decoderChoice.optional(),
  }),
  'messages.bytes': place.extend({
    part: z.enum(['key', 'value']),
    from: z.int().min(0),
    length: z.int().min(0).max(bytesLengthMax),
  }),
  'messages.partitionOfKey': oneTopic.extend({ key: payloadInput }),
  'messages.histogram': oneTopic.extend({
    partitions: z.array(partition).optional(),
    fromMs: timestampMs.optional(),
    toMs: timestampMs.optional(),
  }),
  'messages.export': selection.extend({
    format: z.enum(exportFormats),
    limit: z.int().min(1).optional(),
  }),
  'decoders.get': oneTopic,
  'decoders.set': oneTopic.extend({ key: decoderChoice, value: decoderChoice }),
  'schemas.add': z.strictObject({
    name: z.string().regex(/^[^/\\\0]{1,200}$/),
    base64: z.base64().max(8 * 1024 * 1024),
  }),
  'schemas.remove': z.strictObject({ name }),
  'schemas.setRegistry': z.strictObject({
    registry: z
      .strictObject({
        url: z.url({ protocol: /^https?$/ }),
        user: z.string().max(1000),
        password: z.string().max(10_000).optional(),
      })
      .nullable(),
  }),
  'searches.list': oneTopic,
  'searches.save': oneTopic.extend({
    name: z.string().min(1).max(200),
    address: z.string().max(200_000),
  }),
  'searches.remove': oneTopic.extend({ name }),
};
