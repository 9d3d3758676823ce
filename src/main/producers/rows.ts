/** Rows of the producers view from what is known of a producer. Pure. */
import { protocolErrorsCodesById } from '@platformatic/kafka';
import type { ProducerStats } from '../../broker/control.ts';
import type {
  Codec,
  Delivery,
  ProducerError,
  ProducerMeasures,
  ProducerPartition,
  ProducerRow,
  ProducerTopic,
} from '../contract/producers.ts';
import type { Metadata } from '../explorer/metadata.ts';
import { hintsOf } from './hints.ts';
import { addConnection, newTally, type Tally } from './tally.ts';
import type { ProducerRate } from './window.ts';

export type Known = {
  /** Those that the brokers still tell of. */
  readonly connections: Map<string, { readonly brokerId: number; readonly stats: ProducerStats }>;
  /** What connections did that are over. */
  readonly past: Tally;
  sinceMs: number;
  lastMs: number;
  /** Of a connection that is over, for a producer that has no other. */
  lastStats: ProducerStats;
};

/** Where topics lie; null before the first metadata. */
export type Placement = Metadata | null;

export type RowFacts = {
  readonly rate: ProducerRate | undefined;
  readonly own: ProducerMeasures | null;
  readonly placement: Placement;
  readonly nowMs: number;
};

const codecs: readonly Codec[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];
/** Silent for longer is idle. */
const writingMs = 10_000;

/** One producer of ours. */
export function rowOf(known: Known, { rate, own, placement, nowMs }: RowFacts): ProducerRow {
  const tally = tallyOf(known);
  const open = [...known.connections.values()].filter(({ stats }) => stats.isOpen);
  const told = open.length > 0 ? open.map(({ stats }) => stats) : [known.lastStats];
  const latest = told.reduce((newest, stats) => (stats.lastMs > newest.lastMs ? stats : newest));
  const written = told.flatMap(({ topics }) => topics).filter(({ batches }) => batches > 0);
  const { principal, softwareName, softwareVersion, clientId, host } = latest;
  const row = {
    clientId,
    host,
    principal,
    software: [softwareName, softwareVersion].filter((text) => text !== '').join(' '),
    topics: topicRows(tally, rate),
    recordsPerS: round(rate?.records ?? 0),
    bytesPerS: Math.round(rate?.bytes ?? 0),
    records: tally.records,
    bytes: tally.bytes,
    batches: tally.batches,
    ...batchesOf(tally, rate),
    codecs: unique(written.map(({ codec }) => codecs[codec] ?? 'none')),
    acks: unique(written.map(({ acks }) => acks)),
    delivery: deliveryOf(latest, written),
    producerIds: uniqueIds(written),
    transaction: transactionOf(latest),
    errors: errorsOf(tally),
    sinceMs: known.sinceMs,
    lastMs: known.lastMs,
    phase: open.length === 0 ? 'gone' : nowMs - known.lastMs < writingMs ? 'writing' : 'idle',
    connectionCount: open.length,
    own,
  } as const;
  const batchesPerS = rate?.batches ?? 0;
  const topicOf = topicFacts(placement);
  const connectionsPerBroker = mostPerBroker(open.map(({ brokerId }) => brokerId));
  return {
    ...row,
    hints: hintsOf({ row, tally, batchesPerS, connectionsPerBroker, topicOf, nowMs }),
  };
}

/** Where its records went, most first within a topic. */
export function partitionRows(known: Known, placement: Placement): readonly ProducerPartition[] {
  return [...tallyOf(known).topics].flatMap(([topic, { records, partitions }]) => {
    const meta = placement?.topics.get(topic)?.partitions ?? [];
    const count = Math.max(meta.length, partitions.length);
    return Array.from({ length: count }, (_, partition) => ({
      topic,
      partition,
      leader: meta[partition]?.leader ?? -1,
      records: partitions[partition] ?? 0,
      share: records > 0 ? (partitions[partition] ?? 0) / records : 0,
      lastSequence: null,
      lastMs: null,
    }));
  });
}

/** Replicas and partitions of topics. */
export function topicFacts(placement: Placement) {
  return (topic: string) => {
    const partitions = placement?.topics.get(topic)?.partitions;
    if (!partitions) return undefined;
    return { replicas: partitions[0]?.replicas.length ?? 1, partitions: partitions.length };
  };
}

function tallyOf({ connections, past }: Known): Tally {
  const tally = newTally();
  Object.assign(tally, {
    records: past.records,
    bytes: past.bytes,
    batches: past.batches,
    duplicates: past.duplicates,
  });
  for (const [name, topic] of past.topics) {
    tally.topics.set(name, { ...topic, partitions: [...topic.partitions] });
  }
  for (const [code, error] of past.errors) tally.errors.set(code, { ...error });
  for (const { stats } of connections.values()) addConnection(tally, stats);
  return tally;
}

function topicRows(tally: Tally, rate: ProducerRate | undefined): Record<string, ProducerTopic> {
  return Object.fromEntries(
    [...tally.topics].map(([name, { records }]) => {
      const now = rate?.topics.get(name);
      return [
        name,
        { recordsPerS: round(now?.records ?? 0), bytesPerS: Math.round(now?.bytes ?? 0), records },
      ];
    }),
  );
}

function batchesOf(tally: Tally, rate: ProducerRate | undefined) {
  const isRecent = rate !== undefined && rate.windowBatches > 0;
  const records = isRecent ? rate.windowRecords : tally.records;
  const bytes = isRecent ? rate.windowBytes : tally.bytes;
  const batches = isRecent ? rate.windowBatches : tally.batches;
  if (batches === 0) return { batchRecords: null, batchBytes: null };
  return { batchRecords: round(records / batches), batchBytes: Math.round(bytes / batches) };
}

type Written = ProducerStats['topics'];

function deliveryOf({ transactionalId }: ProducerStats, written: Written): Delivery {
  if (transactionalId !== null || written.some(({ isTransactional }) => isTransactional)) {
    return 'transactional';
  }
  return written.length > 0 && written.every(({ producerId }) => producerId >= 0)
    ? 'idempotent'
    : 'plain';
}

function uniqueIds(written: Written): ProducerRow['producerIds'] {
  const ids = new Map<number, number>();
  for (const { producerId, producerEpoch } of written) {
    if (producerId >= 0) ids.set(producerId, Math.max(producerEpoch, ids.get(producerId) ?? 0));
  }
  return [...ids].sort(([left], [right]) => left - right).map(([id, epoch]) => ({ id, epoch }));
}

function transactionOf({ transactionalId }: ProducerStats): ProducerRow['transaction'] {
  if (transactionalId === null) return null;
  return { transactionalId, state: null, startedAtMs: null, timeoutMs: null };
}

function errorsOf({ errors }: Tally): readonly ProducerError[] {
  return [...errors]
    .map(([code, error]) => ({ name: protocolErrorsCodesById[code] ?? `ERROR_${code}`, ...error }))
    .sort((left, right) => right.lastMs - left.lastMs);
}

function mostPerBroker(brokerIds: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const id of brokerIds) counts.set(id, (counts.get(id) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}

const unique = <Value extends string | number>(values: readonly Value[]): readonly Value[] =>
  [...new Set(values)].sort();

const round = (value: number): number => Math.round(value * 10) / 10;
