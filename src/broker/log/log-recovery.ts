/**
 * Opening a log. After an unclean end everything from the recovery point on is checked, indexes
 * are built again, and the log is cut at the first damaged byte.
 */
import type { Env } from '../env/env.ts';
import type { BatchHeader } from '../protocol/record-batch.ts';
import { hasSoundEnd } from './index-check.ts';
import type { LeaderEpochs } from './leader-epochs.ts';
import type { SegmentList } from './segment-list.ts';
import { scanHeaders } from './segment-scan.ts';
import { type TxnIndex, txnIndexName } from './txn-index.ts';

export type RecoveryInput = {
  readonly dir: string;
  readonly name: string;
  readonly isCleanShutdown: boolean;
  /** Nothing that was written is lost: only what a kill left half done is looked for. */
  readonly isIntact: boolean;
  readonly recoveryPoint: number;
  readonly logStartOffset: number;
  readonly indexIntervalBytes: number;
};

export type Recovered = {
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly recoveryPoint: number;
  /** Producer snapshots and aborted transactions above it have to be made again. */
  readonly trustedOffset: number;
};

/** Fills `segments`, `epochs` and `aborted` from the folder. */
export function recoverLog(
  env: Env,
  input: RecoveryInput,
  parts: {
    readonly segments: SegmentList;
    readonly epochs: LeaderEpochs;
    readonly aborted: TxnIndex;
  },
): Recovered {
  const { segments, epochs } = parts;
  const names = segments.load();
  if (segments.all.length === 0) segments.add(input.logStartOffset);
  const logStartOffset = Math.max(input.logStartOffset, segments.all[0].baseOffset);
  const trustedFrom = checkSegments(env, input, parts, names);
  let logEndOffset = segments.active.noteEnd();
  if (logEndOffset < logStartOffset) {
    env.logger.warn(
      'log',
      `${input.name}: ends at ${logEndOffset}, before its start; goes on empty at ${logStartOffset}`,
    );
    segments.removeAll();
    segments.add(logStartOffset).create();
    logEndOffset = logStartOffset;
  }
  if (epochs.isDamaged) rebuildEpochs(segments, epochs);
  epochs.truncateEnd(logEndOffset);
  epochs.truncateStart(logStartOffset);
  return {
    logStartOffset,
    logEndOffset,
    recoveryPoint: input.isCleanShutdown
      ? logEndOffset
      : Math.min(input.recoveryPoint, logEndOffset),
    trustedOffset: Math.min(trustedFrom, logEndOffset),
  };
}

/** Returns from where on snapshots and aborted transactions are not to be trusted. */
function checkSegments(
  env: Env,
  input: RecoveryInput,
  { segments, epochs, aborted }: Parameters<typeof recoverLog>[2],
  names: ReadonlySet<string>,
): number {
  const { dir, indexIntervalBytes } = input;
  let trustedOffset = Number.MAX_SAFE_INTEGER;
  const visit = (header: BatchHeader): void => {
    if (header.leaderEpoch > epochs.latest) epochs.assign(header.leaderEpoch, header.baseOffset);
  };
  for (let index = 0; index < segments.all.length; index++) {
    const segment = segments.all[index];
    const { baseOffset } = segment;
    const check = checkOf(input, segments, index);
    const from = check.kind === 'recover' ? check.from : Number.MAX_SAFE_INTEGER;
    // Behind a rebuilt row all rows are made again, in the order of their markers.
    const hasAborted = names.has(txnIndexName(baseOffset));
    const isSound =
      trustedOffset > baseOffset &&
      from > baseOffset &&
      (!hasAborted || aborted.load(dir, baseOffset));
    if (!isSound) {
      if (hasAborted) aborted.reset(dir, baseOffset);
      trustedOffset = Math.min(trustedOffset, baseOffset);
    } else if (check.kind === 'recover') {
      aborted.truncateTo(from, dir, baseOffset);
      trustedOffset = from;
    }
    if (check.kind === 'none' || segment.sizeBytes === 0) continue;
    const options = { indexIntervalBytes, visit, from };
    const cutBytes = check.kind === 'resume' ? segment.resume(options) : segment.recover(options);
    if (cutBytes === 0) continue;
    env.logger.warn(
      'log',
      `${input.name}: cut ${cutBytes} damaged bytes at the end of segment ${baseOffset}`,
    );
    segments.removeAfter(index);
  }
  return trustedOffset;
}

/** What a segment needs; `recover` trusts what stands below `from`. */
type Check = { readonly kind: 'none' | 'resume' } | { readonly kind: 'recover'; from: number };

function checkOf(input: RecoveryInput, segments: SegmentList, index: number): Check {
  const segment = segments.all[index];
  const isActive = segment === segments.active;
  if (input.isCleanShutdown) {
    const isSound = !isActive || hasSoundEnd(segment, segment.index);
    return isSound ? { kind: 'none' } : { kind: 'recover', from: segment.baseOffset };
  }
  if (input.isIntact) return { kind: isActive ? 'resume' : 'none' };
  const endOffset = segments.endOf(index, Number.MAX_SAFE_INTEGER);
  // A truncation lowers the recovery point, and a crash may come before its checkpoint says so: a
  // segment that does not reach the next one is suspect wherever it stands.
  if (!isActive && segment.noteEnd() < endOffset)
    return { kind: 'recover', from: segment.baseOffset };
  if (endOffset <= input.recoveryPoint) return { kind: 'none' };
  return { kind: 'recover', from: Math.max(segment.baseOffset, input.recoveryPoint) };
}

/** The checkpoint is missing or damaged: every batch tells its epoch. */
function rebuildEpochs(segments: SegmentList, epochs: LeaderEpochs): void {
  epochs.clear();
  for (const segment of segments.all) {
    scanHeaders(segment, 0, (header) => {
      if (header.leaderEpoch > epochs.latest) epochs.assign(header.leaderEpoch, header.baseOffset);
      return false;
    });
  }
}
