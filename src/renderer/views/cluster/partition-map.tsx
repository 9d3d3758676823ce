/** The map line by line: one column per broker with its head, one row per partition. */
import { ActionIcon } from '@mantine/core';
import { type RefObject, useCallback, useEffect, useMemo, useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { TopicLink } from '../../objects/topic-link.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Term } from '../../ui/term.tsx';
import type { ClusterState } from '../../../main/contract/index.ts';
import { BrokerHead } from './broker-head.tsx';
import { Changes } from './changes.tsx';
import styles from './cluster.module.css';
import { FlowBand } from './flow-band.tsx';
import { Glyph } from './glyph.tsx';
import { linesOf, partitionLinePx, type Shown, topicLinePx } from './lines.ts';
import { useMarks } from './marks.ts';
import { type BrokerAct, brokersOf, countRoles, isOpenAtFirst, type TopicRows } from './model.ts';
import { Partition, type PartitionProps } from './partition-line.tsx';
import { useCenters } from './use-centers.ts';
import { useWindow } from './use-window.ts';

/** Small shapes side by side up to here, then a bar of shares. */
const stripMax = 12;

/** Narrower, the map scrolls: names and epochs at its sides, and each broker with its own words. */
const mapMinPx = 860;
const sidesPx = 302;
const placeMinPx = 96;

export function PartitionMap(props: {
  readonly cluster: ClusterState;
  readonly topics: readonly TopicRows[];
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly isPast: boolean;
  readonly onAct: ((act: BrokerAct, brokerId: number) => void) | null;
  readonly line: Omit<PartitionProps, 'row'>;
  readonly onShown: (topics: readonly string[]) => void;
}) {
  const t = useT();
  const { cluster, topics } = props;
  const [isOpenByTopic, setIsOpenByTopic] = useState<{ readonly [topic: string]: boolean }>({});
  const brokers = brokersOf(cluster);
  const isOpen = useCallback(
    (topic: TopicRows) => isOpenByTopic[topic.topic] ?? isOpenAtFirst(topic, topics),
    [isOpenByTopic, topics],
  );
  const lines = useMemo(() => linesOf(topics, isOpen), [topics, isOpen]);
  const window = useWindow(props.scroller, lines, 0);
  const { band, centers } = useCenters(brokers.length);
  const { onShown } = props;
  useShown(window.shown, onShown);
  return (
    <table
      className={styles.map}
      style={{ minWidth: Math.max(mapMinPx, sidesPx + brokers.length * placeMinPx) }}
      aria-label={t('cluster.map')}
      data-past={props.isPast || undefined}
    >
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
            <th key={broker.id} scope="col" data-place={broker.id}>
              <BrokerHead
                broker={broker}
                cluster={cluster}
                isNarrow={brokers.length > 4}
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
        <tr>
          <td colSpan={brokers.length + 2} className={styles.bandCell} ref={band}>
            <FlowBand cluster={cluster} centers={centers} isPast={props.isPast} />
          </td>
        </tr>
      </thead>
      <Spacer heightPx={window.beforePx} columns={brokers.length + 2} />
      {window.shown.map((shown) => (
        <TopicBody
          key={shown.topic.topic}
          shown={shown}
          line={props.line}
          onToggle={() =>
            setIsOpenByTopic((old) => ({ ...old, [shown.topic.topic]: !shown.isOpen }))
          }
        />
      ))}
      <Spacer heightPx={window.afterPx} columns={brokers.length + 2} />
    </table>
  );
}

/** Tells which topics have partitions on the screen: only of those positions are asked for. */
function useShown(shown: readonly Shown[], onShown: (topics: readonly string[]) => void): void {
  const names = shown.filter(({ isOpen }) => isOpen).map(({ topic }) => topic.topic);
  const key = names.join('\n');
  useEffect(() => {
    onShown(key === '' ? [] : key.split('\n'));
  }, [key, onShown]);
}

function Spacer({ heightPx, columns }: { readonly heightPx: number; readonly columns: number }) {
  if (heightPx === 0) return null;
  return (
    <tbody aria-hidden="true">
      <tr>
        <td colSpan={columns} style={{ height: heightPx, padding: 0, border: 0 }} />
      </tr>
    </tbody>
  );
}

function TopicBody(props: {
  readonly shown: Shown;
  readonly line: Omit<PartitionProps, 'row'>;
  readonly onToggle: () => void;
}) {
  const t = useT();
  const { topic, isOpen, isHeadShown, rows } = props.shown;
  const columnCount = columnCountOf(topic);
  return (
    <tbody data-topic={topic.topic}>
      {isHeadShown && (
        <tr className={styles.topicRow} style={{ height: topicLinePx }}>
          <th scope="rowgroup">
            <span className={styles.topicName}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={20}
                onClick={props.onToggle}
                aria-expanded={isOpen}
                aria-label={t(isOpen ? 'cluster.collapse' : 'cluster.expand', {
                  topic: topic.topic,
                })}
              >
                <Icon name={isOpen ? 'chevronDown' : 'chevronRight'} size={14} />
              </ActionIcon>
              <TopicLink topic={topic.topic} />
            </span>
          </th>
          {isOpen ? (
            <td colSpan={columnCount + 1} />
          ) : (
            <>
              {Array.from({ length: columnCount }, (_, column) => (
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
      )}
      {rows.map((row) => (
        <Partition key={row.partition} row={row} {...props.line} heightPx={partitionLinePx} />
      ))}
    </tbody>
  );
}

function columnCountOf(topic: TopicRows): number {
  return topic.partitions[0]?.cells.length ?? 0;
}

/** A closed topic on one broker: one small shape per replica, or the shares of their roles. */
function Strip({ topic, column }: { readonly topic: TopicRows; readonly column: number }) {
  const t = useT();
  const changed = useMarks((marks) => marks.changed);
  const cells = topic.partitions.flatMap(({ cells: row }) => row[column] ?? []);
  const id = cells[0]?.brokerId;
  if (id === undefined) return null;
  const counts = countRoles(topic, column);
  const isBar = topic.partitions.length > stripMax || columnCountOf(topic) > 5;
  return (
    <span
      className={styles.strip}
      role="img"
      aria-label={t('cluster.stripLabel', { id, ...counts })}
    >
      {isBar
        ? (['leader', 'follower', 'out', 'offline'] as const).map(
            (role) =>
              counts[role] > 0 && (
                <span key={role} className={styles.share}>
                  <Glyph role={role} brokerId={id} isSmall />
                  {counts[role]}
                </span>
              ),
          )
        : cells.map((cell) => (
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
