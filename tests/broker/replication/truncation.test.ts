import { describe, expect, it } from 'vitest';
import { encodeBatch } from '../../../src/broker/protocol/record-batch.ts';
import {
  appendableBytes,
  recoverFromOutOfRange,
  truncationOffset,
} from '../../../src/broker/replication/truncation.ts';

/** A log with the given epochs (epoch, first offset), as OffsetForLeaderEpoch answers for it. */
function history(
  epochs: readonly (readonly [number, number])[],
  logEndOffset: number,
  highWatermark = 0,
) {
  return {
    logEndOffset,
    highWatermark,
    endOffsetForEpoch(epoch: number) {
      const last = epochs.at(-1);
      if (!last || epoch > last[0]) return { epoch: -1, endOffset: -1 };
      if (epoch === last[0]) return { epoch, endOffset: logEndOffset };
      const next = epochs.findIndex(([known]) => known > epoch);
      return { epoch: next === 0 ? epoch : epochs[next - 1][0], endOffset: epochs[next][1] };
    },
  };
}

describe('after a divergence', () => {
  it.each([
    {
      name: 'own tail of a common epoch goes',
      own: history(
        [
          [0, 0],
          [1, 10],
        ],
        20,
      ),
      leader: [1, 15],
      expected: 15,
    },
    {
      name: 'own shorter epoch stays',
      own: history(
        [
          [0, 0],
          [2, 10],
        ],
        20,
      ),
      leader: [0, 12],
      expected: 10,
    },
    {
      name: 'an epoch of our own goes as a whole',
      own: history(
        [
          [0, 0],
          [3, 10],
        ],
        20,
      ),
      leader: [2, 15],
      expected: 10,
    },
    { name: 'all our epochs are above', own: history([[5, 3]], 20), leader: [2, 8], expected: 3 },
    {
      name: 'the leader does not know: high watermark',
      own: history([[0, 0]], 20, 7),
      leader: [-1, -1],
      expected: 7,
    },
    { name: 'never longer than the log', own: history([[0, 0]], 5), leader: [0, 9], expected: 5 },
  ])('$name', ({ own, leader: [epoch, endOffset], expected }) => {
    expect(truncationOffset(own, { epoch, endOffset })).toBe(expected);
  });
});

describe('out of range', () => {
  it.each([
    {
      end: 20,
      leader: { startOffset: 0, endOffset: 10 },
      expected: { action: 'truncate', offset: 10 },
    },
    {
      end: 5,
      leader: { startOffset: 8, endOffset: 10 },
      expected: { action: 'restart', offset: 8 },
    },
    { end: 9, leader: { startOffset: 8, endOffset: 10 }, expected: { action: 'continue' } },
  ])('own end $end', ({ end, leader, expected }) => {
    expect(recoverFromOutOfRange(end, leader)).toEqual(expected);
  });
});

describe('fetched batches', () => {
  const batch = (baseOffset: number, leaderEpoch: number) =>
    encodeBatch({
      records: [{ key: null, value: Buffer.from('v') }],
      timestampMs: 0,
      baseOffset,
      leaderEpoch,
    });
  const sizeBytes = batch(0, 0).length;

  it('are taken whole, up to a later epoch than the fetch', () => {
    const records = Buffer.concat([batch(5, 1), batch(6, 2), batch(7, 3)]);
    expect(appendableBytes(records, 5, 3)).toBe(3 * sizeBytes);
    expect(appendableBytes(records, 5, 2)).toBe(2 * sizeBytes);
    expect(appendableBytes(records, 5, 0)).toBe(0);
    expect(appendableBytes(records.subarray(0, records.length - 1), 5, 3)).toBe(2 * sizeBytes);
  });

  it('are dropped when the log has gone on since', () => {
    expect(appendableBytes(batch(5, 1), 6, 1)).toBe(0);
  });
});
