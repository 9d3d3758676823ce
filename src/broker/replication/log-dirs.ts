/** DescribeLogDirs: the log folders of this broker, and the replicas and copies in them. */
import { type Disk, DiskError } from '../env/env.ts';
import type { LogDirView, LogManager } from '../log/log-manager.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import type { RequestOf, ResponseOf } from '../protocol/api.ts';
import { errors } from '../protocol/errors.ts';
import type { describeLogDirsApi } from '../protocol/messages/35-describe-log-dirs.ts';

type LogDirsRequest = RequestOf<typeof describeLogDirsApi>;
type LogDirsResponse = ResponseOf<typeof describeLogDirsApi>;
type LogDirResult = LogDirsResponse['results'][number];
type PartitionResult = LogDirResult['topics'][number]['partitions'][number];

/** The lag is not known: the replica itself is offline. */
const unknownLag = -1;

export function describeLogDirs(
  { topics }: LogDirsRequest,
  logs: LogManager,
  disk: Pick<Disk, 'freeBytes' | 'totalBytes'>,
): LogDirsResponse {
  const wanted = topics && new Set(topics.flatMap(namesOf));
  const isWanted = (log: PartitionLog) => !wanted || wanted.has(`${log.topic}/${log.partition}`);
  return {
    errorCode: errors.none,
    results: logs.logDirs().map((dir) => describeOne(dir, logs, disk, isWanted)),
  };
}

const namesOf = ({ topic, partitions }: { topic: string; partitions: readonly number[] }) =>
  partitions.map((index) => `${topic}/${index}`);

function describeOne(
  dir: LogDirView,
  logs: LogManager,
  disk: Pick<Disk, 'freeBytes' | 'totalBytes'>,
  isWanted: (log: PartitionLog) => boolean,
): LogDirResult {
  const { path: logDir } = dir;
  const offline = { errorCode: errors.kafkaStorageError, logDir, topics: [] };
  if (!dir.isOnline) return { ...offline, totalBytes: -1, usableBytes: -1, isCordoned: false };
  const described = new Map<string, PartitionResult[]>();
  const add = (log: PartitionLog, offsetLag: number, isFutureKey: boolean) => {
    if (!isWanted(log)) return;
    const { topic, partition: partitionIndex, sizeBytes: partitionSize } = log;
    const partition = { partitionIndex, partitionSize, offsetLag, isFutureKey };
    const list = described.get(topic);
    if (list) list.push(partition);
    else described.set(topic, [partition]);
  };
  for (const log of dir.logs) add(log, Math.max(0, log.highWatermark - log.logEndOffset), false);
  for (const future of dir.futures) {
    const current = logs.get(future.topic, future.partition);
    const lag = current ? current.logEndOffset - future.logEndOffset : unknownLag;
    add(future, lag, true);
  }
  return {
    errorCode: errors.none,
    logDir,
    topics: [...described].map(([name, partitions]) => ({ name, partitions })),
    ...volumeOf(logDir, disk),
    isCordoned: false,
  };
}

/** A volume that does not answer is no reason to keep back the rest. */
function volumeOf(
  path: string,
  disk: Pick<Disk, 'freeBytes' | 'totalBytes'>,
): { totalBytes: number; usableBytes: number } {
  try {
    return { totalBytes: disk.totalBytes(path), usableBytes: disk.freeBytes(path) };
  } catch (error) {
    if (error instanceof DiskError) return { totalBytes: -1, usableBytes: -1 };
    throw error;
  }
}
