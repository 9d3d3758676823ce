/** Paints the timeline: a lane per broker, marks above, minutes beneath. */
import type { HistoryPoint } from '../../../main/contract/index.ts';
import type { Lane, Mark } from './past.ts';
import { hueOf, type Palette } from './use-ink.ts';

export type Axis = { readonly width: number; readonly fromMs: number; readonly toMs: number };

export type TimelinePicture = {
  readonly lanes: readonly Lane[];
  readonly marks: readonly Mark[];
  readonly points: readonly HistoryPoint[];
  readonly ink: Palette;
  readonly axis: Axis;
  readonly height: number;
  readonly atMs: number | null;
  readonly keptFromMs: number;
};

const marksPx = 18;
const axisPx = 16;
const trafficPx = 14;
const lanesPxMax = 60;
const reachPx = 5;

/** Thin lanes where there are many brokers. */
export function timelineHeight(laneCount: number): number {
  return marksPx + lanePx(laneCount) * Math.max(1, laneCount) + trafficPx + axisPx;
}

function lanePx(laneCount: number): number {
  return Math.max(5, Math.min(13, Math.floor(lanesPxMax / Math.max(1, laneCount))));
}

export function timeAt({ width, fromMs, toMs }: Axis, x: number): number {
  const share = Math.max(0, Math.min(1, x / Math.max(1, width)));
  return fromMs + share * (toMs - fromMs);
}

function xOf({ width, fromMs, toMs }: Axis, atMs: number): number {
  return ((atMs - fromMs) / Math.max(1, toMs - fromMs)) * width;
}

/** The mark under the pointer, so that one can land on a moment exactly. */
export function markAt(marks: readonly Mark[], axis: Axis, x: number): Mark | null {
  let best: Mark | null = null;
  let bestPx = reachPx;
  for (const mark of marks) {
    const distancePx = Math.abs(xOf(axis, mark.atMs) - x);
    if (distancePx <= bestPx) [best, bestPx] = [mark, distancePx];
  }
  return best;
}

export function paintTimeline(context: CanvasRenderingContext2D, picture: TimelinePicture): void {
  paintLanes(context, picture);
  paintTraffic(context, picture);
  paintAxis(context, picture);
  paintMarks(context, picture);
  paintHand(context, picture);
}

/** How much a broker led is the height of its lane; where it was down there is a dashed line. */
function paintLanes(
  context: CanvasRenderingContext2D,
  { lanes, ink, axis }: TimelinePicture,
): void {
  const height = lanePx(lanes.length);
  lanes.forEach(({ brokerId, parts }, index) => {
    const bottom = marksPx + (index + 1) * height - 1;
    const color = hueOf(ink, brokerId);
    for (const { fromMs, toMs, isUp, leaderShare } of parts) {
      const [x1, x2] = [Math.max(0, xOf(axis, fromMs)), xOf(axis, toMs)];
      if (x2 <= 0) continue;
      if (isUp) {
        const bar = 1.5 + leaderShare * (height - 3);
        context.fillStyle = color;
        context.fillRect(x1, bottom - bar, Math.max(1, x2 - x1), bar);
      } else {
        context.strokeStyle = ink.failure;
        context.lineWidth = 1.5;
        context.setLineDash([3, 3]);
        context.beginPath();
        context.moveTo(x1, bottom - height / 2 + 1);
        context.lineTo(Math.max(x1 + 2, x2), bottom - height / 2 + 1);
        context.stroke();
        context.setLineDash([]);
      }
    }
  });
}

/** What was replicated, and over it where partitions lacked a replica or a leader. */
function paintTraffic(context: CanvasRenderingContext2D, picture: TimelinePicture): void {
  const { points, ink, axis, lanes } = picture;
  const top = marksPx + lanePx(lanes.length) * Math.max(1, lanes.length) + 2;
  const bottom = top + trafficPx - 4;
  const most = Math.max(1, ...points.map((point) => point.replicatedBytesPerS ?? 0));
  points.forEach((point, index) => {
    const [x1, x2] = [xOf(axis, point.atMs), xOf(axis, points[index + 1]?.atMs ?? axis.toMs)];
    const bytes = point.replicatedBytesPerS ?? 0;
    if (bytes > 0) {
      const height = Math.max(1, (bytes / most) * (trafficPx - 4));
      context.fillStyle = ink.line;
      context.fillRect(x1, bottom - height, Math.max(1, x2 - x1), height);
    }
    if (point.underReplicatedCount + point.offlineCount === 0) return;
    context.fillStyle = point.offlineCount > 0 ? ink.failure : ink.attention;
    context.fillRect(x1, bottom, Math.max(1, x2 - x1), 2);
  });
}

function paintAxis(
  context: CanvasRenderingContext2D,
  { ink, axis, height, keptFromMs }: TimelinePicture,
): void {
  const minuteMs = 60_000;
  context.font = `11px ${ink.font}`;
  context.textBaseline = 'alphabetic';
  context.textAlign = 'center';
  for (
    let atMs = Math.ceil(axis.fromMs / minuteMs) * minuteMs;
    atMs < axis.toMs;
    atMs += minuteMs
  ) {
    const x = Math.round(xOf(axis, atMs)) + 0.5;
    context.fillStyle = ink.line;
    context.globalAlpha = 0.45;
    context.fillRect(x, marksPx, 1, height - marksPx - axisPx + 3);
    context.globalAlpha = 1;
    const isRoomy = axis.width > 700 || Math.round(atMs / minuteMs) % 2 === 0;
    if (!isRoomy || x < 18 || x > axis.width - 18) continue;
    context.fillStyle = ink.soft;
    const date = new Date(atMs);
    const two = (value: number) => String(value).padStart(2, '0');
    context.fillText(`${two(date.getHours())}:${two(date.getMinutes())}`, x, height - 3);
  }
  // Of what came before nothing is kept.
  const keptX = xOf(axis, keptFromMs);
  if (keptX <= 1) return;
  context.fillStyle = ink.line;
  context.globalAlpha = 0.16;
  context.fillRect(0, marksPx, keptX, height - marksPx - axisPx);
  context.globalAlpha = 1;
}

/** Shapes, so that colour is not all: a cross for what failed, a ring for what came back. */
function paintMarks(
  context: CanvasRenderingContext2D,
  { marks, ink, axis }: TimelinePicture,
): void {
  const y = marksPx / 2;
  for (const { atMs, kind, brokerId } of marks) {
    const x = xOf(axis, atMs);
    context.lineWidth = 1.8;
    context.beginPath();
    switch (kind) {
      case 'failure':
        context.strokeStyle = ink.failure;
        context.moveTo(x - 3.5, y - 3.5);
        context.lineTo(x + 3.5, y + 3.5);
        context.moveTo(x + 3.5, y - 3.5);
        context.lineTo(x - 3.5, y + 3.5);
        context.stroke();
        break;
      case 'back':
        context.strokeStyle = brokerId === null ? ink.soft : hueOf(ink, brokerId);
        context.arc(x, y, 3.5, 0, Math.PI * 2);
        context.stroke();
        break;
      case 'controller':
        context.fillStyle = ink.accent;
        context.moveTo(x, y - 5);
        context.lineTo(x + 4.5, y + 4);
        context.lineTo(x - 4.5, y + 4);
        context.fill();
        break;
      case 'leader':
        context.fillStyle = ink.text;
        context.fillRect(x - 2.5, y - 2.5, 5, 5);
        break;
      case 'isr':
        context.fillStyle = ink.attention;
        context.fillRect(x - 1, y - 4, 2, 8);
        break;
      case 'topic':
        context.fillStyle = ink.soft;
        context.arc(x, y, 2, 0, Math.PI * 2);
        context.fill();
        break;
    }
  }
}

function paintHand(
  context: CanvasRenderingContext2D,
  { ink, axis, height, atMs }: TimelinePicture,
): void {
  const x = atMs === null ? axis.width - 1 : xOf(axis, atMs);
  context.fillStyle = atMs === null ? ink.soft : ink.attention;
  context.fillRect(x - 1, 0, 2, height - axisPx + 2);
  if (atMs === null) return;
  context.beginPath();
  context.moveTo(x - 6, 0);
  context.lineTo(x + 6, 0);
  context.lineTo(x, 8);
  context.fill();
}
