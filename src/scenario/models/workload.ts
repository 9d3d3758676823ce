/** The workload that every service gets: what is sent when, who reads, and what goes wrong. */
import type { ReaderName, RecordKind, Workload } from '../../main/contract/models.ts';
import { drawFor } from './seeded.ts';

/** A record as it is sent; `copy` 1 is the same one sent again. */
export type Message = {
  readonly record: number;
  readonly copy: number;
  readonly key: string;
  readonly kind: RecordKind;
};

export type Reader = {
  readonly name: ReaderName;
  readonly consumers: readonly string[];
  /** Null: every kind. */
  readonly kinds: readonly RecordKind[] | null;
  /** When it first connects. */
  readonly fromMs: number;
};

export const kinds: readonly RecordKind[] = ['order', 'payment', 'refund'];

export const workloadDefault: Workload = {
  seed: 1,
  recordCount: 24,
  keyCount: 4,
  sendIntervalMs: 150,
  workMs: 280,
  workerCount: 2,
  lateAtMs: 4_500,
  crashRecord: 7,
  returnAfterMs: 8_000,
  replayAtMs: 6_000,
  poisonRecord: 15,
  resentRecord: 4,
  serverDownAtMs: null,
};

/** How often an application tries before it gives a record up, where giving up is left to it. */
export const attemptsMax = 3;

/** How long the server is away. */
export const serverAwayMs = 1_500;

/** The records in the order in which they are first sent. */
export function recordsOf(workload: Workload): readonly Message[] {
  return Array.from({ length: workload.recordCount }, (_, record) => ({
    record,
    copy: 0,
    key: `customer-${Math.floor(drawFor(workload.seed, record) * workload.keyCount) + 1}`,
    kind: kinds[record % kinds.length] ?? 'order',
  }));
}

/** Everything that is sent, with its time: the one that is sent again comes after the next. */
export function sendsOf(workload: Workload): readonly (Message & { readonly atMs: number })[] {
  const { sendIntervalMs, resentRecord } = workload;
  return recordsOf(workload).flatMap((message) => {
    const first = { ...message, atMs: message.record * sendIntervalMs };
    if (message.record !== resentRecord) return [first];
    return [first, { ...first, copy: 1, atMs: first.atMs + sendIntervalMs / 2 }];
  });
}

export function readersOf({ workerCount, lateAtMs }: Workload): readonly Reader[] {
  const workers = Array.from({ length: workerCount }, (_, index) => `orders-${index + 1}`);
  const readers: readonly Reader[] = [
    { name: 'orders', consumers: workers, kinds: null, fromMs: 0 },
    { name: 'audit', consumers: ['audit-1'], kinds: null, fromMs: 0 },
    { name: 'refunds', consumers: ['refunds-1'], kinds: ['refund'], fromMs: 0 },
  ];
  if (lateAtMs === null) return readers;
  const late = { name: 'analytics', consumers: ['analytics-1'], kinds: null } as const;
  return [...readers, { ...late, fromMs: lateAtMs }];
}

export function isWanted(reader: Reader, kind: RecordKind): boolean {
  return reader.kinds === null || reader.kinds.includes(kind);
}

/** How long a consumer works on a record; what is not wanted is put aside at once. */
export function workMsOf(workload: Workload, reader: Reader, message: Message): number {
  if (!isWanted(reader, message.kind)) return 1;
  const spread = 0.7 + 0.6 * drawFor(workload.seed, 10_000 + message.record);
  const share = reader.name === 'orders' ? 1 : 0.25;
  return Math.max(1, Math.round(workload.workMs * spread * share));
}
