/** Reads moments out of a recording. Pure. */
import {
  applyPatch,
  type ClusterEvent,
  type ClusterHistory,
  type HistoryPoint,
  type PastCluster,
} from '../../../main/contract/index.ts';

export type Moment = { readonly atMs: number; readonly value: PastCluster };

/** Recordings are asked for a minute at a time. */
export const stretchMs = 60_000;

export function stretchOf(atMs: number): number {
  return Math.floor(atMs / stretchMs) * stretchMs;
}

/** All moments of a stretch; what did not change between two is shared. */
export function momentsOf({ first, steps }: ClusterHistory): readonly Moment[] {
  if (!first) return [];
  const moments: Moment[] = [first];
  let value = first.value;
  for (const { atMs, patch } of steps) {
    value = applyPatch(value, patch);
    moments.push({ atMs, value });
  }
  return moments;
}

/** What was so at that time: the last change before it. */
export function momentAt(moments: readonly Moment[], atMs: number): Moment | null {
  return moments.findLast((moment) => moment.atMs <= atMs) ?? moments[0] ?? null;
}

/** What a key does to the moment that is shown; null: back to now. */
export function moved(
  key: string,
  isFar: boolean,
  atMs: number,
  range: { readonly fromMs: number; readonly nowMs: number },
  events: readonly ClusterEvent[],
): number | null {
  const next = target(key, isFar, atMs, range, events);
  if (next === null || next >= range.nowMs) return null;
  return Math.max(range.fromMs, next);
}

/** Keys that `moved` understands. */
export const scrubKeys: ReadonlySet<string> = new Set([
  'ArrowLeft',
  'ArrowRight',
  'PageUp',
  'PageDown',
  'Home',
  'End',
  'Escape',
  '[',
  ']',
]);

function target(
  key: string,
  isFar: boolean,
  atMs: number,
  { fromMs, nowMs }: { readonly fromMs: number; readonly nowMs: number },
  events: readonly ClusterEvent[],
): number | null {
  const stepMs = isFar ? 10_000 : 1_000;
  switch (key) {
    case 'ArrowLeft':
      return atMs - stepMs;
    case 'ArrowRight':
      return atMs + stepMs;
    case 'PageUp':
      return atMs - 60_000;
    case 'PageDown':
      return atMs + 60_000;
    case 'Home':
      return fromMs;
    case '[':
      return events.findLast((event) => event.atMs < atMs - 50)?.atMs ?? fromMs;
    case ']':
      return events.find((event) => event.atMs > atMs + 50)?.atMs ?? nowMs;
    default:
      return null;
  }
}

/** Events that deserve a mark of their own; the many of one moment are one. */
export type Mark = {
  readonly atMs: number;
  readonly kind: 'failure' | 'controller' | 'leader' | 'back' | 'topic' | 'isr';
  readonly brokerId: number | null;
  readonly events: readonly ClusterEvent[];
};

const sameMomentMs = 400;

export function marksOf(events: readonly ClusterEvent[], fromMs: number): readonly Mark[] {
  const marks: Mark[] = [];
  for (const event of events) {
    if (event.atMs < fromMs) continue;
    const kind = markKind(event);
    if (kind === null) continue;
    const last = marks.at(-1);
    if (last && last.kind === kind && event.atMs - last.atMs < sameMomentMs) {
      marks[marks.length - 1] = { ...last, events: [...last.events, event] };
      continue;
    }
    const brokerId = 'brokerId' in event ? event.brokerId : null;
    marks.push({ atMs: event.atMs, kind, brokerId, events: [event] });
  }
  return marks;
}

function markKind(event: ClusterEvent): Mark['kind'] | null {
  switch (event.kind) {
    case 'broker-exited':
    case 'broker-frozen':
    case 'replica-damaged':
      return 'failure';
    case 'broker-ready':
    case 'broker-thawed':
      return 'back';
    case 'controller-changed':
      return 'controller';
    case 'leader-changed':
      return 'leader';
    case 'isr-changed':
      return 'isr';
    case 'topic-created':
    case 'topic-deleted':
      return 'topic';
    case 'broker-fenced':
    case 'broker-unfenced':
      return event.kind === 'broker-fenced' ? 'failure' : 'back';
    default:
      return null;
  }
}

/** Where a broker was up, as stretches of time, with the share of partitions that it led. */
export type Lane = {
  readonly brokerId: number;
  readonly parts: readonly {
    readonly fromMs: number;
    readonly toMs: number;
    readonly isUp: boolean;
    readonly leaderShare: number;
  }[];
};

export function lanesOf(points: readonly HistoryPoint[], nowMs: number): readonly Lane[] {
  const ids = [...new Set(points.flatMap(({ brokers }) => Object.keys(brokers)))].map(Number);
  ids.sort((a, b) => a - b);
  const most = Math.max(
    1,
    ...points.flatMap(({ brokers }) => Object.values(brokers).map((one) => one.leaderCount)),
  );
  return ids.map((brokerId) => ({ brokerId, parts: partsOf(points, brokerId, most, nowMs) }));
}

function partsOf(
  points: readonly HistoryPoint[],
  brokerId: number,
  most: number,
  nowMs: number,
): Lane['parts'] {
  const parts: { fromMs: number; toMs: number; isUp: boolean; leaderShare: number }[] = [];
  points.forEach(({ atMs, brokers }, index) => {
    const broker = brokers[brokerId];
    if (!broker) return;
    const isAnswering = broker.phase === 'ready' || broker.phase === 'foreign';
    const isUp = isAnswering && !broker.isFenced;
    const leaderShare = broker.leaderCount / most;
    const toMs = points[index + 1]?.atMs ?? nowMs;
    const last = parts.at(-1);
    if (last && last.isUp === isUp && last.leaderShare === leaderShare && last.toMs === atMs) {
      last.toMs = toMs;
    } else parts.push({ fromMs: atMs, toMs, isUp, leaderShare });
  });
  return parts;
}
