/** DescribeLogDirs: sizes of the replicas in this broker's one log folder. */
import type { RequestOf, ResponseOf } from '../protocol/api.ts';
import { errors } from '../protocol/errors.ts';
import type { describeLogDirsApi } from '../protocol/messages/35-describe-log-dirs.ts';
import type { PartitionTable } from './partition-table.ts';
import type { Partition } from './partition.ts';

type LogDirsRequest = RequestOf<typeof describeLogDirsApi>;
type LogDirsResponse = ResponseOf<typeof describeLogDirsApi>;

export function describeLogDirs(
  { topics }: LogDirsRequest,
  o: { readonly table: PartitionTable; readonly logDir: string; readonly usableBytes: number },
): LogDirsResponse {
  const described = new Map<string, ReturnType<typeof describe>[]>();
  const add = (partition: Partition | undefined) => {
    if (!partition) return;
    const list = described.get(partition.topic);
    if (list) list.push(describe(partition));
    else described.set(partition.topic, [describe(partition)]);
  };
  if (topics === null) {
    for (const partition of o.table.all()) add(partition);
  } else {
    for (const { topic, partitions } of topics) {
      for (const index of new Set(partitions)) add(o.table.get(topic, index));
    }
  }
  return {
    errorCode: errors.none,
    results: [
      {
        errorCode: errors.none,
        logDir: o.logDir,
        topics: [...described].map(([name, partitions]) => ({ name, partitions })),
        // The size of the volume is not known here (-1), only what is free of it.
        usableBytes: o.usableBytes,
      },
    ],
  };
}

function describe({ partition, log }: Partition) {
  return {
    partitionIndex: partition,
    partitionSize: log.sizeBytes,
    offsetLag: Math.max(0, log.highWatermark - log.logEndOffset),
    isFutureKey: false,
  };
}
