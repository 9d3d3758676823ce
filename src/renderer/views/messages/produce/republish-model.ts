/** How much is republished, and what it may be. Pure. */
import type { MessagePlace, RepublishFrom } from '../../../../main/contract/index.ts';

const lookedAtMax = 500;

/** Of a range: at most so many, gaps included. */
export function countOf(from: RepublishFrom): number {
  if (from.kind === 'messages') return from.places.length;
  return Object.values(from.ranges).reduce(
    (sum, { from: start, to }) => sum + Math.max(0, to - start),
    0,
  );
}

/** Enough of them to see where they came from. */
export function firstPlaces(from: RepublishFrom): readonly MessagePlace[] {
  if (from.kind === 'messages') return from.places.slice(0, lookedAtMax);
  const ranges = Object.entries(from.ranges).filter(([, range]) => range.to > range.from);
  const each = Math.max(1, Math.floor(lookedAtMax / Math.max(1, ranges.length)));
  return ranges.flatMap(([partition, range]) =>
    Array.from({ length: Math.min(each, range.to - range.from) }, (_, index) => ({
      topic: from.topic,
      partition: Number(partition),
      offset: range.from + index,
    })),
  );
}
