/** At which sides of two boxes a line between them begins and ends. */
import { Position } from '@xyflow/react';
import type { Box } from './flow-nodes.ts';

export type Ends = {
  readonly sourceX: number;
  readonly sourceY: number;
  readonly sourcePosition: Position;
  readonly targetX: number;
  readonly targetY: number;
  readonly targetPosition: Position;
};

/** Boxes whose sides are at least so far apart are beside, not above, each other. */
const besidePx = 16;
/** Farther above or below than this, something may stand between: the line goes around. */
const abovePx = 120;
/** Room for the head of the line before the handle. */
const awayPx = 7;

export function facingEnds(from: Box, to: Box): Ends {
  const middle = (box: Box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  const [start, end] = [middle(from), middle(to)];
  const isRight = to.x - (from.x + from.width) >= besidePx;
  const isLeft = from.x - (to.x + to.width) >= besidePx;
  const gap = Math.max(to.y - (from.y + from.height), from.y - (to.y + to.height));
  if (isRight || isLeft || gap > abovePx) {
    const leavesRight = isRight || !isLeft;
    const entersRight = isLeft || !isRight;
    return {
      sourceX: leavesRight ? from.x + from.width : from.x,
      sourceY: start.y,
      sourcePosition: leavesRight ? Position.Right : Position.Left,
      targetX: entersRight ? to.x + to.width + awayPx : to.x - awayPx,
      targetY: end.y,
      targetPosition: entersRight ? Position.Right : Position.Left,
    };
  }
  const isDown = end.y >= start.y;
  return {
    sourceX: start.x,
    sourceY: isDown ? from.y + from.height : from.y,
    sourcePosition: isDown ? Position.Bottom : Position.Top,
    targetX: end.x,
    targetY: isDown ? to.y - 2 : to.y + to.height + 2,
    targetPosition: isDown ? Position.Top : Position.Bottom,
  };
}

/** Around on one side, where both ends are at the same side; else null. */
export function aroundPath(ends: Ends): readonly [string, number, number] | null {
  const { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = ends;
  if (sourcePosition !== Position.Right || targetPosition !== Position.Right) return null;
  const out = Math.max(sourceX, targetX) + 36 + Math.abs(targetY - sourceY) * 0.1;
  const path = `M${sourceX},${sourceY} C${out},${sourceY} ${out},${targetY} ${targetX},${targetY}`;
  // Where the curve is at its middle.
  return [path, (sourceX + targetX + 6 * out) / 8, (sourceY + targetY) / 2];
}
