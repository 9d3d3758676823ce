import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodersDefault } from '../../../src/main/contract/decoders.ts';
import type { Offsets } from '../../../src/main/contract/messages.ts';
import type { Query, Selection } from '../../../src/main/contract/search.ts';
import { PayloadDecoder } from '../../../src/main/decoders/payload-decoder.ts';
import type { RawFetchPartition } from '../../../src/main/explorer/raw-fetch.ts';
import { createMatcher } from '../../../src/main/search/matcher.ts';
import { type Lane, Scan } from '../../../src/main/search/scan.ts';
import { batchOf, markerKey, type RecordIn } from '../explorer/batch-of.ts';

const decoder = new PayloadDecoder({ registry: null, files: [] });

type BatchMade = { readonly records: readonly RecordIn[]; readonly bytes: Buffer };

const word = fc.constantFrom('needle', 'Needle', 'hay', 'needl', 'edle', '{"a":"needle"}', '');

/** A partition of batches with holes between them, some compressed. */
const partition = fc
  .array(
    fc.record({
      hole: fc.nat(3),
      isGzip: fc.boolean(),
      values: fc.array(fc.tuple(word, word, fc.boolean()), { minLength: 1, maxLength: 5 }),
    }),
    { maxLength: 8 },
  )
  .map((batches) => {
    let offset = 0;
    return batches.map(({ hole, isGzip, values }): BatchMade => {
      offset += hole;
      const records = values.map(([key, value, isTombstone], index): RecordIn => {
        const headers = index % 2 === 0 ? [] : [['trace', value] as const];
        const at = { offset, timestampMs: 1_000 + offset };
        offset += 1;
        return { ...at, key: key || null, value: isTombstone ? null : value, headers };
      });
      return { records, bytes: batchOf(records, { isGzip }) };
    });
  });

const endOf = (batches: readonly BatchMade[]) => (batches.at(-1)?.records.at(-1)?.offset ?? -1) + 1;

/** Two batches at a time, the first of them possibly begun before the offset. */
function fetchFrom(partitions: readonly (readonly BatchMade[])[]) {
  return async (index: number, offset: number): Promise<RawFetchPartition> => {
    const batches = (partitions[index] ?? []).filter(
      ({ records }) => (records.at(-1)?.offset ?? -1) >= offset,
    );
    const end = endOf(partitions[index] ?? []);
    return {
      partition: index,
      errorCode: 0,
      logStartOffset: 0,
      aborted: [],
      highWatermark: end,
      lastStableOffset: end,
      records: Buffer.concat(batches.slice(0, 2).map(({ bytes }) => bytes)),
    };
  };
}

async function search(
  partitions: readonly (readonly BatchMade[])[],
  selection: Omit<Selection, 'topic'>,
  order: 'oldest' | 'newest',
  laneLimit: number,
  resume: Offsets | null = null,
) {
  const lanes = partitions.map((batches, index): Lane => {
    const end = endOf(batches);
    const [from, to] =
      order === 'oldest' ? [resume?.[index] ?? 0, end] : [0, resume?.[index] ?? end];
    return { partition: index, from, to, total: to - from, hitCount: 0, isCapped: false };
  });
  const hits: string[] = [];
  const scan = new Scan({
    lanes,
    order,
    laneLimit,
    laneCountMax: 2,
    visibility: selection,
    matcher: createMatcher({
      selection,
      decoder,
      decoders: decodersDefault,
    }),
    fetch: fetchFrom(partitions),
    take: ({ partition: index, offset }) => `${index}/${offset}`,
    onHit: (place) => void hits.push(place),
    signal: new AbortController().signal,
  });
  await scan.run();
  return { hits, next: scan.next, scan };
}

const queries: readonly Query[] = [
  { mode: 'text', text: 'needle' },
  { mode: 'text', text: 'needle', isCaseSensitive: true },
  { mode: 'text', text: 'needle', fields: ['key'] },
  { mode: 'text', text: 'needle', fields: ['headers'] },
  { mode: 'regex', text: '^n.*e$' },
  { mode: 'expression', text: 'value.a = "needle"' },
];

function isMatch({ mode, text, fields, isCaseSensitive }: Query, record: RecordIn): boolean {
  const value = String(record.value ?? '');
  if (mode === 'expression') return value === '{"a":"needle"}';
  const texts = {
    key: [record.key],
    value: [record.value],
    headers: (record.headers ?? []).flat(),
  };
  const flags = isCaseSensitive ? '' : 'i';
  const pattern = new RegExp(text, flags);
  return (fields ?? (['key', 'value', 'headers'] as const)).some((field) =>
    texts[field].some((it) => it !== null && pattern.test(String(it))),
  );
}

describe('a scan', () => {
  it.each(queries)('finds what looking at every record finds: %j', async (query) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(partition, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('oldest' as const, 'newest' as const),
        fc.integer({ min: 1, max: 4 }),
        async (partitions, order, laneLimit) => {
          const expected = partitions.flatMap((batches, index) =>
            batches
              .flatMap(({ records }) => records)
              .filter((record) => isMatch(query, record))
              .map(({ offset }) => `${index}/${offset}`),
          );
          const found: string[] = [];
          let resume: Offsets | null = null;
          do {
            const stretch = await search(partitions, { query }, order, laneLimit, resume);
            found.push(...stretch.hits);
            resume = stretch.next;
          } while (resume !== null);
          expect(found.toSorted()).toEqual(expected.toSorted());
          const own = found.filter((place) => place.startsWith('0/'));
          const offsets = own.map((place) => Number(place.slice(2)));
          const sorted = offsets.toSorted((a, b) => (order === 'oldest' ? a - b : b - a));
          expect(offsets).toEqual(sorted);
        },
      ),
      { numRuns: 60 },
    );
  });

  const record = (offset: number, value: string, key: string | Buffer | null = 'k'): RecordIn => ({
    offset,
    key,
    value,
    timestampMs: 1e3 + offset,
  });
  const made = (records: readonly RecordIn[], options = {}): BatchMade => ({
    records,
    bytes: batchOf(records, options),
  });

  it('that is stopped before its first answer does not mind that it fails', async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown) => void unhandled.push(reason);
    process.prependListener('unhandledRejection', listen);
    const lane = { partition: 0, from: 0, to: 9, total: 9, hitCount: 0, isCapped: false };
    const scan = new Scan({
      lanes: [lane],
      order: 'oldest',
      laneLimit: 1,
      laneCountMax: 1,
      visibility: {},
      matcher: createMatcher({ selection: {}, decoder, decoders: decodersDefault }),
      fetch: () => Promise.reject(new Error('no broker is left')),
      take: () => null,
      onHit: () => {},
      signal: AbortSignal.abort(),
    });
    await scan.run();
    await new Promise((resolve) => setImmediate(resolve));
    process.removeListener('unhandledRejection', listen);
    expect(unhandled).toEqual([]);
  });

  it('leaves out aborted transactions and markers when told to', async () => {
    const batches = [
      made([record(0, 'open')], { producerId: 7 }),
      made([record(1, 'other')], { producerId: 8 }),
      made([record(2, '', markerKey(0))], { producerId: 7, isControl: true }),
      made([record(3, 'kept')], { producerId: 7 }),
      made([record(4, '', markerKey(1))], { producerId: 7, isControl: true }),
    ];
    const lanes = (): Lane[] => [
      { partition: 0, from: 0, to: 5, total: 5, hitCount: 0, isCapped: false },
    ];
    const run = async (visibility: { isCommittedOnly?: boolean; hasControl?: boolean }) => {
      const offsets: number[] = [];
      const controls: (string | undefined)[] = [];
      await new Scan({
        lanes: lanes(),
        order: 'oldest',
        laneLimit: 10,
        laneCountMax: 1,
        visibility,
        matcher: createMatcher({
          selection: visibility,
          decoder,
          decoders: decodersDefault,
        }),
        fetch: async () => ({
          ...(await fetchFrom([batches])(0, 0)),
          aborted: [
            {
              producerId: 7,
              firstOffset: 0,
            },
          ],
          records: Buffer.concat(batches.map(({ bytes }) => bytes)),
        }),
        take: (found) => found,
        onHit: ({ offset, control }) => {
          offsets.push(offset);
          controls.push(control);
        },
        signal: new AbortController().signal,
      }).run();
      return { offsets, controls };
    };
    expect((await run({})).offsets).toEqual([0, 1, 3]);
    expect((await run({ isCommittedOnly: true })).offsets).toEqual([1, 3]);
    const all = await run({ hasControl: true });
    expect(all.offsets).toEqual([0, 1, 2, 3, 4]);
    expect(all.controls).toEqual([undefined, undefined, 'abort', undefined, 'commit']);
  });

  it('looks into payloads that are compressed inside', async () => {
    const { gzipSync } = await import('node:zlib');
    const packed = gzipSync('there is a needle inside');
    const batch = made([{ ...record(0, ''), value: packed }, record(1, 'hay')]);
    const { hits } = await search([[batch]], { query: queries[0] }, 'oldest', 10);
    expect(hits).toEqual(['0/0']);
  });

  it('counts records over which an expression fails, and goes on', async () => {
    const batch = made([record(0, '{"a":"x"}'), record(1, '{"a":1}')]);
    const query: Query = { mode: 'expression', text: '$number(value.a) = 1' };
    const { hits, scan } = await search([[batch]], { query }, 'oldest', 10);
    expect(hits).toEqual(['0/1']);
    expect(scan).toMatchObject({ failedCount: 1, lastProblem: expect.stringContaining('x') });
  });

  it('takes the exact key, and a stretch of time', async () => {
    const batch = made([record(0, 'a', 'k'), record(1, 'b', 'kk'), record(2, 'c', 'k')]);
    expect((await search([[batch]], { keyIs: 'k' }, 'oldest', 10)).hits).toEqual(['0/0', '0/2']);
    expect((await search([[batch]], { keyText: 'kk' }, 'oldest', 10)).hits).toEqual(['0/1']);
    const inTime = { fromMs: 1_001, toMs: 1_002 };
    expect((await search([[batch]], inTime, 'newest', 10)).hits).toEqual(['0/1']);
  });

  it('refuses what is no query', () => {
    const compile = (query: Query) => () =>
      createMatcher({ selection: { query }, decoder, decoders: decodersDefault });
    expect(compile({ mode: 'regex', text: '(' })).toThrow(
      expect.objectContaining({ code: 'query-invalid' }),
    );
    expect(compile({ mode: 'expression', text: 'a = ' })).toThrow(
      expect.objectContaining({ code: 'query-invalid' }),
    );
  });
});
