/**
 * One partition's next state: who leads, who is in sync, who may lead without loss (KIP-966).
 *
 * Order of choice: the current leader while it may lead; the first replica of the assignment in
 * the ISR, or in the ELR when the ISR is empty; the last known leader when both are empty and it
 * is the only one on record; with unclean election the first live replica. A preferred election
 * puts the first replica of the assignment before the current leader. Leaders of the last two
 * kinds may lack acknowledged records: the ISR shrinks to them and they lead as "recovering".
 * Before all that, a reassignment whose replicas are in sync is completed (see reassignment.ts).
 */
import { type Uuid, zeroUuid } from '../../protocol/types.ts';
import type { PartitionImage } from '../image.ts';
import type { NewRecord } from '../records.ts';
import { noLeader } from './context.ts';
import { type Assignment, assignmentOf, completed } from './reassignment.ts';

export type ElectionKind = 'online' | 'preferred' | 'unclean';

export type PartitionInput = {
  readonly topicId: Uuid;
  readonly partitionId: number;
  readonly partition: PartitionImage;
  readonly election: ElectionKind;
  /** Live and not shutting down. */
  readonly isAcceptable: (replica: number) => boolean;
  readonly minIsr: number;
  readonly isElrEnabled: boolean;
  /** The ISR that is wanted; the present one when left out. */
  readonly targetIsr?: readonly number[];
  readonly targetRecoveryState?: number;
  /** The assignment that is wanted; the present one when left out. */
  readonly targetAssignment?: Assignment;
  /** The log folder a replica that is new on this broker goes to. */
  readonly newDirectoryOf?: (broker: number) => Uuid;
  /** Came back without a clean shutdown: may have lost what it had acknowledged. */
  readonly uncleanReplica?: number;
};

type ChangeValue = Extract<NewRecord, { type: 'partitionChange' }>['value'];
type Change = { -readonly [K in keyof ChangeValue]: ChangeValue[K] };
type Elected = { readonly leader: number; readonly isUnclean: boolean };

/** 0 recovered, 1 recovering. */
const recovering = 1;

/** The record that takes the partition to its next state; undefined when it stays as it is. */
export function partitionChange(input: PartitionInput): NewRecord | undefined {
  const { partition, topicId, partitionId } = input;
  const change: Change = { topicId, partitionId };
  const present = assignmentOf(partition);
  const wanted = {
    assignment: input.targetAssignment ?? present,
    isr: input.targetIsr ?? partition.isr,
  };
  const target = completed(wanted.assignment, wanted.isr) ?? wanted;
  const { replicas } = target.assignment;
  let { isr } = target;
  let elr = targetElr(input, isr);
  const { leader, isUnclean } = elect(input, replicas, isr, elr);
  if (leader !== partition.leader) {
    change.leader = leader;
    if (isUnclean) {
      isr = [leader];
      change.isr = isr;
      if (partition.leaderRecoveryState !== recovering) change.leaderRecoveryState = recovering;
    } else if (elr.includes(leader)) {
      isr = [leader];
      elr = elr.filter((replica) => replica !== leader);
    }
  } else if (
    replicas !== partition.replicas &&
    partition.replicas.some((replica) => !replicas.includes(replica))
  ) {
    // A new leader epoch, so that nothing of those who leave is taken for theirs who stay.
    change.leader = leader;
  }
  if (change.isr !== undefined || !input.isElrEnabled) elr = [];
  if (!isSame(elr, partition.elr)) change.eligibleLeaderReplicas = elr;
  const mayEmptyIsr = isr.length > 0 || input.isElrEnabled;
  if (change.isr === undefined && mayEmptyIsr && !isSame(isr, partition.isr)) change.isr = isr;
  const lastKnownElr = nextLastKnownElr(input, change);
  if (lastKnownElr) change.lastKnownElr = lastKnownElr;
  if (target.assignment !== present) {
    Object.assign(change, assignmentChange(input, target.assignment));
  }
  const { targetRecoveryState } = input;
  if (targetRecoveryState !== undefined && targetRecoveryState !== partition.leaderRecoveryState) {
    change.leaderRecoveryState = targetRecoveryState;
  }
  // Topic id and partition alone change nothing.
  return Object.keys(change).length > 2 ? { type: 'partitionChange', value: change } : undefined;
}

/** Only what differs from the present assignment. */
function assignmentChange(
  { partition, newDirectoryOf = () => zeroUuid }: PartitionInput,
  { replicas, adding, removing }: Assignment,
): Partial<Change> {
  const change: Partial<Change> = {};
  const directories = replicas.map((replica) => {
    const index = partition.replicas.indexOf(replica);
    return index === -1 ? newDirectoryOf(replica) : (partition.directories[index] ?? zeroUuid);
  });
  if (!isSame(directories, partition.directories)) change.directories = directories;
  if (!isSame(replicas, partition.replicas)) change.replicas = replicas;
  if (!isSame(removing, partition.removingReplicas)) change.removingReplicas = removing;
  if (!isSame(adding, partition.addingReplicas)) change.addingReplicas = adding;
  return change;
}

/** Those who leave an ISR that falls below its minimum stay eligible, but for unclean restarts. */
function targetElr(input: PartitionInput, isr: readonly number[]): readonly number[] {
  const { partition, minIsr, isElrEnabled, uncleanReplica } = input;
  if (!isElrEnabled || isr.length >= minIsr) return [];
  const candidates = [...new Set([...partition.elr, ...partition.isr])].sort((a, b) => a - b);
  return candidates.filter((replica) => !isr.includes(replica) && replica !== uncleanReplica);
}

function elect(
  input: PartitionInput,
  replicas: readonly number[],
  isr: readonly number[],
  elr: readonly number[],
): Elected {
  const { partition, election, isAcceptable } = input;
  const isClean = (replica: number) =>
    (isr.includes(replica) || (isr.length === 0 && elr.includes(replica))) && isAcceptable(replica);
  const stays = replicas.includes(partition.leader) ? [partition.leader] : [];
  const inOrder =
    election === 'preferred' ? [replicas[0], ...stays, ...replicas] : [...stays, ...replicas];
  const clean = inOrder.find(isClean);
  if (clean !== undefined) return { leader: clean, isUnclean: false };
  const lastKnown = lastKnownLeader(input, isr, elr);
  if (lastKnown !== undefined) return { leader: lastKnown, isUnclean: true };
  const live = election === 'unclean' ? replicas.find(isAcceptable) : undefined;
  return live === undefined
    ? { leader: noLeader, isUnclean: false }
    : { leader: live, isUnclean: true };
}

function lastKnownLeader(
  { partition, isElrEnabled, isAcceptable }: PartitionInput,
  isr: readonly number[],
  elr: readonly number[],
): number | undefined {
  const [leader] = partition.lastKnownElr;
  const isOnRecord = isElrEnabled && isr.length === 0 && elr.length === 0;
  const isOnlyOne = partition.lastKnownElr.length === 1 && leader !== noLeader;
  return isOnRecord && isOnlyOne && isAcceptable(leader) ? leader : undefined;
}

/** The field keeps the last leader from the moment the ISR empties until there is a leader again. */
function nextLastKnownElr(
  { partition, isElrEnabled }: PartitionInput,
  change: Change,
): readonly number[] | undefined {
  if (!isElrEnabled) return partition.lastKnownElr.length > 0 ? [] : undefined;
  const [known] = partition.lastKnownElr;
  if (
    change.isr?.length === 0 &&
    (partition.lastKnownElr.length !== 1 || known !== partition.leader)
  ) {
    return partition.leader === noLeader ? undefined : [partition.leader];
  }
  const leader = change.leader ?? partition.leader;
  return leader !== noLeader && partition.lastKnownElr.length > 0 ? [] : undefined;
}

function isSame<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
