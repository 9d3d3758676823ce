/** Reads whole batches from segment files. */
import { errors, KafkaError } from '../protocol/errors.ts';
import { cutBatches } from './batch-scan.ts';
import type { SegmentList } from './segment-list.ts';
import type { Lease, SlabPool } from './slabs.ts';

export type LogRead = {
  readonly slices: Buffer[];
  readonly sizeBytes: number;
  readonly nextOffset: number;
};

export type ReadOptions = {
  readonly maxBytes: number;
  /** Only batches wholly below it are given. */
  readonly upperOffset: number;
  /** The first batch is given even when it is larger than `maxBytes`. */
  readonly minOneBatch: boolean;
  /** Holds the memory of the slices, which is used again after its release; without it they stay. */
  readonly lease?: Lease;
};

/** Up to here a read is worth less than the way to the thread pool and back. */
const syncReadBytes = 64 * 1024;

export const emptyRead = (fromOffset: number): LogRead => ({
  slices: [],
  sizeBytes: 0,
  nextOffset: fromOffset,
});

/** Batches from the one that holds `fromOffset` on, out of one segment. */
export function readSegments(
  segments: SegmentList,
  fromOffset: number,
  options: ReadOptions,
  pool: SlabPool,
): LogRead | Promise<LogRead> {
  for (let index = segments.indexOf(fromOffset); index < segments.all.length; index++) {
    const segment = segments.all[index];
    const header = segment.sizeBytes > 0 ? segment.find(fromOffset) : undefined;
    if (!header) {
      // Compaction leaves gaps before the next segment; what cannot be walked is damaged.
      if (segment.sizeBytes === 0 || segment.isWholeBehind(fromOffset)) continue;
      throw new KafkaError(
        errors.corruptMessage,
        `${segment.file}: damaged at or before offset ${fromOffset}`,
      );
    }
    const { position, sizeBytes } = header;
    const isTooLarge = sizeBytes > options.maxBytes && !options.minOneBatch;
    if (isTooLarge || header.lastOffset >= options.upperOffset) return emptyRead(fromOffset);
    const wantedBytes = Math.max(options.maxBytes, sizeBytes);
    const targetBytes = Math.min(segment.sizeBytes - position, wantedBytes);
    const target = options.lease?.room(pool, targetBytes) ?? Buffer.allocUnsafe(targetBytes);
    const finish = (count: number): LogRead =>
      toRead(target.subarray(0, count), fromOffset, options);
    return target.length <= syncReadBytes
      ? finish(segment.read(target, position))
      : segment.readAsync(target, position).then(finish);
  }
  return emptyRead(fromOffset);
}

function toRead(bytes: Buffer, fromOffset: number, options: ReadOptions): LogRead {
  const { position, nextOffset } = cutBatches(bytes, 0, fromOffset, options);
  if (position === 0) return emptyRead(fromOffset);
  return { slices: [bytes.subarray(0, position)], sizeBytes: position, nextOffset };
}
