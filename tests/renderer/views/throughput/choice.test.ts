import { describe, expect, test } from 'vitest';
import {
  choiceQuery,
  pan,
  parseChoice,
  rangeMs,
  zoomOut,
  zoomTo,
} from '../../../../src/renderer/views/throughput/choice.ts';

const nowMs = 1_800_000_000_000;

describe('the choice', () => {
  test('is said by the address and back', () => {
    const query = {
      show: 'latency',
      range: '6h',
      from: '1000',
      to: '9000',
      by: 'client',
      unit: 'records',
      pick: 'a%20b c',
      api: 'FetchConsumer',
      percentile: 'p50',
      broker: '2',
      table: '1',
    };
    const choice = parseChoice(query, false);
    expect(choice.picks).toEqual(['a b', 'c']);
    expect(choice.span).toEqual({ fromMs: 1000, toMs: 9000 });
    expect(choiceQuery(choice, false)).toEqual(query);
  });

  test('needs no words where it is the usual one', () => {
    expect(choiceQuery(parseChoice({}, false), false)).toEqual({});
    expect(choiceQuery(parseChoice({}, true), true)).toEqual({});
    expect(parseChoice({}, true).by).toBe('topic');
  });

  test('of an address that makes no sense is the usual one', () => {
    const nonsense = { range: 'x', by: 'y', from: '9', to: '3', broker: 'z', show: '?' };
    expect(parseChoice(nonsense, false)).toEqual(parseChoice({}, false));
  });
});

describe('the span', () => {
  test('that is zoomed into is not shorter than 10 s nor in the future', () => {
    expect(zoomTo({ fromMs: nowMs - 2_000, toMs: nowMs + 5_000 }, nowMs)).toEqual({
      fromMs: nowMs - 10_000,
      toMs: nowMs,
    });
  });

  test('grows around its middle until it is the range that ends now', () => {
    const span = { fromMs: nowMs - 300_000, toMs: nowMs - 200_000 };
    expect(zoomOut(span, '10m', nowMs)).toEqual({ fromMs: nowMs - 350_000, toMs: nowMs - 150_000 });
    expect(zoomOut({ fromMs: nowMs - rangeMs['10m'] / 2, toMs: nowMs }, '10m', nowMs)).toBeNull();
  });

  test('moves by half of its width, and becomes live at the end', () => {
    const span = { fromMs: nowMs - 600_000, toMs: nowMs };
    const earlier = pan(span, -1, nowMs);
    expect(earlier).toEqual({ fromMs: nowMs - 900_000, toMs: nowMs - 300_000 });
    expect(earlier && pan(earlier, 1, nowMs)).toBeNull();
  });
});
