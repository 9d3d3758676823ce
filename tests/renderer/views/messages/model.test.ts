import { describe, expect, test } from 'vitest';
import type { Message, MessagePage } from '../../../../src/main/contract/index.ts';
import {
  arrivalRate,
  beginStretch,
  isSearch,
  liveMax,
  nothingShown,
  parseReading,
  pause,
  preview,
  readFrom,
  readingQuery,
  resume,
  selectionOf,
  showBatch,
  showHits,
  showMore,
  showPage,
} from '../../../../src/renderer/views/messages/model.ts';

const message = (offset: number): Message => ({
  partition: 0,
  offset,
  timestampMs: offset,
  timestampType: 'create',
  key: null,
  value: null,
  headers: [],
});
const page = (offsets: readonly number[], part: Partial<MessagePage> = {}): MessagePage => ({
  messages: offsets.map(message),
  older: null,
  newer: null,
  ...part,
});
const batch = (offsets: readonly number[], skippedCount = 0) => ({
  messages: offsets.map(message),
  skippedCount,
  arrivedCount: offsets.length + skippedCount,
});
const hits = (offsets: readonly number[], next: Record<string, number> | null = null) => ({
  hits: offsets.map(message),
  progress: {
    phase: next ? ('capped' as const) : ('done' as const),
    scannedCount: 10,
    scannedBytes: 100,
    totalCount: 10,
    elapsedMs: 5,
    remainingMs: null,
    failedCount: 0,
    problem: null,
    partitions: [],
    next,
  },
});
const offsetsOf = (messages: readonly Message[]) => messages.map(({ offset }) => offset);

describe('a reading', () => {
  test('is said by the address and back', () => {
    const query = { from: 'offset', offset: '42', partition: '1', key: 'o-1', text: 'x' };
    const reading = parseReading('orders', query, 0);
    expect(reading).toMatchObject({ from: 'offset', offset: 42, partition: 1, key: 'o-1' });
    expect(readingQuery(reading)).toEqual(query);
    expect(readFrom(reading)).toEqual({ at: 'offset', offset: 42 });
    expect(selectionOf(reading)).toMatchObject({
      partitions: [1],
      fromOffset: 42,
      keyText: 'o-1',
      query: { mode: 'text', text: 'x' },
    });
  });

  test('keeps how it is searched in the address', () => {
    const query = {
      from: 'time',
      at: '1000',
      until: '2000',
      keyIs: 'a',
      text: 'v > 1',
      mode: 'expression',
      committed: '1',
      control: '1',
    };
    const reading = parseReading('orders', query, 0);
    expect(readingQuery(reading)).toEqual(query);
    expect(isSearch(reading)).toBe(true);
    expect(selectionOf(reading)).toMatchObject({ fromMs: 1000, toMs: 2000, keyIs: 'a' });
  });

  test('is live when the address says nothing, or nonsense', () => {
    const reading = parseReading('orders', { from: 'x', partition: '-1', offset: 'NaN' }, 0);
    expect(readingQuery(reading)).toEqual({});
    expect(readFrom(reading)).toEqual({ at: 'end' });
    expect(isSearch(reading)).toBe(false);
  });
});

describe('live messages', () => {
  test('stand newest first, and join with the page that came later', () => {
    let shown = showBatch(nothingShown, batch([5, 6]), 0);
    shown = showPage(shown, page([3, 4, 5], { older: { 0: 3 } }), true);
    expect(offsetsOf(shown.messages)).toEqual([6, 5, 4, 3]);
    shown = showMore(shown, page([1, 2]), true);
    expect(offsetsOf(shown.messages)).toEqual([6, 5, 4, 3, 2, 1]);
    expect(shown.next).toBe(null);
  });

  test('are held back while paused, and counted', () => {
    let shown = pause(showPage(nothingShown, page([1]), true));
    shown = showBatch(showBatch(shown, batch([2, 3]), 0), batch([4], 100), 0);
    expect(offsetsOf(shown.messages)).toEqual([1]);
    expect(shown.held).toHaveLength(3);
    expect(shown.heldCount).toBe(103);
    shown = resume(shown);
    // What could not be held was passed over.
    expect(shown.skippedCount).toBe(100);
    expect(offsetsOf(shown.messages)).toEqual([4, 3, 2, 1]);
    expect(shown.held).toEqual([]);
  });

  test('do not grow without end', () => {
    const many = Array.from({ length: liveMax + 50 }, (_, offset) => offset);
    const shown = showBatch(nothingShown, batch(many), 0);
    expect(shown.messages).toHaveLength(liveMax);
    expect(shown.messages[0]?.offset).toBe(liveMax + 49);
  });
});

describe('read messages', () => {
  test('stand oldest first and go on with newer ones', () => {
    let shown = showPage(nothingShown, page([1, 2], { newer: { 0: 3 } }), false);
    expect(shown.next).toEqual({ 0: 3 });
    shown = showMore(shown, page([3, 4]), false);
    expect(offsetsOf(shown.messages)).toEqual([1, 2, 3, 4]);
    expect(shown.next).toBe(null);
  });
});

describe('a search', () => {
  test('shows hits in the order of time, and goes on where it had enough', () => {
    let shown = showHits(beginStretch(nothingShown), [], true, true);
    shown = showHits(shown, [hits([3, 9], { 0: 3 })], true, false);
    expect(offsetsOf(shown.messages)).toEqual([9, 3]);
    expect(shown.next).toEqual({ 0: 3 });
    shown = showHits(beginStretch(shown), [hits([1, 2])], true, true);
    expect(offsetsOf(shown.messages)).toEqual([9, 3, 2, 1]);
    expect(shown.next).toBe(null);
  });
});

describe('the rate of arrival', () => {
  test('counts what came, shown or not', () => {
    let shown = showBatch(nothingShown, batch([1]), 0);
    expect(arrivalRate(shown)).toBe(null);
    shown = showBatch(shown, batch([2], 499), 500);
    shown = showBatch(shown, batch([3], 499), 1000);
    expect(arrivalRate(shown)).toBe(1000);
  });
});

describe('preview', () => {
  test('folds white space and cuts', () => {
    const text = `{\n  "a": 1 }${'x'.repeat(500)}`;
    const line = preview({ kind: 'text', text, sizeBytes: 1, isCut: false });
    expect(line.startsWith('{ "a": 1 }x')).toBe(true);
    expect(line).toHaveLength(301);
  });
});
