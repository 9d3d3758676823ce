/** From found records to a sequence: who wrote what, who read it, in which order and how fast. Pure. */
import type { FollowedRead, FollowedRecord } from '../../../main/contract/index.ts';

export type LaneKind = 'service' | 'client' | 'unknown' | 'group' | 'topic';
/** A column of the diagram. */
export type SequenceLane = { readonly id: string; readonly kind: LaneKind; readonly name: string };

/** A line between two columns. */
export type Arrow = {
  readonly id: string;
  readonly kind: 'write' | 'read';
  /** Indexes of lanes. */
  readonly from: number;
  readonly to: number;
  /** read: no later than this; null: passed, nobody can tell when. */
  readonly atMs: number | null;
  /** Since the record that it answers to was written, or since it was written itself. */
  readonly hopMs: number | null;
  readonly record: FollowedRecord;
  /** read: of the group that has committed past it. */
  readonly groupId: string | null;
  /** How a reader is known: its answer names the span, its group committed, or both follow each other. */
  readonly evidence: 'span' | 'commit' | 'order' | null;
};

export type Sequence = {
  readonly lanes: readonly SequenceLane[];
  readonly arrows: readonly Arrow[];
  readonly startMs: number;
  /** From the first record to the last thing that is known. */
  readonly totalMs: number;
};

export type Known = {
  readonly records: readonly FollowedRecord[];
  readonly reads: readonly FollowedRead[];
};

export const nothingKnown: Known = { records: [], reads: [] };

export function recordId({ topic, partition, offset }: Omit<FollowedRead, 'groupId' | 'atMs'>) {
  return `${topic}/${partition}/${offset}`;
}

/** Adds what came; a read of which more is known takes the place of the old one. */
export function addKnown(known: Known, more: Known): Known {
  const reads = new Map(known.reads.map((read) => [readId(read), read]));
  for (const read of more.reads) reads.set(readId(read), read);
  return { records: [...known.records, ...more.records], reads: [...reads.values()] };
}

function readId(read: FollowedRead): string {
  return `${read.groupId} ${recordId(read)}`;
}

/** Trace id -> how many records, largest first; records without a trace are not in it. */
export function tracesOf(
  records: readonly FollowedRecord[],
): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { traceId } of records) {
    if (traceId !== null) counts.set(traceId, (counts.get(traceId) ?? 0) + 1);
  }
  return [...counts];
}

/** Records of one trace and what was read of them; null: all. */
export function ofTrace({ records, reads }: Known, traceId: string | null): Known {
  if (traceId === null) return { records, reads };
  const chosen = records.filter((record) => record.traceId === traceId);
  const ids = new Set(chosen.map(recordId));
  return { records: chosen, reads: reads.filter((read) => ids.has(recordId(read))) };
}

type Parent = { readonly record: FollowedRecord; readonly isSure: boolean };

/** A row of the table under the diagram, and an item of the diagram: one record with its story. */
export type Step = {
  readonly record: FollowedRecord;
  readonly parent: Parent | null;
  readonly hopMs: number | null;
  readonly sinceStartMs: number;
  readonly reads: readonly FollowedRead[];
};

/** In the order of time; an answer never comes before what it answers, whatever the clocks say. */
export function stepsOf({ records, reads }: Known): readonly Step[] {
  const sorted = [...records].sort(
    (left, right) =>
      left.timestampMs - right.timestampMs ||
      left.topic.localeCompare(right.topic) ||
      left.partition - right.partition ||
      left.offset - right.offset,
  );
  const bySpan = new Map<string, FollowedRecord>();
  for (const record of sorted) {
    if (record.spanId !== null && !bySpan.has(record.spanId)) bySpan.set(record.spanId, record);
  }
  const parents = new Map(
    sorted.map((record, index) => [record, parentOf(record, index, sorted, bySpan)]),
  );
  const readsOf = new Map<string, FollowedRead[]>();
  for (const read of reads) {
    const id = recordId(read);
    readsOf.set(id, [...(readsOf.get(id) ?? []), read]);
  }
  const startMs = sorted[0]?.timestampMs ?? 0;
  return parentsFirst(sorted, parents).map((record) => {
    const parent = parents.get(record) ?? null;
    return {
      record,
      parent,
      hopMs: parent === null ? null : record.timestampMs - parent.record.timestampMs,
      sinceStartMs: record.timestampMs - startMs,
      reads: (readsOf.get(recordId(record)) ?? []).sort(
        (left, right) => (left.atMs ?? Infinity) - (right.atMs ?? Infinity),
      ),
    };
  });
}

/** By its span where the writer names it; else the record of the same trace that came before. */
function parentOf(
  record: FollowedRecord,
  index: number,
  sorted: readonly FollowedRecord[],
  bySpan: ReadonlyMap<string, FollowedRecord>,
): Parent | null {
  if (record.parentSpanId !== null) {
    const parent = bySpan.get(record.parentSpanId);
    return parent === undefined || parent === record ? null : { record: parent, isSure: true };
  }
  // A scenario's service always names the parent: without one it is the first.
  if (record.traceId === null || record.event?.source.startsWith('/scenarios/')) return null;
  for (let at = index - 1; at >= 0; at -= 1) {
    const earlier = sorted[at];
    if (earlier?.traceId !== record.traceId || earlier.topic === record.topic) continue;
    if (!answersTo(earlier, record, bySpan)) {
      return { record: earlier, isSure: false };
    }
  }
  return null;
}

/** Whether a record answers to another, at first or second hand, as the spans say. */
function answersTo(
  record: FollowedRecord,
  other: FollowedRecord,
  bySpan: ReadonlyMap<string, FollowedRecord>,
): boolean {
  const seen = new Set<FollowedRecord>();
  let at: FollowedRecord | undefined = record;
  while (at !== undefined && !seen.has(at)) {
    if (at === other) return true;
    seen.add(at);
    at = at.parentSpanId === null ? undefined : bySpan.get(at.parentSpanId);
  }
  return false;
}

function parentsFirst(
  sorted: readonly FollowedRecord[],
  parents: ReadonlyMap<FollowedRecord, Parent | null>,
): readonly FollowedRecord[] {
  const done = new Set<FollowedRecord>();
  const ordered: FollowedRecord[] = [];
  for (const record of sorted) {
    const chain: FollowedRecord[] = [];
    for (
      let at: FollowedRecord | undefined = record;
      at !== undefined && !done.has(at) && !chain.includes(at);
      at = parents.get(at)?.record
    ) {
      chain.push(at);
    }
    for (const each of chain.toReversed()) {
      done.add(each);
      ordered.push(each);
    }
  }
  return ordered;
}

/** Whether a group is that of a service, by the name alone: `payment-service` is `payment`'s. */
function isGroupOf(groupId: string, name: string): boolean {
  return groupId === name || groupId === `${name}-service` || groupId === `${name}-group`;
}

type Draft = Omit<Arrow, 'from' | 'to'> & { readonly lanes: readonly [SequenceLane, SequenceLane] };

/** Columns and lines, from the first record to the last. */
export function sequenceOf(steps: readonly Step[]): Sequence {
  const drafts = inOrder(draftsOf(steps));
  const lanes = new Map<string, { readonly index: number; readonly lane: SequenceLane }>();
  const indexOf = (lane: SequenceLane) => {
    const known = lanes.get(lane.id);
    if (known) return known.index;
    lanes.set(lane.id, { index: lanes.size, lane });
    return lanes.size - 1;
  };
  const arrows = drafts.map(({ lanes: [from, to], ...arrow }) => ({
    ...arrow,
    from: indexOf(from),
    to: indexOf(to),
  }));
  const times = arrows.flatMap(({ atMs }) => (atMs === null ? [] : [atMs]));
  const startMs = steps[0]?.record.timestampMs ?? 0;
  const endMs = times.reduce((latest, atMs) => Math.max(latest, atMs), startMs);
  return {
    lanes: [...lanes.values()].map(({ lane }) => lane),
    arrows,
    startMs,
    totalMs: endMs - startMs,
  };
}

function draftsOf(steps: readonly Step[]): readonly Draft[] {
  const names = new Set(steps.flatMap(({ record }) => (record.writer ? [record.writer.name] : [])));
  const drafts: Draft[] = [];
  const known = new Set<string>();
  for (const { record, parent, hopMs } of steps) {
    const writer = writerLane(record);
    if (parent !== null && writer.kind !== 'unknown') {
      const id = `read ${recordId(parent.record)} ${writer.id}`;
      if (!known.has(id)) {
        known.add(id);
        drafts.push({
          id,
          kind: 'read',
          lanes: [topicLane(parent.record.topic), writer],
          atMs: record.timestampMs,
          hopMs: null,
          record: parent.record,
          groupId: null,
          evidence: parent.isSure ? 'span' : 'order',
        });
      }
    }
    drafts.push({
      id: `write ${recordId(record)}`,
      kind: 'write',
      lanes: [writer, topicLane(record.topic)],
      atMs: record.timestampMs,
      hopMs,
      record,
      groupId: null,
      evidence: null,
    });
  }
  for (const { record, reads } of steps) {
    for (const { groupId, atMs } of reads) {
      const name = [...names].find((each) => isGroupOf(groupId, each));
      const lane: SequenceLane =
        name === undefined
          ? { id: `group ${groupId}`, kind: 'group', name: groupId }
          : { id: `service ${name}`, kind: 'service', name };
      // Its answer told already that it read the record, and before its commit did.
      if (known.has(`read ${recordId(record)} ${lane.id}`)) continue;
      drafts.push({
        id: `commit ${recordId(record)} ${groupId}`,
        kind: 'read',
        lanes: [topicLane(record.topic), lane],
        atMs,
        hopMs: atMs === null ? null : Math.max(0, atMs - record.timestampMs),
        record,
        groupId,
        evidence: 'commit',
      });
    }
  }
  return drafts;
}

/** By time; what has none comes right after its record. Drafts of equal time stay as they are. */
function inOrder(drafts: readonly Draft[]): readonly Draft[] {
  const writes = new Map<string, number>();
  // Clocks may disagree: a line is never drawn above one that had to come first.
  let latestMs = Number.NEGATIVE_INFINITY;
  const placed = drafts.map((draft, index) => {
    const own = draft.atMs ?? 0;
    const written = writes.get(recordId(draft.record)) ?? Number.NEGATIVE_INFINITY;
    const isCommit = draft.evidence === 'commit';
    const at = isCommit ? Math.max(own, written) : Math.max(own, latestMs);
    if (!isCommit) latestMs = at;
    if (draft.kind === 'write') writes.set(recordId(draft.record), at);
    return { draft, at, index };
  });
  return placed
    .sort((left, right) => left.at - right.at || left.index - right.index)
    .map(({ draft }) => draft);
}

function topicLane(topic: string): SequenceLane {
  return { id: `topic ${topic}`, kind: 'topic', name: topic };
}

function writerLane({ writer, producer }: FollowedRecord): SequenceLane {
  if (writer !== null) {
    const kind = writer.by === 'source' ? 'service' : 'client';
    return { id: `service ${writer.name}`, kind, name: writer.name };
  }
  const name = producer === null ? '' : String(producer.id);
  return { id: `unknown ${name}`, kind: 'unknown', name };
}
