/** What all charts of the view share: the span, the events on it, how it is moved. */
import { type ReactNode, useMemo } from 'react';
import type { ClusterEvent } from '../../../main/contract/index.ts';
import { gapsOf } from '../../charts/columns.ts';
import { groupMarks, type MarkGroup } from '../../charts/marks.ts';
import type { PlotData, PlotSeries } from '../../charts/plot.ts';
import { TimeChart } from '../../charts/time-chart.tsx';
import { entriesOf, iconOf, sentenceOf, toneOf } from '../../frame/timeline-model.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import type { IconName } from '../../ui/icon.tsx';
import type { Span } from './choice.ts';
import styles from './throughput.module.css';
import type { Measured } from './use-throughput.ts';

export type Stage = {
  readonly shown: Span;
  readonly isLive: boolean;
  readonly resolutionMs: number;
  readonly marks: readonly MarkGroup<IconName>[];
  readonly gaps: readonly Span[];
  readonly onZoom: (fromMs: number, toMs: number) => void;
  readonly onZoomOut: () => void;
  readonly onPan: (direction: -1 | 1) => void;
};

/** Marks closer than this share of the axis are one. */
const togetherShare = 1 / 50;

export function useStage(
  { shown, isLive, resolutionMs, points }: Measured,
  events: readonly ClusterEvent[],
  moves: Pick<Stage, 'onZoom' | 'onZoomOut' | 'onPan'>,
): Stage {
  const t = useT();
  const { fromMs, toMs } = shown;
  const marks = useMemo(() => {
    const told = entriesOf(events)
      .map((entry) => ({
        atMs: entry.atMs,
        tone: toneOf(entry.event),
        icon: iconOf(entry.event),
        text: sentenceOf(entry, t),
      }))
      .reverse();
    return groupMarks(told, fromMs, toMs, (toMs - fromMs) * togetherShare);
  }, [events, fromMs, toMs, t]);
  const gaps = useMemo(
    () => gapsOf(points[0] ?? [], resolutionMs, fromMs, toMs),
    [points, resolutionMs, fromMs, toMs],
  );
  return { shown, isLive, resolutionMs, marks, gaps, ...moves };
}

export function StagedChart(props: {
  readonly stage: Stage;
  readonly title: string;
  readonly note?: ReactNode;
  /** The newest value, in words. */
  readonly now?: string | undefined;
  readonly series: readonly PlotSeries[];
  readonly data: PlotData;
  readonly isStacked?: boolean;
  readonly hasLegend?: boolean;
  readonly heightPx: number;
  readonly formatValue: (value: number) => string;
}) {
  const format = useFormat();
  const { stage, title, series, data } = props;
  const { fromMs, toMs } = stage.shown;
  const tick =
    toMs - fromMs > 86_400_000
      ? format.dayClock
      : toMs - fromMs < 300_000
        ? format.time
        : format.clock;
  return (
    <section className={styles.chart}>
      <h2 className={styles.chartTitle}>
        {title}
        {props.note && <span className={styles.chartNote}>{props.note}</span>}
        {props.hasLegend && <Legend series={series} />}
        {props.now && <span className={styles.now}>{props.now}</span>}
      </h2>
      <TimeChart
        label={props.now ? `${title}: ${props.now}` : title}
        series={series}
        data={data}
        isStacked={props.isStacked === true}
        fromMs={fromMs}
        toMs={toMs}
        heightPx={props.heightPx}
        syncName="throughput"
        marks={stage.marks}
        gaps={stage.gaps}
        isLive={stage.isLive}
        formatValue={props.formatValue}
        formatTick={tick}
        formatTime={format.dateTime}
        onZoom={stage.onZoom}
        onZoomOut={stage.onZoomOut}
        onPan={stage.onPan}
      />
    </section>
  );
}

function Legend({ series }: { readonly series: readonly PlotSeries[] }) {
  return (
    <span className={styles.legend}>
      {series.map(({ key, label, color, isDashed }) => (
        <span key={key} className={styles.legendItem}>
          <span
            className={styles.stroke}
            style={{ borderTopColor: color, borderTopStyle: isDashed ? 'dashed' : 'solid' }}
          />
          {label}
        </span>
      ))}
    </span>
  );
}
