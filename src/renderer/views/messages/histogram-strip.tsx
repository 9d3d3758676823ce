/** How many messages there are over time; a stretch of it is read by dragging over it. */
import { Button } from '@mantine/core';
import { type PointerEvent, useRef, useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { ErrorNote, SkeletonRows } from '../../ui/states.tsx';
import styles from './histogram-strip.module.css';
import type { Reading } from './model.ts';
import { useHistogram } from './use-messages.ts';

export function HistogramStrip(props: {
  readonly reading: Reading;
  readonly onChange: (reading: Reading) => void;
}) {
  const t = useT();
  const { reading, onChange } = props;
  const { value, error, reload } = useHistogram(reading, true);
  if (error !== null) return <ErrorNote error={error} />;
  if (!value) return <SkeletonRows count={1} heightPx={56} />;
  if (value.counts.length === 0) return <p className="soft">{t('messages.histogramEmpty')}</p>;
  const isNarrowed = reading.from === 'time' && reading.untilMs !== null;
  return (
    <div className={styles.strip}>
      <Bars
        {...value}
        range={isNarrowed ? [reading.timestampMs, reading.untilMs as number] : null}
        onRange={(fromMs, untilMs) =>
          onChange({ ...reading, from: 'time', timestampMs: fromMs, untilMs })
        }
      />
      <span className={styles.buttons}>
        {isNarrowed && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => onChange({ ...reading, from: 'beginning', untilMs: null })}
          >
            {t('messages.wholeTime')}
          </Button>
        )}
        <Button size="compact-xs" variant="subtle" color="gray" onClick={reload}>
          {t('messages.countAgain')}
        </Button>
      </span>
    </div>
  );
}

function Bars(props: {
  readonly fromMs: number;
  readonly toMs: number;
  readonly counts: readonly number[];
  readonly range: readonly [number, number] | null;
  readonly onRange: (fromMs: number, toMs: number) => void;
}) {
  const t = useT();
  const format = useFormat();
  const { fromMs, toMs, counts, range } = props;
  const box = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<readonly [number, number] | null>(null);
  const spanMs = (toMs - fromMs) / counts.length;
  const max = Math.max(1, ...counts);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const timeAt = (index: number) => Math.round(fromMs + index * spanMs);
  const indexAt = (event: PointerEvent) => {
    const { left, width } = box.current!.getBoundingClientRect();
    const share = (event.clientX - left) / width;
    return Math.max(0, Math.min(counts.length - 1, Math.floor(share * counts.length)));
  };
  const isLong = toMs - fromMs > 20 * 3_600_000;
  const label = (atMs: number) => (isLong ? format.dayClock(atMs) : format.time(atMs));
  const finish = () => {
    if (drag) props.onRange(timeAt(Math.min(...drag)), timeAt(Math.max(...drag) + 1));
    setDrag(null);
  };
  const isInside = (index: number) => {
    if (drag) return index >= Math.min(...drag) && index <= Math.max(...drag);
    return range !== null && timeAt(index + 1) > range[0] && timeAt(index) < range[1];
  };
  return (
    <div className={styles.chart}>
      <div
        ref={box}
        className={styles.bars}
        role="group"
        aria-label={t('messages.histogramLabel', { total: format.number(total) })}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const index = indexAt(event);
          setDrag([index, index]);
        }}
        onPointerMove={(event) => drag && setDrag([drag[0], indexAt(event)])}
        onPointerUp={finish}
        onPointerCancel={() => setDrag(null)}
      >
        {counts.map((count, index) => (
          <button
            // The spans stand side by side in time.
            key={timeAt(index)}
            type="button"
            className={styles.bar}
            data-inside={isInside(index) || undefined}
            title={t('messages.histogramSpan', {
              count: format.number(count),
              from: label(timeAt(index)),
              to: label(timeAt(index + 1)),
            })}
            aria-label={t('messages.histogramSpan', {
              count: format.number(count),
              from: label(timeAt(index)),
              to: label(timeAt(index + 1)),
            })}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== ' ') return;
              event.preventDefault();
              props.onRange(timeAt(index), timeAt(index + 1));
            }}
          >
            <span style={{ height: count === 0 ? 0 : `${Math.max(4, (count / max) * 100)}%` }} />
          </button>
        ))}
      </div>
      <div className={styles.axis}>
        <span>{label(fromMs)}</span>
        <span>{t('messages.histogramHint')}</span>
        <span>{label(toMs)}</span>
      </div>
    </div>
  );
}
