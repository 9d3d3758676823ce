/** What the list tells of each topic. */
import { ActionIcon } from '@mantine/core';
import { useMemo } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { TopicLink } from '../../objects/topic-link.tsx';
import type { Column } from '../../ui/data-table/index.tsx';
import { numberColumn } from '../../ui/data-table/number-column.ts';
import { Icon } from '../../ui/icon.tsx';
import { Status } from '../../ui/status.tsx';
import { Tag } from '../../ui/tag.tsx';
import { useNowMs } from '../../ui/ticks.ts';
import { Time } from '../../ui/time.tsx';
import type { TopicRow } from './model.ts';
import { PolicyText } from './policy-text.tsx';
import styles from './topics.module.css';

export function useTopicColumns(onPin: (topic: string) => void): readonly Column<TopicRow>[] {
  const t = useT();
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: 'pin',
        header: '',
        widthPx: 20,
        value: (row) => row.isPinned,
        cell: (row) => <Pin row={row} onPin={onPin} />,
      },
      {
        id: 'topic',
        header: t('topics.name'),
        grow: 3,
        minPx: 140,
        value: (row) => row.topic,
        cell: (row) => <Name row={row} />,
      },
      numberColumn(
        'partitions',
        t('common.partitions'),
        76,
        (row) => row.partitionCount,
        format.number,
      ),
      {
        ...numberColumn(
          'replicas',
          t('topics.replicasHead'),
          64,
          (row) => row.replicationFactor,
          format.number,
        ),
        givesWay: 1,
      },
      numberColumn('records', t('topics.records'), 76, (row) => row.recordCount, format.number),
      numberColumn('size', t('common.size'), 72, (row) => row.sizeBytes, format.bytes),
      numberColumn('in', t('topics.recordsIn'), 62, (row) => row.recordsInPerS, format.rate),
      numberColumn('out', t('topics.recordsOut'), 62, (row) => row.recordsOutPerS, format.rate),
      {
        id: 'policy',
        header: t('topics.policy'),
        minPx: 92,
        value: (row) => policyValue(row),
        cell: (row) => row.age && <PolicyText age={row.age} />,
      },
      {
        id: 'oldest',
        givesWay: 3,
        header: t('topics.oldest'),
        widthPx: 80,
        value: (row) => row.age?.oldestMs ?? null,
        cell: (row) => (row.age?.oldestMs == null ? '–' : <Time atMs={row.age.oldestMs} />),
      },
      {
        id: 'next',
        givesWay: 2,
        header: t('topics.nextGone'),
        widthPx: 80,
        value: (row) => row.age?.dueMs ?? null,
        cell: (row) => <NextGone row={row} />,
      },
      {
        id: 'dirty',
        header: t('topics.dirty'),
        widthPx: 84,
        align: 'end',
        isHiddenFirst: true,
        value: (row) => row.age?.dirtyRatio ?? null,
        cell: (row) => (row.age?.dirtyRatio == null ? '–' : format.percent(row.age.dirtyRatio)),
      },
      numberColumn(
        'segments',
        t('topics.segments'),
        84,
        (row) => row.age?.segmentCount ?? null,
        format.number,
        { isHiddenFirst: true },
      ),
      {
        id: 'health',
        header: t('topics.health'),
        widthPx: 116,
        value: (row) => row.offlineCount * 1e6 + row.underReplicatedCount,
        cell: (row) => <Health row={row} />,
      },
    ],
    [t, format, onPin],
  );
}

function policyValue({ age }: TopicRow): string | null {
  if (!age) return null;
  const parts = [age.isDeleting && 'delete', age.isCompacted && 'compact'];
  return parts.filter(Boolean).join(',') || 'none';
}

function Pin(props: { readonly row: TopicRow; readonly onPin: (topic: string) => void }) {
  const t = useT();
  const { topic, isPinned } = props.row;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-pressed={isPinned}
      aria-label={t('topics.pin', { topic })}
      className={styles.pin ?? ''}
      onClick={() => props.onPin(topic)}
    >
      <Icon name={'star'} size={14} />
    </ActionIcon>
  );
}

function Name({ row }: { readonly row: TopicRow }) {
  const t = useT();
  return (
    <>
      <TopicLink topic={row.topic} className={styles.topic}>
        {row.topic}
      </TopicLink>
      {row.isInternal && <Tag>{t('common.internal')}</Tag>}
    </>
  );
}

function NextGone({ row: { age } }: { readonly row: TopicRow }) {
  const t = useT();
  const nowMs = useNowMs();
  if (age === null || (age.dueMs === null && !age.tooMuchCount)) return '–';
  if (age.tooMuchCount) return <Status tone="busy">{t('topics.nextBySize')}</Status>;
  if (age.dueMs === null) return '–';
  // It goes when the broker looks the next time, every few minutes.
  if (age.dueMs <= nowMs) return <Status tone="busy">{t('topics.segment-due')}</Status>;
  return <Time atMs={age.dueMs} />;
}

function Health({ row }: { readonly row: TopicRow }) {
  const t = useT();
  if (row.offlineCount > 0) {
    return <Status tone="failure">{t('topics.offline', { count: row.offlineCount })}</Status>;
  }
  if (row.underReplicatedCount > 0) {
    const count = row.underReplicatedCount;
    return <Status tone="attention">{t('topics.underReplicated', { count })}</Status>;
  }
  return <Status tone="done">{t('topics.healthy')}</Status>;
}
