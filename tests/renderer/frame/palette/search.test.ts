import { describe, expect, test } from 'vitest';
import { fuzzyMatch } from '../../../../src/renderer/frame/palette/fuzzy.ts';
import { prepare, search } from '../../../../src/renderer/frame/palette/search.ts';

const perform = () => {};
const labels = (query: string, commands: readonly string[], recent: readonly string[] = []) =>
  search(
    prepare(commands.map((label) => ({ id: label, label, perform }))),
    query,
    recent,
    10,
  ).hits.map(({ command }) => command.label);

describe('a name', () => {
  test('fits by its letters in order, the starts of words first', () => {
    expect(fuzzyMatch('cb', 'create broker')?.at).toEqual([0, 7]);
    expect(fuzzyMatch('xyz', 'orders')).toBe(null);
  });

  test('fits as a whole better than by scattered letters', () => {
    const whole = fuzzyMatch('ord', 'orders')?.score ?? 0;
    const scattered = fuzzyMatch('ord', 'open record store')?.score ?? 0;
    expect(whole).toBeGreaterThan(scattered);
  });

  test('is found although a start of a word lies beyond the next letter', () => {
    expect(fuzzyMatch('adb', 'xadyb a')).not.toBe(null);
  });
});

describe('the palette', () => {
  test('puts the best first', () => {
    expect(labels('pay', ['shop-payments', 'payments', 'stop broker 2'])).toEqual([
      'payments',
      'shop-payments',
    ]);
  });

  test('puts what was used lately first, while nothing is typed', () => {
    expect(labels('', ['one', 'two', 'three'], ['three', 'two'])).toEqual(['three', 'two', 'one']);
  });

  test('finds by keywords, after what the label says', () => {
    const commands = [
      { id: '1', label: 'English', keywords: ['language'], perform },
      { id: '2', label: 'language-events', perform },
    ];
    const { hits } = search(prepare(commands), 'language', [], 10);
    expect(hits.map(({ command }) => command.id)).toEqual(['2', '1']);
  });

  test('searches thousands of names and answers a few', () => {
    const many = Array.from({ length: 4_000 }, (_, index) => `topic-${index}.events`);
    const { hits, count } = search(
      prepare(many.map((label) => ({ id: label, label, perform }))),
      'topic-39',
      [],
      20,
    );
    expect(hits).toHaveLength(20);
    expect(hits[0]?.command.label).toBe('topic-39.events');
    expect(count).toBeGreaterThan(20);
  });
});
