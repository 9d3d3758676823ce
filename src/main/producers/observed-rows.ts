/** Rows from sightings of producer ids: a sequence grows by one with each record. Pure. */
import type { ProducerDetail, ProducerRow, ProducersState } from '../contract/producers.ts';
import { hintsOf } from './hints.ts';
import type { Observation, Sighting } from './observed.ts';
import { type Placement, topicFacts } from './rows.ts';
import { newTally, type Tally } from './tally.ts';

const sequenceCount = 2 ** 31;
/** Partitions remember ids for a day and longer; those silent for so long are not told. */
const rememberMs = 60 * 60_000;
const producerCountMax = 500;
const writingMs = 30_000;

/** Records written between two sightings of the same producer on the same partition. */
export function grown(before: Sighting | undefined, after: Sighting): number {
  if (!before || after.lastSequence < 0) return 0;
  // A new epoch begins its sequences at zero.
  if (before.epoch !== after.epoch) return after.lastSequence + 1;
  return (after.lastSequence - before.lastSequence + sequenceCount) % sequenceCount;
}

/** All of them, from two looks; rates are zero with one. */
export function observedState(
  before: Observation | null,
  after: Observation,
  placement: Placement,
): ProducersState {
  const old = new Map(before?.sightings.map((sighting) => [sightingKey(sighting), sighting]));
  const elapsedS = before ? (after.atMs - before.atMs) / 1000 : 0;
  const byId = Map.groupBy(after.sightings, ({ producerId }) => producerId);
  const rows = [...byId].map(([id, own]): [string, ProducerRow] => [
    observedId(id),
    rowOf(id, own, { old, elapsedS, after, placement }),
  ]);
  const recent = rows
    .filter(([, { lastMs, phase }]) => phase === 'writing' || after.atMs - lastMs < rememberMs)
    .sort(([, left], [, right]) => right.lastMs - left.lastMs)
    .slice(0, producerCountMax);
  return {
    source: 'observed',
    problem: after.problem,
    isPartial: after.isPartial || recent.length < rows.length,
    producers: Object.fromEntries(recent),
  };
}

/** The partitions of one of them. */
export function observedPartitions(
  id: string,
  { sightings }: Observation,
): ProducerDetail['partitions'] {
  const own = sightings.filter(({ producerId }) => observedId(producerId) === id);
  const written = (sighting: Sighting) => sighting.lastSequence + 1;
  const totals = new Map<string, number>();
  for (const sighting of own) {
    totals.set(sighting.topic, (totals.get(sighting.topic) ?? 0) + written(sighting));
  }
  return own
    .map((sighting) => ({
      topic: sighting.topic,
      partition: sighting.partition,
      leader: sighting.leader,
      records: written(sighting),
      share: written(sighting) / Math.max(1, totals.get(sighting.topic) ?? 0),
      lastSequence: sighting.lastSequence,
      lastMs: sighting.lastMs,
    }))
    .sort((left, right) =>
      left.topic === right.topic
        ? left.partition - right.partition
        : left.topic < right.topic
          ? -1
          : 1,
    );
}

/** `producer id 1001`, as its key. */
const observedId = (producerId: number): string => `id:${producerId}`;

type RowFacts = {
  readonly old: ReadonlyMap<string, Sighting>;
  readonly elapsedS: number;
  readonly after: Observation;
  readonly placement: Placement;
};

function rowOf(id: number, own: readonly Sighting[], facts: RowFacts): ProducerRow {
  const { old, elapsedS, after, placement } = facts;
  const epoch = Math.max(...own.map((sighting) => sighting.epoch));
  const lastMs = Math.max(...own.map((sighting) => sighting.lastMs));
  const transaction = after.transactions.get(id) ?? null;
  const isInTransaction = own.some((sighting) => sighting.isInTransaction);
  const topics: Record<string, { recordsPerS: number; bytesPerS: null; records: number }> = {};
  let recordsPerS = 0;
  for (const sighting of own) {
    const rate = elapsedS > 0 ? grown(old.get(sightingKey(sighting)), sighting) / elapsedS : 0;
    const topic = topics[sighting.topic] ?? { recordsPerS: 0, bytesPerS: null, records: 0 };
    topic.recordsPerS = round(topic.recordsPerS + rate);
    topic.records += sighting.lastSequence + 1;
    topics[sighting.topic] = topic;
    recordsPerS += rate;
  }
  const isWriting = recordsPerS > 0 || after.atMs - lastMs < writingMs;
  const row = {
    clientId: null,
    host: null,
    principal: null,
    software: null,
    topics,
    recordsPerS: round(recordsPerS),
    bytesPerS: null,
    records: own.reduce((sum, { lastSequence }) => sum + lastSequence + 1, 0),
    bytes: null,
    batches: null,
    batchRecords: null,
    batchBytes: null,
    codecs: null,
    acks: null,
    delivery: transaction !== null || isInTransaction ? 'transactional' : 'idempotent',
    producerIds: [
      {
        id,
        epoch,
      },
    ],
    transaction,
    errors: null,
    sinceMs: null,
    lastMs,
    phase: isWriting ? 'writing' : 'idle',
    connectionCount: null,
    own: null,
  } as const;
  const tally = tallyOf(own);
  const topicOf = topicFacts(placement);
  const quiet = { batchesPerS: 0, connectionsPerBroker: 0 };
  return { ...row, hints: hintsOf({ row, tally, ...quiet, topicOf, nowMs: after.atMs }) };
}

function tallyOf(own: readonly Sighting[]): Tally {
  const tally = newTally();
  for (const { topic, partition, lastSequence } of own) {
    const sum = tally.topics.get(topic) ?? {
      records: 0,
      bytes: 0,
      batches: 0,
      duplicates: 0,
      partitions: [],
    };
    sum.records += lastSequence + 1;
    sum.partitions[partition] = lastSequence + 1;
    tally.topics.set(topic, sum);
  }
  return tally;
}

const sightingKey = ({ topic, partition, producerId }: Sighting): string =>
  `${topic}-${partition}/${producerId}`;

const round = (value: number): number => Math.round(value * 10) / 10;
