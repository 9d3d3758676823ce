/** What is to be sent, in the database with the rows that it tells of. */
import type { Outgoing } from '../service/outgoing.ts';
import type { Store } from './store.ts';

type Stored = {
  readonly id: number;
  readonly topic: string;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: string;
  readonly timestampMs: number;
  readonly eventMs: number;
  readonly eventId: string;
  readonly type: string;
  readonly traceId: string;
  readonly parentId: string | null;
};

const putSql = `INSERT INTO _outbox (instance, topic, key, value, headers, timestamp_ms, event_ms,
  event_id, type, trace_id, parent_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`;
const allSql = `SELECT id, topic, key, value, headers, timestamp_ms AS timestampMs,
  event_ms AS eventMs, event_id AS eventId, type, trace_id AS traceId, parent_id AS parentId
  FROM _outbox WHERE instance = ? AND id > ? ORDER BY id LIMIT 1000`;

/** Keeps it until it is acknowledged; inside the transaction of the rows. Answers it with its id. */
export function putIntoOutbox(store: Store, instance: number, record: Outgoing): Outgoing {
  const { topic, key, value, timestampMs, eventMs, id, type, traceId, parentId } = record;
  const headers = JSON.stringify(record.headers);
  const columns = [timestampMs, eventMs, id, type, traceId, parentId];
  const outboxId = store.insertOne(putSql, instance, topic, key, value, headers, ...columns);
  return { ...record, outboxId };
}

/** What an earlier life of this instance did not see acknowledged, oldest first. */
export function leftInOutbox(store: Store, instance: number, afterId: number): readonly Outgoing[] {
  return store
    .all<Stored>(allSql, instance, afterId)
    .map(({ id, eventId, headers, ...stored }) => ({
      ...stored,
      id: eventId,
      partition: null,
      headers: JSON.parse(headers) as Outgoing['headers'],
      outboxId: id,
    }));
}

/** They are acknowledged. */
export function dropFromOutbox(store: Store, records: readonly Outgoing[]): void {
  const ids = records.flatMap(({ outboxId }) => (outboxId === undefined ? [] : [outboxId]));
  if (ids.length === 0) return;
  store.transaction(() => {
    for (const id of ids) store.change('DELETE FROM _outbox WHERE id = ?', id);
  });
}

export function outboxCount(store: Store): number {
  return store.get<{ readonly count: number }>('SELECT count(*) AS count FROM _outbox')?.count ?? 0;
}
