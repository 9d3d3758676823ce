import { describe, expect, test } from 'vitest';
import {
  itemAt,
  itemBeside,
  layoutCells,
  levelFor,
  parsePartition,
  placeOf,
} from '../../../../src/renderer/views/cluster/level.ts';
import { linesBetween, linesOf } from '../../../../src/renderer/views/cluster/lines.ts';
import type { TopicRows } from '../../../../src/renderer/views/cluster/model.ts';
import type { ClusterState } from '../../../../src/main/contract/index.ts';

const topics = (count: number, partitions: number): readonly TopicRows[] =>
  Array.from({ length: count }, (_, index) => ({
    topic: `t${index}`,
    isInternal: false,
    partitions: Array.from({ length: partitions }, (_inner, partition) => ({
      topic: `t${index}`,
      partition,
      leader: 1,
      leaderEpoch: 0,
      isr: [1],
      elr: [],
      replicaCount: 1,
      isMoving: false,
      cells: [],
    })),
  }));

const size = { columnPx: 200, heightPx: 500, zoom: 1 };

describe('how closely to look', () => {
  test('follows from how much there is', () => {
    expect(levelFor(topics(1, 12))).toBe('rows');
    expect(levelFor(topics(1, 1_000))).toBe('cells');
    expect(levelFor(topics(1_000, 12))).toBe('topics');
  });

  test('makes cells as large as fit: all of a thousand are on one screen', () => {
    expect(layoutCells(topics(1, 12), 'cells', size).cellPx).toBe(30);
    const many = layoutCells(topics(1, 1_000), 'cells', size);
    expect(many.heightPx).toBeLessThanOrEqual(500);
    expect(many.cellPx).toBeGreaterThanOrEqual(5);
    const narrow = layoutCells(topics(1_000, 12), 'topics', { ...size, columnPx: 100 });
    expect(narrow.items).toHaveLength(1_000);
    expect(narrow.heightPx).toBeLessThanOrEqual(500);
    expect(layoutCells(topics(1, 1_000), 'cells', { ...size, zoom: 2 }).cellPx).toBe(
      many.cellPx * 2,
    );
  });
});

describe('cells', () => {
  const layout = layoutCells(topics(3, 20), 'cells', size);

  test('are found where they were placed, and not between', () => {
    for (const [index] of layout.items.entries()) {
      const { x, y } = placeOf(layout, index);
      expect(itemAt(layout, x + 1, y + 1)).toBe(index);
    }
    expect(itemAt(layout, -1, 5)).toBe(null);
    expect(itemAt(layout, 5, 1)).toBe(null);
    expect(itemAt(layout, 5, 10_000)).toBe(null);
  });

  test('are walked by keys', () => {
    expect(itemBeside(layout, 0, 'ArrowRight')).toBe(1);
    expect(itemBeside(layout, 0, 'ArrowLeft')).toBe(0);
    expect(itemBeside(layout, 0, 'ArrowDown')).toBe(layout.perRow);
    expect(itemBeside(layout, 5, 'End')).toBe(59);
    expect(itemBeside(layout, 5, 'Home')).toBe(0);
  });
});

describe('lines', () => {
  test('of thousands only those on the screen are shown, and the rest keeps its height', () => {
    const all = topics(100, 12);
    const lines = linesOf(all, ({ topic }) => topic !== 't1');
    expect(lines).toHaveLength(100 * 13 - 12);
    const window = linesBetween(lines, 1_000, 2_000);
    const shown = window.shown.reduce(
      (sum, { rows, isHeadShown }) => sum + rows.length + (isHeadShown ? 1 : 0),
      0,
    );
    expect(shown).toBeLessThan(40);
    const whole = linesBetween(lines, 0, Number.MAX_SAFE_INTEGER);
    expect(whole).toMatchObject({ beforePx: 0, afterPx: 0 });
    expect(whole.shown[1]).toMatchObject({ isOpen: false, rows: [] });
  });
});

test('a link names a partition that is there', () => {
  const cluster = { topics: { 'a/b': { partitions: { 3: {} } } } } as unknown as ClusterState;
  expect(parsePartition(cluster, 'a/b/3')).toEqual({ topic: 'a/b', partition: 3 });
  expect(parsePartition(cluster, 'a/b/4')).toBe(null);
  expect(parsePartition(cluster, '')).toBe(null);
});
