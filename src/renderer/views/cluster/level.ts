/** How closely the map is looked at, and where its cells lie. Pure. */
import type { ClusterState, PartitionName } from '../../../main/contract/index.ts';
import type { TopicRows } from './model.ts';

/** rows: a line per partition with its offsets; cells: a cell per partition; topics: per topic. */
export type Level = 'rows' | 'cells' | 'topics';

const rowsMax = 60;
const cellsMax = 4_000;

export function parseLevel(text: string): Level | null {
  const levels = ['rows', 'cells', 'topics'] as const;
  return levels.find((level) => level === text) ?? null;
}

/** What shows the whole cluster at once. */
export function levelFor(topics: readonly TopicRows[]): Level {
  const count = topics
    .filter(({ isInternal }) => !isInternal)
    .reduce((sum, { partitions }) => sum + partitions.length, 0);
  if (count <= rowsMax) return 'rows';
  return count <= cellsMax ? 'cells' : 'topics';
}

/** One thing that has a cell on every broker: a partition, or a whole topic. */
export type Item = {
  readonly topic: string;
  /** Null: the whole topic. */
  readonly partition: number | null;
  /** Place in `topics`, and in its partitions. */
  readonly topicIndex: number;
  readonly rowIndex: number;
};

export type Block = {
  /** Null: many topics without a line of their own. */
  readonly label: string | null;
  readonly topYPx: number;
  readonly firstItem: number;
  readonly itemCount: number;
};

export type CellLayout = {
  readonly items: readonly Item[];
  readonly blocks: readonly Block[];
  readonly cellPx: number;
  /** Distance from one cell to the next. */
  readonly stepPx: number;
  readonly perRow: number;
  readonly heightPx: number;
};

export const labelHeightPx = 20;
const blockGapPx = 10;
/** More topics than this have no line with their name. */
const labelledMax = 40;
const cellPxMin = 5;
const cellPxMax = 30;

export function itemsOf(topics: readonly TopicRows[], level: Level): readonly Item[] {
  return topics.flatMap(({ topic, partitions }, topicIndex): readonly Item[] =>
    level === 'topics'
      ? [{ topic, partition: null, topicIndex, rowIndex: 0 }]
      : partitions.map(({ partition }, rowIndex) => ({ topic, partition, topicIndex, rowIndex })),
  );
}

/** The largest cells with which all fit into the height, times `zoom`. */
export function layoutCells(
  topics: readonly TopicRows[],
  level: Level,
  size: { readonly columnPx: number; readonly heightPx: number; readonly zoom: number },
): CellLayout {
  const items = itemsOf(topics, level);
  const counts = level === 'topics' || topics.length > labelledMax ? [items.length] : null;
  const groups = counts ?? topics.map(({ partitions }) => partitions.length);
  const heightWith = (cellPx: number) => heightOf(groups, cellPx, size.columnPx, counts === null);
  let cellPx = cellPxMax;
  while (cellPx > cellPxMin && heightWith(cellPx) > size.heightPx) cellPx -= 1;
  cellPx = Math.min(64, Math.round(cellPx * size.zoom));
  const perRow = perRowOf(cellPx, size.columnPx);
  const stepPx = cellPx + gapOf(cellPx);
  let topYPx = 0;
  let firstItem = 0;
  const blocks = groups.map((itemCount, index): Block => {
    const label = counts === null ? (topics[index]?.topic ?? null) : null;
    const block = { label, topYPx, firstItem, itemCount };
    topYPx += blockHeight(itemCount, perRow, stepPx, label !== null);
    firstItem += itemCount;
    return block;
  });
  return { items, blocks, cellPx, stepPx, perRow, heightPx: Math.max(1, topYPx) };
}

function heightOf(
  groups: readonly number[],
  cellPx: number,
  columnPx: number,
  isLabelled: boolean,
): number {
  const perRow = perRowOf(cellPx, columnPx);
  const stepPx = cellPx + gapOf(cellPx);
  return groups.reduce((sum, count) => sum + blockHeight(count, perRow, stepPx, isLabelled), 0);
}

function blockHeight(count: number, perRow: number, stepPx: number, isLabelled: boolean): number {
  const rows = Math.ceil(count / perRow);
  return rows * stepPx + (isLabelled ? labelHeightPx + blockGapPx : 0);
}

function perRowOf(cellPx: number, columnPx: number): number {
  return Math.max(1, Math.floor((columnPx + gapOf(cellPx)) / (cellPx + gapOf(cellPx))));
}

function gapOf(cellPx: number): number {
  return cellPx >= 16 ? 4 : cellPx >= 9 ? 2 : 1;
}

/** Where an item's cell begins, from the left of a column and the top of the map. */
export function placeOf(
  layout: CellLayout,
  item: number,
): { readonly x: number; readonly y: number } {
  const block = blockOf(layout, item);
  const index = item - block.firstItem;
  const labelPx = block.label === null ? 0 : labelHeightPx;
  return {
    x: (index % layout.perRow) * layout.stepPx,
    y: block.topYPx + labelPx + Math.floor(index / layout.perRow) * layout.stepPx,
  };
}

function blockOf({ blocks }: CellLayout, item: number): Block {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((blocks[middle] as Block).firstItem <= item) low = middle;
    else high = middle - 1;
  }
  return blocks[low] as Block;
}

/** The item under a point of a column, or null between cells. */
export function itemAt(layout: CellLayout, x: number, y: number): number | null {
  const block = layout.blocks.findLast(({ topYPx }) => topYPx <= y);
  if (!block || x < 0 || y < 0) return null;
  const top = y - block.topYPx - (block.label === null ? 0 : labelHeightPx);
  const column = Math.floor(x / layout.stepPx);
  if (top < 0 || column >= layout.perRow) return null;
  const index = Math.floor(top / layout.stepPx) * layout.perRow + column;
  return index < block.itemCount ? block.firstItem + index : null;
}

/** Left, right, up or down from an item; stays where there is no further. */
export function itemBeside(layout: CellLayout, item: number, key: string): number {
  const last = layout.items.length - 1;
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, item - 1);
    case 'ArrowRight':
      return Math.min(last, item + 1);
    case 'ArrowUp':
      return Math.max(0, item - layout.perRow);
    case 'ArrowDown':
      return Math.min(last, item + layout.perRow);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return item;
  }
}

/** The partition that a link names, if it is there. */
export function parsePartition(
  cluster: ClusterState | undefined,
  text: string,
): PartitionName | null {
  const name = partitionIn(text);
  return name && cluster?.topics[name.topic]?.partitions[name.partition] ? name : null;
}

/** `topic/partition`. */
export function partitionIn(text: string): PartitionName | null {
  const at = text.lastIndexOf('/');
  return at < 1 ? null : { topic: text.slice(0, at), partition: Number(text.slice(at + 1)) };
}
