/**
 * What the cleaner knows of transactions while it walks over a log: which batches belong to aborted
 * ones, and which markers nothing depends on any more.
 */
import { type BatchHeader, isTransactional } from '../../protocol/record-batch.ts';
import type { EndTxnMarker } from '../producer-states.ts';
import type { AbortedTxn } from '../txn-index.ts';

type Aborting = { readonly row: AbortedTxn; hasBatches: boolean };

export class CleanedTransactions {
  /** Aborted transactions with batches left, by their markers' order; taken by `takeRetained`. */
  private retained: AbortedTxn[] = [];
  /** By first offset; those before `next` have been met. */
  private readonly aborted: readonly AbortedTxn[];
  private next = 0;
  private readonly aborting = new Map<number, Aborting>();
  private readonly committing = new Set<number>();

  constructor(aborted: readonly AbortedTxn[]) {
    this.aborted = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset);
  }

  /** Whether a batch of records belongs to an aborted transaction, so that all of it may go. */
  isAborted(header: BatchHeader): boolean {
    this.meetUpTo(header.lastOffset);
    if (!isTransactional(header.attributes)) return false;
    const aborting = this.aborting.get(header.producerId);
    if (!aborting) {
      this.committing.add(header.producerId);
      return false;
    }
    aborting.hasBatches = true;
    return true;
  }

  /**
   * Whether a control batch may go: no batch of its transaction is left before it. `marker` is
   * undefined when it has no record any more or is of another kind.
   */
  isMarkerFree(header: BatchHeader, marker: EndTxnMarker | undefined): boolean {
    this.meetUpTo(header.lastOffset);
    if (!marker) return header.recordCount === 0;
    const { producerId } = header;
    if (marker.isCommit) return !this.committing.delete(producerId);
    const aborting = this.aborting.get(producerId);
    this.aborting.delete(producerId);
    if (!aborting?.hasBatches) return true;
    this.retained.push(aborting.row);
    return false;
  }

  /** Rows for the transaction index of what has been walked over since the last call. */
  takeRetained(): AbortedTxn[] {
    const { retained } = this;
    this.retained = [];
    return retained;
  }

  private meetUpTo(offset: number): void {
    const { aborted, aborting } = this;
    for (; this.next < aborted.length && aborted[this.next].firstOffset <= offset; this.next++) {
      const row = aborted[this.next];
      if (!aborting.has(row.producerId)) aborting.set(row.producerId, { row, hasBatches: false });
    }
  }
}
