import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/broker/protocol/api.ts';
import { ProtocolError } from '../../src/broker/protocol/reader.ts';
import type { Type } from '../../src/broker/protocol/types.ts';
import { allApis, allRecords } from './apis.ts';
import { valuesOf } from './generated.ts';

type AnyMessage = Message<Type<unknown, unknown>>;

/** Any value comes back as it was; a cut frame is told as such and as nothing else. */
function check(message: AnyMessage, version: number): void {
  const layout = { version, flexible: version >= message.flexibleFrom };
  const property = fc.property(valuesOf(message.type, layout), fc.nat(), (value, cut) => {
    const bytes = message.encode(version, value);
    expect(message.decode(version, bytes)).toEqual(value);
    if (bytes.length === 0) return;
    const shorter = bytes.subarray(0, cut % bytes.length);
    expect(() => message.decode(version, shorter)).toThrow(ProtocolError);
  });
  fc.assert(property, { numRuns: 25 });
}

function versionsOf(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

const [apis, records] = await Promise.all([allApis(), allRecords()]);

describe('messages', () => {
  for (const { name, minVersion, maxVersion, request, response } of apis) {
    it(`${name} ${minVersion}-${maxVersion}`, () => {
      expect.hasAssertions();
      for (const version of versionsOf(minVersion, maxVersion)) {
        check(request as AnyMessage, version);
        check(response as AnyMessage, version);
      }
    });
  }
});

describe('records', () => {
  for (const { name, maxVersion, message } of records) {
    it(`${name} 0-${maxVersion}`, () => {
      expect.hasAssertions();
      for (const version of versionsOf(0, maxVersion)) check(message as AnyMessage, version);
    });
  }
});
