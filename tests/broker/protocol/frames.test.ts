import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameReader } from '../../../src/broker/protocol/frames.ts';
import { ProtocolError } from '../../../src/broker/protocol/reader.ts';

function framed(body: Uint8Array): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

describe('FrameReader', () => {
  it('finds the same frames however the stream is cut', () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 });
    fc.assert(
      fc.property(
        bodies,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (frames, cuts) => {
          const stream = Buffer.concat(frames.map(framed));
          const reader = new FrameReader(1000);
          const seen: Buffer[] = [];
          for (let position = 0, index = 0; position < stream.length; index++) {
            const end = position + cuts[index % cuts.length];
            reader.feed(stream.subarray(position, end), (frame) => seen.push(Buffer.from(frame)));
            position = end;
          }
          expect(seen.map((frame) => frame.toString('hex'))).toEqual(
            frames.map((frame) => Buffer.from(frame).toString('hex')),
          );
        },
      ),
    );
  });

  it.each([-1, 1001, 0x7fffffff])('refuses a size of %i', (sizeBytes) => {
    const prefix = Buffer.alloc(4);
    prefix.writeInt32BE(sizeBytes);
    const reader = new FrameReader(1000);
    const frames: string[] = [];
    reader.feed(Buffer.concat([framed(Buffer.from('before')), prefix]), (frame) =>
      frames.push(String(frame)),
    );
    expect(frames).toEqual(['before']);
    expect(reader.failure).toBeInstanceOf(ProtocolError);
  });
});
