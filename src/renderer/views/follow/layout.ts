/** Where the parts of a sequence diagram go, in pixels. Pure. */
import type { Arrow, Sequence } from './model.ts';

/** The heads of the columns stay above while the rest scrolls. */
export const headPx = 52;
const rowPx = 34;
/** Left of the first column stand the times. */
export const timePx = 84;
const laneMinPx = 116;
const endPx = 18;

export type PlacedArrow = {
  readonly arrow: Arrow;
  readonly x1: number;
  readonly x2: number;
  readonly y: number;
  /** Middle and room of the words above the line. */
  readonly labelX: number;
};

export type Layout = {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Middle of each column. */
  readonly laneXs: readonly number[];
  readonly lanePx: number;
  readonly arrows: readonly PlacedArrow[];
};

/** As wide as there is room, and no narrower than its words need. */
export function layoutOf({ lanes, arrows }: Sequence, roomPx: number): Layout {
  const lanePx = Math.max(laneMinPx, Math.floor((roomPx - timePx - 4) / Math.max(1, lanes.length)));
  const laneXs = lanes.map((_lane, index) => timePx + lanePx * index + lanePx / 2);
  const placed = arrows.map((arrow, index) => {
    const [x1 = 0, x2 = 0] = [laneXs[arrow.from], laneXs[arrow.to]];
    return { arrow, x1, x2, y: rowPx * (index + 0.75), labelX: (x1 + x2) / 2 };
  });
  return {
    widthPx: timePx + lanePx * lanes.length + 4,
    heightPx: rowPx * arrows.length + endPx,
    laneXs,
    lanePx,
    arrows: placed,
  };
}
