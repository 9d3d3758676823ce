import { describe, expect, test } from 'vitest';
import type { Message, MessagePage } from '../../../../src/main/contract/index.ts';
import {
  filterOf,
  liveMax,
  nothingShown,
  parseReading,
  pause,
  preview,
  readFrom,
  readingQuery,
  resume,
  showBatch,
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
  scannedCount: offsets.length,
  isScanCut: false,
  ...part,
});
const batch = (offsets: readonly number[], skippedCount = 0) => ({
  messages: offsets.map(message),
  skippedCount,
});
const offsetsOf = (messages: readonly Message[]) => messages.map(({ offset }) => offset);

describe('a reading', () => {
  test('is said by the address and back', () => {
    const query = { from: 'offset', offset: '42', partition: '1', key: 'o-1', text: 'x' };
    const reading = parseReading('orders', query, 0);
    expect(reading).toMatchObject({ from: 'offset', offset: 42, partition: 1, key: 'o-1' });
    expect(readingQuery(reading)).toEqual(query);
    expect(readFrom(reading)).toEqual({ at: 'offset', offset: 42 });
    expect(filterOf(reading)).toEqual({ key: 'o-1', text: 'x' });
  });

  test('is live when the address says nothing, or nonsense', () => {
    const reading = parseReading('orders', { from: 'x', partition: '-1', offset: 'NaN' }, 0);
    expect(readingQuery(reading)).toEqual({});
    expect(readFrom(reading)).toEqual({ at: 'end' });
    expect(filterOf(reading)).toBe(undefined);
  });
});

describe('live messages', () => {
  test('stand newest first, and join with the page that came later', () => {
    let shown = showBatch(nothingShown, batch([5, 6]));
    shown = showPage(shown, page([3, 4, 5], { older: { 0: 3 } }), true);
    expect(offsetsOf(shown.messages)).toEqual([6, 5, 4, 3]);
    shown = showMore(shown, page([1, 2]), true);
    expect(offsetsOf(shown.messages)).toEqual([6, 5, 4, 3, 2, 1]);
    expect(shown.next).toBe(null);
  });

  test('are held back while paused, and counted', () => {
    let shown = pause(showPage(nothingShown, page([1]), true));
    shown = showBatch(showBatch(shown, batch([2, 3])), batch([4], 100));
    expect(offsetsOf(shown.messages)).toEqual([1]);
    expect(shown.held).toHaveLength(3);
    expect(shown.skippedCount).toBe(100);
    shown = resume(shown);
    expect(offsetsOf(shown.messages)).toEqual([4, 3, 2, 1]);
    expect(shown.held).toEqual([]);
  });

  test('do not grow without end', () => {
    const many = Array.from({ length: liveMax + 50 }, (_, offset) => offset);
    const shown = showBatch(nothingShown, batch(many));
    expect(shown.messages).toHaveLength(liveMax);
    expect(shown.messages[0]?.offset).toBe(liveMax + 49);
  });
});

describe('read messages', () => {
  test('stand oldest first and go on with newer ones', () => {
    let shown = showPage(nothingShown, page([1, 2], { newer: { 0: 3 } }), false);
    expect(shown.next).toEqual({ 0: 3 });
    shown = showMore(shown, page([3, 4], { isScanCut: true }), false);
    expect(offsetsOf(shown.messages)).toEqual([1, 2, 3, 4]);
    expect(shown).toMatchObject({ scannedCount: 4, isScanCut: true });
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
