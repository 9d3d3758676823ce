/**
 * The sessions of all clients, bounded (max.incremental.fetch.session.cache.slots). Who finds no
 * slot is served without a session, which costs time but loses nothing.
 */
import type { Env } from '../env/env.ts';
import { errors } from '../protocol/errors.ts';
import { type FetchRequest, FetchSession } from './fetch-session.ts';

const initialEpoch = 0;
const finalEpoch = -1;
const maxEpoch = 0x7fffffff;
/** A session not used for so long gives its slot to anyone. */
const evictableAfterMs = 120_000;

export type SessionRequest = Pick<FetchRequest, 'sessionId' | 'sessionEpoch'> & {
  readonly isReplica: boolean;
  readonly usesTopicIds: boolean;
};

/** `isFull`: the request names all its partitions and the answer does too. */
export type SessionChoice =
  | { readonly errorCode: 0; readonly session: FetchSession; readonly isFull: boolean }
  | { readonly errorCode: number; readonly session: undefined };

export class FetchSessionCache {
  private readonly env: Env;
  private readonly maxSlots: number;
  /** Least recently used first. */
  private readonly sessions = new Map<number, FetchSession>();

  constructor(env: Env, maxSlots: number) {
    this.env = env;
    this.maxSlots = maxSlots;
  }

  get size(): number {
    return this.sessions.size;
  }

  /**
   * The session of a request, by the table of KIP-227. A full request gets a fresh session; call
   * `keep` once its partitions are known.
   */
  choose(request: SessionRequest): SessionChoice {
    const { sessionId, sessionEpoch, isReplica, usesTopicIds } = request;
    if (sessionEpoch === initialEpoch || sessionEpoch === finalEpoch) {
      const old = this.sessions.get(sessionId);
      if (old) this.remove(old);
      return { errorCode: 0, session: new FetchSession(isReplica, usesTopicIds), isFull: true };
    }
    const session = this.sessions.get(sessionId);
    if (!session) return { errorCode: errors.fetchSessionIdNotFound, session: undefined };
    if (session.usesTopicIds !== usesTopicIds) {
      return { errorCode: errors.fetchSessionTopicIdError, session: undefined };
    }
    if (session.nextEpoch !== sessionEpoch) {
      return { errorCode: errors.invalidFetchSessionEpoch, session: undefined };
    }
    session.nextEpoch = sessionEpoch === maxEpoch ? 1 : sessionEpoch + 1;
    this.sessions.delete(sessionId);
    this.sessions.set(sessionId, session);
    session.lastUsedMs = this.env.clock.monotonicMs();
    return { errorCode: 0, session, isFull: false };
  }

  /** Gives a fresh session an id and a slot, when the client asked for it and there is room. */
  keep(session: FetchSession, request: SessionRequest): void {
    if (request.sessionEpoch !== initialEpoch) return;
    const nowMs = this.env.clock.monotonicMs();
    if (this.sessions.size >= this.maxSlots && !this.evictFor(session, nowMs)) return;
    session.id = this.newId();
    session.createdMs = nowMs;
    session.lastUsedMs = nowMs;
    this.sessions.set(session.id, session);
    session.watch();
  }

  /** Ends a session; its parked round is woken and answers without one. */
  remove(session: FetchSession): void {
    this.sessions.delete(session.id);
    session.id = 0;
    if (session.parked) session.parked.wake();
    else session.unwatch();
  }

  clear(): void {
    for (const session of this.sessions.values()) this.remove(session);
  }

  private newId(): number {
    for (;;) {
      const id = 1 + Math.floor(this.env.random.next() * (maxEpoch - 1));
      if (!this.sessions.has(id)) return id;
    }
  }

  /** KIP-227: an idle one goes first; followers displace consumers; large displace small ones that are old enough. */
  private evictFor(wanted: FetchSession, nowMs: number): boolean {
    if (this.maxSlots === 0) return false;
    const [oldest] = this.sessions.values();
    if (nowMs - oldest.lastUsedMs > evictableAfterMs) {
      this.remove(oldest);
      return true;
    }
    let victim: FetchSession | undefined;
    for (const session of this.sessions.values()) {
      if (session.isReplica && !wanted.isReplica) continue;
      const isDisplaced = wanted.isReplica && !session.isReplica;
      const isOutgrown = session.size < wanted.size && nowMs - session.createdMs > evictableAfterMs;
      if (!isDisplaced && !isOutgrown) continue;
      if (!victim || session.size < victim.size) victim = session;
    }
    if (victim) this.remove(victim);
    return victim !== undefined;
  }
}
