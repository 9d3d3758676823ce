import { describe, expect, it } from 'vitest';
import type { ProducerRow, ProducersState } from '../../../../src/main/contract/index.ts';
import {
  chosenRows,
  nameOf,
  ratesOf,
  toneOf,
  totalsOf,
  writtenTopics,
} from '../../../../src/renderer/views/producers/model.ts';

const names = { noClientId: 'nameless', byId: (id: number) => `id ${id}` };

const producer = (changes: Partial<ProducerRow> = {}): ProducerRow => ({
  clientId: 'shop',
  host: '10.0.0.1',
  principal: 'User:ANONYMOUS',
  software: 'librdkafka 2',
  topics: {
    orders: {
      recordsPerS: 10,
      bytesPerS: 1e3,
      records: 100,
    },
  },
  recordsPerS: 10,
  bytesPerS: 1e3,
  records: 100,
  bytes: 1e4,
  batches: 10,
  batchRecords: 10,
  batchBytes: 1e3,
  codecs: ['lz4'],
  acks: [-1],
  delivery: 'idempotent',
  producerIds: [
    {
      id: 7,
      epoch: 1,
    },
  ],
  transaction: null,
  errors: [],
  sinceMs: 0,
  lastMs: 0,
  phase: 'writing',
  connectionCount: 1,
  hints: [],
  own: null,
  ...changes,
});

const state = (producers: ProducersState['producers']): ProducersState => ({
  source: 'exact',
  problem: null,
  isPartial: false,
  producers,
});

describe('the producers that are shown', () => {
  const all = state({
    a: producer({ clientId: 'alpha' }),
    b: producer({
      clientId: 'beta',
      software: 'apache-kafka-java 4.0',
      topics: { clicks: { recordsPerS: 4, bytesPerS: 40, records: 1 } },
    }),
    c: producer({ clientId: 'gone', phase: 'gone' }),
  });
  const ids = (choice: Partial<Parameters<typeof chosenRows>[1]>) =>
    chosenRows(all, { text: '', topic: '', isGoneShown: false, ...choice }, names).map(
      ({ id }) => id,
    );

  it('are those that are connected, unless the others are asked for', () => {
    expect(ids({})).toEqual(['a', 'b']);
    expect(ids({ isGoneShown: true })).toEqual(['a', 'b', 'c']);
  });

  it('are found by text in name, software and topics, and by topic', () => {
    expect(ids({ text: 'JAVA' })).toEqual(['b']);
    expect(ids({ text: 'order' })).toEqual(['a']);
    expect(ids({ topic: 'clicks' })).toEqual(['b']);
    expect(writtenTopics(all)).toEqual(['clicks', 'orders']);
  });

  it('are added up, to one topic where one is chosen', () => {
    const rows = chosenRows(all, { text: '', topic: '', isGoneShown: false }, names);
    expect(totalsOf(rows, '')).toEqual({ records: 20, bytes: 2000 });
    expect(totalsOf(rows, 'clicks')).toEqual({ records: 4, bytes: 40 });
    expect(ratesOf(producer(), 'absent')).toEqual({ records: 0, bytes: 0 });
  });
});

describe('the name of a producer', () => {
  it('is its client.id, its transactional.id or the id that brokers gave it', () => {
    expect(nameOf(producer(), names)).toBe('shop');
    expect(nameOf(producer({ clientId: '' }), names)).toBe('nameless');
    expect(nameOf(producer({ clientId: null }), names)).toBe('id 7');
    const transaction = {
      transactionalId: 'pay',
      state: 'Ongoing',
      startedAtMs: 0,
      timeoutMs: 0,
    };
    expect(nameOf(producer({ clientId: null, transaction }), names)).toBe('pay');
  });
});

describe('a row', () => {
  it('stands out when data may be lost, and more so when it is refused', () => {
    expect(toneOf(producer())).toBeNull();
    const weak = { kind: 'acks-weak', acks: 1, topic: 't', replicas: 3 } as const;
    expect(toneOf(producer({ hints: [weak] }))).toBe('attention');
    const refused = { kind: 'errors', name: 'MESSAGE_TOO_LARGE', topic: 't' } as const;
    expect(toneOf(producer({ hints: [weak, refused] }))).toBe('failure');
    expect(toneOf(producer({ hints: [{ kind: 'not-idempotent' }] }))).toBeNull();
  });
});
