/** The log folders of brokers, and moving a replica from one to another. */
import type { BrokerLogDirs, LogDirReplica, LogDirSummary } from '../contract/brokers.ts';
import { isRetriable, kafkaError, protocolErrorName } from './kafka-errors.ts';
import type { KafkaLink } from './kafka-link.ts';

export type LogDir = LogDirSummary & { readonly replicas: readonly LogDirReplica[] };

type Asked = readonly { readonly name: string; readonly partitions: number[] }[];

/** All replicas, or those that are named; null when the broker does not answer. */
export async function logDirsOf(
  link: KafkaLink,
  brokerId: number,
  topics: Asked | null = null,
): Promise<readonly LogDir[] | null> {
  try {
    const asked = topics && [...topics];
    const { response } = await link.callPartly(brokerId, 'describeLogDirs', asked);
    return response.results.map((dir) => {
      const replicas = dir.topics.flatMap(({ name, partitions }) =>
        partitions.map(
          (row): LogDirReplica => ({
            topic: name,
            partition: row.partitionIndex,
            sizeBytes: Number(row.partitionSize),
            behindCount: Number(row.offsetLag),
            isFuture: row.isFutureKey,
          }),
        ),
      );
      return {
        path: dir.logDir,
        error: dir.errorCode === 0 ? null : protocolErrorName(dir.errorCode),
        totalBytes: known(dir.totalBytes),
        usableBytes: known(dir.usableBytes),
        replicaCount: replicas.length,
        replicaBytes: replicas.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
        replicas,
      };
    });
  } catch (error) {
    // An environment fault: a broker that is down tells nothing.
    if (!isRetriable(error)) throw error;
    return null;
  }
}

export async function brokerLogDirs(link: KafkaLink, brokerId: number): Promise<BrokerLogDirs> {
  const dirs = (await logDirsOf(link, brokerId)) ?? [];
  return { dirs: Object.fromEntries(dirs.map((dir) => [dir.path, dir])) };
}

/** Answers when the broker has begun; the copy shows as `isFuture` until it takes over. */
export async function moveReplica(
  link: KafkaLink,
  params: {
    readonly brokerId: number;
    readonly topic: string;
    readonly partition: number;
    readonly path: string;
  },
): Promise<null> {
  const { brokerId, topic, partition, path } = params;
  const request = [{ path, topics: [{ name: topic, partitions: [partition] }] }];
  const { response } = await link.callPartly(brokerId, 'alterReplicaLogDirs', request);
  for (const { errorCode } of response.results.flatMap((result) => result.partitions)) {
    if (errorCode !== 0) throw kafkaError(errorCode, null, { topic, partition });
  }
  return null;
}

/** -1, or nothing at all from an older broker: it does not tell. */
function known(bytes: bigint | undefined): number | null {
  return bytes === undefined || bytes < 0n ? null : Number(bytes);
}
