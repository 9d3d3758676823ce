/** The map from afar: a cell per partition, or per topic, in the place of each broker. */
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useT } from '../../i18n/index.ts';
import type { OffsetsState } from '../../../main/contract/index.ts';
import { type Column, type MapPicture, paintCells, topicCell } from './cell-paint.ts';
import {
  type CellLayout,
  itemAt,
  itemBeside,
  labelHeightPx,
  layoutCells,
  type Level,
  placeOf,
} from './level.ts';
import { useMarks } from './marks.ts';
import { positionOf, type TopicRows } from './model.ts';
import { CellCard } from './cell-card.tsx';
import styles from './overview.module.css';
import { usePaint, useSize } from './use-canvas.ts';
import { hueOf, useInk } from './use-ink.ts';

export type Spot = { readonly item: number; readonly column: number };

const padPx = 10;
const dragPx = 6;

export function Overview(props: {
  readonly topics: readonly TopicRows[];
  readonly brokerIds: readonly number[];
  readonly level: Level;
  readonly zoom: number;
  readonly offsets: OffsetsState | undefined;
  readonly heatOf: MapPicture['heatOf'];
  readonly find: string;
  readonly selected: string | null;
  readonly isPast: boolean;
  readonly onOpen: (topic: string, partition: number | null) => void;
  /** A replica was dragged from one place to another. */
  readonly onMove:
    | ((name: { topic: string; partition: number }, from: number, to: number) => void)
    | null;
}) {
  const t = useT();
  const { topics, brokerIds, level, zoom } = props;
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = useSize(box);
  const ink = useInk(box);
  const changed = useMarks((marks) => marks.changed);
  const [topPx, setTopPx] = useState(0);
  const [cursor, setCursor] = useState<Spot | null>(null);
  const [isFocused, setIsFocused] = useState(false);
  const columnPx = width / Math.max(1, brokerIds.length);
  const layout = useMemo(
    () =>
      layoutCells(topics, level, {
        columnPx: columnPx - padPx * 2,
        heightPx: height - padPx,
        zoom,
      }),
    [topics, level, columnPx, height, zoom],
  );
  const drag = useDrag(layout, topics, props.onMove);

  usePaint(canvas, { width, height }, (context) => {
    if (!ink || width === 0) return;
    const columns = brokerIds.map(
      (brokerId, index): Column => ({
        brokerId,
        x: index * columnPx + padPx,
        color: hueOf(ink, brokerId),
      }),
    );
    const needle = props.find.trim().toLowerCase();
    const isFound =
      needle === '' ? null : (item: { topic: string }) => item.topic.toLowerCase().includes(needle);
    const { heatOf, selected } = props;
    paintPlaces(context, { width, height, columnPx, count: brokerIds.length, line: ink.line });
    paintLabels(context, layout, { topPx, height, ink: ink.soft, font: ink.font });
    const picture = { layout, topics, columns, ink, heatOf, isFound, selected, changed };
    paintCells(context, picture, { topPx: topPx - padPx / 2, heightPx: height });
    if (cursor && isFocused)
      paintCursor(context, layout, cursor, { columnPx, topPx, color: ink.accent });
    if (drag.spot) paintDrag(context, drag, { columnPx, height, ink, cellPx: layout.cellPx });
  });

  function spotAt(event: PointerEvent): Spot | null {
    const rect = box.current?.getBoundingClientRect();
    if (!rect) return null;
    const column = Math.floor((event.clientX - rect.left) / columnPx);
    const x = event.clientX - rect.left - column * columnPx - padPx;
    const item = itemAt(layout, x, event.clientY - rect.top + topPx - padPx / 2);
    return item === null || column >= brokerIds.length ? null : { item, column };
  }
  function open(spot: Spot): void {
    const item = layout.items[spot.item];
    if (item) props.onOpen(item.topic, item.partition);
  }
  function onKeyDown(event: KeyboardEvent): void {
    const now = cursor ?? { item: 0, column: 0 };
    if (event.key === 'Enter' || event.key === ' ') open(now);
    else if (event.key === 'Tab') return;
    else if (event.key.startsWith('Arrow') || event.key === 'Home' || event.key === 'End') {
      const next = event.ctrlKey ? besideColumn(now, event.key, brokerIds.length) : null;
      setCursor(next ?? { ...now, item: itemBeside(layout, now.item, event.key) });
    } else return;
    event.preventDefault();
  }
  useEffect(() => {
    // The cursor is kept on the screen.
    if (!cursor || !isFocused || !box.current) return;
    const { y } = placeOf(layout, cursor.item);
    const scroller = box.current;
    if (y < scroller.scrollTop) scroller.scrollTop = y - labelHeightPx;
    else if (y + layout.cellPx > scroller.scrollTop + height) {
      scroller.scrollTop = y + layout.cellPx - height + padPx * 2;
    }
  }, [cursor, isFocused, layout, height]);

  const item = cursor && layout.items[cursor.item];
  const brokerId = cursor ? brokerIds[cursor.column] : undefined;
  return (
    <div className={styles.wrap}>
      <div
        ref={box}
        className={styles.scroller}
        data-past={props.isPast || undefined}
        tabIndex={0}
        role="application"
        aria-label={t(level === 'topics' ? 'cluster.topicsMap' : 'cluster.cellsMap')}
        aria-describedby="map-keys"
        onScroll={(event) => setTopPx(event.currentTarget.scrollTop)}
        onKeyDown={onKeyDown}
        onFocus={() => setIsFocused(true)}
        onBlur={() => setIsFocused(false)}
        onPointerDown={(event) => drag.begin(spotAt(event), event, brokerIds)}
        onPointerMove={(event) => {
          const spot = spotAt(event);
          drag.move(event, box.current, columnPx);
          setCursor((old) =>
            old?.item === spot?.item && old?.column === spot?.column ? old : spot,
          );
        }}
        onPointerUp={(event) => {
          const spot = spotAt(event);
          if (!drag.end(brokerIds) && spot) open(spot);
        }}
        onPointerLeave={() => !isFocused && setCursor(null)}
      >
        <canvas
          ref={canvas}
          className={styles.canvas}
          style={{ width, height, cursor: cursor ? 'pointer' : 'default' }}
          aria-hidden
        />
        <div style={{ height: Math.max(0, layout.heightPx + padPx - height), flex: 'none' }} />
      </div>
      <p id="map-keys" className="sr-only">
        {t('cluster.mapKeys')}
      </p>
      {cursor && item && brokerId !== undefined && !drag.spot && (
        <CellCard
          x={cursor.column * columnPx + padPx + placeOf(layout, cursor.item).x}
          y={placeOf(layout, cursor.item).y - topPx + layout.cellPx + padPx}
          width={width}
          height={height}
          item={item}
          brokerId={brokerId}
          rows={topics[item.topicIndex]}
          column={cursor.column}
          position={
            item.partition === null
              ? null
              : positionOf(props.offsets, item.topic, item.partition, brokerId)
          }
        />
      )}
    </div>
  );
}

function besideColumn(now: Spot, key: string, count: number): Spot | null {
  if (key === 'ArrowLeft') return { ...now, column: Math.max(0, now.column - 1) };
  if (key === 'ArrowRight') return { ...now, column: Math.min(count - 1, now.column + 1) };
  return null;
}

type Dragged = {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly startX: number;
  readonly startY: number;
  readonly isOver: boolean;
  readonly x: number;
  readonly y: number;
  readonly column: number;
  /** Columns where a replica of the partition is already. */
  readonly taken: ReadonlySet<number>;
};

/** A cell that is pulled into the place of another broker. */
function useDrag(
  layout: CellLayout,
  topics: readonly TopicRows[],
  onMove: ((name: { topic: string; partition: number }, from: number, to: number) => void) | null,
) {
  const [dragged, setDragged] = useState<Dragged | null>(null);
  return {
    spot: dragged?.isOver ? dragged : null,
    begin(spot: Spot | null, event: PointerEvent, brokerIds: readonly number[]): void {
      const item = spot && layout.items[spot.item];
      if (!onMove || !spot || !item || item.partition === null || event.button !== 0) return;
      const cells = topics[item.topicIndex]?.partitions[item.rowIndex]?.cells ?? [];
      const from = brokerIds[spot.column];
      if (!cells[spot.column] || from === undefined) return;
      const taken = new Set(cells.flatMap((cell, index) => (cell ? [index] : [])));
      const { topic, partition } = item;
      const [startX, startY] = [event.clientX, event.clientY];
      const start = { startX, startY, isOver: false, x: 0, y: 0, column: spot.column };
      setDragged({ topic, partition, from, ...start, taken });
    },
    move(event: PointerEvent, box: HTMLElement | null, columnPx: number): void {
      if (!dragged || !box) return;
      if (event.buttons !== 1) return setDragged(null);
      const distance = Math.hypot(event.clientX - dragged.startX, event.clientY - dragged.startY);
      if (!dragged.isOver && distance < dragPx) return;
      box.setPointerCapture(event.pointerId);
      const rect = box.getBoundingClientRect();
      const [x, y] = [event.clientX - rect.left, event.clientY - rect.top];
      setDragged({ ...dragged, isOver: true, x, y, column: Math.floor(x / columnPx) });
    },
    /** True when it was a drag. */
    end(brokerIds: readonly number[]): boolean {
      const was = dragged;
      setDragged(null);
      if (!was?.isOver) return false;
      const to = brokerIds[was.column];
      if (to !== undefined && !was.taken.has(was.column)) onMove?.(was, was.from, to);
      return true;
    },
  };
}

function paintPlaces(
  context: CanvasRenderingContext2D,
  o: { width: number; height: number; columnPx: number; count: number; line: string },
): void {
  context.strokeStyle = o.line;
  context.globalAlpha = 0.5;
  context.lineWidth = 1;
  for (let index = 1; index < o.count; index += 1) {
    const x = Math.round(index * o.columnPx) + 0.5;
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x, o.height);
    context.stroke();
  }
  context.globalAlpha = 1;
}

function paintLabels(
  context: CanvasRenderingContext2D,
  layout: CellLayout,
  o: { topPx: number; height: number; ink: string; font: string },
): void {
  context.font = `600 11.5px ${o.font}`;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.fillStyle = o.ink;
  for (const { label, topYPx } of layout.blocks) {
    const y = topYPx - o.topPx + labelHeightPx;
    if (label !== null && y > 0 && y < o.height) context.fillText(label, padPx, y);
  }
}

function paintCursor(
  context: CanvasRenderingContext2D,
  layout: CellLayout,
  cursor: Spot,
  o: { columnPx: number; topPx: number; color: string },
): void {
  const { x, y } = placeOf(layout, cursor.item);
  context.strokeStyle = o.color;
  context.lineWidth = 2;
  context.setLineDash([]);
  const left = cursor.column * o.columnPx + padPx + x;
  const size = layout.cellPx + 6;
  context.strokeRect(left - 3, y - o.topPx + padPx / 2 - 3, size, size);
}

function paintDrag(
  context: CanvasRenderingContext2D,
  drag: ReturnType<typeof useDrag>,
  o: { columnPx: number; height: number; ink: { accent: string; failure: string }; cellPx: number },
): void {
  const { spot } = drag;
  if (!spot) return;
  const isFree = !spot.taken.has(spot.column);
  context.globalAlpha = 0.1;
  context.fillStyle = isFree ? o.ink.accent : o.ink.failure;
  context.fillRect(spot.column * o.columnPx, 0, o.columnPx, o.height);
  context.globalAlpha = 1;
  context.strokeStyle = isFree ? o.ink.accent : o.ink.failure;
  context.lineWidth = 2;
  context.setLineDash([3, 2]);
  context.strokeRect(spot.x - o.cellPx / 2, spot.y - o.cellPx / 2, o.cellPx, o.cellPx);
  context.setLineDash([]);
}

/** What a topic's heat is measured against: the part of it that a broker leads. */
export function ledShare(rows: TopicRows | undefined, column: number): number {
  const cell = rows && topicCell(rows, column);
  return cell && rows.partitions.length > 0 ? cell.leaders / rows.partitions.length : 0;
}
