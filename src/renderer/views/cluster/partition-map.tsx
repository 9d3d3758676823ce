/** The live map: one column per broker with its head, one row per partition. */
import { ActionIcon, Button } from '@mantine/core';
import { useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { TopicLink } from '../../objects/topic-link.tsx';
import { Icon } from '../../ui/icon.tsx';
import { href } from '../../ui/route.ts';
import { EmptyState } from '../../ui/states.tsx';
import { Term } from '../../ui/term.tsx';
import type { ClusterState } from '../../../main/contract/index.ts';
import { BrokerHead } from './broker-head.tsx';
import styles from './cluster.module.css';
import { Glyph } from './glyph.tsx';
import { markSeen, useMarks } from './marks.ts';
import {
  type BrokerAct,
  brokersOf,
  countRoles,
  isOpenAtFirst,
  type PartitionRow,
  type ReplicaCell,
  type TopicRows,
} from './model.ts';

export function PartitionMap(props: {
  readonly cluster: ClusterState;
  readonly topics: readonly TopicRows[];
  readonly isFiltered: boolean;
  readonly onAct: (act: BrokerAct, brokerId: number) => void;
}) {
  const t = useT();
  const { cluster, topics } = props;
  const [isOpenByTopic, setIsOpenByTopic] = useState<{ readonly [topic: string]: boolean }>({});
  const brokers = brokersOf(cluster);
  return (
    <>
      <div className={styles.mapWrap}>
        <table className={styles.map} aria-label={t('cluster.map')}>
          <colgroup>
            <col className={styles.colName} />
            {brokers.map((broker) => (
              <col key={broker.id} />
            ))}
            <col className={styles.colEpoch} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col" className={styles.corner}>
                <Changes />
                <span>{t('common.partitions')}</span>
              </th>
              {brokers.map((broker) => (
                <th key={broker.id} scope="col">
                  <BrokerHead
                    broker={broker}
                    isController={cluster.controllerId === broker.id}
                    isLocal={cluster.kind === 'local'}
                    onAct={props.onAct}
                  />
                </th>
              ))}
              <th scope="col" className={styles.corner}>
                <span>
                  <Term name="isr">{t('cluster.isr')}</Term> ·{' '}
                  <Term name="leaderEpoch">{t('cluster.epoch')}</Term>
                </span>
              </th>
            </tr>
          </thead>
          {topics.map((topic) => {
            const isOpen = isOpenByTopic[topic.topic] ?? isOpenAtFirst(topic, topics);
            return (
              <TopicBody
                key={topic.topic}
                topic={topic}
                isOpen={isOpen}
                onToggle={() => setIsOpenByTopic((old) => ({ ...old, [topic.topic]: !isOpen }))}
              />
            );
          })}
        </table>
      </div>
      {topics.length === 0 && <NoTopics isFiltered={props.isFiltered} />}
    </>
  );
}

function NoTopics({ isFiltered }: { readonly isFiltered: boolean }) {
  const t = useT();
  if (isFiltered) return <EmptyState icon="search" title={t('cluster.noMatch')} />;
  return (
    <EmptyState
      icon="topic"
      title={t('cluster.emptyTitle')}
      action={
        <Button component="a" href={href('home')}>
          {t('cluster.emptyAction')}
        </Button>
      }
    >
      {t('cluster.emptyText')}
    </EmptyState>
  );
}

function Changes() {
  const t = useT();
  const count = useMarks((marks) => marks.changed.size);
  if (count === 0) return null;
  return (
    <span className={styles.changes}>
      <span className={styles.changeDot} aria-hidden="true" />
      {t('cluster.changes', { count })}
      <Button size="compact-xs" variant="subtle" onClick={markSeen}>
        {t('cluster.markSeen')}
      </Button>
    </span>
  );
}

function TopicBody(props: {
  readonly topic: TopicRows;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}) {
  const t = useT();
  const { topic, isOpen } = props;
  return (
    <tbody>
      <tr className={styles.topicRow}>
        <th scope="rowgroup">
          <span className={styles.topicName}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={20}
              onClick={props.onToggle}
              aria-expanded={isOpen}
              aria-label={t(isOpen ? 'cluster.collapse' : 'cluster.expand', { topic: topic.topic })}
            >
              <Icon name={isOpen ? 'chevronDown' : 'chevronRight'} size={14} />
            </ActionIcon>
            <TopicLink topic={topic.topic} />
          </span>
        </th>
        {isOpen ? (
          <td colSpan={columnCount(topic) + 1} />
        ) : (
          <>
            {Array.from({ length: columnCount(topic) }, (_, column) => (
              <td key={column}>
                <Strip topic={topic} column={column} />
              </td>
            ))}
            <td className={styles.epoch}>
              {t('common.partitionCount', { count: topic.partitions.length })}
            </td>
          </>
        )}
      </tr>
      {isOpen && topic.partitions.map((row) => <Partition key={row.partition} row={row} />)}
    </tbody>
  );
}

function columnCount(topic: TopicRows): number {
  return topic.partitions[0]?.cells.length ?? 0;
}

/** A closed topic on one broker: one small shape per replica. */
function Strip({ topic, column }: { readonly topic: TopicRows; readonly column: number }) {
  const t = useT();
  const changed = useMarks((marks) => marks.changed);
  const cells = topic.partitions.flatMap(({ cells: row }) => row[column] ?? []);
  const id = cells[0]?.brokerId;
  if (id === undefined) return null;
  return (
    <span
      className={styles.strip}
      role="img"
      aria-label={t('cluster.stripLabel', { id, ...countRoles(topic, column) })}
    >
      {cells.map((cell) => (
        <Glyph
          key={cell.key}
          role={cell.role}
          brokerId={cell.brokerId}
          isSmall
          isChanged={changed.has(cell.key)}
        />
      ))}
    </span>
  );
}

function Partition({ row }: { readonly row: PartitionRow }) {
  const isShort = row.isr.length < row.replicaCount;
  return (
    <tr className={styles.partitionRow}>
      <th scope="row">{row.partition}</th>
      {row.cells.map((cell, column) => (
        <td key={column}>{cell && <Replica cell={cell} />}</td>
      ))}
      <td className={styles.epoch}>
        <span data-short={isShort || undefined} className={styles.isr}>
          {isShort && <Icon name="warning" size={13} />}[{row.isr.join(', ')}]
        </span>{' '}
        · {row.leaderEpoch}
      </td>
    </tr>
  );
}

const roleKeys = {
  leader: 'cluster.roleLeader',
  follower: 'cluster.roleFollower',
  out: 'cluster.roleOut',
  offline: 'cluster.roleOffline',
} as const;

function Replica({ cell }: { readonly cell: ReplicaCell }) {
  const t = useT();
  const format = useFormat();
  const isChanged = useMarks((marks) => marks.changed.has(cell.key));
  return (
    <span
      className={styles.replica}
      data-role={cell.role}
      data-broker={cell.brokerId}
      data-changed={isChanged || undefined}
    >
      <Glyph key={cell.role} role={cell.role} brokerId={cell.brokerId} isChanged={isChanged} />
      <span className={styles.role}>{t(roleKeys[cell.role])}</span>
      {isChanged && <span className="sr-only">({t('cluster.changed')})</span>}
      {cell.logEndOffset !== null && cell.highWatermark !== null && (
        <span className={styles.positions}>
          {format.number(cell.highWatermark)}
          <span className={styles.logEnd}> / {format.number(cell.logEndOffset)}</span>
        </span>
      )}
      {cell.behindCount > 0 && (
        <span className={styles.behind}>{t('cluster.behind', { count: cell.behindCount })}</span>
      )}
    </span>
  );
}
