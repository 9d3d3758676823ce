import { describe, expect, it } from 'vitest';
import type { Api } from '../../src/broker/protocol/api.ts';
import {
  encodeResponse,
  readClientId,
  readRequestPrefix,
  readResponseHeader,
} from '../../src/broker/protocol/headers.ts';
import { ProtocolError, Reader } from '../../src/broker/protocol/reader.ts';
import { allApis } from './apis.ts';
import { type GoldenExchange, readGolden } from './golden.ts';

const apis = new Map((await allApis()).map((api) => [api.key, api]));

/** Long answers are cut at every byte of their ends and at every so many between. */
const everyByteBelow = 2048;
const stride = 97;

function answers({ exchanges }: { exchanges: readonly GoldenExchange[] }) {
  return exchanges.flatMap(({ response, version, responseVersion, label }) =>
    response === null
      ? []
      : [{ label, version: responseVersion ?? version, bytes: Buffer.from(response, 'hex') }],
  );
}

function decode(api: Api, version: number, bytes: Buffer): { value: unknown; rest: number } {
  const reader = new Reader(bytes);
  readResponseHeader(reader, api, version);
  const value: unknown = api.response.codec(version).read(reader);
  return { value, rest: reader.remaining };
}

describe('answers of Apache Kafka', () => {
  for (const file of readGolden()) {
    const api = apis.get(file.key) as Api;

    it(`${file.api}: are there in every version`, () => {
      const answered = new Set(answers(file).map(({ version }) => version));
      for (let version = api.minVersion; version <= api.maxVersion; version++)
        expect([...answered]).toContain(version);
    });

    it(`${file.api}: are read to their last byte and written alike`, () => {
      for (const { label, version, bytes } of answers(file)) {
        const { value, rest } = decode(api, version, bytes);
        expect({ label, version, rest }).toEqual({ label, version, rest: 0 });
        const frame = Buffer.concat(
          encodeResponse(api, version, bytes.readInt32BE(0), value as never),
        );
        expect({ label, version, hex: frame.subarray(4).toString('hex') }).toEqual({
          label,
          version,
          hex: bytes.toString('hex'),
        });
      }
    });

    it(`${file.api}: are refused when they are cut anywhere`, () => {
      for (const { version, bytes } of answers(file)) {
        for (let end = 0; end < bytes.length; end++) {
          const isNearEnd = end < everyByteBelow || bytes.length - end < everyByteBelow;
          if (!isNearEnd && end % stride !== 0) continue;
          expect(() => decode(api, version, bytes.subarray(0, end))).toThrow(ProtocolError);
        }
      }
    });

    it(`${file.api}: our requests are read by us as they were written`, () => {
      for (const { version, request, responseVersion } of file.exchanges) {
        if (responseVersion !== undefined) continue;
        const reader = new Reader(Buffer.from(request, 'hex'));
        expect(readRequestPrefix(reader)).toMatchObject({ apiKey: api.key, apiVersion: version });
        expect(readClientId(reader, version >= api.flexibleFrom)).toBe('golden');
        api.request.codec(version).read(reader);
        expect(reader.remaining).toBe(0);
      }
    });
  }
});
