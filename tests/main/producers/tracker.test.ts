import { describe, expect, it } from 'vitest';
import type { BrokerStats } from '../../../src/broker/control.ts';
import type { Metadata } from '../../../src/main/explorer/metadata.ts';
import { ProducerTracker } from '../../../src/main/producers/tracker.ts';
import { producer, report, written } from './stats.ts';

const id = 'shop@127.0.0.1';

const placement: Metadata = {
  clusterId: 'c',
  controllerId: 1,
  brokers: new Map(),
  topics: new Map([
    [
      'orders',
      {
        name: 'orders',
        topicId: 't',
        isInternal: false,
        partitions: [0, 1, 2].map((partition) => ({
          partition,
          leader: partition + 1,
          leaderEpoch: 0,
          replicas: [1, 2, 3],
          isr: [1, 2, 3],
        })),
      },
    ],
  ]),
};

const tracked = (...looks: readonly (readonly [number, BrokerStats][])[]) => {
  const tracker = new ProducerTracker();
  for (const look of looks) {
    const atMs = look[0]?.[1].atMs ?? 0;
    tracker.update(new Map(look), atMs);
  }
  return tracker;
};

const rowOf = (tracker: ProducerTracker) => tracker.state(placement).producers[id];

describe('the rate of a producer', () => {
  const at = (atMs: number, recordsIn: number) => [
    report(1, atMs, [
      producer({
        lastMs: atMs,
        topics: [written({ recordsIn, bytesIn: recordsIn * 100, batches: recordsIn / 10 })],
      }),
    ]),
  ];

  it('is the average over the last five seconds, by the clock of the broker', () => {
    const looks = [10, 11, 12, 13, 14, 15, 16].map((s) => at(s * 1000, (s - 10) * 1000));
    expect(rowOf(tracked(...looks))).toMatchObject({
      recordsPerS: 1e3,
      bytesPerS: 1e5,
      records: 6e3,
      phase: 'writing',
      batchRecords: 10,
      batchBytes: 1e3,
      codecs: ['zstd'],
      acks: [-1],
      delivery: 'idempotent',
      producerIds: [
        {
          id: 5,
          epoch: 0,
        },
      ],
      hints: [],
    });
  });

  it('of a connection that is younger is the average over its own age', () => {
    const young = report(1, 13_000, [
      producer({
        sinceMs: 11_000,
        lastMs: 13_000,
        topics: [written({ recordsIn: 500, batches: 5 })],
      }),
    ]);
    expect(rowOf(tracked([report(1, 10_000, [])], [young]))?.recordsPerS).toBe(250);
  });

  it('is added up over brokers, and has a history of a point a second', () => {
    const both = (atMs: number, recordsIn: number) =>
      [...at(atMs, recordsIn), ...at(atMs, recordsIn)].map(
        ([, stats], index): [number, BrokerStats] => [index + 1, { ...stats, nodeId: index + 1 }],
      );
    const tracker = tracked(both(10_000, 0), both(11_000, 100), both(12_000, 300));
    expect(rowOf(tracker)).toMatchObject({ recordsPerS: 300, records: 600, connectionCount: 2 });
    expect(tracker.detail(id, placement).history.map(([, records]) => records)).toEqual([
      0, 200, 400,
    ]);
  });
});

describe('what a producer did', () => {
  it('stays counted when its connection is over and when the broker starts again', () => {
    const one = (atMs: number, recordsIn: number, uptimeMs: number) => [
      report(1, atMs, [producer({ lastMs: atMs, topics: [written({ recordsIn, batches: 1 })] })], {
        uptimeMs,
      }),
    ];
    const tracker = tracked(
      one(10_000, 100, 10_000),
      [report(1, 11_000, [], { uptimeMs: 11_000 })],
      // Started again at 11,500; the same connection id means another connection.
      one(12_000, 7, 500),
    );
    expect(rowOf(tracker)).toMatchObject({ records: 107, connectionCount: 1 });
    const gone = tracked(one(10_000, 100, 10_000), [report(1, 11_000, [])]);
    expect(rowOf(gone)).toMatchObject({ records: 100, phase: 'gone', recordsPerS: 0 });
  });

  it('is told beside what it tells one of the brokers itself', () => {
    const measures = {
      requestLatencyMs: 4,
      queueTimeMs: null,
      batchSizeBytes: 900,
      recordErrorsPerS: 0,
    };
    const own = { clientId: 'shop', host: '127.0.0.1', software: 'java 4', measures };
    const tracker = tracked([
      report(1, 1000, [producer(), producer({ connectionId: 'c2', clientId: 'other' })]),
      report(2, 1000, [producer()], { clientMetrics: [own] }),
    ]);
    expect(rowOf(tracker)?.own).toEqual({ software: 'java 4', ...measures });
    expect(tracker.state(placement).producers['other@127.0.0.1']?.own).toBeNull();
  });

  it('is forgotten an hour after it has gone', () => {
    const tracker = tracked([report(1, 1000, [producer({ lastMs: 1000 })])], [report(1, 2000, [])]);
    expect(rowOf(tracker)).toBeDefined();
    tracker.update(new Map(), 3_602_000);
    expect(rowOf(tracker)).toBeUndefined();
    expect(tracker.detail(id, placement).producer).toBeNull();
  });

  it('is told by partition, with the leader and the share', () => {
    const topics = [written({ recordsIn: 400, batches: 4, partitionRecords: [300, 100] })];
    const detail = tracked([report(1, 1000, [producer({ topics })])]).detail(id, placement);
    expect(detail.partitions).toMatchObject([
      { topic: 'orders', partition: 0, leader: 1, records: 300, share: 0.75 },
      { partition: 1, leader: 2, share: 0.25 },
      { partition: 2, leader: 3, records: 0, share: 0 },
    ]);
  });

  it('has errors by name, the newest first', () => {
    const errors = [
      { code: 3, count: 2, lastMs: 10, topic: 'absent' },
      { code: 10, count: 1, lastMs: 20, topic: 'orders' },
    ];
    const row = rowOf(tracked([report(1, 1000, [producer({ errors })])]));
    expect(row?.errors).toMatchObject([
      { name: 'MESSAGE_TOO_LARGE', count: 1 },
      { name: 'UNKNOWN_TOPIC_OR_PARTITION', count: 2, topic: 'absent' },
    ]);
    expect(row?.hints).toEqual([{ kind: 'errors', name: 'MESSAGE_TOO_LARGE', topic: 'orders' }]);
  });
});

describe('hints', () => {
  const hintsOf = (
    changes: Parameters<typeof written>[0],
    own: Parameters<typeof producer>[0] = {},
  ) => {
    const look = (atMs: number, part: number) =>
      report(1, atMs, [
        producer({
          lastMs: atMs,
          topics: [
            written({
              batches: 1e3 * part,
              recordsIn: 1e3 * part,
              bytesIn: 1e6 * part,
              ...changes,
            }),
          ],
          ...own,
        }),
      ]);
    const row = rowOf(tracked([look(10_000, 0)], [look(11_000, 1)]));
    return row?.hints.map(({ kind }) => kind);
  };

  it('tell of weak acks, tiny batches, no compression', () => {
    expect(hintsOf({ acks: 1, codec: 0, producerId: -1 })).toEqual([
      'acks-weak',
      'tiny-batches',
      'no-compression',
    ]);
    expect(hintsOf({ acks: -1, producerId: -1, topic: 'one-replica' })).toEqual([
      'not-idempotent',
      'tiny-batches',
    ]);
  });

  it('tell of a partition that gets most', () => {
    const spread = { partitionRecords: [340, 330, 330] };
    expect(hintsOf({ ...spread, recordsIn: 1000, batches: 10 })).toEqual([]);
    const hot = { partitionRecords: [900, 50, 50] };
    expect(hintsOf({ ...hot, recordsIn: 1000, batches: 10 })).toEqual(['hot-partition']);
  });

  it('tell of a name that says nothing', () => {
    const quiet = { recordsIn: 10, batches: 1 };
    const tracker = tracked([
      report(1, 1000, [producer({ clientId: 'rdkafka', topics: [written(quiet)] })]),
    ]);
    expect(tracker.state(placement).producers['rdkafka@127.0.0.1']?.hints).toEqual([
      { kind: 'default-client-id', clientId: 'rdkafka' },
    ]);
  });
});
