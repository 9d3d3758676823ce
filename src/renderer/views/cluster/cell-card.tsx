/** What the cell under the pointer is. */
import { useFormat, useT } from '../../i18n/index.ts';
import type { ReplicaPosition } from '../../../main/contract/index.ts';
import { topicCell } from './cell-paint.ts';
import type { Item } from './level.ts';
import type { TopicRows } from './model.ts';
import styles from './overview.module.css';
import { roleKeys } from './replica-words.ts';

const cardPx = 230;

export function CellCard(props: {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly item: Item;
  readonly brokerId: number;
  readonly rows: TopicRows | undefined;
  readonly column: number;
  readonly position: ReplicaPosition | null;
}) {
  const left = Math.min(props.x, props.width - cardPx - 8);
  const isBelow = props.y < props.height - 90;
  const place = isBelow ? { top: props.y } : { bottom: props.height - props.y + 44 };
  return (
    <div className={styles.card} style={{ left: Math.max(4, left), ...place }} role="status">
      {props.item.partition === null ? <TopicFacts {...props} /> : <PartitionFacts {...props} />}
    </div>
  );
}

type Facts = Parameters<typeof CellCard>[0];

function TopicFacts({ item, brokerId, rows, column }: Facts) {
  const t = useT();
  const cell = rows ? topicCell(rows, column) : null;
  const follower = cell ? cell.count - cell.leaders - cell.out - cell.offline : 0;
  return (
    <>
      <strong>{item.topic}</strong>
      <span>
        {cell
          ? t('cluster.stripLabel', {
              id: brokerId,
              leader: cell.leaders,
              follower,
              out: cell.out,
              offline: cell.offline,
            })
          : t('cluster.noReplica', { id: brokerId })}
      </span>
    </>
  );
}

function PartitionFacts({ item, brokerId, rows, column, position }: Facts) {
  const t = useT();
  const format = useFormat();
  const row = rows?.partitions[item.rowIndex];
  const cell = row?.cells[column];
  return (
    <>
      <strong>
        {t('common.partitionOf', { topic: item.topic, partition: item.partition ?? 0 })}
      </strong>
      <span>
        {t('common.broker', { id: brokerId })}:{' '}
        {cell ? t(roleKeys[cell.role]) : t('cluster.noReplica', { id: brokerId })}
      </span>
      {position?.highWatermark !== null && position !== null && (
        <span>
          {t('cluster.highWatermark')} {format.number(position.highWatermark)}
        </span>
      )}
      {row && row.isr.length < row.replicaCount && (
        <span className={styles.cardShort}>
          {t('cluster.isr')} [{row.isr.join(', ')}]
        </span>
      )}
    </>
  );
}
