/** A reset before it is done: where to, what it means in sum, offsets out of a file. */
import type {
  GroupDetail,
  OffsetToSet,
  PlannedReset,
  PlanResetParams,
} from '../../../main/contract/index.ts';

/** One click each. */
export const presets = [
  'earliest',
  'latest',
  'ago-10',
  'ago-60',
  'ago-1440',
  'timestamp',
  'offset',
  'shift-by',
  'each',
  'file',
] as const;
export type Preset = (typeof presets)[number];

/** What is wanted most, and reads less again than all there is. */
export const presetFirst: Preset = 'ago-10';

export type ResetForm = {
  readonly preset: Preset;
  /** None: all. */
  readonly topics: readonly string[];
  /** None: all; only told apart when one topic is chosen. */
  readonly partitions: readonly number[];
  readonly number: number;
  /** Null: what was typed is no time. */
  readonly timestampMs: number | null;
  /** Per partition, as typed; only the ones that were touched. */
  readonly each: { readonly [topicPartition: string]: number };
  readonly file: readonly OffsetToSet[];
};

const minuteMs = 60_000;

/** What to ask for; null while it is not fully said. `openedAtMs` is what "ago" counts from. */
export function planParams(
  form: ResetForm,
  detail: GroupDetail,
  openedAtMs: number,
): PlanResetParams | null {
  const { groupId } = detail;
  const topics = scopeTopics(form, detail);
  const { partitions } = form;
  const isOne = topics.length === 1 && partitions.length > 0;
  const scope = topics.map((topic) => ({ topic, ...(isOne && { partitions: [...partitions] }) }));
  const target = targetOf(form, detail, openedAtMs);
  if (target === null) return null;
  if (target.to === 'each' ? target.offsets.length === 0 : scope.length === 0) return null;
  return { groupId, scope, target };
}

function scopeTopics(form: ResetForm, detail: GroupDetail): readonly string[] {
  if (form.topics.length > 0) return form.topics;
  const offsets = Object.values(detail.offsets).filter(
    ({ problem }) => problem !== 'topic-deleted',
  );
  return [...new Set(offsets.map(({ topic }) => topic))].sort();
}

function targetOf(
  form: ResetForm,
  detail: GroupDetail,
  openedAtMs: number,
): PlanResetParams['target'] | null {
  const { preset, number, timestampMs } = form;
  switch (preset) {
    case 'earliest':
    case 'latest':
      return { to: preset };
    case 'ago-10':
    case 'ago-60':
    case 'ago-1440':
      return { to: 'timestamp', timestampMs: openedAtMs - Number(preset.slice(4)) * minuteMs };
    case 'timestamp':
      return timestampMs === null ? null : { to: 'timestamp', timestampMs };
    case 'offset':
      return { to: 'offset', offset: Math.max(0, number) };
    case 'shift-by':
      return { to: 'shift-by', by: number };
    case 'each':
      return { to: 'each', offsets: eachOffsets(form, detail) };
    case 'file':
      return { to: 'each', offsets: form.file };
  }
}

/** Where nothing was typed the group stays. */
function eachOffsets(form: ResetForm, detail: GroupDetail): readonly OffsetToSet[] {
  const topics = scopeTopics(form, detail);
  return Object.entries(detail.offsets).flatMap(([key, { topic, partition, committedOffset }]) => {
    const offset = form.each[key] ?? committedOffset;
    return offset !== null && topics.includes(topic) ? [{ topic, partition, offset }] : [];
  });
}

export type PlanTotals = {
  readonly again: number;
  readonly skipped: number;
  /** Partitions whose committed offset becomes another one. */
  readonly changed: readonly PlannedReset[];
  /** When the earliest message that will be read was written. */
  readonly firstMs: number | null;
};

export function planTotals(rows: readonly PlannedReset[]): PlanTotals {
  const times = rows.flatMap(({ first, again }) => (first && again > 0 ? [first.timestampMs] : []));
  return {
    again: rows.reduce((sum, { again }) => sum + again, 0),
    skipped: rows.reduce((sum, { skipped }) => sum + skipped, 0),
    changed: rows.filter(({ now, next }) => now !== next),
    firstMs: times.length === 0 ? null : Math.min(...times),
  };
}

export type ReadFile =
  | { readonly isRead: true; readonly offsets: readonly OffsetToSet[] }
  /** `line` counts from 1; 0: nothing in it. */
  | { readonly isRead: false; readonly line: number; readonly text: string };

/** CSV of topic, partition, offset (a group before them is left out), or JSON of the same. */
export function readOffsetsFile(text: string): ReadFile {
  const trimmed = text.trim();
  if (trimmed.startsWith('[') || trimmed.startsWith('{')) return readJson(trimmed);
  const offsets: OffsetToSet[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const words = line.split(',').map((word) => word.trim().replace(/^"(.*)"$/, '$1'));
    const offset = toOffset(words.at(-3), words.at(-2), words.at(-1));
    // A first line of names.
    if (!offset && offsets.length === 0 && /offset/i.test(line)) continue;
    if (!offset) return { isRead: false, line: index + 1, text: line.slice(0, 80) };
    offsets.push(offset);
  }
  return offsets.length > 0 ? { isRead: true, offsets } : { isRead: false, line: 0, text: '' };
}

function readJson(text: string): ReadFile {
  try {
    const parsed: unknown = JSON.parse(text);
    const items = Array.isArray(parsed)
      ? parsed
      : ((parsed as { offsets?: unknown }).offsets ?? Object.values(parsed as object));
    const offsets = (items as Record<string, unknown>[]).flatMap((item) => {
      const value = item['offset'] ?? item['committedOffset'] ?? item['committed'];
      return toOffset(item['topic'], item['partition'], value) ?? [];
    });
    if (offsets.length > 0) return { isRead: true, offsets };
  } catch {
    // Not JSON after all; said below.
  }
  return { isRead: false, line: 1, text: text.slice(0, 80) };
}

function toOffset(topic: unknown, partition: unknown, offset: unknown): OffsetToSet | null {
  const [index, value] = [Number(partition), Number(offset)];
  const isWhole = [partition, offset].every(
    (given) => typeof given === 'number' || (typeof given === 'string' && /^\d+$/.test(given)),
  );
  if (typeof topic !== 'string' || topic === '' || !isWhole) return null;
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(value) || value < 0) return null;
  return { topic, partition: index, offset: value };
}
