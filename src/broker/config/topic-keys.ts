/** Topic keys, and the broker keys that hold their defaults. */
import { gzipLevel, throttledReplicas } from './checks.ts';
import { bool, double, int, list, long, maxLong, string } from './keys.ts';

export const topicKeys = {
  'cleanup.policy': list(
    ['delete'],
    'What happens to old segments: delete removes them, compact keeps the newest value of each key; both may be given, or none to keep everything.',
    { oneOf: ['compact', 'delete'] },
  ),
  'compression.gzip.level': int(
    -1,
    "Level for topics whose compression.type is gzip; -1 is the codec's own default.",
    { check: gzipLevel },
  ),
  'compression.lz4.level': int(9, 'Level for topics whose compression.type is lz4.', {
    min: 1,
    max: 17,
  }),
  'compression.type': string(
    'producer',
    'Final codec of a topic: one of the codecs, uncompressed, or producer to keep what the producer chose.',
    { oneOf: ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'] },
  ),
  'compression.zstd.level': int(3, 'Level for topics whose compression.type is zstd.', {
    min: -131_072,
    max: 22,
  }),
  'delete.retention.ms': long(86_400_000, 'How long tombstones are kept in a compacted topic.', {
    min: 0,
  }),
  'file.delete.delay.ms': long(60_000, 'Wait between taking a file out of use and removing it.', {
    min: 0,
  }),
  'flush.messages': long(
    maxLong,
    'Records after which the file is flushed to disk; replication makes frequent flushes unnecessary.',
    { min: 1 },
  ),
  'flush.ms': long(maxLong, 'Time after which what was written is flushed to disk.', { min: 0 }),
  'follower.replication.throttled.replicas': list(
    [],
    'Replicas whose fetching is throttled, as partition:broker, or * for all.',
    { check: throttledReplicas },
  ),
  'index.interval.bytes': int(4096, 'Bytes of records between two entries of the offset index.', {
    min: 0,
  }),
  'internal.segment.bytes': int(null, 'Segment size below the least segment.bytes, for tests.', {
    min: 1,
    isInternal: true,
  }),
  'leader.replication.throttled.replicas': list(
    [],
    'Replicas whose serving of followers is throttled, as partition:broker, or * for all.',
    { check: throttledReplicas },
  ),
  'local.retention.bytes': long(
    -2,
    'Bytes of a tiered partition that are kept locally; -2 takes retention.bytes.',
    { min: -2 },
  ),
  'local.retention.ms': long(
    -2,
    'Time that records of a tiered partition are kept locally; -2 takes retention.ms.',
    { min: -2 },
  ),
  'max.compaction.lag.ms': long(maxLong, 'Longest time a record may stay uncompacted.', { min: 1 }),
  'max.message.bytes': int(1_048_588, 'Largest batch of records, after compression.', { min: 0 }),
  'message.timestamp.after.max.ms': long(
    3_600_000,
    "How far a record's timestamp may lie ahead of the broker's clock.",
    { min: 0 },
  ),
  'message.timestamp.before.max.ms': long(
    maxLong,
    "How far a record's timestamp may lie behind the broker's clock.",
    { min: 0 },
  ),
  'message.timestamp.type': string(
    'CreateTime',
    "Whose time a record bears: the producer's (CreateTime) or the broker's (LogAppendTime).",
    { oneOf: ['CreateTime', 'LogAppendTime'] },
  ),
  'min.cleanable.dirty.ratio': double(
    0.5,
    'Share of uncleaned bytes at which the log is cleaned.',
    { min: 0, max: 1 },
  ),
  'min.compaction.lag.ms': long(0, 'Time a record stays uncompacted at least.', { min: 0 }),
  'min.insync.replicas': int(1, 'In-sync replicas below which writes with acks=all are refused.', {
    min: 1,
  }),
  preallocate: bool(false, 'Whether a new segment gets its full size on disk at once.'),
  'remote.log.copy.disable': bool(
    false,
    'Whether a tiered topic copies nothing more to remote storage.',
  ),
  'remote.log.delete.on.disable': bool(
    false,
    'Whether remote data goes when tiered storage is turned off for the topic.',
  ),
  'remote.storage.enable': bool(
    false,
    'Whether old segments go to remote storage. Tiered storage is not there.',
  ),
  'retention.bytes': long(
    -1,
    'Bytes of a partition above which old segments are deleted; -1 means no limit.',
  ),
  'retention.ms': long(604_800_000, 'Time after which segments are deleted; -1 means never.', {
    min: -1,
  }),
  'segment.bytes': int(1_073_741_824, 'Largest size of a segment.', { min: 1_048_576 }),
  'segment.index.bytes': int(10_485_760, 'Largest size of an index file.', { min: 4 }),
  'segment.jitter.ms': long(
    0,
    'Time taken at random off segment.ms, so that not all segments are closed at once.',
    { min: 0 },
  ),
  'segment.ms': long(
    604_800_000,
    'Time after which a segment is closed even when it is not full.',
    { min: 1 },
  ),
  'unclean.leader.election.enable': bool(
    false,
    'Whether a replica outside the in-sync replicas may lead when no other can, at the risk of loss.',
  ),
};

/** Where a topic takes a value from when it has none of its own. */
export const topicSynonyms: Readonly<Record<string, string>> = {
  'cleanup.policy': 'log.cleanup.policy',
  'compression.gzip.level': 'compression.gzip.level',
  'compression.lz4.level': 'compression.lz4.level',
  'compression.type': 'compression.type',
  'compression.zstd.level': 'compression.zstd.level',
  'delete.retention.ms': 'log.cleaner.delete.retention.ms',
  'file.delete.delay.ms': 'log.segment.delete.delay.ms',
  'flush.messages': 'log.flush.interval.messages',
  'flush.ms': 'log.flush.interval.ms',
  'index.interval.bytes': 'log.index.interval.bytes',
  'local.retention.bytes': 'log.local.retention.bytes',
  'local.retention.ms': 'log.local.retention.ms',
  'max.compaction.lag.ms': 'log.cleaner.max.compaction.lag.ms',
  'max.message.bytes': 'message.max.bytes',
  'message.timestamp.after.max.ms': 'log.message.timestamp.after.max.ms',
  'message.timestamp.before.max.ms': 'log.message.timestamp.before.max.ms',
  'message.timestamp.type': 'log.message.timestamp.type',
  'min.cleanable.dirty.ratio': 'log.cleaner.min.cleanable.ratio',
  'min.compaction.lag.ms': 'log.cleaner.min.compaction.lag.ms',
  'min.insync.replicas': 'min.insync.replicas',
  preallocate: 'log.preallocate',
  'retention.bytes': 'log.retention.bytes',
  'retention.ms': 'log.retention.ms',
  'segment.bytes': 'log.segment.bytes',
  'segment.index.bytes': 'log.index.size.max.bytes',
  'segment.jitter.ms': 'log.roll.jitter.ms',
  'segment.ms': 'log.roll.ms',
  'unclean.leader.election.enable': 'unclean.leader.election.enable',
};
