/** Paints cells on a canvas: many of one look with one stroke, so that thousands stay cheap. */
import type { CellLayout, Item } from './level.ts';
import { placeOf } from './level.ts';
import type { ReplicaCell, Role, TopicRows } from './model.ts';

export type Column = { readonly brokerId: number; readonly x: number; readonly color: string };

export type Ink = {
  readonly text: string;
  readonly soft: string;
  readonly line: string;
  readonly bg: string;
  readonly accent: string;
  readonly attention: string;
  readonly failure: string;
  readonly font: string;
};

/** How much of a topic on one broker: shares of its replicas there, from 0 to 1. */
export type TopicCell = {
  readonly count: number;
  readonly leaders: number;
  readonly out: number;
  readonly offline: number;
};

export type MapPicture = {
  readonly layout: CellLayout;
  readonly topics: readonly TopicRows[];
  readonly columns: readonly Column[];
  readonly ink: Ink;
  /** Of a topic, from 0 to 1; null: the state of replicas decides the look. */
  readonly heatOf: ((item: Item, brokerId: number) => number) | null;
  /** Dimmed unless it fits; null: nothing is looked for. */
  readonly isFound: ((item: Item) => boolean) | null;
  readonly selected: string | null;
  readonly changed: ReadonlySet<string>;
};

const numberMinPx = 18;
const dimmed = 0.18;

export function topicCell(rows: TopicRows, column: number): TopicCell | null {
  let [count, leaders, out, offline] = [0, 0, 0, 0];
  for (const { cells } of rows.partitions) {
    const cell = cells[column];
    if (!cell) continue;
    count += 1;
    if (cell.role === 'leader') leaders += 1;
    else if (cell.role === 'out') out += 1;
    else if (cell.role === 'offline') offline += 1;
  }
  return count === 0 ? null : { count, leaders, out, offline };
}

/** Everything between two heights. */
export function paintCells(
  context: CanvasRenderingContext2D,
  picture: MapPicture,
  view: { readonly topPx: number; readonly heightPx: number },
): void {
  const { layout, columns } = picture;
  columns.forEach((column, index) => {
    const brush = new Brush(context, picture, column);
    layout.items.forEach((item, itemIndex) => {
      const place = placeOf(layout, itemIndex);
      const y = place.y - view.topPx;
      if (y + layout.cellPx < 0 || y > view.heightPx) return;
      brush.item(item, index, column.x + place.x, y);
    });
    brush.finish();
  });
}

/** Collects the cells of one column by their look. */
class Brush {
  readonly #context: CanvasRenderingContext2D;
  readonly #picture: MapPicture;
  readonly #column: Column;
  readonly #paths = new Map<string, Path2D>();
  readonly #texts: { readonly text: string; x: number; y: number; isOnFill: boolean }[] = [];

  constructor(context: CanvasRenderingContext2D, picture: MapPicture, column: Column) {
    this.#context = context;
    this.#picture = picture;
    this.#column = column;
  }

  item(item: Item, column: number, x: number, y: number): void {
    const { topics, isFound } = this.#picture;
    const rows = topics[item.topicIndex];
    if (!rows) return;
    const look = isFound !== null && !isFound(item) ? 'dim-' : '';
    if (item.partition === null) this.#topic(item, topicCell(rows, column), look, x, y);
    else this.#partition(item, rows.partitions[item.rowIndex]?.cells[column], look, x, y);
  }

  #partition(
    item: Item,
    cell: ReplicaCell | null | undefined,
    look: string,
    x: number,
    y: number,
  ): void {
    const { cellPx } = this.#picture.layout;
    if (!cell) return this.#dot(look, x, y);
    this.#shape(cell.role, look, x, y, cellPx);
    if (cell.move !== null) this.#path(`${look}moving`).rect(x - 1, y - 1, cellPx + 2, cellPx + 2);
    if (cell.damage || cell.isEligible) {
      const mark = cell.damage ? 'damage' : 'eligible';
      this.#path(`${look}${mark}`).rect(x + cellPx / 4, y + cellPx / 4, cellPx / 2, cellPx / 2);
    }
    if (this.#picture.changed.has(cell.key))
      this.#path('changed').rect(x + cellPx - 3, y - 2, 5, 5);
    const isSelected = this.#picture.selected === `${item.topic}/${item.partition}`;
    if (isSelected) this.#path('selected').rect(x - 2.5, y - 2.5, cellPx + 5, cellPx + 5);
    if (cellPx < numberMinPx) return;
    const isOnFill = cell.role === 'leader';
    const text = String(item.partition);
    this.#texts.push({ text, x: x + cellPx / 2, y: y + cellPx / 2 + 0.5, isOnFill });
  }

  #topic(item: Item, cell: TopicCell | null, look: string, x: number, y: number): void {
    const { layout, heatOf } = this.#picture;
    const { cellPx } = layout;
    if (!cell) return this.#dot(look, x, y);
    if (heatOf) {
      const heat = heatOf(item, this.#column.brokerId);
      // Eight steps: more shades nobody tells apart, and each is painted at once.
      const step = heat <= 0 ? 0 : Math.max(1, Math.round(heat * 8));
      return this.#path(`${look}heat-${step}`).rect(x, y, cellPx, cellPx);
    }
    const isHollow = cell.offline === cell.count;
    this.#path(`${look}${isHollow ? 'offline' : 'frame'}`).rect(
      x + 0.5,
      y + 0.5,
      cellPx - 1,
      cellPx - 1,
    );
    const filledPx = Math.round((cell.leaders / cell.count) * (cellPx - 2));
    if (filledPx > 0) {
      this.#path(`${look}leader`).rect(x + 1, y + cellPx - 1 - filledPx, cellPx - 2, filledPx);
    }
    if (!isHollow && cell.out + cell.offline > 0) hatch(this.#path(`${look}hatch`), x, y, cellPx);
  }

  #shape(role: Role, look: string, x: number, y: number, cellPx: number): void {
    if (role === 'leader') return this.#path(`${look}leader`).rect(x, y, cellPx, cellPx);
    const name = role === 'offline' ? 'offline' : 'frame';
    this.#path(`${look}${name}`).rect(x + 0.75, y + 0.75, cellPx - 1.5, cellPx - 1.5);
    if (role === 'out') hatch(this.#path(`${look}hatch`), x, y, cellPx);
  }

  #dot(look: string, x: number, y: number): void {
    const { cellPx } = this.#picture.layout;
    if (cellPx < 7) return;
    this.#path(`${look}dot`).rect(x + cellPx / 2 - 0.5, y + cellPx / 2 - 0.5, 1.5, 1.5);
  }

  #path(name: string): Path2D {
    let path = this.#paths.get(name);
    if (!path) {
      path = new Path2D();
      this.#paths.set(name, path);
    }
    return path;
  }

  finish(): void {
    const context = this.#context;
    for (const [name, path] of this.#paths) {
      context.globalAlpha = name.startsWith('dim-') ? dimmed : 1;
      this.#paint(name.replace('dim-', ''), path);
    }
    context.globalAlpha = 1;
    context.setLineDash([]);
    this.#writeTexts();
  }

  #paint(name: string, path: Path2D): void {
    const context = this.#context;
    const { ink, layout } = this.#picture;
    const { color } = this.#column;
    const thinPx = layout.cellPx >= 12 ? 1.6 : 1;
    const stroke = (style: string, widthPx: number, dash: readonly number[] = []) => {
      context.setLineDash([...dash]);
      context.strokeStyle = style;
      context.lineWidth = widthPx;
      context.stroke(path);
    };
    const fill = (style: string) => {
      context.fillStyle = style;
      context.fill(path);
    };
    if (name.startsWith('heat-')) {
      const alpha = context.globalAlpha;
      context.globalAlpha = alpha * (0.07 + (0.93 * Number(name.slice(5))) / 8);
      fill(color);
      context.globalAlpha = alpha;
      return;
    }
    switch (name) {
      case 'leader':
        return fill(color);
      case 'frame':
        return stroke(color, thinPx);
      case 'hatch':
        return stroke(color, 1);
      case 'offline':
        return stroke(color, 1, [2, 2]);
      case 'dot':
        return fill(ink.line);
      case 'moving':
        return stroke(ink.accent, 1.5, [3, 2]);
      case 'eligible':
        return fill(ink.attention);
      case 'damage':
        return fill(ink.failure);
      case 'changed':
        return fill(ink.accent);
      case 'selected':
        return stroke(ink.text, 2);
    }
  }

  #writeTexts(): void {
    const context = this.#context;
    const { ink, layout } = this.#picture;
    context.font = `${Math.min(13, Math.max(9, layout.cellPx * 0.46))}px ${ink.font}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    for (const { text, x, y, isOnFill } of this.#texts) {
      context.fillStyle = isOnFill ? ink.bg : ink.text;
      context.fillText(text, x, y);
    }
  }
}

function hatch(path: Path2D, x: number, y: number, cellPx: number): void {
  const gap = cellPx >= 12 ? 4 : 3;
  for (let at = gap; at < cellPx * 2; at += gap) {
    const [from, to] = [Math.max(0, at - cellPx), Math.min(at, cellPx)];
    path.moveTo(x + from, y + at - from);
    path.lineTo(x + to, y + at - to);
  }
}
