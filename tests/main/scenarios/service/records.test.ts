/** Records as a service writes and reads them, against the library's own reading. */
import * as kafka from '@platformatic/kafka';
import { describe, expect, it } from 'vitest';
import { eachBatch } from '../../../../src/main/explorer/batches.ts';
import { deadLetter } from '../../../../src/main/scenarios/service/dead-letter.ts';
import {
  idFrom,
  NumberedIds,
  traceIdFrom,
} from '../../../../src/main/scenarios/service/identity.ts';
import type { Outgoing } from '../../../../src/main/scenarios/service/outgoing.ts';
import {
  type FetchedRecord,
  readBatch,
} from '../../../../src/main/scenarios/service/record-reader.ts';
import { RecordWriter } from '../../../../src/main/scenarios/service/record-writer.ts';
import { readTrace } from '../../../../src/scenario/trace.ts';

const identity = { producerId: 7n, producerEpoch: 1, baseSequence: 3 };

function record(changes: Partial<Outgoing> = {}): Outgoing {
  return {
    topic: 'orders',
    partition: null,
    key: '주문-1',
    value: '{"type":"OrderPlaced","name":"키보드"}',
    timestampMs: 1_800_000_000_000,
    eventMs: 1_800_000_060_123,
    id: idFrom('one'),
    type: 'OrderPlaced',
    traceId: traceIdFrom('one'),
    parentId: idFrom('parent'),
    headers: [['why', 'because']],
    ...changes,
  };
}

function written(...records: readonly Outgoing[]): Buffer {
  return new RecordWriter('shop', 'order').write(records, identity);
}

function read(bytes: Buffer, from = 0): FetchedRecord[] {
  const records: FetchedRecord[] = [];
  eachBatch(bytes, (batch) => readBatch('orders', 2, batch, from, records));
  return records;
}

describe('a batch', () => {
  it('is what the library reads', () => {
    const long = 'x'.repeat(300_000);
    const bytes = written(
      record(),
      record({ key: null, value: null, timestampMs: 1_800_000_009_999 }),
      record({ value: long }),
    );
    const library = kafka as unknown as {
      readRecordsBatch: (reader: kafka.Reader) => {
        readonly crc: number;
        readonly producerId: bigint;
        readonly firstSequence: number;
        readonly records: readonly {
          key: Buffer | null;
          value: Buffer | null;
          timestampDelta: bigint;
        }[];
      };
    };
    const batch = library.readRecordsBatch(kafka.Reader.from(bytes));
    expect(batch.crc).toBe(kafka.crc32c(bytes.subarray(21)));
    expect([batch.producerId, batch.firstSequence]).toEqual([7n, 3]);
    expect(batch.records.map(({ key, value }) => [key?.toString(), value?.length])).toEqual([
      ['주문-1', Buffer.byteLength(record().value as string)],
      [undefined, undefined],
      ['주문-1', long.length],
    ]);
    expect(batch.records[1]?.timestampDelta).toBe(9_999n);
  });

  it('is read again as it was written, from any record on', () => {
    const bytes = written(
      record(),
      record({ key: null, timestampMs: 1_799_999_999_000 }),
      record(),
    );
    const [first, second] = read(bytes);
    expect(first).toMatchObject({ topic: 'orders', partition: 2, offset: 0, keyText: '주문-1' });
    expect(first?.valueText).toBe(record().value);
    expect(second).toMatchObject({ keyText: null, timestampMs: 1_799_999_999_000 });
    expect(read(bytes, 2).map(({ offset }) => offset)).toEqual([2]);
  });

  it('carries a trace and a CloudEvent', () => {
    const [found] = read(written(record()));
    expect(found?.envelope()).toEqual({
      traceId: record().traceId,
      spanId: record().id,
      id: record().id,
      eventMs: record().eventMs,
    });
    const headers = (found?.headers ?? []).map(([name, value]) => ({
      name: name?.toString() ?? '',
      value: value?.toString() ?? null,
    }));
    expect(readTrace(headers, null)).toEqual({
      span: { traceId: record().traceId, spanId: record().id, flags: 1 },
      parentSpanId: record().parentId,
      event: {
        mode: 'binary',
        specVersion: '1.0',
        id: record().id,
        source: '/scenarios/shop/order',
        type: 'OrderPlaced',
        subject: '주문-1',
        time: new Date(record().eventMs).toISOString(),
        data: null,
      },
    });
    expect(headers).toContainEqual({ name: 'content-type', value: 'application/json' });
    expect(headers).toContainEqual({ name: 'why', value: 'because' });
  });
});

describe('a dead letter', () => {
  it('keeps the bytes and says where it came from; of an earlier death it keeps nothing', () => {
    const [first] = read(
      written(
        record({
          headers: [
            ['rivulet-dlq-error', 'old'],
            ['why', 'x'],
          ],
        }),
      ),
    );
    if (!first) throw new Error('nothing was read');
    const failure = { topic: 'dead', service: 'payment', error: 'no money', attempts: 3 };
    const letter = deadLetter(first, first.envelope(), failure);
    const [found] = read(written({ ...letter }));
    expect(found?.value?.toString()).toBe(record().value);
    const headers = Object.fromEntries(
      (found?.headers ?? []).map(([name, value]) => [String(name), String(value)]),
    );
    expect(headers).toMatchObject({
      why: 'x',
      ce_id: record().id,
      'rivulet-dlq-topic': 'orders',
      'rivulet-dlq-partition': '2',
      'rivulet-dlq-offset': '0',
      'rivulet-dlq-service': 'payment',
      'rivulet-dlq-error': 'no money',
      'rivulet-dlq-attempts': '3',
    });
  });
});

describe('ids', () => {
  it('follow from words and numbers, and hardly ever meet', () => {
    const ids = new NumberedIds('seed/order');
    const found = new Set(Array.from({ length: 200_000 }, (_, index) => ids.of(index)));
    expect(found.size).toBe(200_000);
    expect(new NumberedIds('seed/order').of(7)).toBe(ids.of(7));
    expect(ids.of(7, 1)).not.toBe(ids.of(7));
    expect([...found].every((id) => /^[0-9a-f]{16}$/.test(id))).toBe(true);
    const words = new Set(Array.from({ length: 200_000 }, (_, index) => idFrom(`${index}/a`)));
    expect(words.size).toBe(200_000);
  });
});
