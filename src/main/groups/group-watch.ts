/**
 * Groups while somebody watches them, and for an hour after: one round over all of them in a few
 * requests, a closer look at those that are open. What is seen is remembered (`GroupTrack`).
 */
import type { GroupStats } from '../../broker/control.ts';
import type { StatsTable } from '../cluster-state/stats-table.ts';
import type { Supervisor } from '../cluster/supervisor.ts';
import type {
  GroupDetail,
  GroupRebalances,
  GroupsState,
  GroupSummary,
  LagSample,
} from '../contract/groups.ts';
import { findingsOf } from '../explorer/group-findings.ts';
import type { CommittedOffset } from '../explorer/group-requests.ts';
import {
  endsWithLast,
  laggingPositions,
  summaryOf,
  type Topics,
  totalLag,
} from '../explorer/group-shape.ts';
import { type GroupsLook, lookAtGroup, lookAtGroups, worstLagS } from '../explorer/groups.ts';
import { isRetriable, toContractErrorLike } from '../explorer/kafka-errors.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import type { LagClock } from '../explorer/lag-clock.ts';
import { partitionKey } from '../explorer/offsets.ts';
import { Poller } from '../explorer/poller.ts';
import type { StateSink } from '../live/live-hub.ts';
import { GroupTrack } from './group-track.ts';
import { partitionNames, RebalanceLog } from './rebalance-log.ts';

export type GroupWatchOptions = {
  readonly link: KafkaLink;
  readonly clock: LagClock;
  /** Null: somebody else's brokers, which tell nothing but what the protocol has. */
  readonly supervisor: Pick<Supervisor, 'on' | 'watchGroups'> | null;
  readonly stats: Pick<StatsTable, 'latest' | 'want'>;
};

type Open = {
  readonly sinks: Set<StateSink<GroupDetail>>;
  readonly poller: Poller;
  readonly startedAtMs: number;
  value: GroupDetail | null;
};

/** Between two looks: while it is watched, and afterwards; of others' brokers less often. */
const pace = {
  own: { listMs: 1_000, groupMs: 1_000, afterMs: 5_000 },
  foreign: { listMs: 3_000, groupMs: 2_000, afterMs: 15_000 },
};
const afterwardsMs = 3_600_000;
/** How long a group whose coordinator is silent is still told of. */
const keptMs = 60_000;
/** Of one round over all groups, in requests, where they are counted. */
const agesMax = 4;
/** How long the first value may take before the one who asked gets the error. */
const firstValueMs = 3_000;

export class GroupWatch {
  readonly #options: GroupWatchOptions;
  readonly #rebalances = new RebalanceLog();
  readonly #tracks = new Map<string, GroupTrack>();
  readonly #open = new Map<string, Open>();
  readonly #listSinks = new Set<StateSink<GroupsState>>();
  readonly #listPoller: Poller;
  readonly #pace: (typeof pace)['own'];
  #list: GroupsState | null = null;
  #listReadAtMs = 0;
  #lastEnds: GroupsLook['ends'] = new Map();
  #watchedAtMs = 0;
  #unwant: (() => void) | null = null;

  constructor(options: GroupWatchOptions) {
    this.#options = options;
    this.#pace = options.link.isPaced ? pace.foreign : pace.own;
    options.supervisor?.on('group', (_brokerId, report) => this.#rebalances.report(report));
    this.#listPoller = new Poller({
      intervalMs: () => this.#listIntervalMs(),
      look: () => this.#lookAtAll(),
      failed: (error) => this.#listFailed(error),
    });
  }

  watchList(sink: StateSink<GroupsState>): () => void {
    this.#listSinks.add(sink);
    if (this.#list) sink.value(this.#list);
    this.#watchedAtMs = Date.now();
    this.#listPoller.wake();
    return () => {
      this.#listSinks.delete(sink);
      this.#watchedAtMs = Date.now();
    };
  }

  watchGroup(groupId: string, sink: StateSink<GroupDetail>): () => void {
    const open = this.#open.get(groupId) ?? this.#openGroup(groupId);
    open.sinks.add(sink);
    if (open.value) sink.value(open.value);
    open.poller.wake();
    // What was watched is remembered for a while: by the round over all.
    this.#watchedAtMs = Date.now();
    this.#listPoller.wake();
    return () => {
      open.sinks.delete(sink);
      this.#watchedAtMs = Date.now();
      if (open.sinks.size === 0) this.#closeGroup(groupId, open);
    };
  }

  watchRebalances(groupId: string, listener: (state: GroupRebalances) => void): () => void {
    return this.#rebalances.watch(groupId, listener);
  }

  watchLag(groupId: string, listener: (sample: LagSample) => void) {
    const track = this.#track(groupId);
    return { items: track.samples, stop: track.onSample(listener) };
  }

  close(): void {
    this.#listPoller.close();
    for (const { poller } of this.#open.values()) poller.close();
    this.#unwant?.();
  }

  #listIntervalMs(): number | null {
    if (this.#listSinks.size > 0) return this.#pace.listMs;
    return Date.now() - this.#watchedAtMs < afterwardsMs ? this.#pace.afterMs : null;
  }

  async #lookAtAll(): Promise<void> {
    const { link, clock } = this.#options;
    const look = await lookAtGroups(link);
    const positions = [...look.committed.values()].flatMap((own) => {
      const lagging = laggingPositions(own, look.ends);
      // Where requests are counted the partition that is furthest behind speaks for its group.
      return link.isPaced ? lagging.slice(0, 1) : lagging;
    });
    const ages = await clock.agesS(link, positions, link.isPaced ? agesMax : undefined);
    const { topics } = await link.metadata();
    const ends = endsWithLast(
      this.#lastEnds,
      look.ends,
      [...look.committed.values()].flat(),
      topics,
    );
    this.#lastEnds = ends;
    const nowMs = Date.now();
    const groups: Record<string, GroupSummary> = this.#silentGroups(look, nowMs);
    for (const group of look.groups) {
      const track = this.#track(group.groupId);
      const committed = look.committed.get(group.groupId) ?? [];
      const known = worstLagS(committed, look.ends, ages);
      // A time that is not known at once is that of the look before; a group without offsets has none.
      const lagS = known ?? (committed.length > 0 ? track.lastLagS : null);
      track.seePhase(group.phase, nowMs);
      track.seeCommitted(committed, nowMs);
      const sample = sampleOf(look, topics, committed, lagS, nowMs);
      if (sample) track.addSample(sample);
      const { forecast } = track;
      groups[group.groupId] = summaryOf(group, committed, ends, { lagS, forecast });
      this.#rebalances.look(
        group.groupId,
        {
          atMs: nowMs,
          phase: group.phase,
          generation: group.epoch,
          members: group.members.map(memberOf),
        },
        this.#options.supervisor !== null,
      );
    }
    this.#list = { groups, staleSinceMs: null };
    this.#listReadAtMs = nowMs;
    this.#forgetOld(nowMs);
    for (const { value } of this.#listSinks) value(this.#list);
  }

  /** Rows of before whose coordinator said nothing this time. */
  #silentGroups({ silent }: GroupsLook, nowMs: number): Record<string, GroupSummary> {
    return Object.fromEntries(
      Object.entries(this.#list?.groups ?? {}).flatMap(([groupId, row]) => {
        const isKept = nowMs - this.#track(groupId).seenAtMs < keptMs;
        return silent.has(row.coordinatorId) && isKept
          ? [[groupId, { ...row, isStale: true }]]
          : [];
      }),
    );
  }

  #listFailed(thrown: unknown): void {
    const error = toContractErrorLike(thrown);
    if (this.#list) {
      this.#list = { ...this.#list, staleSinceMs: this.#listReadAtMs };
      for (const { value } of this.#listSinks) value(this.#list);
    } else if (!isRetriable(error) || Date.now() - this.#watchedAtMs > firstValueMs) {
      for (const { failed } of this.#listSinks) failed(error);
    }
  }

  #openGroup(groupId: string): Open {
    const open: Open = {
      sinks: new Set(),
      startedAtMs: Date.now(),
      value: null,
      poller: new Poller({
        intervalMs: () => (open.sinks.size > 0 ? this.#pace.groupMs : null),
        isFirstAsked: true,
        look: () => this.#lookAtOne(groupId, open),
        failed: (error) => this.#groupFailed(groupId, open, error),
      }),
    };
    this.#open.set(groupId, open);
    this.#tellWatched();
    return open;
  }

  #closeGroup(groupId: string, open: Open): void {
    open.poller.close();
    if (this.#open.get(groupId) === open) this.#open.delete(groupId);
    this.#tellWatched();
  }

  /** Brokers report of the members of open groups only. */
  #tellWatched(): void {
    const { supervisor, stats } = this.#options;
    supervisor?.watchGroups([...this.#open.keys()]);
    if (this.#open.size > 0) this.#unwant ??= stats.want(500);
    else {
      this.#unwant?.();
      this.#unwant = null;
    }
  }

  async #lookAtOne(groupId: string, open: Open): Promise<void> {
    const { link, clock, supervisor } = this.#options;
    const track = this.#track(groupId);
    const { look, committed } = await lookAtGroup(link, clock, {
      groupId,
      stats: this.#statsOf(groupId),
      standsSinceMs: (own) => track.seeCommitted(own, Date.now()),
    });
    const nowMs = Date.now();
    track.seePhase(look.phase, nowMs);
    const ends = new Map(
      Object.entries(look.offsets).flatMap(([key, { logEndOffset }]): [string, number][] =>
        logEndOffset < 0 ? [] : [[key, logEndOffset]],
      ),
    );
    const { topics } = await link.metadata();
    const sample = sampleOf({ ends }, topics, committed, look.lagS, nowMs);
    if (sample) track.addSample(sample);
    this.#rebalances.look(
      groupId,
      {
        atMs: nowMs,
        phase: look.phase,
        generation: look.generation,
        members: Object.values(look.members).map(memberOf),
      },
      supervisor !== null,
    );
    const flow = track.flow(nowMs);
    const detail = {
      ...look,
      forecast: track.forecast,
      ...flow,
      // Their first report may still be on its way: that is no reason to say that none will come.
      hasCoordinatorView: supervisor !== null,
      staleSinceMs: null,
    };
    const rebalancesMs = this.#rebalances.of(groupId).map(({ startedAtMs }) => startedAtMs);
    const watched = { phaseSinceMs: track.phaseSinceMs, rebalancesMs };
    open.value = { ...detail, findings: findingsOf(detail, watched, nowMs) };
    for (const { value } of open.sinks) value(open.value);
  }

  #groupFailed(groupId: string, open: Open, thrown: unknown): void {
    const error = toContractErrorLike(thrown);
    const isFinal = !isRetriable(error);
    if (open.value && !isFinal) {
      const staleSinceMs = open.value.staleSinceMs ?? this.#track(groupId).seenAtMs;
      open.value = { ...open.value, staleSinceMs };
      for (const { value } of open.sinks) value(open.value);
    } else if (isFinal || Date.now() - open.startedAtMs > firstValueMs) {
      // Who watches lets go of it and asks anew: the group may come into being.
      for (const { failed } of open.sinks) failed(error);
    }
  }

  /** As of now: reports come a few times a second. */
  #statsOf(groupId: string): GroupStats | null {
    for (const { atMs, groups } of this.#options.stats.latest.values()) {
      const found = groups?.find((group) => group.groupId === groupId);
      if (!found) continue;
      const olderMs = Math.max(0, Date.now() - atMs);
      return {
        ...found,
        members: found.members.map((member) => ({
          ...member,
          heartbeatAgeMs:
            member.heartbeatAgeMs === null
              ? null
              : Math.round((member.heartbeatAgeMs + olderMs) / 100) * 100,
        })),
      };
    }
    return null;
  }

  #track(groupId: string): GroupTrack {
    const track = this.#tracks.get(groupId) ?? new GroupTrack();
    this.#tracks.set(groupId, track);
    return track;
  }

  #forgetOld(nowMs: number): void {
    for (const [groupId, { seenAtMs }] of this.#tracks) {
      if (seenAtMs > 0 && nowMs - seenAtMs > afterwardsMs) this.#tracks.delete(groupId);
    }
  }
}

/** Null while the end of some partition is not known: its lag would seem to be gone. */
function sampleOf(
  { ends }: Pick<GroupsLook, 'ends'>,
  topics: Topics,
  committed: readonly CommittedOffset[],
  lagS: number | null,
  atMs: number,
): LagSample | null {
  const isWhole = committed.every(
    (name) => ends.has(partitionKey(name)) || !topics.has(name.topic),
  );
  if (committed.length === 0 || !isWhole) return null;
  return {
    atMs,
    lag: totalLag(committed, ends),
    lagS,
    committed: sum(committed.map(({ offset }) => offset)),
    ends: sum(committed.map((name) => ends.get(partitionKey(name)) ?? name.offset)),
  };
}

function memberOf(member: {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly clientId: string;
  readonly host: string;
  readonly assignment: { readonly [topic: string]: readonly number[] };
}) {
  const { memberId, instanceId, clientId, host, assignment } = member;
  return { memberId, instanceId, clientId, host, partitions: partitionNames(assignment) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
