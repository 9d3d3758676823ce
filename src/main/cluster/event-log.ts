/**
 * The timeline: what happened to processes, and what the metadata log said. Every broker tells
 * the whole of the latter, so each change arrives as often as there are brokers.
 */
import type { MetadataChange } from '../../broker/control.ts';
import type { ClusterEvent } from '../contract/cluster.ts';
import type { Supervisor } from './supervisor.ts';

/** An event that has no number yet. */
export type NewEvent = ClusterEvent extends infer Event
  ? Event extends ClusterEvent
    ? Omit<Event, 'id' | 'atMs'>
    : never
  : never;

const eventCountMax = 500;
const countedKeysMax = 10_000;

/** Numbers, dates and keeps the last events of a cluster. */
export class EventLog {
  #events: readonly ClusterEvent[] = [];
  #idNext = 1;
  readonly #listeners = new Set<(event: ClusterEvent) => void>();

  /** The last 500, oldest first. */
  get recent(): readonly ClusterEvent[] {
    return this.#events;
  }

  append(event: NewEvent): void {
    const full = { id: this.#idNext, atMs: Date.now(), ...event } as ClusterEvent;
    this.#idNext += 1;
    this.#events = [...this.#events.slice(1 - eventCountMax), full];
    for (const listener of this.#listeners) listener(full);
  }

  /** Answers how to stop listening. */
  onEvent(listener: (event: ClusterEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** Writes what a supervisor sees into the log. */
export function recordSupervisor(log: EventLog, supervisor: Supervisor): void {
  const once = new ChangeCounter();
  supervisor.on('event', (event) => {
    if (event.kind === 'broker-started') once.forget(event.brokerId);
    if (event.kind === 'broker-ready') once.join(event.brokerId);
    log.append(event);
  });
  supervisor.on('group', (_brokerId, { groupId, generation, phase, isNewPhase }) => {
    if (phase !== 'preparing' || !isNewPhase) return;
    log.append({ kind: 'group-rebalanced', groupId, generation });
  });
  supervisor.on('metadata', (brokerId, changes) => {
    for (const change of changes) {
      if (once.isNews(brokerId, JSON.stringify(change))) log.append(eventOf(change));
    }
  });
}

/**
 * Tells a change's first report from those of the other brokers. All brokers replay one log, so
 * the n-th report of one change by one broker is the n-th report of it by any other. What a
 * broker replays before it is ready is history.
 */
export class ChangeCounter {
  readonly #countsByBroker = new Map<number, Map<string, number>>();
  readonly #counts = new Map<string, number>();

  /** The broker is up to date: what it tells from now on counts. */
  join(brokerId: number): void {
    this.#countsByBroker.set(brokerId, new Map(this.#counts));
  }

  forget(brokerId: number): void {
    this.#countsByBroker.delete(brokerId);
  }

  isNews(brokerId: number, key: string): boolean {
    const own = this.#countsByBroker.get(brokerId);
    if (!own) return false;
    const count = (own.get(key) ?? 0) + 1;
    own.set(key, count);
    if (count <= (this.#counts.get(key) ?? 0)) return false;
    this.#counts.set(key, count);
    if (this.#counts.size > countedKeysMax) this.#dropOldest();
    return true;
  }

  #dropOldest(): void {
    const [oldest] = this.#counts.keys();
    if (oldest === undefined) return;
    for (const counts of [this.#counts, ...this.#countsByBroker.values()]) counts.delete(oldest);
  }
}

function eventOf(change: MetadataChange): NewEvent {
  switch (change.kind) {
    case 'controller':
      return {
        kind: 'controller-changed',
        controllerId: change.controllerId,
        quorumEpoch: change.epoch,
      };
    default:
      return change;
  }
}
