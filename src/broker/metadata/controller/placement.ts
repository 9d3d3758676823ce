/**
 * Where the replicas of new partitions go: striped, as Kafka does it. Racks take turns, within a
 * rack the brokers take turns, both from a random start; each partition moves the start on by one.
 * Unfenced brokers come first and always hold the first replica. After as many partitions as there
 * are unfenced brokers the order is shuffled, so that the same replica sets do not repeat.
 */
import { errors, KafkaError } from '../../protocol/errors.ts';
import type { BrokerImage } from '../image.ts';

export type PlacementRequest = {
  readonly partitionCount: number;
  readonly replicationFactor: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
};

/** Brokers of one rack that take turns. */
class Turns {
  private readonly ids: number[];
  private offset: number;
  private taken = 0;
  private round = 0;

  constructor(ids: readonly number[], random: () => number) {
    this.ids = [...ids].sort((a, b) => a - b);
    this.offset = ids.length === 0 ? 0 : Math.floor(random() * ids.length);
  }

  /** undefined when all have had their turn in this round. */
  next(round: number): number | undefined {
    if (this.ids.length === 0) return undefined;
    if (this.round !== round) {
      this.round = round;
      this.taken = 0;
      this.offset = (this.offset + 1) % this.ids.length;
    }
    if (this.taken >= this.ids.length) return undefined;
    const id = this.ids[(this.taken + this.offset) % this.ids.length];
    this.taken++;
    return id;
  }

  shuffle(random: () => number): void {
    shuffle(this.ids, random);
  }
}

type Rack = { readonly unfenced: Turns; readonly fenced: Turns };

/** One list of replicas per partition, preferred leader first. Throws KafkaError(invalidReplicationFactor). */
export function placeReplicas(
  brokers: Iterable<BrokerImage>,
  { partitionCount, replicationFactor, random }: PlacementRequest,
): number[][] {
  // Who is on the way down is passed over; who has gone may come back.
  const usable = [...brokers].filter(
    ({ inControlledShutdown, isFenced }) => isFenced || !inControlledShutdown,
  );
  const unfencedCount = usable.filter(({ isFenced }) => !isFenced).length;
  if (unfencedCount === 0) throw refuse('All brokers are currently fenced.');
  if (replicationFactor > usable.length) {
    throw refuse(
      `The target replication factor of ${replicationFactor} cannot be reached because only ` +
        `${usable.length} broker(s) are registered or some brokers have all their log directories ` +
        'cordoned.',
    );
  }
  const racks = racksOf(usable, random);
  const placed: number[][] = [];
  let round = 0;
  let rackOffset = Math.floor(random() * racks.length);
  for (let partition = 0; partition < partitionCount; partition++) {
    if (round === unfencedCount && unfencedCount > 1) {
      shuffle(racks, random);
      for (const rack of racks) {
        rack.unfenced.shuffle(random);
        rack.fenced.shuffle(random);
      }
      round = 0;
    }
    placed.push(placePartition(racks, rackOffset % racks.length, round, replicationFactor));
    round++;
    rackOffset++;
  }
  return placed;
}

const refuse = (message: string): KafkaError =>
  new KafkaError(errors.invalidReplicationFactor, message);

function racksOf(brokers: readonly BrokerImage[], random: () => number): Rack[] {
  const names = [...new Set(brokers.map(({ rack }) => rack ?? ''))].sort();
  return names.map((name) => {
    const members = brokers.filter(({ rack }) => (rack ?? '') === name);
    const ids = (isFenced: boolean) =>
      members.filter((broker) => broker.isFenced === isFenced).map(({ id }) => id);
    return { fenced: new Turns(ids(true), random), unfenced: new Turns(ids(false), random) };
  });
}

/** There are enough brokers for all replicas and an unfenced one for the first (checked above). */
function placePartition(
  racks: readonly Rack[],
  start: number,
  round: number,
  replicationFactor: number,
): number[] {
  const replicas: number[] = [];
  let leaderRack = start;
  for (;;) {
    const leader = racks[leaderRack].unfenced.next(round);
    if (leader !== undefined) {
      replicas.push(leader);
      break;
    }
    leaderRack = (leaderRack + 1) % racks.length;
  }
  // The rack of the leader sits out its first turn.
  let skipped = leaderRack;
  let rack = start;
  while (replicas.length < replicationFactor) {
    if (rack === skipped) {
      skipped = -1;
    } else {
      const next = racks[rack].unfenced.next(round) ?? racks[rack].fenced.next(round);
      if (next !== undefined) replicas.push(next);
    }
    rack = (rack + 1) % racks.length;
  }
  return replicas;
}

function shuffle(items: unknown[], random: () => number): void {
  for (let last = items.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [items[last], items[other]] = [items[other], items[last]];
  }
}
