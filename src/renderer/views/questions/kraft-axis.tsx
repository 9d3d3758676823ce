/** ZooKeeper's failover, KRaft's as it was published, and KRaft's as it was measured here. */
import type { ReactNode } from 'react';
import {
  type Failover,
  type FailoverInput,
  kraftPublishedMs,
} from '../../../scenario/models/zookeeper-failover.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { Tag } from '../../ui/tag.tsx';
import type { Measurement } from './elections.ts';
import { type Scale, scaleFor } from './kraft-scale.ts';
import styles from './kraft.module.css';

export function KraftAxis(props: {
  readonly failover: Failover;
  readonly input: FailoverInput;
  readonly scale: 'linear' | 'log';
  readonly measurements: readonly Measurement[];
  readonly isForeign: boolean;
}) {
  const t = useT();
  const format = useFormat();
  const { failover, input, measurements } = props;
  const publishedMs =
    (kraftPublishedMs.recovery * input.partitionCount) / kraftPublishedMs.partitionCount;
  const latest = measurements
    .filter(({ leaderCount, controllerAfterMs }) => leaderCount > 0 || controllerAfterMs !== null)
    .slice(0, 5);
  const longestMs = Math.max(0, ...latest.map(endOf));
  const scale = scaleFor(props.scale, Math.max(failover.totalMs, publishedMs, longestMs) * 1.12);
  return (
    <section className={styles.axisWrap} aria-label={t('questions.axis')}>
      <AxisRow
        name={t('questions.rowZookeeper')}
        tag={t('questions.model')}
        total={format.span(failover.totalMs)}
        totalAt={scale.at(failover.totalMs)}
      >
        {failover.parts.map(({ step, fromMs, toMs, sourceId }) => {
          const name = t(`questions.fs-${step}`);
          const text =
            sourceId === null
              ? t('questions.noFigure', { name })
              : t('questions.lengthOf', { name, span: format.span(toMs - fromMs) });
          return <Piece key={step} kind={step} scale={scale} span={{ fromMs, toMs }} text={text} />;
        })}
      </AxisRow>
      <AxisRow
        name={t('questions.rowKraftPublished')}
        tag={t('questions.model')}
        total={format.span(publishedMs)}
        totalAt={scale.at(publishedMs)}
      >
        <Piece
          kind="published"
          scale={scale}
          span={{ fromMs: 0, toMs: publishedMs }}
          text={t('questions.lengthOf', {
            name: t('questions.rowKraftPublished'),
            span: format.span(publishedMs),
          })}
        />
      </AxisRow>
      {latest.length === 0 && (
        <AxisRow name={t('questions.rowMeasured')} tag={t('questions.real')} total="" totalAt={0}>
          <span className={styles.none}>
            {t(props.isForeign ? 'questions.noMeasuredForeign' : 'questions.noMeasured')}
          </span>
        </AxisRow>
      )}
      {latest.map((measurement) => (
        <AxisRow
          key={measurement.id}
          name={t(`questions.cause-${measurement.cause}`, { id: measurement.brokerId })}
          tag={t('questions.real')}
          total={format.span(endOf(measurement))}
          totalAt={scale.at(endOf(measurement))}
        >
          <Measured measurement={measurement} scale={scale} />
        </AxisRow>
      ))}
      <div className={styles.ticks} aria-hidden="true">
        <div>
          {scale.ticks.map((ms) => (
            <span key={ms} style={{ left: `${100 * scale.at(ms)}%` }}>
              {format.span(ms)}
            </span>
          ))}
        </div>
      </div>
    </section>
  );
}

function endOf({ controllerAfterMs, lastLeaderAfterMs }: Measurement): number {
  return Math.max(controllerAfterMs ?? 0, lastLeaderAfterMs ?? 0);
}

function Measured(props: { readonly measurement: Measurement; readonly scale: Scale }) {
  const t = useT();
  const format = useFormat();
  const { measurement, scale } = props;
  const { controllerAfterMs, lastLeaderAfterMs } = measurement;
  const fromMs = controllerAfterMs ?? 0;
  const leadersMs = Math.max(lastLeaderAfterMs ?? 0, fromMs);
  return (
    <>
      {controllerAfterMs !== null && (
        <Piece
          kind="controller"
          scale={scale}
          span={{ fromMs: 0, toMs: controllerAfterMs }}
          text={t('questions.lengthOf', {
            name: t('questions.dist-controller'),
            span: format.span(controllerAfterMs),
          })}
        />
      )}
      {lastLeaderAfterMs !== null && (
        <Piece
          kind="moved"
          scale={scale}
          span={{ fromMs, toMs: leadersMs }}
          text={t('questions.lengthOf', {
            name: t('questions.dist-leaders'),
            span: format.span(lastLeaderAfterMs),
          })}
        />
      )}
    </>
  );
}

function AxisRow(props: {
  readonly name: string;
  readonly tag: string;
  readonly total: string;
  readonly totalAt: number;
  readonly children: ReactNode;
}) {
  const t = useT();
  return (
    <div className={styles.row}>
      <span className={styles.rowName}>
        {props.name}
        <Tag>{props.tag}</Tag>
      </span>
      <div className={styles.track}>
        {props.children}
        {props.total !== '' && (
          <span className={styles.total} style={{ left: `${100 * props.totalAt}%` }}>
            {t('questions.total', { span: props.total })}
          </span>
        )}
      </div>
    </div>
  );
}

function Piece(props: {
  readonly kind: string;
  readonly scale: Scale;
  readonly span: { readonly fromMs: number; readonly toMs: number };
  readonly text: string;
}) {
  const { kind, scale, span, text } = props;
  const left = scale.at(span.fromMs);
  const width = scale.at(span.toMs) - left;
  return (
    <span
      className={styles.piece}
      data-kind={kind}
      data-empty={span.toMs === span.fromMs || undefined}
      style={{ left: `${100 * left}%`, width: `${100 * width}%` }}
      title={text}
    >
      <span className="sr-only">{text}</span>
      {width > 0.12 && <span aria-hidden="true">{text}</span>}
    </span>
  );
}
