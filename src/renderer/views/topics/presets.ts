/** What a new topic may be for, and the settings that follow from it, each with its reason. */

export type PresetName =
  | 'stream'
  | 'table'
  | 'queue'
  | 'audit'
  | 'telemetry'
  | 'changelog'
  | 'deadLetter'
  | 'plain';

export type PresetSetting = {
  readonly name: string;
  readonly value: string;
  /** Its reason is `topics.why-…` in the tables. */
  readonly why: WhyName;
};

export type WhyName =
  | 'keepWeek'
  | 'compactLatest'
  | 'compactOften'
  | 'tombstonesDay'
  | 'keepDays'
  | 'keepForever'
  | 'noSizeLimit'
  | 'noUnclean'
  | 'appendTime'
  | 'keepHour'
  | 'smallSegments'
  | 'sizeCap'
  | 'lz4'
  | 'compactAndDelete'
  | 'keepMonth'
  | 'twoInSync';

export type Preset = {
  readonly name: PresetName;
  readonly partitionCount: number;
  readonly settings: readonly PresetSetting[];
};

const presetsOfMany: readonly Preset[] = [
  { name: 'plain', partitionCount: 3, settings: [] },
  {
    name: 'stream',
    partitionCount: 6,
    settings: [
      { name: 'cleanup.policy', value: 'delete', why: 'keepWeek' },
      { name: 'retention.ms', value: '604800000', why: 'keepWeek' },
    ],
  },
  {
    name: 'table',
    partitionCount: 3,
    settings: [
      { name: 'cleanup.policy', value: 'compact', why: 'compactLatest' },
      { name: 'min.cleanable.dirty.ratio', value: '0.3', why: 'compactOften' },
      { name: 'delete.retention.ms', value: '86400000', why: 'tombstonesDay' },
    ],
  },
  {
    name: 'queue',
    partitionCount: 12,
    settings: [
      { name: 'cleanup.policy', value: 'delete', why: 'keepDays' },
      { name: 'retention.ms', value: '259200000', why: 'keepDays' },
    ],
  },
  {
    name: 'audit',
    partitionCount: 3,
    settings: [
      { name: 'cleanup.policy', value: 'delete', why: 'keepForever' },
      { name: 'retention.ms', value: '-1', why: 'keepForever' },
      { name: 'retention.bytes', value: '-1', why: 'noSizeLimit' },
      { name: 'unclean.leader.election.enable', value: 'false', why: 'noUnclean' },
      { name: 'message.timestamp.type', value: 'LogAppendTime', why: 'appendTime' },
    ],
  },
  {
    name: 'telemetry',
    partitionCount: 6,
    settings: [
      { name: 'cleanup.policy', value: 'delete', why: 'keepHour' },
      { name: 'retention.ms', value: '3600000', why: 'keepHour' },
      { name: 'segment.ms', value: '600000', why: 'smallSegments' },
      { name: 'retention.bytes', value: '1073741824', why: 'sizeCap' },
      { name: 'compression.type', value: 'lz4', why: 'lz4' },
    ],
  },
  {
    name: 'changelog',
    partitionCount: 3,
    settings: [
      { name: 'cleanup.policy', value: 'compact,delete', why: 'compactAndDelete' },
      { name: 'retention.ms', value: '2592000000', why: 'keepMonth' },
    ],
  },
  {
    name: 'deadLetter',
    partitionCount: 1,
    settings: [
      { name: 'cleanup.policy', value: 'delete', why: 'keepMonth' },
      { name: 'retention.ms', value: '2592000000', why: 'keepMonth' },
    ],
  },
];

/** Where three replicas are possible, what must not be lost waits for two of them. */
export function presetsFor(brokerCount: number): readonly Preset[] {
  if (brokerCount < 3) return presetsOfMany;
  const safe: PresetSetting = { name: 'min.insync.replicas', value: '2', why: 'twoInSync' };
  return presetsOfMany.map((preset) =>
    preset.name === 'audit' || preset.name === 'queue' || preset.name === 'table'
      ? { ...preset, settings: [...preset.settings, safe] }
      : preset,
  );
}
