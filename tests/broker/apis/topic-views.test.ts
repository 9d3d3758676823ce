import { describe, expect, it } from 'vitest';
import { partitionView } from '../../../src/broker/apis/topic-views.ts';
import { lostDirectory, unassignedDirectory } from '../../../src/broker/protocol/directories.ts';
import { givenBroker, givenImage, givenPartition, id } from '../metadata/given.ts';

const brokers = [1, 2, 3].map((broker) => givenBroker(broker, { logDirs: [id(1000 + broker)] }));

describe('offline replicas', () => {
  it.each([
    ['nobody', [id(1001), id(1002), id(1003)], []],
    ['those whose folder has failed', [id(1001), id(7), lostDirectory], [2, 3]],
    ['none that waits for a folder', [id(1001), unassignedDirectory, id(1003)], []],
  ])('are %s', (_what, directories, expected) => {
    const partition = givenPartition({ replicas: [1, 2, 3], directories });
    const image = givenImage({ brokers, topics: { t: [partition] } });
    expect(partitionView(image, 0, partition).offlineReplicas).toEqual(expected);
  });
});
