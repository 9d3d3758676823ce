/** Broker keys of tiered storage. */
import { bool, int, long, maxLong, string } from './keys.ts';

export const remoteKeys = {
  'follower.fetch.last.tiered.offset.enable': bool(
    false,
    'Whether a new follower starts at the last tiered offset.',
    { update: 'cluster-wide' },
  ),
  'remote.fetch.max.wait.ms': int(500, 'Longest wait for records from remote storage.', {
    min: 1,
    update: 'cluster-wide',
  }),
  'remote.list.offsets.request.timeout.ms': long(
    30_000,
    'Longest wait for an offset lookup in remote storage.',
    { min: 1, update: 'cluster-wide' },
  ),
  'remote.log.index.file.cache.total.size.bytes': long(
    1_073_741_824,
    'Disk space for indexes fetched from remote storage.',
    { min: 1, update: 'cluster-wide' },
  ),
  'remote.log.manager.copier.thread.pool.size': int(
    10,
    'Threads that copy segments to remote storage.',
    { min: 1, update: 'cluster-wide' },
  ),
  'remote.log.manager.copy.max.bytes.per.second': long(
    maxLong,
    'Most bytes per second copied to remote storage.',
    { min: 1, update: 'cluster-wide' },
  ),
  'remote.log.manager.copy.quota.window.num': int(
    11,
    'Samples kept for the quota on copies to remote storage.',
    { min: 1 },
  ),
  'remote.log.manager.copy.quota.window.size.seconds': int(
    1,
    'Length of a sample of the quota on copies to remote storage.',
    { min: 1 },
  ),
  'remote.log.manager.expiration.thread.pool.size': int(
    10,
    'Threads that delete expired segments in remote storage.',
    { min: 1, update: 'cluster-wide' },
  ),
  'remote.log.manager.fetch.max.bytes.per.second': long(
    maxLong,
    'Most bytes per second fetched from remote storage.',
    { min: 1, update: 'cluster-wide' },
  ),
  'remote.log.manager.fetch.quota.window.num': int(
    11,
    'Samples kept for the quota on fetches from remote storage.',
    { min: 1 },
  ),
  'remote.log.manager.fetch.quota.window.size.seconds': int(
    1,
    'Length of a sample of the quota on fetches from remote storage.',
    { min: 1 },
  ),
  'remote.log.manager.follower.thread.pool.size': int(
    2,
    'Threads that keep followers of tiered logs up to date.',
    { min: 1, update: 'cluster-wide' },
  ),
  'remote.log.manager.task.interval.ms': long(
    30_000,
    'Time between two runs of the tasks of tiered storage.',
    { min: 1 },
  ),
  'remote.log.manager.thread.pool.size': int(2, 'Threads of tiered storage.', { min: 1 }),
  'remote.log.metadata.custom.metadata.max.bytes': int(
    128,
    'Most bytes a storage plugin may keep with a segment.',
    { min: 0 },
  ),
  'remote.log.metadata.manager.class.name': string(
    'org.apache.kafka.server.log.remote.metadata.storage.TopicBasedRemoteLogMetadataManager',
    'Class that keeps the metadata of remote segments. Not used by this engine.',
  ),
  'remote.log.metadata.manager.class.path': string(null, 'Class path of the metadata manager.'),
  'remote.log.metadata.manager.impl.prefix': string(
    'rlmm.config.',
    "Prefix of the metadata manager's own configs.",
  ),
  'remote.log.metadata.manager.listener.name': string(
    null,
    'Listener through which the metadata manager connects.',
  ),
  'remote.log.reader.max.pending.tasks': int(
    100,
    'Waiting reads from remote storage above which more are refused.',
    { min: 1 },
  ),
  'remote.log.reader.threads': int(10, 'Threads that read from remote storage.', {
    min: 1,
    update: 'cluster-wide',
  }),
  'remote.log.storage.manager.class.name': string(
    null,
    'Class that stores segments remotely. Not used by this engine.',
  ),
  'remote.log.storage.manager.class.path': string(null, 'Class path of the storage manager.'),
  'remote.log.storage.manager.impl.prefix': string(
    'rsm.config.',
    "Prefix of the storage manager's own configs.",
  ),
  'remote.log.storage.system.enable': bool(false, 'Whether tiered storage is there at all.'),
};
