/** One partition: its replica on every broker, with positions; replicas can be dragged to another. */
import { type KeyboardEvent, memo, type PointerEvent } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { PartitionLink } from '../../objects/partition-link.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { ClusterState, OffsetsState, ReplicaPosition } from '../../../main/contract/index.ts';
import styles from './cluster.module.css';
import { Glyph } from './glyph.tsx';
import { useMarks } from './marks.ts';
import { copiedShare, type PartitionRow, positionOf, type ReplicaCell } from './model.ts';
import { roleKeys } from './replica-words.ts';
import type { ReplicaDrag } from './use-replica-drag.ts';

export type PartitionProps = {
  readonly row: PartitionRow;
  readonly cluster: ClusterState;
  readonly brokerIds: readonly number[];
  readonly offsets: OffsetsState | undefined;
  readonly selected: string | null;
  readonly drag: ReplicaDrag | null;
  readonly onOpen: (topic: string, partition: number) => void;
};

export function Partition(props: PartitionProps & { readonly heightPx: number }) {
  const { row, drag, offsets } = props;
  const { topic, partition } = row;
  const isShort = row.isr.length < row.replicaCount;
  const isSelected = props.selected === `${topic}/${partition}`;
  const state = props.cluster.topics[topic]?.partitions[partition];
  const share = state ? copiedShare(offsets, state, { topic, partition }) : null;
  return (
    <tr
      className={styles.partitionRow}
      style={{ height: props.heightPx }}
      data-selected={isSelected || undefined}
    >
      <th scope="row">
        <PartitionLink topic={topic} partition={partition} />
      </th>
      {row.cells.map((cell, column) => {
        const brokerId = props.brokerIds[column] ?? -1;
        return (
          <td
            key={column}
            data-drop={drag?.dropState({ topic, partition }, brokerId, cell !== null) ?? undefined}
            data-column={brokerId}
          >
            {cell && (
              <Replica
                cell={cell}
                topic={topic}
                partition={partition}
                position={positionOf(offsets, topic, partition, cell.brokerId)}
                copied={cell.move === 'adding' ? share : null}
                drag={drag}
                onOpen={props.onOpen}
              />
            )}
          </td>
        );
      })}
      <td className={styles.epoch}>
        <span data-short={isShort || undefined} className={styles.isr}>
          {isShort && <Icon name="warning" size={13} />}[{row.isr.join(', ')}]
        </span>{' '}
        · {row.leaderEpoch}
      </td>
    </tr>
  );
}

type ReplicaProps = {
  readonly cell: ReplicaCell;
  readonly topic: string;
  readonly partition: number;
  readonly position: ReplicaPosition | null;
  readonly copied: number | null;
  readonly drag: ReplicaDrag | null;
  readonly onOpen: (topic: string, partition: number) => void;
};

/** Positions tick; a replica of which nothing did is not rendered again. */
const Replica = memo(function Replica(props: ReplicaProps) {
  const t = useT();
  const { cell, topic, partition, position, drag } = props;
  const isChanged = useMarks((marks) => marks.changed.has(cell.key));
  const open = () => props.onOpen(topic, partition);
  const behind = position?.behindCount ?? 0;
  return (
    <span
      className={styles.replica}
      data-role={cell.role}
      data-broker={cell.brokerId}
      data-changed={isChanged || undefined}
      data-move={cell.move ?? undefined}
      role="button"
      tabIndex={0}
      onClick={open}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        open();
      }}
      onPointerDown={(event: PointerEvent<HTMLElement>) =>
        drag?.begin(event, { topic, partition }, cell.brokerId)
      }
    >
      {/* Its name is what stands in it, after where it stands. */}
      <span className="sr-only">
        {t('cluster.replicaPlace', { topic, partition, id: cell.brokerId })}
      </span>
      <Glyph key={cell.role} role={cell.role} brokerId={cell.brokerId} isChanged={isChanged} />
      <span className={styles.role}>{t(roleKeys[cell.role])}</span>
      {cell.isEligible && <span className={styles.tag}>{t('cluster.elr')}</span>}
      {cell.damage && <span className={styles.damaged}>{t('cluster.damaged')}</span>}
      {cell.move === 'adding' && (
        <span className={styles.moving}>
          {props.copied === null
            ? t('cluster.copying')
            : t('cluster.copied', { percent: Math.floor(props.copied * 100) })}
        </span>
      )}
      {cell.move === 'removing' && <span className={styles.moving}>{t('cluster.leaving')}</span>}
      {isChanged && <span className="sr-only">({t('cluster.changed')})</span>}
      {position && <Position position={position} />}
      {behind > 0 && cell.move === null && (
        <span className={styles.behind}>{t('cluster.behind', { count: behind })}</span>
      )}
    </span>
  );
});

function Position({ position }: { readonly position: ReplicaPosition }) {
  const format = useFormat();
  const { highWatermark, logEndOffset, sizeBytes } = position;
  if (highWatermark === null && logEndOffset === null) {
    // A foreign follower: its folder tells its size, and how far behind it is.
    if (sizeBytes === null) return null;
    return <span className={styles.positions}>{format.bytes(sizeBytes)}</span>;
  }
  return (
    <span className={styles.positions}>
      {highWatermark === null ? '–' : format.number(highWatermark)}
      {logEndOffset !== null && (
        <span className={styles.logEnd}> / {format.number(logEndOffset)}</span>
      )}
    </span>
  );
}
