import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodersDefault } from '../../../src/main/contract/decoders.ts';
import type { Message, MessagePage, ReadParams } from '../../../src/main/contract/messages.ts';
import { PayloadDecoder } from '../../../src/main/decoders/payload-decoder.ts';
import { toMessage } from '../../../src/main/decoders/to-message.ts';
import type { KafkaLink } from '../../../src/main/explorer/kafka-link.ts';
import type { RawRecord } from '../../../src/main/explorer/fetch.ts';
import { getRecord, readMessages } from '../../../src/main/explorer/read-messages.ts';
import { type FakeRecord, fakeLink } from './fake-link.ts';

const topic = 'orders';
const none = new PayloadDecoder({ registry: null, files: [] });
const decode = (record: RawRecord) => toMessage(record, none, decodersDefault);

/** A partition with holes, timestamps ascending. */
const partition = fc
  .array(fc.record({ hole: fc.nat(3), wait: fc.nat(5) }), { maxLength: 12 })
  .map((steps) => {
    let offset = -1;
    let timestampMs = 1_000;
    return steps.map(({ hole, wait }): FakeRecord => {
      offset += 1 + hole;
      timestampMs += wait;
      return { offset, timestampMs, key: `k${offset}`, value: `{"n":${offset}}` };
    });
  });

const place = ({ partition: index, offset }: Message) => `${index}/${offset}`;

/** All pages one after the other. */
async function walk(
  link: KafkaLink,
  params: Omit<ReadParams, 'topic'>,
  next: (page: MessagePage) => ReadParams['from'] | null,
): Promise<readonly MessagePage[]> {
  const pages: MessagePage[] = [];
  let from: ReadParams['from'] | null = params.from;
  while (from !== null) {
    const page: MessagePage = await readMessages(link, { ...params, topic, from }, decode);
    pages.push(page);
    from = next(page);
  }
  return pages;
}

describe('pages', () => {
  it('forwards give every message once, in order per partition and by time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(partition, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 5 }),
        async (partitions, limit) => {
          const link = fakeLink(topic, partitions);
          const pages = await walk(
            link,
            { from: { at: 'beginning' }, limit },
            ({ newer }) => newer && { at: 'newer', than: newer },
          );
          const seen = pages.flatMap(({ messages }) => messages);
          const all = partitions.flatMap((records, index) =>
            records.map(({ offset }) => `${index}/${offset}`),
          );
          expect(seen.map(place).sort()).toEqual(all.sort());
          expect(seen.map(({ timestampMs }) => timestampMs)).toEqual(
            seen.map(({ timestampMs }) => timestampMs).sort((a, b) => a - b),
          );
          expect(pages.slice(0, -1).every(({ messages }) => messages.length === limit)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('backwards give every message once, newest page first', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(partition, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 5 }),
        async (partitions, limit) => {
          const link = fakeLink(topic, partitions);
          const pages = await walk(
            link,
            { from: { at: 'end' }, limit },
            ({ older }) => older && { at: 'older', than: older },
          );
          const seen = pages.toReversed().flatMap(({ messages }) => messages);
          const all = partitions.flatMap((records, index) =>
            records.map(({ offset }) => `${index}/${offset}`),
          );
          expect(seen.map(place).sort()).toEqual(all.sort());
          for (const [index, records] of partitions.entries()) {
            const own = seen.filter((message) => message.partition === index);
            expect(own.map(({ offset }) => offset)).toEqual(records.map(({ offset }) => offset));
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('reading', () => {
  const records = [5, 6, 7, 9].map((offset) => ({
    offset,
    timestampMs: 1_000 + offset,
    key: `k${offset}`,
    value: `v${offset}`,
  }));
  const link = fakeLink(topic, [records, []]);
  const read = (params: Omit<ReadParams, 'topic' | 'limit'>) =>
    readMessages(link, { topic, limit: 10, ...params }, decode);
  const offsets = ({ messages }: MessagePage) => messages.map(({ offset }) => offset);

  it('begins at an offset, clamped to what there is', async () => {
    expect(offsets(await read({ from: { at: 'offset', offset: 6 } }))).toEqual([6, 7, 9]);
    expect(offsets(await read({ from: { at: 'offset', offset: 0 } }))).toEqual([5, 6, 7, 9]);
    expect(offsets(await read({ from: { at: 'offset', offset: 100 } }))).toEqual([]);
  });

  it('begins at a time', async () => {
    expect(offsets(await read({ from: { at: 'timestamp', timestampMs: 1_007 } }))).toEqual([7, 9]);
    expect(offsets(await read({ from: { at: 'timestamp', timestampMs: 9_999 } }))).toEqual([]);
  });

  it('finds one message', async () => {
    const record = await getRecord(link, { topic, partition: 0, offset: 9 });
    expect(record.value?.toString()).toBe('v9');
    await expect(getRecord(link, { topic, partition: 0, offset: 8 })).rejects.toMatchObject({
      code: 'offset-out-of-range',
    });
  });

  it('of what is not there says so', async () => {
    await expect(
      readMessages(link, { topic: 'no', from: { at: 'end' }, limit: 1 }, decode),
    ).rejects.toMatchObject({
      code: 'topic-not-found',
    });
    await expect(read({ from: { at: 'end' }, partitions: [7] })).rejects.toMatchObject({
      code: 'partition-not-found',
      data: { topic, partition: 7 },
    });
  });
});
