/** A producer's rate over the last minutes. */
import { useState } from 'react';
import { TimeChart } from '../../charts/time-chart.tsx';
import type { ProducerDetail } from '../../../main/contract/index.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import styles from './producers.module.css';

const spanMs = 300_000;
const heightPx = 120;

type Span = { readonly fromMs: number; readonly toMs: number };

export function ProducerHistory(props: {
  readonly name: string;
  readonly history: ProducerDetail['history'];
  readonly hasBytes: boolean;
}) {
  const t = useT();
  const format = useFormat();
  const [zoomed, setZoomed] = useState<Span | null>(null);
  const { name, history, hasBytes } = props;
  const endMs = history.at(-1)?.[0] ?? 0;
  const { fromMs, toMs } = zoomed ?? { fromMs: endMs - spanMs, toMs: endMs };
  const times = history.map(([atMs]) => atMs);
  const shared = {
    fromMs,
    toMs,
    heightPx,
    syncName: 'producer',
    marks: [],
    gaps: [],
    isLive: zoomed === null,
    formatTick: format.time,
    formatTime: format.time,
    onZoom: (from: number, to: number) => setZoomed({ fromMs: from, toMs: to }),
    onZoomOut: () => setZoomed(null),
    onPan: (direction: -1 | 1) => {
      const stepMs = (direction * (toMs - fromMs)) / 2;
      setZoomed({ fromMs: fromMs + stepMs, toMs: toMs + stepMs });
    },
  };
  const records = { key: 'records', label: t('producers.recordsSeries'), color: 'var(--producer)' };
  const bytes = { key: 'bytes', label: t('producers.bytesSeries'), color: 'var(--series-1)' };
  return (
    <div className={styles.charts}>
      <TimeChart
        {...shared}
        label={t('producers.chartRecords', { producer: name })}
        series={[records]}
        data={{ times, values: [history.map(([, count]) => count)] }}
        formatValue={format.compact}
      />
      {hasBytes && (
        <TimeChart
          {...shared}
          label={t('producers.chartBytes', { producer: name })}
          series={[bytes]}
          data={{ times, values: [history.map(([, , size]) => size)] }}
          formatValue={format.bytes}
        />
      )}
    </div>
  );
}
