/** Broker keys of the log; most are the defaults of topic keys. */
import { gzipLevel } from './checks.ts';
import { bool, double, int, list, long, maxLong, string } from './keys.ts';

export const logKeys = {
  'compression.gzip.level': int(
    -1,
    "Level for topics whose compression.type is gzip; -1 is the codec's own default.",
    { check: gzipLevel, update: 'cluster-wide' },
  ),
  'compression.lz4.level': int(9, 'Level for topics whose compression.type is lz4.', {
    min: 1,
    max: 17,
    update: 'cluster-wide',
  }),
  'compression.type': string(
    'producer',
    'Final codec of a topic: one of the codecs, uncompressed, or producer to keep what the producer chose.',
    {
      oneOf: ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'],
      update: 'cluster-wide',
    },
  ),
  'compression.zstd.level': int(3, 'Level for topics whose compression.type is zstd.', {
    min: -131_072,
    max: 22,
    update: 'cluster-wide',
  }),
  'cordoned.log.dirs': list([], 'Log directories that take no new replicas; * stands for all.', {
    update: 'per-broker',
  }),
  'log.cleaner.backoff.ms': long(15_000, 'Wait of the cleaner when there is nothing to clean.', {
    min: 0,
    update: 'cluster-wide',
  }),
  'log.cleaner.dedupe.buffer.size': long(
    134_217_728,
    'Memory of all cleaner threads together for finding older values of a key.',
    { update: 'cluster-wide' },
  ),
  'log.cleaner.delete.retention.ms': long(
    86_400_000,
    'How long tombstones are kept in compacted topics.',
    { min: 0, update: 'cluster-wide' },
  ),
  'log.cleaner.enable': bool(true, 'Whether the cleaner runs; compacted topics need it.'),
  'log.cleaner.io.buffer.load.factor': double(0.9, "How full the cleaner's table may get.", {
    update: 'cluster-wide',
  }),
  'log.cleaner.io.buffer.size': int(
    524_288,
    'Memory of all cleaner threads together for reading and writing.',
    { min: 0, update: 'cluster-wide' },
  ),
  'log.cleaner.io.max.bytes.per.second': double(
    Number.MAX_VALUE,
    'Most bytes the cleaner reads and writes per second.',
    { update: 'cluster-wide' },
  ),
  'log.cleaner.max.compaction.lag.ms': long(
    maxLong,
    'Longest time a record may stay uncompacted.',
    { min: 1, update: 'cluster-wide' },
  ),
  'log.cleaner.min.cleanable.ratio': double(
    0.5,
    'Share of uncleaned bytes at which a log is cleaned.',
    { min: 0, max: 1, update: 'cluster-wide' },
  ),
  'log.cleaner.min.compaction.lag.ms': long(0, 'Time a record stays uncompacted at least.', {
    min: 0,
    update: 'cluster-wide',
  }),
  'log.cleaner.threads': int(1, 'Threads of the cleaner.', { min: 0, update: 'cluster-wide' }),
  'log.cleanup.policy': list(['delete'], 'What happens to old segments: delete, compact or both.', {
    oneOf: ['compact', 'delete'],
    update: 'cluster-wide',
  }),
  'log.dir': list(['/tmp/kafka-logs'], 'Where the log lies when log.dirs is not set.'),
  'log.dir.failure.timeout.ms': long(
    30_000,
    'How long a broker waits to tell the controller of a failed log directory before it stops.',
    { min: 1 },
  ),
  'log.dirs': list(null, 'Where the log lies.'),
  'log.flush.interval.messages': long(
    maxLong,
    'Records of a partition after which the file is flushed to disk.',
    { min: 1, update: 'cluster-wide' },
  ),
  'log.flush.interval.ms': long(
    null,
    'Time after which what was written is flushed to disk; log.flush.scheduler.interval.ms when not set.',
    { update: 'cluster-wide' },
  ),
  'log.flush.offset.checkpoint.interval.ms': int(
    60_000,
    'Time between two writes of the recovery checkpoint.',
    { min: 0 },
  ),
  'log.flush.scheduler.interval.ms': long(
    maxLong,
    'Time between two checks for logs that are due to be flushed.',
  ),
  'log.flush.start.offset.checkpoint.interval.ms': int(
    60_000,
    'Time between two writes of the log start checkpoint.',
    { min: 0 },
  ),
  'log.index.interval.bytes': int(
    4096,
    'Bytes of records between two entries of the offset index.',
    { min: 0, update: 'cluster-wide' },
  ),
  'log.index.size.max.bytes': int(10_485_760, 'Largest size of an index file.', {
    min: 4,
    update: 'cluster-wide',
  }),
  'log.local.retention.bytes': long(
    -2,
    'Bytes of a tiered log that are kept locally; -2 takes log.retention.bytes.',
    { min: -2, update: 'cluster-wide' },
  ),
  'log.local.retention.ms': long(
    -2,
    'Time that records of a tiered log are kept locally; -2 takes log.retention.ms.',
    { min: -2, update: 'cluster-wide' },
  ),
  'log.message.timestamp.after.max.ms': long(
    3_600_000,
    "How far a record's timestamp may lie ahead of the broker's clock.",
    { min: 0, update: 'cluster-wide' },
  ),
  'log.message.timestamp.before.max.ms': long(
    maxLong,
    "How far a record's timestamp may lie behind the broker's clock.",
    { min: 0, update: 'cluster-wide' },
  ),
  'log.message.timestamp.type': string(
    'CreateTime',
    "Whose time a record bears: the producer's (CreateTime) or the broker's (LogAppendTime).",
    { oneOf: ['CreateTime', 'LogAppendTime'], update: 'cluster-wide' },
  ),
  'log.preallocate': bool(false, 'Whether a new segment gets its full size on disk at once.', {
    update: 'cluster-wide',
  }),
  'log.retention.bytes': long(
    -1,
    'Bytes of a partition above which old segments are deleted; -1 means no limit.',
    { update: 'cluster-wide' },
  ),
  'log.retention.check.interval.ms': long(
    300_000,
    'Time between two searches for segments to delete.',
    { min: 1 },
  ),
  'log.retention.hours': int(
    168,
    'Hours after which segments are deleted; log.retention.minutes and log.retention.ms go first.',
  ),
  'log.retention.minutes': int(
    null,
    'Minutes after which segments are deleted; log.retention.ms goes first.',
  ),
  'log.retention.ms': long(null, 'Time after which segments are deleted; -1 means never.', {
    update: 'cluster-wide',
  }),
  'log.roll.hours': int(168, 'Hours after which a segment is closed; log.roll.ms goes first.', {
    min: 1,
  }),
  'log.roll.jitter.hours': int(
    0,
    'Hours taken at random off the time after which a segment is closed; log.roll.jitter.ms goes first.',
    { min: 0 },
  ),
  'log.roll.jitter.ms': long(
    null,
    'Time taken at random off the time after which a segment is closed.',
    { update: 'cluster-wide' },
  ),
  'log.roll.ms': long(null, 'Time after which a segment is closed.', { update: 'cluster-wide' }),
  'log.segment.bytes': int(1_073_741_824, 'Largest size of a segment.', {
    min: 1_048_576,
    update: 'cluster-wide',
  }),
  'log.segment.delete.delay.ms': long(
    60_000,
    'Wait between taking a file out of use and removing it.',
    { min: 0, update: 'cluster-wide' },
  ),
  'message.max.bytes': int(1_048_588, 'Largest batch of records, after compression.', {
    min: 0,
    update: 'cluster-wide',
  }),
  'min.insync.replicas': int(1, 'In-sync replicas below which writes with acks=all are refused.', {
    min: 1,
    update: 'cluster-wide',
  }),
  'num.recovery.threads.per.data.dir': int(
    2,
    'Threads per log directory that recover logs at start.',
    { min: 1, update: 'cluster-wide' },
  ),
};
