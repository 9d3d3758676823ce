/** Rows of the producers view. Pure. */
import type { ProducerHint, ProducerRow, ProducersState } from '../../../main/contract/index.ts';

export type Row = ProducerRow & {
  readonly id: string;
  readonly name: string;
  readonly topicNames: readonly string[];
  readonly errorCount: number | null;
  /** Of the id that was used last; null: not idempotent. */
  readonly epoch: number | null;
};

export type Choice = {
  readonly text: string;
  /** Empty: all. */
  readonly topic: string;
  readonly isGoneShown: boolean;
};

export type Names = {
  readonly noClientId: string;
  readonly byId: (id: number) => string;
};

/** What it is called: by its client.id, else by the id that the brokers gave it. */
export function nameOf(producer: ProducerRow, names: Names): string {
  if (producer.clientId !== null) return producer.clientId || names.noClientId;
  if (producer.transaction) return producer.transaction.transactionalId;
  return names.byId(producer.producerIds[0]?.id ?? -1);
}

export function rowOf(id: string, producer: ProducerRow, names: Names): Row {
  return {
    ...producer,
    id,
    name: nameOf(producer, names),
    topicNames: Object.keys(producer.topics).sort(),
    errorCount: producer.errors?.reduce((sum, { count }) => sum + count, 0) ?? null,
    epoch: producer.producerIds.at(-1)?.epoch ?? null,
  };
}

/** Those that are asked for. */
export function chosenRows(state: ProducersState, choice: Choice, names: Names): readonly Row[] {
  const text = choice.text.trim().toLowerCase();
  return Object.entries(state.producers)
    .map(([id, producer]) => rowOf(id, producer, names))
    .filter((row) => choice.isGoneShown || row.phase !== 'gone')
    .filter((row) => choice.topic === '' || row.topics[choice.topic] !== undefined)
    .filter((row) => text === '' || searchText(row).includes(text));
}

/** All topics that somebody writes to. */
export function writtenTopics({ producers }: ProducersState): readonly string[] {
  const names = Object.values(producers).flatMap(({ topics }) => Object.keys(topics));
  return [...new Set(names)].sort();
}

/** To one topic, or to all. */
export function ratesOf(row: ProducerRow, topic: string) {
  if (topic === '') return { records: row.recordsPerS, bytes: row.bytesPerS };
  const one = row.topics[topic];
  if (one) return { records: one.recordsPerS, bytes: one.bytesPerS };
  return { records: 0, bytes: row.bytesPerS === null ? null : 0 };
}

export function totalsOf(rows: readonly Row[], topic: string) {
  let records = 0;
  let bytes: number | null = null;
  for (const row of rows) {
    const rates = ratesOf(row, topic);
    records += rates.records;
    if (rates.bytes !== null) bytes = (bytes ?? 0) + rates.bytes;
  }
  return { records, bytes };
}

/** Hints that cost data stand out. */
export function toneOf({ hints }: ProducerRow): 'attention' | 'failure' | null {
  if (hints.some(({ kind }) => kind === 'errors')) return 'failure';
  const isRisky = ({ kind }: ProducerHint) => kind === 'acks-weak' || kind === 'open-transaction';
  return hints.some(isRisky) ? 'attention' : null;
}

function searchText({ name, host, software, principal, topicNames, producerIds }: Row): string {
  const ids = producerIds.map(({ id }) => String(id));
  return [name, host, software, principal, ...topicNames, ...ids]
    .filter((part) => part !== null)
    .join(' ')
    .toLowerCase();
}
