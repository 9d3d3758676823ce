/** The lines of the map: a topic's head, and its partitions while it is open. Pure. */
import type { PartitionRow, TopicRows } from './model.ts';

export type Line =
  | { readonly kind: 'topic'; readonly topic: TopicRows; readonly isOpen: boolean }
  | { readonly kind: 'partition'; readonly topic: TopicRows; readonly row: PartitionRow };

export const topicLinePx = 32;
export const partitionLinePx = 30;

export function linesOf(
  topics: readonly TopicRows[],
  isOpen: (topic: TopicRows) => boolean,
): readonly Line[] {
  return topics.flatMap((topic): readonly Line[] => {
    const isTopicOpen = isOpen(topic);
    const head: Line = { kind: 'topic', topic, isOpen: isTopicOpen };
    if (!isTopicOpen) return [head];
    return [head, ...topic.partitions.map((row): Line => ({ kind: 'partition', topic, row }))];
  });
}

export function linePx(line: Line): number {
  return line.kind === 'topic' ? topicLinePx : partitionLinePx;
}

/** What a topic shows of itself in the window. */
export type Shown = {
  readonly topic: TopicRows;
  readonly isOpen: boolean;
  readonly isHeadShown: boolean;
  readonly rows: readonly PartitionRow[];
};

export type Window = {
  readonly beforePx: number;
  readonly afterPx: number;
  readonly shown: readonly Shown[];
};

/** The lines between two heights, by topic, and how high the rest is. */
export function linesBetween(lines: readonly Line[], fromPx: number, toPx: number): Window {
  const shown: { topic: TopicRows; isOpen: boolean; isHeadShown: boolean; rows: PartitionRow[] }[] =
    [];
  let at = 0;
  let beforePx = 0;
  let afterPx = 0;
  for (const line of lines) {
    const height = linePx(line);
    const top = at;
    at += height;
    if (at <= fromPx) beforePx += height;
    else if (top >= toPx) afterPx += height;
    else if (line.kind === 'topic') {
      shown.push({ topic: line.topic, isOpen: line.isOpen, isHeadShown: true, rows: [] });
    } else {
      const last = shown.at(-1);
      if (last?.topic === line.topic) last.rows.push(line.row);
      else shown.push({ topic: line.topic, isOpen: true, isHeadShown: false, rows: [line.row] });
    }
  }
  return { beforePx, afterPx, shown };
}
