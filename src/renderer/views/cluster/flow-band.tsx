/** Who fetches from whom, as moving lines between the columns of the brokers. */
import { HoverCard } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import type { ClusterState } from '../../../main/contract/index.ts';
import { type FlowLine, flowLines, totalBytesPerS } from './flow-model.ts';
import styles from './flow-band.module.css';
import { type CanvasSize, prepare, useSize } from './use-canvas.ts';
import { hueOf, type Palette, useInk } from './use-ink.ts';

const dashPx = 5;
const gapPx = 7;

export function FlowBand(props: {
  readonly cluster: ClusterState;
  /** The middle of each broker's column, from the left of the band. */
  readonly centers: ReadonlyMap<number, number>;
  readonly isPast: boolean;
}) {
  const t = useT();
  const format = useFormat();
  const box = useRef<HTMLDivElement>(null);
  const { flows } = props.cluster;
  const lines = useMemo(() => flowLines(flows), [flows]);
  const size = useSize(box);
  const ink = useInk(box);
  return (
    <div className={styles.band} ref={box}>
      <Lines size={size} ink={ink} lines={lines} centers={props.centers} isStill={props.isPast} />
      <HoverCard position="bottom-start" shadow="none" disabled={lines.length === 0}>
        <HoverCard.Target>
          <button type="button" className={styles.total}>
            {t('cluster.replication')}{' '}
            <strong>
              {lines.length === 0
                ? t('cluster.flowNone')
                : t('cluster.bytesPerS', { bytes: format.bytes(totalBytesPerS(lines)) })}
            </strong>
          </button>
        </HoverCard.Target>
        <HoverCard.Dropdown>
          <FlowTable lines={lines} />
        </HoverCard.Dropdown>
      </HoverCard>
    </div>
  );
}

function FlowTable({ lines }: { readonly lines: readonly FlowLine[] }) {
  const t = useT();
  const format = useFormat();
  return (
    <table className={styles.table}>
      <tbody>
        {lines.map(({ from, to, bytesPerS, partitionCount }) => (
          <tr key={`${from}>${to}`}>
            <th scope="row">{t('cluster.flowFromTo', { from, to })}</th>
            <td className="num">{t('cluster.bytesPerS', { bytes: format.bytes(bytesPerS) })}</td>
            <td className="num">{t('common.partitionCount', { count: partitionCount })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Lines(props: {
  readonly size: CanvasSize;
  readonly ink: Palette | null;
  readonly lines: readonly FlowLine[];
  readonly centers: ReadonlyMap<number, number>;
  readonly isStill: boolean;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { lines, centers, ink } = props;
  const { width, height } = props.size;
  useEffect(() => {
    const element = canvas.current;
    if (!ink || !element) return;
    let frame = 0;
    const isStill = props.isStill || window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const paint = (nowMs: number) => {
      const context = prepare(element, width, height);
      if (!context) return;
      paintLines(context, { lines, centers, ink, height, nowMs: isStill ? 0 : nowMs });
      if (!isStill && lines.length > 0) frame = requestAnimationFrame(paint);
    };
    frame = requestAnimationFrame(paint);
    return () => cancelAnimationFrame(frame);
  }, [lines, centers, ink, width, height, props.isStill]);
  return <canvas ref={canvas} className={styles.lines} style={{ width, height }} aria-hidden />;
}

/** An arch from one column to another; its dashes run towards the follower. */
function paintLines(
  context: CanvasRenderingContext2D,
  picture: {
    readonly lines: readonly FlowLine[];
    readonly centers: ReadonlyMap<number, number>;
    readonly ink: Palette;
    readonly height: number;
    readonly nowMs: number;
  },
): void {
  const { centers, ink, height, nowMs } = picture;
  context.lineCap = 'butt';
  for (const { from, to, widthPx, bytesPerS } of picture.lines) {
    const [a, b] = [centers.get(from), centers.get(to)];
    if (a === undefined || b === undefined) continue;
    // Both directions of a pair are seen: each leaves its leader on the side of its follower.
    const side = Math.sign(b - a);
    const [x1, x2] = [a + side * 9, b - side * 3];
    const depth = Math.min(height - 4, 12 + Math.abs(x2 - x1) * 0.09) - (side > 0 ? 0 : 5);
    context.beginPath();
    context.moveTo(x1, 0);
    context.bezierCurveTo(x1, depth * 1.3, x2, depth * 1.3, x2, 3);
    context.strokeStyle = hueOf(ink, from);
    context.lineWidth = widthPx;
    context.setLineDash([dashPx, gapPx]);
    // Faster where more flows, and never so fast that the eye turns it round.
    const pxPerS = 14 + Math.min(60, Math.log10(bytesPerS + 1) * 9);
    context.lineDashOffset = -((nowMs / 1000) * pxPerS) % (dashPx + gapPx);
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    context.moveTo(x2 - 3.5, 6);
    context.lineTo(x2, 0);
    context.lineTo(x2 + 3.5, 6);
    context.fillStyle = hueOf(ink, from);
    context.fill();
  }
}
