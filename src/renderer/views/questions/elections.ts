/** What the cluster's events say about how long it took to go on after a broker went. Pure. */
import type { ClusterEvent, ClusterState } from '../../../main/contract/index.ts';
import { isAnswering } from '../../objects/answering.ts';

export type Cause = 'killed' | 'crashed' | 'frozen' | 'vanished';

/** Times count from when the broker went. */
export type Measurement = {
  readonly id: number;
  readonly atMs: number;
  readonly brokerId: number;
  readonly cause: Cause;
  /** Null: it was not the controller, or nobody is yet. */
  readonly controllerAfterMs: number | null;
  /** Partitions that got another leader. */
  readonly leaderCount: number;
  readonly firstLeaderAfterMs: number | null;
  readonly lastLeaderAfterMs: number | null;
  /** When it took part again. */
  readonly backAfterMs: number | null;
  readonly isOver: boolean;
};

/** What happens later has another cause: a broker that is silent is noticed after 9 s. */
const windowMs = 25_000;

/** Newest first. */
export function measurementsOf(
  events: readonly ClusterEvent[],
  nowMs: number,
): readonly Measurement[] {
  const found: Measurement[] = [];
  for (const event of events) {
    const cause = causeOf(event);
    if (cause !== null && 'brokerId' in event) {
      const known = found.findLast(({ brokerId }) => brokerId === event.brokerId);
      // A killed broker is fenced a moment later: that is the same event, seen again.
      if (cause !== 'vanished' || known === undefined || known.backAfterMs !== null) {
        found.push(begin(event, event.brokerId, cause));
        continue;
      }
    }
    const last = found.at(-1);
    if (last && event.atMs - last.atMs <= windowMs) found[found.length - 1] = add(last, event);
    noteReturn(found, event);
  }
  return found
    .map((each) => ({ ...each, isOver: each.isOver || nowMs - each.atMs > windowMs }))
    .reverse();
}

function causeOf(event: ClusterEvent): Cause | null {
  switch (event.kind) {
    case 'broker-exited':
      // Stopped in order it hands its leaders over before it goes.
      if (event.exit.reason === 'stopped') return null;
      return event.exit.reason === 'killed-by-user' || event.exit.reason === 'killed'
        ? 'killed'
        : 'crashed';
    case 'broker-frozen':
      return 'frozen';
    case 'broker-fenced':
      return 'vanished';
    default:
      return null;
  }
}

function begin(event: ClusterEvent, brokerId: number, cause: Cause): Measurement {
  return {
    id: event.id,
    atMs: event.atMs,
    brokerId,
    cause,
    controllerAfterMs: null,
    leaderCount: 0,
    firstLeaderAfterMs: null,
    lastLeaderAfterMs: null,
    backAfterMs: null,
    isOver: false,
  };
}

function add(last: Measurement, event: ClusterEvent): Measurement {
  const afterMs = event.atMs - last.atMs;
  // Once it is back, leaders move back to it: that is no consequence of its death.
  if (last.backAfterMs !== null) return last;
  if (event.kind === 'controller-changed') {
    const isNew = event.controllerId >= 0 && event.controllerId !== last.brokerId;
    return isNew && last.controllerAfterMs === null
      ? { ...last, controllerAfterMs: afterMs }
      : last;
  }
  if (event.kind === 'leader-changed') {
    const isMoved = event.leader >= 0 && event.leader !== last.brokerId && event.leaderEpoch > 0;
    if (!isMoved) return last;
    return {
      ...last,
      leaderCount: last.leaderCount + 1,
      firstLeaderAfterMs: last.firstLeaderAfterMs ?? afterMs,
      lastLeaderAfterMs: afterMs,
    };
  }
  return last;
}

function noteReturn(found: Measurement[], event: ClusterEvent): void {
  const isReturn =
    event.kind === 'broker-ready' ||
    event.kind === 'broker-thawed' ||
    event.kind === 'broker-unfenced';
  if (!isReturn) return;
  const at = found.findLastIndex(
    ({ brokerId, backAfterMs }) => brokerId === event.brokerId && backAfterMs === null,
  );
  const entry = found[at];
  if (!entry) return;
  found[at] = { ...entry, backAfterMs: event.atMs - entry.atMs, isOver: true };
}

export type Spread = {
  readonly values: readonly number[];
  readonly min: number;
  readonly median: number;
  readonly max: number;
};

/** Null: there is nothing to spread. */
export function spreadOf(values: readonly number[]): Spread | null {
  const sorted = values.toSorted((left, right) => left - right);
  const [first] = sorted;
  if (first === undefined) return null;
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[middle - 1] ?? first, sorted[middle] ?? first];
  return {
    values: sorted,
    min: first,
    max: sorted.at(-1) ?? first,
    median: sorted.length % 2 === 1 ? high : (low + high) / 2,
  };
}

export const spreadNames = ['controller', 'frozen', 'leaders'] as const;

/** Controllers that were killed, that were frozen, and leaders of brokers that were killed. */
export function spreadsOf(measurements: readonly Measurement[]): {
  readonly [Name in (typeof spreadNames)[number]]: Spread | null;
} {
  const isSudden = ({ cause }: Measurement) => cause === 'killed' || cause === 'crashed';
  const times = (of: readonly Measurement[], name: 'controllerAfterMs' | 'lastLeaderAfterMs') =>
    spreadOf(of.flatMap((each) => each[name] ?? []));
  const sudden = measurements.filter(isSudden);
  const frozen = measurements.filter(({ cause }) => cause === 'frozen');
  return {
    controller: times(sudden, 'controllerAfterMs'),
    frozen: times(frozen, 'controllerAfterMs'),
    leaders: times(sudden, 'lastLeaderAfterMs'),
  };
}

/** Who can be taken away to measure, and whether a majority would be left. */
export function targetsOf(cluster: ClusterState): {
  readonly controllerId: number | null;
  /** Leads the most partitions besides the controller; null: none leads any. */
  readonly leaderId: number | null;
  readonly isSafe: boolean;
} {
  const brokers = Object.values(cluster.brokers);
  const up = brokers.filter(isAnswering);
  const isSafe = (up.length - 1) * 2 > brokers.length;
  const controller = cluster.brokers[cluster.controllerId];
  const leader = up
    .filter(({ id, leaderCount }) => id !== cluster.controllerId && leaderCount > 0)
    .toSorted((left, right) => right.leaderCount - left.leaderCount)[0];
  return {
    controllerId: isAnswering(controller) ? cluster.controllerId : null,
    leaderId: leader?.id ?? null,
    isSafe,
  };
}
