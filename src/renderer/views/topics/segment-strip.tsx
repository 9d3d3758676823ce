/** One replica's log as a strip along the offsets, oldest on the left. */
import { useFormat, useT } from '../../i18n/index.ts';
import { BrokerLink } from '../../objects/broker-link.tsx';
import { brokerColor } from '../../theme/theme.ts';
import { Tag } from '../../ui/tag.tsx';
import type { ReplicaLog } from '../../../main/contract/index.ts';
import styles from './segment-strip.module.css';
import { type Axis, stripOf, type StripSegment } from './segments.ts';

export function SegmentStrip(props: {
  readonly log: ReplicaLog;
  readonly axis: Axis;
  readonly nowMs: number;
  readonly isLeader: boolean;
  readonly isSelected: boolean;
  readonly selectedOffset: number | null;
  readonly onSelect: (baseOffset: number | null) => void;
}) {
  const t = useT();
  const format = useFormat();
  const { log, isLeader } = props;
  const strip = stripOf(log, props.axis, props.nowMs);
  return (
    <div className={styles.line} data-selected={props.isSelected || undefined}>
      <div className={styles.who}>
        <BrokerLink id={log.brokerId} isOutlined={!isLeader} />
        <button
          type="button"
          className={styles.role}
          aria-pressed={props.isSelected}
          onClick={() => props.onSelect(null)}
        >
          {t(
            log.isFuture
              ? 'topics.roleFuture'
              : isLeader
                ? 'topics.roleLeader'
                : 'topics.roleFollower',
          )}
        </button>
      </div>
      <div
        className={styles.strip}
        style={{ '--hue': brokerColor(log.brokerId) } as React.CSSProperties}
      >
        {strip.segments.map((item) => (
          <Block
            key={item.segment.baseOffset}
            item={item}
            isSelected={props.selectedOffset === item.segment.baseOffset}
            onSelect={props.onSelect}
          />
        ))}
        <Mark at={strip.startAt} kind="start" title={t('topics.markStart')} />
        <Mark at={strip.watermarkAt} kind="watermark" title={t('topics.endOffset')} />
        {strip.cleanedAt !== null && (
          <Mark at={strip.cleanedAt} kind="cleaned" title={t('topics.markCleaned')} />
        )}
      </div>
      <div className={styles.sum}>
        {t('topics.segmentCount', { count: log.segmentCount })} · {format.bytes(log.sizeBytes)}
        {log.segmentCount > log.segments.length && <Tag>{t('topics.segmentsCut')}</Tag>}
      </div>
    </div>
  );
}

function Block(props: {
  readonly item: StripSegment;
  readonly isSelected: boolean;
  readonly onSelect: (baseOffset: number) => void;
}) {
  const t = useT();
  const format = useFormat();
  const { segment, state, left, width } = props.item;
  const name = t('topics.segmentName', {
    from: format.number(segment.baseOffset),
    to: format.number(Math.max(segment.baseOffset, segment.endOffset - 1)),
    size: format.bytes(segment.sizeBytes),
    state: t(`topics.segment-${state}`),
  });
  return (
    <button
      type="button"
      className={styles.block}
      data-state={state}
      aria-pressed={props.isSelected}
      aria-label={name}
      title={name}
      style={{ left: `${left * 100}%`, width: `${width * 100}%` }}
      onClick={() => props.onSelect(segment.baseOffset)}
    >
      {width > 0.09 && <span>{format.compact(segment.baseOffset)}</span>}
    </button>
  );
}

function Mark(props: { readonly at: number; readonly kind: string; readonly title: string }) {
  return (
    <span
      className={styles.mark}
      data-kind={props.kind}
      title={props.title}
      style={{ left: `${props.at * 100}%` }}
    />
  );
}
