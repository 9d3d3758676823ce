/**
 * `quorum-state`: the epoch, its leader and the vote given in it, as Kafka writes it for a static
 * set of voters (JSON, data version 0). It is on disk before a vote is answered or asked for.
 */
import type { Disk } from '../env/env.ts';
import type { Election } from './quorum-types.ts';

const noElection: Election = { epoch: 0, leaderId: -1, votedId: -1 };

export class ElectionFile {
  private readonly disk: Disk;
  private readonly path: string;
  private readonly voters: readonly number[];

  constructor(disk: Disk, dir: string, voters: readonly number[]) {
    this.disk = disk;
    this.path = `${dir}/quorum-state`;
    this.voters = voters;
  }

  /** Epoch 0 when there is no file. Throws when the file is not one of ours. */
  read(): Election {
    const content = this.disk.readFile(this.path);
    if (!content) return noElection;
    return parseElection(content.toString(), this.path);
  }

  write({ epoch, leaderId, votedId }: Election): void {
    const content = {
      clusterId: '',
      leaderId,
      leaderEpoch: epoch,
      votedId,
      appliedOffset: 0,
      currentVoters: this.voters.map((voterId) => ({ voterId })),
      data_version: 0,
    };
    this.disk.writeFileAtomic(this.path, Buffer.from(JSON.stringify(content)));
  }
}

/** Reads version 0, and version 1 (kraft.version 1) as far as it says the same. */
export function parseElection(text: string, path: string): Election {
  let content: Record<string, unknown>;
  try {
    content = JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new Error(`${path} is not JSON`, { cause: error });
  }
  const { leaderEpoch: epoch, leaderId, votedId, data_version: version } = content;
  if (version !== 0 && version !== 1) throw new Error(`${path} has data version ${version}`);
  if (!isInteger(epoch) || !isInteger(leaderId) || !isInteger(votedId))
    throw new Error(`${path} lacks leaderEpoch, leaderId or votedId`);
  return { epoch, leaderId, votedId };
}

const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);
