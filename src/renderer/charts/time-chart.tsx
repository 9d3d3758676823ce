/**
 * Lines or stacked areas over time. The crosshair is shared by all charts of a name; dragging or
 * Shift with the arrows selects a span, which the owner zooms into; events stand on the axis.
 */
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import type uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useT } from '../i18n/index.ts';
import { ChartTooltip } from './chart-tooltip.tsx';
import { nearest } from './columns.ts';
import type { MarkGroup } from './marks.ts';
import {
  axisWidthPx,
  createPlot,
  type Overlay,
  type PlotData,
  type PlotSeries,
  setPlotData,
} from './plot.ts';
import styles from './time-chart.module.css';

export type TimeChartProps = {
  /** In words: what a reader who cannot see it is told. */
  readonly label: string;
  readonly series: readonly PlotSeries[];
  readonly data: PlotData;
  readonly isStacked?: boolean;
  readonly fromMs: number;
  readonly toMs: number;
  readonly heightPx: number;
  readonly syncName: string;
  readonly marks: readonly MarkGroup[];
  readonly gaps: Overlay['gaps'];
  /** The right edge goes with the clock. */
  readonly isLive?: boolean;
  readonly formatValue: (value: number) => string;
  readonly formatTick: (atMs: number) => string;
  readonly formatTime: (atMs: number) => string;
  /** A span was selected. */
  readonly onZoom: (fromMs: number, toMs: number) => void;
  /** Wider again, and back and forth, by keys. */
  readonly onZoomOut: () => void;
  readonly onPan: (direction: -1 | 1) => void;
};

/** Under it a second is too few pixels to be seen moving. */
const smoothPxPerS = 4;

export function TimeChart(props: TimeChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  const [cursor, setCursor] = useState<{ readonly index: number; readonly leftPx: number } | null>(
    null,
  );
  const isHovered = useRef(false);
  const scheme = useComputedColorScheme();
  useEffect(() => {
    latest.current = props;
  });
  const seriesKey = props.series.map(({ key, color }) => `${key} ${color}`).join('|');
  const isStacked = props.isStacked === true;

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const { series, heightPx, syncName } = latest.current;
    const made = createPlot(
      element,
      {
        series,
        isStacked,
        heightPx,
        syncName,
        formatValue: (value) => latest.current.formatValue(value),
        formatTick: (atMs) => latest.current.formatTick(atMs),
        onCursor: (index, leftPx) =>
          setCursor(index === null || !isHovered.current ? null : { index, leftPx }),
        onSelect: (fromMs, toMs) => latest.current.onZoom(fromMs, toMs),
      },
      () => latest.current,
    );
    plot.current = made;
    const { data, fromMs, toMs } = latest.current;
    show(made, data, isStacked, fromMs, toMs);
    const observer = new ResizeObserver(([entry]) => {
      const width = Math.round(entry?.contentRect.width ?? 0);
      if (width > 0 && width !== made.width) made.setSize({ width, height: heightPx });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
    // `scheme`: colours on a canvas do not follow the theme by themselves.
  }, [seriesKey, isStacked, scheme, props.heightPx, props.syncName]);

  const { data, fromMs, toMs, marks, gaps } = props;
  useEffect(() => {
    if (plot.current) show(plot.current, data, isStacked, fromMs, toMs);
  }, [data, fromMs, toMs, marks, gaps, isStacked, seriesKey, scheme]);

  useSmoothScroll(plot, props.isLive === true, fromMs, toMs);
  const keys = useChartKeys(plot, latest, setCursor, () => {
    isHovered.current = true;
  });
  const t = useT();
  const helpId = useId();
  return (
    <div className={styles.chart}>
      <div
        className={styles.plot}
        role="group"
        aria-roledescription={t('throughput.chartRole')}
        aria-label={props.label}
        aria-describedby={helpId}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its keys move the crosshair
        tabIndex={0}
        onKeyDown={keys}
        onPointerEnter={() => {
          isHovered.current = true;
        }}
        onPointerLeave={() => {
          isHovered.current = false;
          setCursor(null);
        }}
        onBlur={() => setCursor(null)}
      >
        <div ref={host} style={{ height: props.heightPx }} />
        <span id={helpId} hidden>
          {t('throughput.chartKeys')}
        </span>
      </div>
      <CursorValues {...props} cursor={cursor} />
    </div>
  );
}

function show(plot: uPlot, data: PlotData, isStacked: boolean, fromMs: number, toMs: number): void {
  plot.batch(() => {
    setPlotData(plot, data, isStacked);
    plot.setScale('x', { min: fromMs, max: toMs });
  });
}

function CursorValues(
  props: TimeChartProps & {
    readonly cursor: { readonly index: number; readonly leftPx: number } | null;
  },
) {
  const { cursor, data, series } = props;
  const atMs = cursor ? data.times[cursor.index] : undefined;
  const values = useMemo(
    () =>
      cursor
        ? series.map(({ key, label, color }, index) => ({
            key,
            label,
            color,
            value: data.values[index]?.[cursor.index] ?? null,
          }))
        : [],
    [cursor, series, data],
  );
  if (!cursor || atMs === undefined) return null;
  return (
    <ChartTooltip
      leftPx={cursor.leftPx + axisWidthPx}
      time={props.formatTime(atMs)}
      values={values.toReversed()}
      formatValue={props.formatValue}
    />
  );
}

/** Short spans glide; on long ones a second is less than a few pixels. */
function useSmoothScroll(
  plot: { readonly current: uPlot | null },
  isLive: boolean,
  fromMs: number,
  toMs: number,
): void {
  useEffect(() => {
    const made = plot.current;
    if (!isLive || !made) return;
    const pxPerS = (made.width / (toMs - fromMs)) * 1000;
    if (pxPerS < smoothPxPerS || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const startMs = performance.now();
    let frame = 0;
    let lastPx = 0;
    const step = () => {
      const passedMs = Math.min(1_200, performance.now() - startMs);
      const px = Math.floor((passedMs / 1000) * pxPerS);
      // Drawn only when it moves by a pixel, and never under a selection that is being dragged.
      if (px !== lastPx && plot.current === made && made.select.width === 0) {
        lastPx = px;
        made.setScale('x', { min: fromMs + passedMs, max: toMs + passedMs });
      }
      if (passedMs < 1_200) frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [plot, isLive, fromMs, toMs]);
}

/** Arrows move the crosshair, with Shift they select, Enter zooms; + − and Page keys zoom and pan. */
function useChartKeys(
  plot: { readonly current: uPlot | null },
  latest: { readonly current: TimeChartProps },
  setCursor: (cursor: { index: number; leftPx: number } | null) => void,
  onHover: () => void,
) {
  const place = useRef({ index: -1, anchor: -1 });
  return (event: KeyboardEvent<HTMLElement>) => {
    const made = plot.current;
    const { data, fromMs, toMs, onZoom, onZoomOut, onPan } = latest.current;
    if (!made || event.ctrlKey || event.metaKey || event.altKey) return;
    const { times } = data;
    const at = place.current;
    const move = (step: number) => {
      const first = nearest(times, fromMs);
      const last = nearest(times, toMs);
      const from =
        at.index < first || at.index > last ? (step > 0 ? first - 1 : last + 1) : at.index;
      const next = Math.max(first, Math.min(last, from + step));
      if (event.shiftKey)
        at.anchor = at.anchor < 0 ? Math.max(first, Math.min(last, from)) : at.anchor;
      else at.anchor = -1;
      at.index = next;
      const leftPx = made.valToPos(times[next] as number, 'x');
      onHover();
      made.setCursor({ left: leftPx, top: 10 });
      const anchorPx = at.anchor < 0 ? leftPx : made.valToPos(times[at.anchor] as number, 'x');
      const height = made.bbox.height / devicePixelRatio;
      const left = Math.min(leftPx, anchorPx);
      made.setSelect({ left, top: 0, width: Math.abs(leftPx - anchorPx), height }, false);
      setCursor({ index: next, leftPx });
    };
    const step = Math.max(1, Math.round(times.length / 60));
    if (event.key === 'ArrowLeft') move(event.shiftKey ? -step : -1);
    else if (event.key === 'ArrowRight') move(event.shiftKey ? step : 1);
    else if (event.key === 'Enter' && at.anchor >= 0 && at.anchor !== at.index) {
      const ends = [times[at.anchor] as number, times[at.index] as number];
      made.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      at.anchor = -1;
      onZoom(Math.min(...ends), Math.max(...ends));
    } else if (event.key === '+' || event.key === '=') {
      const middle = times[at.index] ?? (fromMs + toMs) / 2;
      const quarter = (toMs - fromMs) / 4;
      onZoom(middle - quarter, middle + quarter);
    } else if (event.key === '-' || event.key === 'Escape') {
      made.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      at.anchor = -1;
      onZoomOut();
    } else if (event.key === 'PageUp') onPan(-1);
    else if (event.key === 'PageDown') onPan(1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
