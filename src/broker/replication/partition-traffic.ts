/** Which partitions clients wrote to and read from since the last report. */
import type { PartitionTraffic } from '../control.ts';
import type { Partition } from './partition.ts';

/** Told of one by one; those with less are left out. */
const toldMax = 200;

export function takePartitionTraffic(partitions: Iterable<Partition>): PartitionTraffic[] {
  const told: PartitionTraffic[] = [];
  for (const { topic, partition, counts } of partitions) {
    const { recordsIn, bytesIn, recordsOut, bytesOut } = counts;
    if (bytesIn === 0 && bytesOut === 0) continue;
    told.push({ topic, partition, recordsIn, bytesIn, recordsOut, bytesOut });
    counts.recordsIn = 0;
    counts.bytesIn = 0;
    counts.recordsOut = 0;
    counts.bytesOut = 0;
  }
  if (told.length <= toldMax) return told;
  const bytes = ({ bytesIn, bytesOut }: PartitionTraffic) => bytesIn + bytesOut;
  return told.sort((left, right) => bytes(right) - bytes(left)).slice(0, toldMax);
}
