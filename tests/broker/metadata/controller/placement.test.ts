import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeReplicas } from '../../../../src/broker/metadata/controller/placement.ts';
import { errors, KafkaError } from '../../../../src/broker/protocol/errors.ts';
import { givenBroker, threeBrokers } from '../given.ts';

const noRandom = () => 0;
const place = (
  brokers: Parameters<typeof placeReplicas>[0],
  partitionCount: number,
  replicationFactor: number,
  random: () => number = noRandom,
) => placeReplicas(brokers, { partitionCount, replicationFactor, random });

const refusal = (action: () => unknown) => {
  try {
    action();
  } catch (error) {
    if (error instanceof KafkaError) return error;
  }
  throw new Error('was not refused');
};

describe('replica placement', () => {
  it('moves on by one broker per partition', () => {
    expect(place(threeBrokers, 3, 3)).toEqual([
      [1, 2, 3],
      [2, 3, 1],
      [3, 1, 2],
    ]);
  });

  it('lets racks take turns', () => {
    const racks = ['a', 'b', 'c'].flatMap((rack, index) =>
      [1, 2, 3].map((broker) => givenBroker(index * 10 + broker, { rack })),
    );
    // As in the description of Kafka's placer.
    expect(place(racks, 3, 3)).toEqual([
      [1, 11, 21],
      [12, 22, 2],
      [23, 3, 13],
    ]);
  });

  it('uses fenced brokers last and never first', () => {
    const brokers = [givenBroker(1, { isFenced: true }), givenBroker(2), givenBroker(3)];
    for (const replicas of place(brokers, 10, 3)) {
      expect(replicas[2]).toBe(1);
      expect([...replicas].sort()).toEqual([1, 2, 3]);
    }
  });

  it('does not use brokers that shut down', () => {
    const brokers = [...threeBrokers.slice(0, 2), givenBroker(3, { inControlledShutdown: true })];
    expect(place(brokers, 2, 2).flat()).not.toContain(3);
  });

  it('uses brokers that have shut down, which may come back', () => {
    const gone = givenBroker(3, { inControlledShutdown: true, isFenced: true });
    const placed = place([...threeBrokers.slice(0, 2), gone], 1, 3);
    expect(placed[0][2]).toBe(3);
  });

  it('says why there is no place', () => {
    expect(refusal(() => place(threeBrokers, 1, 4))).toMatchObject({
      code: errors.invalidReplicationFactor,
      message: expect.stringContaining('only 3 broker(s) are registered'),
    });
    expect(refusal(() => place([givenBroker(1, { isFenced: true })], 1, 1)).message).toBe(
      'All brokers are currently fenced.',
    );
  });

  it('spreads leaders evenly and never places twice on a broker', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 3 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })),
        (brokerCount, partitionCount, rackCount, randoms) => {
          const brokers = Array.from({ length: brokerCount }, (_, index) =>
            givenBroker(index, { rack: `r${index % rackCount}` }),
          );
          const factor = Math.min(3, brokerCount);
          const placed = place(brokers, partitionCount, factor, () => randoms.next().value);
          for (const replicas of placed) {
            expect(new Set(replicas).size).toBe(factor);
          }
          if (rackCount > 1) return;
          const leaders = brokers.map(({ id }) => placed.filter(([first]) => first === id).length);
          const rounds = Math.floor(partitionCount / brokerCount);
          for (const count of leaders) expect(count).toBeGreaterThanOrEqual(rounds);
        },
      ),
      { numRuns: 200, seed: 5 },
    );
  });
});
