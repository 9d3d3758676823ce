/** What transactions leave in a log: markers, and records that were never committed. */
import type { ControlKind } from '../contract/messages.ts';
import { type Batch, recordsOf } from './batches.ts';
import type { AbortedTransaction } from './raw-fetch.ts';

/** By the type in a control record's key. */
const controlKinds: readonly ControlKind[] = [
  'abort',
  'commit',
  'leader-change',
  'snapshot-header',
  'snapshot-footer',
  'kraft-version',
  'kraft-voters',
];

/** What a control record is, by its key. */
export function controlKindOf(key: Buffer | null): ControlKind {
  const type = key !== null && key.length >= 4 ? key.readInt16BE(2) : -1;
  return controlKinds[type] ?? 'unknown';
}

/**
 * Tells the batches of aborted transactions, as Kafka's consumer does: an answer names the
 * transactions that were aborted, each of which lasts until its marker. Batches come in order.
 */
export class AbortedBatches {
  readonly #open = new Set<number>();
  readonly #waiting: AbortedTransaction[];

  constructor(aborted: readonly AbortedTransaction[]) {
    this.#waiting = aborted.toSorted((left, right) => left.firstOffset - right.firstOffset);
  }

  isAborted(batch: Batch): boolean {
    for (;;) {
      const next = this.#waiting[0];
      if (next === undefined || next.firstOffset > batch.lastOffset) break;
      this.#open.add(next.producerId);
      this.#waiting.shift();
    }
    if (batch.isControl) {
      if (this.#open.has(batch.producerId) && isAbortMarker(batch)) {
        this.#open.delete(batch.producerId);
      }
      return false;
    }
    return batch.isTransactional && this.#open.has(batch.producerId);
  }
}

function isAbortMarker(batch: Batch): boolean {
  return controlKindOf(recordsOf(batch)[0]?.key ?? null) === 'abort';
}
