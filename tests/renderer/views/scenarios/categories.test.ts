import { describe, expect, it } from 'vitest';
import type { ScenarioSummary } from '../../../../src/main/contract/index.ts';
import { shelvesOf } from '../../../../src/renderer/views/scenarios/list/categories.ts';

const scenario = (name: string, category: string | null): ScenarioSummary => ({
  name,
  category,
  title: { en: name, ko: name },
  description: { en: '', ko: '' },
  serviceCount: 1,
  topicCount: 1,
  isOwn: false,
  error: null,
});

describe('shelvesOf', () => {
  it('stands in the order of the page and keeps that of the list within a shelf', () => {
    const shelves = shelvesOf([
      scenario('saga', 'messaging'),
      scenario('shop', 'business'),
      scenario('outbox', 'messaging'),
    ]);
    expect(
      shelves.map(({ category, scenarios }) => [category, scenarios.map((it) => it.name)]),
    ).toEqual([
      ['business', ['shop']],
      ['messaging', ['saga', 'outbox']],
    ]);
  });

  it('puts what has no known category on the last shelf', () => {
    const shelves = shelvesOf([scenario('a', null), scenario('b', 'mine'), scenario('c', 'data')]);
    expect(shelves.map(({ category }) => category)).toEqual(['data', 'other']);
    expect(shelves[1]?.scenarios.map(({ name }) => name)).toEqual(['a', 'b']);
  });
});
