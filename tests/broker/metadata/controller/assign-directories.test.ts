import { describe, expect, it } from 'vitest';
import {
  assignReplicasToDirs,
  directoriesOffline,
} from '../../../../src/broker/metadata/controller/assign-directories.ts';
import type { MetadataImage, PartitionImage } from '../../../../src/broker/metadata/image.ts';
import { lostDirectory, unassignedDirectory } from '../../../../src/broker/protocol/directories.ts';
import { errors } from '../../../../src/broker/protocol/errors.ts';
import {
  givenBroker,
  givenContext,
  givenImage,
  givenPartition,
  id,
  partitionOf,
  replayed,
} from '../given.ts';

const brokers = [1, 2, 3].map((broker) =>
  givenBroker(broker, { logDirs: [id(1000 + broker), id(2000 + broker)] }),
);
const given = (partition: Partial<PartitionImage> = {}): MetadataImage =>
  givenImage({ brokers, topics: { t: [givenPartition(partition)] } });
const topicIdIn = (image: MetadataImage): string => image.topicsByName.get('t')?.id ?? '';
const epochIn = (image: MetadataImage, broker: number): number =>
  image.brokers.get(broker)?.epoch ?? -1;

function assign(
  image: MetadataImage,
  directory: string,
  o: { broker?: number; topicId?: string; partition?: number; epoch?: number } = {},
) {
  const { broker = 1, topicId = topicIdIn(image), partition = 0 } = o;
  const { records, response } = assignReplicasToDirs(givenContext(image), {
    brokerId: broker,
    brokerEpoch: o.epoch ?? epochIn(image, broker),
    directories: [
      { id: directory, topics: [{ topicId, partitions: [{ partitionIndex: partition }] }] },
    ],
  });
  const [answer] = response.directories[0].topics[0].partitions;
  return { records, errorCode: answer.errorCode, image: replayed(image, records) };
}

describe('the folder of a replica', () => {
  it('is written down for the broker that tells it, and for no other', () => {
    const before = given();
    const { image, errorCode, records } = assign(before, id(2001));
    expect(errorCode).toBe(errors.none);
    expect(records).toHaveLength(1);
    const { directories, leader, leaderEpoch, isr } = partitionOf(image, 't');
    expect(directories).toEqual([id(2001), id(1002), id(1003)]);
    const was = partitionOf(before, 't');
    expect([leader, leaderEpoch, isr]).toEqual([was.leader, was.leaderEpoch, was.isr]);
    expect(assign(image, id(2001)).records).toEqual([]);
  });

  it.each([
    ['an unknown topic', { topicId: id(99) }, errors.unknownTopicId],
    ['an unknown partition', { partition: 5 }, errors.unknownTopicOrPartition],
  ])('is refused for %s', (_what, asked, code) => {
    expect(assign(given(), id(2001), asked)).toMatchObject({ records: [], errorCode: code });
  });

  it('is refused for a partition that is elsewhere, and from a broker of another epoch', () => {
    const image = given({ replicas: [1, 2], isr: [1, 2], directories: [id(1001), id(1002)] });
    expect(assign(image, id(2003), { broker: 3 }).errorCode).toBe(errors.notLeaderOrFollower);
    expect(() => assign(image, id(2001), { epoch: 1 })).toThrow(
      expect.objectContaining({ code: errors.staleBrokerEpoch }),
    );
  });

  it('lets a replica lead whose folder was lost, once it lies in one that works', () => {
    const alone = { replicas: [1], isr: [1], leader: -1 };
    const { image } = assign(given({ ...alone, directories: [lostDirectory] }), id(2001));
    expect(partitionOf(image, 't')).toMatchObject({ leader: 1, directories: [id(2001)] });
  });

  it('takes the replica off when it has failed meanwhile', () => {
    const { image } = assign(given({ leader: 1, isr: [1, 2, 3] }), id(7));
    expect(partitionOf(image, 't')).toMatchObject({
      isr: [2, 3],
      leader: 2,
      directories: [id(7), id(1002), id(1003)],
    });
  });
});

describe('a folder that has failed', () => {
  const offline = (image: MetadataImage, offlineLogDirs: string[], brokerId = 1) => {
    const records = directoriesOffline(givenContext(image), { brokerId, offlineLogDirs });
    return { records, image: replayed(image, records) };
  };

  it('hands over what was led from it and leaves the ISRs', () => {
    const { image } = offline(given({ leader: 1, isr: [1, 2, 3] }), [id(1001)]);
    expect(partitionOf(image, 't')).toMatchObject({ leader: 2, isr: [2, 3] });
    expect(image.brokers.get(1)?.logDirs).toEqual([id(2001)]);
    expect(image.brokers.get(1)?.isFenced).toBe(false);
    // Every heartbeat names it again.
    expect(offline(image, [id(1001)]).records).toEqual([]);
  });

  it('leaves what lies in the other folders alone', () => {
    const { image } = offline(given({ leader: 1, isr: [1, 2, 3] }), [id(2001)]);
    expect(partitionOf(image, 't')).toMatchObject({ leader: 1, isr: [1, 2, 3] });
  });

  it('leaves a partition without a leader when nobody else has it', () => {
    const alone = { replicas: [1], isr: [1], leader: 1, directories: [id(1001)] };
    const { image } = offline(given(alone), [id(1001)]);
    expect(partitionOf(image, 't')).toMatchObject({ leader: -1, elr: [1] });
    // Nor does a restart of the broker make it lead, as long as the folder is not there.
    const restarted = offline(image, [id(1001)]);
    expect(partitionOf(restarted.image, 't').leader).toBe(-1);
  });

  it('is none of those that are not assigned yet', () => {
    const directories = [unassignedDirectory, id(1002), id(1003)];
    const { image } = offline(given({ leader: 1, isr: [1, 2, 3], directories }), [id(1001)]);
    expect(partitionOf(image, 't')).toMatchObject({ leader: 1, isr: [1, 2, 3] });
  });
});
