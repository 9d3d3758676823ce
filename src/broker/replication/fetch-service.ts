/**
 * Answers Fetch: chooses the session, takes up what the request changes, reads, and parks the
 * round when there is not enough yet. A parked round is woken by the partitions it watches; all
 * that happens in one event is answered together when the event is over.
 */
import type { BrokerConfig } from '../config.ts';
import type { Env } from '../env/env.ts';
import { errors } from '../protocol/errors.ts';
import type { FetchCaller } from './api.ts';
import type { Deadlines, Waiting } from './deadlines.ts';
import { FetchReader, type FetchResponse, type FetchTerms } from './fetch-read.ts';
import {
  addTo,
  hasNews,
  isEnough,
  markTold,
  newOutcome,
  type Outcome,
  type ResponseTopic,
  type Round,
  take,
} from './fetch-round.ts';
import { FetchSessionCache, type SessionRequest } from './fetch-session-cache.ts';
import type { FetchEntry, FetchRequest, FetchSession, ParkedRound } from './fetch-session.ts';
import type { Leaders } from './leaders.ts';
import type { PartitionTable } from './partition-table.ts';
import { isRackAware } from './preferred-replica.ts';
import type { ReplicationThrottle } from './replication-throttle.ts';

const topicIdsFrom = 13;
const nodeEndpointsFrom = 16;
const readCommitted = 1;

export type FetchServiceOptions = {
  readonly config: BrokerConfig;
  readonly table: PartitionTable;
  readonly leaders: Leaders;
  readonly deadlines: Deadlines;
  readonly throttle: ReplicationThrottle;
};

export class FetchService {
  readonly sessions: FetchSessionCache;
  private readonly env: Env;
  private readonly options: FetchServiceOptions;
  private readonly reader: FetchReader;
  private readonly isRackAware: boolean;
  /** Parked rounds whose partitions moved in the current event. */
  private woken: ParkedFetch[] = [];

  constructor(env: Env, options: FetchServiceOptions) {
    this.env = env;
    this.options = options;
    this.reader = new FetchReader(options.table, options.leaders, options.throttle);
    this.isRackAware = isRackAware(options.config);
    this.sessions = new FetchSessionCache(env, options.config.maxIncrementalFetchSessionCacheSlots);
  }

  fetch(caller: FetchCaller, request: FetchRequest): FetchResponse | Promise<FetchResponse> {
    const { apiVersion } = caller;
    const replicaId = apiVersion >= 15 ? request.replicaState.replicaId : request.replicaId;
    const isReplica = replicaId >= 0;
    const asked: SessionRequest = {
      sessionId: request.sessionId,
      sessionEpoch: request.sessionEpoch,
      isReplica,
      usesTopicIds: apiVersion >= topicIdsFrom,
    };
    const choice = this.sessions.choose(asked);
    if (!choice.session) return { errorCode: choice.errorCode, sessionId: 0, responses: [] };
    const { session, isFull } = choice;
    // The client does not wait for the round before: it has more to ask for.
    session.parked?.expire();
    const terms = {
      apiVersion,
      isReplica,
      replicaId,
      isReadCommitted: !isReplica && request.isolationLevel === readCommitted,
      clientRack: isReplica || !this.isRackAware ? '' : request.rackId,
    };
    // Only what goes on can leave something out. A partition that is named as both is forgotten, as
    // in Kafka; a follower means the new one.
    if (!isFull && isReplica) forget(session, request);
    this.takeUp(session, request, terms);
    if (!isFull && !isReplica) forget(session, request);
    if (isFull) this.sessions.keep(session, asked);
    else if (session.size === 0) this.sessions.remove(session);
    const maxBytes = Math.min(request.maxBytes, this.options.config.fetchMaxBytes);
    const minBytes = Math.min(request.minBytes, maxBytes);
    const client = caller.usage?.client;
    const { lease, listenerName } = caller;
    const round = { session, isFull, terms, minBytes, maxBytes, lease, client, listenerName };
    return this.answerOrPark(round, request.maxWaitMs);
  }

  close(): void {
    this.sessions.clear();
    this.woken = [];
  }

  /** Brings the session up to date; a follower's offsets go to the partitions it names. */
  private takeUp(session: FetchSession, request: FetchRequest, terms: FetchTerms): void {
    const { replicaEpoch } = request.replicaState;
    const { activity } = session;
    if (terms.isReplica) activity.lastFetchMs = this.env.clock.monotonicMs();
    if (activity.isOvertaken) {
      activity.isOvertaken = false;
      for (const entry of session.entries()) this.recordFollower(entry, terms, replicaEpoch);
    }
    for (const topic of request.topics) {
      for (const asked of topic.partitions) {
        const entry = session.ask(topic, asked);
        if (terms.isReplica) {
          this.recordFollower(entry, terms, replicaEpoch);
        } else {
          this.reader.resolve(entry);
        }
      }
    }
  }

  private recordFollower(entry: FetchEntry, terms: FetchTerms, brokerEpoch: number): void {
    entry.isUnassigned = false;
    if (this.reader.errorOf(entry, terms) !== errors.none || !entry.partition) return;
    const { partition, fetchOffset } = entry;
    const { log } = partition;
    if (fetchOffset < log.logStartOffset || fetchOffset > log.logEndOffset) return;
    if (this.reader.divergence(entry, partition)) return;
    const isKnown = partition.recordFollowerFetch(terms.replicaId, {
      fetchOffset,
      logStartOffset: entry.logStartOffset,
      brokerEpoch,
      activity: entry.session.activity,
    });
    entry.isUnassigned = !isKnown;
  }

  private answerOrPark(round: Round, maxWaitMs: number): FetchResponse | Promise<FetchResponse> {
    const outcome = this.evaluate(round);
    if (outcome instanceof Promise) return outcome.then((done) => this.answer(round, done, true));
    const isDue = maxWaitMs <= 0 || round.session.size === 0;
    if (isDue || isEnough(round, outcome)) return this.answer(round, outcome, false);
    this.putBack(round, outcome);
    return new Promise((resolve) => {
      const parked = new ParkedFetch(this, round, resolve);
      round.session.parked = parked;
      round.session.watch();
      this.options.deadlines.add(parked, maxWaitMs);
    });
  }

  /** Reads the entries that may have something to say, one after the other. */
  private evaluate(round: Round): Outcome | Promise<Outcome> {
    const outcome = newOutcome(round);
    const { dirty } = round.session;
    if (dirty.size === 0) return outcome;
    return this.readFrom(round, [...dirty], 0, outcome);
  }

  private readFrom(
    round: Round,
    entries: readonly FetchEntry[],
    from: number,
    outcome: Outcome,
  ): Outcome | Promise<Outcome> {
    for (let index = from; index < entries.length; index++) {
      const entry = entries[index];
      const read = this.reader.read(entry, round.terms, outcome.budget);
      if (read instanceof Promise) {
        return read.then((done) => {
          take(outcome, entry, done);
          return this.readFrom(round, entries, index + 1, outcome);
        });
      }
      take(outcome, entry, read);
    }
    return outcome;
  }

  /**
   * Not enough yet. Entries with nothing new need not be looked at again until their partition
   * moves.
   */
  private putBack(round: Round, outcome: Outcome): void {
    outcome.budget.lease.release();
    if (round.isFull) return;
    for (const { entry, read } of outcome.items) {
      if (!hasNews(entry, read) && !read.hasMore) round.session.dirty.delete(entry);
    }
  }

  /** `isLate`: time passed since the entries were read, so that they may have moved again. */
  private answer(round: Round, outcome: Outcome, isLate: boolean): FetchResponse {
    const { session, isFull, terms, listenerName } = round;
    round.lease.absorb(outcome.budget.lease);
    const topics = new Map<string, ResponseTopic>();
    let leaderIds: number[] | undefined;
    for (const { entry, read } of outcome.items) {
      const { data } = read;
      if (isFull || hasNews(entry, read)) {
        addTo(topics, entry, data);
        markTold(entry, read);
        if (data.currentLeader?.leaderId !== undefined) {
          leaderIds ??= [];
          leaderIds.push(data.currentLeader.leaderId);
        }
      }
      const isServed = read.sizeBytes > 0 || read.isUrgent;
      if (isServed || !(read.hasMore || isLate)) session.dirty.delete(entry);
      // Has more to say, but gets its next turn after those that were left out.
      if (isServed) session.dirty.add(entry);
      if (read.sizeBytes === 0 || !entry.partition) continue;
      if (terms.isReplica) {
        this.options.throttle.served(entry.partition, read.sizeBytes);
      } else {
        const { traffic, counts } = entry.partition;
        traffic.bytesOut += read.sizeBytes;
        traffic.recordsOut += read.offsetCount;
        counts.bytesOut += read.sizeBytes;
        counts.recordsOut += read.offsetCount;
        if (round.client) {
          round.client.bytesOut += read.sizeBytes;
          round.client.recordsOut += read.offsetCount;
        }
      }
    }
    const hasHints = leaderIds !== undefined && terms.apiVersion >= nodeEndpointsFrom;
    return {
      errorCode: errors.none,
      sessionId: session.id,
      responses: [...topics.values()],
      nodeEndpoints: hasHints ? this.options.leaders.endpoints(leaderIds ?? [], listenerName) : [],
    };
  }

  /** Called by parked rounds; they are looked at when the current event is over. */
  enqueue(parked: ParkedFetch): void {
    this.woken.push(parked);
    if (this.woken.length === 1) this.env.clock.defer(() => this.drain());
  }

  private drain(): void {
    const woken = this.woken;
    this.woken = [];
    for (const parked of woken) parked.retry();
  }

  /** Answers when there is enough by now. */
  retry(parked: ParkedFetch): void {
    const outcome = this.evaluate(parked.round);
    if (outcome instanceof Promise || isEnough(parked.round, outcome)) this.settle(parked, outcome);
    else this.putBack(parked.round, outcome);
  }

  /** Answers with what there is. */
  expire(parked: ParkedFetch): void {
    this.settle(parked, this.evaluate(parked.round));
  }

  private settle(parked: ParkedFetch, outcome: Outcome | Promise<Outcome>): void {
    const { round } = parked;
    const { session } = round;
    parked.isDone = true;
    this.options.deadlines.remove(parked);
    session.parked = undefined;
    if (session.id === 0) session.unwatch();
    if (outcome instanceof Promise) {
      parked.resolve(outcome.then((done) => this.answer(round, done, true)));
    } else {
      parked.resolve(this.answer(round, outcome, false));
    }
  }
}

function forget(session: FetchSession, { forgottenTopicsData }: FetchRequest): void {
  for (const { topic, topicId, partitions } of forgottenTopicsData) {
    const key = session.usesTopicIds ? topicId : topic;
    for (const index of partitions) session.forget(key, index);
  }
}

/** A round that waits for data or for its deadline. */
class ParkedFetch implements Waiting, ParkedRound {
  deadlineMs = 0;
  deadlineOrder = 0;
  heapIndex = -1;
  isDone = false;
  readonly round: Round;
  readonly resolve: (response: FetchResponse | Promise<FetchResponse>) => void;
  private readonly service: FetchService;
  private isWoken = false;

  constructor(
    service: FetchService,
    round: Round,
    resolve: (response: FetchResponse | Promise<FetchResponse>) => void,
  ) {
    this.service = service;
    this.round = round;
    this.resolve = resolve;
  }

  wake(): void {
    if (this.isWoken || this.isDone) return;
    this.isWoken = true;
    this.service.enqueue(this);
  }

  retry(): void {
    this.isWoken = false;
    if (!this.isDone) this.service.retry(this);
  }

  expire(): void {
    if (!this.isDone) this.service.expire(this);
  }
}
