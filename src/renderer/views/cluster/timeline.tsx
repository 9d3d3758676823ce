/** Ten minutes of the cluster beneath the map: each broker's life, what happened, and the hand that goes back. */
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { entriesOf, sentenceOf } from '../../frame/timeline-model.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { useNowMs } from '../../ui/ticks.ts';
import type { ClusterEvent, HistoryPoint } from '../../../main/contract/index.ts';
import { lanesOf, marksOf, moved, scrubKeys } from './past.ts';
import { markAt, paintTimeline, timeAt, timelineHeight } from './timeline-paint.ts';
import styles from './timeline.module.css';
import { usePaint, useSize } from './use-canvas.ts';
import { useInk } from './use-ink.ts';

const spanMs = 10 * 60_000;

export function Timeline(props: {
  readonly points: readonly HistoryPoint[];
  readonly events: readonly ClusterEvent[];
  readonly atMs: number | null;
  readonly onMove: (atMs: number | null) => void;
}) {
  const t = useT();
  const format = useFormat();
  const { points, events, atMs, onMove } = props;
  const track = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width } = useSize(track);
  const ink = useInk(track);
  const nowMs = useNow(points);
  const range = { fromMs: nowMs - spanMs, nowMs };
  const keptFromMs = Math.max(range.fromMs, points[0]?.atMs ?? nowMs);
  const lanes = useMemo(() => lanesOf(points, nowMs), [points, nowMs]);
  const marks = useMemo(() => marksOf(events, range.fromMs), [events, range.fromMs]);
  const [hoverX, setHoverX] = useState<number | null>(null);
  const height = timelineHeight(lanes.length);
  const axis = { width, fromMs: range.fromMs, toMs: nowMs };

  usePaint(canvas, { width, height }, (context) => {
    if (ink) paintTimeline(context, { lanes, marks, points, ink, axis, height, atMs, keptFromMs });
  });

  function moveTo(event: PointerEvent<HTMLDivElement>): void {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const near = markAt(marks, axis, x);
    const wanted = near?.atMs ?? timeAt(axis, x);
    onMove(wanted >= nowMs - 1_000 ? null : Math.max(keptFromMs, wanted));
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (!scrubKeys.has(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const kept = { fromMs: keptFromMs, nowMs };
    onMove(moved(event.key, event.shiftKey, atMs ?? nowMs, kept, events));
  }
  const hovered = hoverX === null ? null : markAt(marks, axis, hoverX);

  return (
    <section
      className={styles.timeline}
      aria-label={t('cluster.timeline')}
      data-past={atMs !== null || undefined}
    >
      <Playing atMs={atMs} nowMs={nowMs} fromMs={keptFromMs} onMove={onMove} />
      <div
        ref={track}
        className={styles.track}
        style={{ height }}
        role="slider"
        tabIndex={0}
        aria-label={t('cluster.timelineSlider')}
        aria-valuemin={Math.round(keptFromMs)}
        aria-valuemax={Math.round(nowMs)}
        aria-valuenow={Math.round(atMs ?? nowMs)}
        aria-valuetext={atMs === null ? t('cluster.now') : format.time(atMs)}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          moveTo(event);
        }}
        onPointerMove={(event) => {
          setHoverX(event.clientX - event.currentTarget.getBoundingClientRect().left);
          if (event.buttons === 1) moveTo(event);
        }}
        onPointerLeave={() => setHoverX(null)}
      >
        <canvas ref={canvas} style={{ width, height }} aria-hidden />
        {hoverX !== null && (
          <Hover
            x={hoverX}
            width={width}
            atMs={timeAt(axis, hoverX)}
            events={hovered?.events ?? []}
          />
        )}
      </div>
    </section>
  );
}

function Hover(props: {
  readonly x: number;
  readonly width: number;
  readonly atMs: number;
  readonly events: readonly ClusterEvent[];
}) {
  const t = useT();
  const format = useFormat();
  const { x, width, events } = props;
  const entries = entriesOf(events);
  const shown = entries.slice(0, 4);
  const atMs = events[0]?.atMs ?? props.atMs;
  return (
    <div
      className={styles.hover}
      style={x < width / 2 ? { left: x + 8 } : { right: width - x + 8 }}
    >
      <strong>{format.time(atMs)}</strong>
      {shown.map((entry) => (
        <span key={entry.id}>{sentenceOf(entry, t)}</span>
      ))}
      {entries.length > shown.length && (
        <span>{t('cluster.moreEvents', { count: entries.length - shown.length })}</span>
      )}
    </div>
  );
}

const speeds = [1, 5, 20] as const;
const frameMs = 100;

/** The clock of the map, and playing what was recorded. */
function Playing(props: {
  readonly atMs: number | null;
  readonly nowMs: number;
  readonly fromMs: number;
  readonly onMove: (atMs: number | null) => void;
}) {
  const t = useT();
  const format = useFormat();
  const { atMs, onMove } = props;
  const [speed, setSpeed] = useState<(typeof speeds)[number] | null>(null);
  const latest = useRef({ atMs, onMove });
  useEffect(() => {
    latest.current = { atMs, onMove };
  });
  useEffect(() => {
    if (speed === null) return;
    const timer = setInterval(() => {
      const { atMs: from, onMove: move } = latest.current;
      const next = from === null ? null : from + frameMs * speed;
      move(next === null || next >= Date.now() - 1_000 ? null : next);
      if (next === null) setSpeed(null);
    }, frameMs);
    return () => clearInterval(timer);
  }, [speed]);
  const isPlaying = speed !== null && atMs !== null;
  return (
    <div className={styles.clock}>
      <strong className={styles.time}>{format.time(atMs ?? props.nowMs)}</strong>
      {atMs === null ? (
        <span className={styles.live}>
          <span className={styles.liveDot} aria-hidden="true" />
          {t('cluster.live')}
        </span>
      ) : (
        <span className={styles.ago}>{format.ago(props.nowMs - atMs)}</span>
      )}
      <span className={styles.buttons}>
        <Tooltip label={t(isPlaying ? 'cluster.pause' : 'cluster.play')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label={t(isPlaying ? 'cluster.pause' : 'cluster.play')}
            onClick={() => {
              if (isPlaying) return setSpeed(null);
              if (atMs === null) onMove(Math.max(props.fromMs, props.nowMs - 60_000));
              setSpeed(speed ?? 5);
            }}
          >
            <Icon name={isPlaying ? 'pause' : 'play'} size={14} />
          </ActionIcon>
        </Tooltip>
        {isPlaying &&
          speeds.map((one) => (
            <Button
              key={one}
              size="compact-xs"
              variant={one === speed ? 'light' : 'subtle'}
              color={one === speed ? undefined : 'gray'}
              aria-pressed={one === speed}
              onClick={() => setSpeed(one)}
            >
              {one}×
            </Button>
          ))}
      </span>
    </div>
  );
}

/** Moves with the recording: once a second, and not while nothing is recorded. */
function useNow(points: readonly HistoryPoint[]): number {
  const lastMs = points.at(-1)?.atMs;
  const tickMs = useNowMs();
  return lastMs ?? tickMs;
}
