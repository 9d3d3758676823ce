/** Batches of less than a megabyte that unpack to gigabytes. */
import { createGzip, createZstdCompress } from 'node:zlib';
import { encodeRequest } from '../../src/broker/protocol/headers.ts';
import { produceApi } from '../../src/broker/protocol/messages/00-produce.ts';
import { at, compression, writeCrc } from '../../src/broker/protocol/record-batch.ts';
import { batch } from '../differential/batches.ts';

const chunkBytes = 1 << 20;
const maxBytes = 900_000;

/** Zeros, as many as fit into `maxBytes` compressed, but no more than `mostBytes`. */
async function zeros(codec: 'gzip' | 'zstd', mostBytes: number): Promise<Buffer> {
  const stream = codec === 'gzip' ? createGzip({ level: 9 }) : createZstdCompress();
  const packed: Buffer[] = [];
  let packedBytes = 0;
  stream.on('data', (chunk: Buffer) => {
    packed.push(chunk);
    packedBytes += chunk.length;
  });
  const chunk = Buffer.alloc(chunkBytes);
  for (let given = 0; given < mostBytes && packedBytes < maxBytes; given += chunkBytes) {
    if (!stream.write(chunk)) await new Promise((resolve) => stream.once('drain', resolve));
  }
  const ended = new Promise((resolve) => stream.once('end', resolve));
  stream.end();
  await ended;
  return Buffer.concat(packed);
}

/** Produce requests to a topic whose batches have to be unpacked before they are taken. */
export async function bombFrames(topic: string): Promise<Buffer[]> {
  const bodies = await Promise.all([zeros('gzip', 800 << 20), zeros('zstd', 2048 << 20)]);
  return bodies.map((body, index) => {
    const head = batch('bomb').subarray(0, at.records);
    const bytes = Buffer.concat([head, body]);
    bytes.writeInt32BE(bytes.length - 12, at.batchLength);
    bytes.writeInt16BE([compression.gzip, compression.zstd][index], at.attributes);
    writeCrc(bytes, 0, bytes.length);
    const request = {
      acks: -1,
      timeoutMs: 1000,
      topicData: [{ name: topic, partitionData: [{ index: 0, records: bytes }] }],
    };
    const header = { correlationId: index, clientId: 'fuzz' };
    return Buffer.concat(encodeRequest(produceApi, 12, header, request));
  });
}
