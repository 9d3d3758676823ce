import { describe, expect, it } from 'vitest';
import { ElectionFile, parseElection } from '../../../src/broker/raft/election-file.ts';
import { MemoryDisk } from '../../support/memory-disk.ts';

function files() {
  const memory = new MemoryDisk();
  const disk = memory.mount();
  disk.makeDirectory('/data/__cluster_metadata-0');
  return { memory, file: new ElectionFile(disk, '/data/__cluster_metadata-0', [1, 2, 3]) };
}

describe('quorum-state', () => {
  it('is written as Kafka writes it for a static set of voters', () => {
    const { memory, file } = files();
    file.write({ epoch: 3, leaderId: 1, votedId: -1 });
    expect(String(memory.contentOf('/data/__cluster_metadata-0/quorum-state'))).toBe(
      '{"clusterId":"","leaderId":1,"leaderEpoch":3,"votedId":-1,"appliedOffset":0,' +
        '"currentVoters":[{"voterId":1},{"voterId":2},{"voterId":3}],"data_version":0}',
    );
    expect(file.read()).toEqual({ epoch: 3, leaderId: 1, votedId: -1 });
  });

  it('survives a crash right after it was written', () => {
    const { memory, file } = files();
    file.write({ epoch: 4, leaderId: -1, votedId: 2 });
    memory.crash({ next: () => 0, bytes: () => Buffer.alloc(0) });
    const again = new ElectionFile(memory.mount(), '/data/__cluster_metadata-0', [1, 2, 3]);
    expect(again.read()).toEqual({ epoch: 4, leaderId: -1, votedId: 2 });
  });

  it('is epoch 0 when there is none', () => {
    expect(files().file.read()).toEqual({ epoch: 0, leaderId: -1, votedId: -1 });
  });

  it('reads the version that Kafka writes for kraft.version 1', () => {
    const text =
      '{"leaderId":-1,"leaderEpoch":7,"votedId":3,"votedDirectoryId":"abc","data_version":1}';
    expect(parseElection(text, 'f')).toEqual({ epoch: 7, leaderId: -1, votedId: 3 });
  });

  it.each([
    ['', 'f is not JSON'],
    ['{"leaderId":1,"leaderEpoch":1,"votedId":1,"data_version":9}', 'f has data version 9'],
    ['{"leaderId":1,"leaderEpoch":"1","votedId":1,"data_version":0}', 'f lacks leaderEpoch'],
  ])('refuses %s', (text, message) => {
    expect(() => parseElection(text, 'f')).toThrow(message);
  });
});
