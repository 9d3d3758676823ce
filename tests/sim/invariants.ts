/**
 * What must hold at every moment, each as a small object that looks at all nodes after every
 * event. They compare numbers first and read logs only where a number moved.
 */
import {
  type BatchHeader,
  decodeRecords,
  headersOf,
} from '../../src/broker/protocol/record-batch.ts';
import type { HostedPartition } from '../../src/broker/replication/api.ts';
import { dataDirOf, type SimCluster, type SimNode } from './cluster.ts';

export interface Invariant {
  check(cluster: SimCluster): void;
}

export const allInvariants = (): Invariant[] => [
  new NoFailures(),
  new OneQuorumLeaderPerEpoch(),
  new QuorumEpochsGrow(),
  new OnePartitionLeaderPerEpoch(),
  new HighWatermarksGrow(),
  new CommittedRecordsAgree(),
];

/** Nothing fails inside a node: no start, no request, no folder. */
class NoFailures implements Invariant {
  check({ failures }: SimCluster): void {
    if (failures.length > 0) throw failures[0];
  }
}

class OneQuorumLeaderPerEpoch implements Invariant {
  private readonly leaders = new Map<number, number>();

  check({ nodes }: SimCluster): void {
    for (const { id, running } of nodes) {
      const state = running?.services.raft.quorumState;
      if (state?.role.kind !== 'leader') continue;
      const { epoch } = state.election;
      const known = this.leaders.get(epoch) ?? id;
      if (known !== id) throw new Error(`nodes ${known} and ${id} both lead quorum epoch ${epoch}`);
      this.leaders.set(epoch, id);
    }
  }
}

/** Also over restarts: the epoch of a vote must have been on disk. */
class QuorumEpochsGrow implements Invariant {
  private readonly epochs = new Map<number, number>();
  private readonly ends = new WeakMap<object, number>();

  check({ nodes }: SimCluster): void {
    for (const { id, running } of nodes) {
      if (!running) continue;
      const { raft } = running.services;
      if (raft.epoch < (this.epochs.get(id) ?? 0))
        throw new Error(`the quorum epoch of node ${id} fell to ${raft.epoch}`);
      this.epochs.set(id, raft.epoch);
      if (raft.highWatermark < (this.ends.get(raft) ?? 0))
        throw new Error(`the quorum high watermark of node ${id} fell to ${raft.highWatermark}`);
      this.ends.set(raft, raft.highWatermark);
    }
  }
}

const nameOf = ({ topic, partition }: HostedPartition): string => `${topic}-${partition}`;
/** A topic that was deleted and created again is another one. */
const keyOf = (hosted: HostedPartition): string => `${nameOf(hosted)} (${hosted.log.topicId})`;

class OnePartitionLeaderPerEpoch implements Invariant {
  private readonly leaders = new Map<string, number>();

  check({ nodes }: SimCluster): void {
    for (const { id, running } of nodes) {
      for (const hosted of running?.services.replicas.hosted() ?? []) {
        if (!hosted.isLeader) continue;
        const key = `${keyOf(hosted)} epoch ${hosted.leaderEpoch}`;
        const known = this.leaders.get(key) ?? id;
        if (known !== id) throw new Error(`nodes ${known} and ${id} both lead ${key}`);
        this.leaders.set(key, id);
      }
    }
  }
}

/** While a broker leads a partition in one epoch, its high watermark does not fall. */
class HighWatermarksGrow implements Invariant {
  private readonly known = new Map<string, { leaderEpoch: number; highWatermark: number }>();

  check({ nodes }: SimCluster): void {
    for (const { id, running } of nodes) {
      for (const hosted of running?.services.replicas.hosted() ?? []) {
        const { isLeader, leaderEpoch, highWatermark, log } = hosted;
        const key = `${id} ${keyOf(hosted)}`;
        if (!isLeader) {
          this.known.delete(key);
          continue;
        }
        const before = this.known.get(key);
        const hasFallen =
          before?.leaderEpoch === leaderEpoch && highWatermark < before.highWatermark;
        if (hasFallen) throw new Error(`the high watermark of ${key} fell to ${highWatermark}`);
        if (highWatermark > log.logEndOffset)
          throw new Error(`the high watermark of ${key} is behind the end of its log`);
        this.known.set(key, { leaderEpoch, highWatermark });
      }
    }
  }
}

type Batch = {
  readonly lastOffset: number;
  readonly epoch: number;
  readonly crc: number;
  /** Key and value by offset; only of compacted logs, whose batches lose records. */
  readonly records: ReadonlyMap<number, string> | undefined;
};

/**
 * A batch below any leader's high watermark is committed. From then on every log that reaches its
 * offset below its own high watermark, and every new leader, holds exactly this batch there. Of a
 * compacted log it may hold less of it, or nothing, but nothing else.
 */
class CommittedRecordsAgree implements Invariant {
  /** `topic-partition` -> base offset -> batch. */
  private readonly committed = new Map<string, Map<number, Batch>>();
  /** Highest high watermark of a leader, and the epoch it led in. */
  private readonly ends = new Map<string, { readonly offset: number; readonly epoch: number }>();
  /** Per process and partition: up to where its log was compared. */
  private readonly compared = new WeakMap<object, Map<string, number>>();
  private readonly leading = new Map<string, number>();

  check({ nodes }: SimCluster): void {
    for (const node of nodes) {
      if (!node.running) continue;
      for (const hosted of node.running.services.replicas.hosted()) this.checkLog(node, hosted);
    }
  }

  private checkLog(node: SimNode, hosted: HostedPartition): void {
    const name = keyOf(hosted);
    const { isLeader, leaderEpoch, highWatermark, log } = hosted;
    const key = `${node.id} ${name}`;
    const known = this.ends.get(name) ?? { offset: 0, epoch: -1 };
    // One that learns only now of a leadership that others have ended long ago commits nothing.
    const isOutdated = leaderEpoch < known.epoch;
    const isNewLeader = isLeader && !isOutdated && this.leading.get(key) !== leaderEpoch;
    if (isLeader) this.leading.set(key, leaderEpoch);
    else this.leading.delete(key);
    if (isNewLeader && log.logEndOffset < known.offset)
      throw new Error(
        `${key} leads epoch ${leaderEpoch} without ${log.logEndOffset} to ${known.offset}`,
      );
    const upTo = isNewLeader ? known.offset : highWatermark;
    const compared = this.comparedBy(node);
    // A process compares each batch once; what lies below the high watermark is never cut.
    const from = isNewLeader ? log.logStartOffset : (compared.get(name) ?? log.logStartOffset);
    if (upTo <= from) return;
    this.compare(node, hosted, from, upTo);
    compared.set(name, Math.max(upTo, compared.get(name) ?? 0));
    if (isLeader && highWatermark > known.offset)
      this.ends.set(name, { offset: highWatermark, epoch: leaderEpoch });
  }

  private comparedBy({ running }: SimNode): Map<string, number> {
    const owner = running as object;
    const known = this.compared.get(owner) ?? new Map<string, number>();
    this.compared.set(owner, known);
    return known;
  }

  private compare(node: SimNode, hosted: HostedPartition, from: number, upTo: number): void {
    const name = keyOf(hosted);
    const known = this.committed.get(name) ?? new Map<number, Batch>();
    this.committed.set(name, known);
    const isCompacted = hosted.log.config.cleanupPolicy.includes('compact');
    for (const [baseOffset, batch] of batchesOf(node, nameOf(hosted), from, upTo, isCompacted)) {
      const before = known.get(baseOffset);
      if (!before) {
        if (hosted.isLeader) known.set(baseOffset, batch);
        continue;
      }
      if (!isSame(before, batch))
        throw new Error(
          `${node.id} ${name} holds another batch at ${baseOffset} than was committed: ` +
            `${JSON.stringify(batch)} instead of ${JSON.stringify(before)}`,
        );
    }
  }
}

function isSame(before: Batch, after: Batch): boolean {
  if (before.epoch !== after.epoch || before.lastOffset !== after.lastOffset) return false;
  const known = before.records;
  if (!known || !after.records) return before.crc === after.crc;
  return [...after.records].every(([offset, text]) => (known.get(offset) ?? text) === text);
}

/** Batches of a log as they lie on the disk of a node, by base offset. */
export function batchesOf(
  { id, machine }: SimNode,
  name: string,
  from: number,
  upTo: number,
  withRecords = false,
): Map<number, Batch> {
  const out = new Map<number, Batch>();
  const prefix = `${dataDirOf(id)}/${name}/`;
  const segments = machine.disk
    .paths()
    .filter((path) => path.startsWith(prefix) && path.endsWith('.log'))
    .map((path) => ({ path, baseOffset: Number.parseInt(path.slice(prefix.length), 10) }));
  segments.forEach(({ path, baseOffset }, index) => {
    const next = segments[index + 1]?.baseOffset ?? Number.POSITIVE_INFINITY;
    if (next <= from || baseOffset >= upTo) return;
    const content = machine.disk.contentOf(path) as Buffer;
    for (const header of headersOf(content)) {
      if (header.lastOffset < from || header.lastOffset >= upTo) continue;
      const crc = content.readUInt32BE(header.position + 17);
      const { lastOffset, leaderEpoch: epoch } = header;
      const records = withRecords ? textsOf(content, header) : undefined;
      out.set(header.baseOffset, { lastOffset, epoch, crc, records });
    }
  });
  return out;
}

function textsOf(content: Buffer, header: BatchHeader): Map<number, string> {
  const records = decodeRecords(content, header);
  return new Map(
    records.map(({ offset, key, value }) => [
      offset,
      `${key?.toString('hex')}=${value?.toString('hex')}`,
    ]),
  );
}
