import { describe, expect, test } from 'vitest';
import { boxPx, chartOf } from '../../../../src/renderer/views/questions/chart-layout.ts';
import { scaleFor } from '../../../../src/renderer/views/questions/kraft-scale.ts';
import {
  answersOf,
  outcomeNames,
  progressOf,
  questionNames,
} from '../../../../src/scenario/models/need-kafka.ts';

describe('the decision chart', () => {
  test('has a box for everything, none over another', () => {
    const { boxes, lines, width, height } = chartOf(progressOf([]));
    expect(boxes).toHaveLength(questionNames.length + outcomeNames.length);
    expect(lines).toHaveLength(2 * questionNames.length);
    for (const box of boxes) {
      expect(box.x + boxPx.width).toBeLessThanOrEqual(width);
      expect(box.y + boxPx.height).toBeLessThanOrEqual(height);
      const covered = boxes.filter(
        (other) =>
          other !== box &&
          Math.abs(other.x - box.x) < boxPx.width &&
          Math.abs(other.y - box.y) < boxPx.height,
      );
      expect(covered).toEqual([]);
    }
  });

  test('marks the way that was taken, and leads back to each of its questions', () => {
    const { boxes, lines } = chartOf(progressOf(answersOf('nny')));
    const taken = boxes.filter(({ isTaken }) => isTaken);
    expect(taken.map(({ name, stepCount }) => [name, stepCount])).toEqual([
      ['answer-at-once', 0],
      ['one-program', 1],
      ['volume', 2],
      ['operations', 3],
    ]);
    expect(taken.filter(({ isCurrent }) => isCurrent).map(({ name }) => name)).toEqual([
      'operations',
    ]);
    // Drawn last, so that no other line covers them.
    expect(lines.slice(-3).every(({ isTaken }) => isTaken)).toBe(true);
    expect(lines.filter(({ isTaken }) => isTaken)).toHaveLength(3);
  });

  test('ends at an outcome', () => {
    const { boxes } = chartOf(progressOf(answersOf('y')));
    expect(boxes.find(({ isCurrent }) => isCurrent)).toMatchObject({
      kind: 'outcome',
      name: 'http',
    });
  });
});

describe('a scale', () => {
  test('linear: shares of the whole', () => {
    const { at, ticks } = scaleFor('linear', 40_000);
    expect(at(0)).toBe(0);
    expect(at(10_000)).toBe(0.25);
    expect(at(90_000)).toBe(1);
    expect(ticks).toEqual([0, 5_000, 10_000, 15_000, 20_000, 25_000, 30_000, 35_000, 40_000]);
  });

  test('logarithmic: every tenfold is as wide, and the shortest are at the beginning', () => {
    const { at, ticks } = scaleFor('log', 100_000);
    expect(at(5)).toBe(0);
    expect(at(1_000) - at(100)).toBeCloseTo(at(100_000) - at(10_000));
    expect(ticks).toEqual([0, 100, 1_000, 10_000, 100_000]);
  });
});
