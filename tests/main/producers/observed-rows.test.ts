import { describe, expect, it } from 'vitest';
import type { Observation, Sighting } from '../../../src/main/producers/observed.ts';
import {
  grown,
  observedPartitions,
  observedState,
} from '../../../src/main/producers/observed-rows.ts';

const sighting = (changes: Partial<Sighting> = {}): Sighting => ({
  topic: 'orders',
  partition: 0,
  leader: 1,
  producerId: 9,
  epoch: 0,
  lastSequence: 99,
  lastMs: 1e6,
  isInTransaction: false,
  ...changes,
});

const seen = (atMs: number, ...sightings: readonly Sighting[]): Observation => ({
  atMs,
  sightings,
  transactions: new Map(),
  isPartial: false,
  problem: null,
});

describe('records between two sightings', () => {
  it('are the growth of the sequence, also past its end and in a new epoch', () => {
    expect(grown(sighting(), sighting({ lastSequence: 149 }))).toBe(50);
    expect(grown(sighting({ lastSequence: 2 ** 31 - 1 }), sighting({ lastSequence: 4 }))).toBe(5);
    expect(grown(sighting(), sighting({ epoch: 1, lastSequence: 9 }))).toBe(10);
    expect(grown(undefined, sighting())).toBe(0);
  });
});

describe('observed producers', () => {
  const before = seen(1_000_000, sighting(), sighting({ partition: 1, lastSequence: 9 }));
  const after = seen(
    1_004_000,
    sighting({ lastSequence: 299, lastMs: 1_003_900 }),
    sighting({ partition: 1, lastSequence: 209, lastMs: 1_003_800 }),
  );

  it('have their id and epoch, topics, and the rate of all partitions', () => {
    const state = observedState(before, after, null);
    expect(state.source).toBe('observed');
    expect(state.producers['id:9']).toMatchObject({
      clientId: null,
      producerIds: [
        {
          id: 9,
          epoch: 0,
        },
      ],
      recordsPerS: 100,
      records: 510,
      lastMs: 1003900,
      phase: 'writing',
      delivery: 'idempotent',
      acks: null,
    });
    expect(
      observedPartitions('id:9', after).map(({ partition, records }) => [partition, records]),
    ).toEqual([
      [0, 300],
      [1, 210],
    ]);
  });

  it('are left out when they were last heard of more than an hour ago', () => {
    const old = seen(10_000_000, sighting());
    expect(observedState(null, old, null).producers).toEqual({});
  });

  it('are transactional where a coordinator knows them, and late ones are pointed out', () => {
    const transaction = {
      transactionalId: 'pay-1',
      state: 'Ongoing',
      timeoutMs: 6e4,
      startedAtMs: after.atMs - 45e3,
    };
    const state = observedState(
      before,
      { ...after, transactions: new Map([[9, transaction]]) },
      null,
    );
    expect(state.producers['id:9']).toMatchObject({
      delivery: 'transactional',
      transaction,
      hints: [{ kind: 'open-transaction', ageMs: 45_000, topic: 'orders' }],
    });
  });
});
