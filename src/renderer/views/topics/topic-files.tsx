/** A partition's log on every broker that holds it: segments, what goes next, what just happened. */
import { Select } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { Section } from '../../ui/page.tsx';
import { useQueryState } from '../../ui/route.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { useNowMs } from '../../ui/ticks.ts';
import type { ReplicaLog, TopicLogs } from '../../../main/contract/index.ts';
import { CompactionAtWork } from './compaction-at-work.tsx';
import { ForeignAges } from './foreign-ages.tsx';
import { LogEvents } from './log-events.tsx';
import { RetentionAtWork } from './retention-at-work.tsx';
import { SegmentStrip } from './segment-strip.tsx';
import { SegmentTable } from './segment-table.tsx';
import { axisOf, replicasOf } from './segments.ts';
import styles from './topics.module.css';
import { useLogEvents } from './use-log-events.ts';
import { useTopicLogs } from './use-topics.ts';

export function TopicFiles(props: { readonly topic: string; readonly partitionCount: number }) {
  const { status, value, error } = useTopicLogs(props.topic);
  if (!value) {
    return status === 'failed' ? <ErrorState error={error} /> : <SkeletonRows count={6} />;
  }
  if (value.logs === null) return <ForeignAges topic={props.topic} ages={value.partitions} />;
  return <Files {...props} value={value} logs={value.logs} />;
}

function Files(props: {
  readonly topic: string;
  readonly partitionCount: number;
  readonly value: TopicLogs;
  readonly logs: NonNullable<TopicLogs['logs']>;
}) {
  const t = useT();
  const nowMs = useNowMs();
  const { logs, value } = props;
  const [partition, setPartition] = useQueryState<string>('partition', '0');
  const [selected, setSelected] = useState<string | null>(null);
  const [segment, setSegment] = useState<number | null>(null);
  const events = useLogEvents(logs);
  const leader = value.partitions[partition]?.leader ?? -1;
  const keys = replicasOf(logs, Number(partition), leader);
  const shown = selected !== null && keys.includes(selected) ? selected : keys[0];
  const log = shown === undefined ? undefined : logs[shown];
  const axis = axisOf(keys.flatMap((key) => logs[key] ?? []));
  const ofPartition = events.filter((event) => keys.includes(event.replica));
  return (
    <>
      <div className={styles.bar}>
        <Select
          size="xs"
          label={t('common.partition')}
          className={styles.inlineLabel ?? ''}
          data={Array.from({ length: props.partitionCount }, (_, index) => String(index))}
          value={partition}
          onChange={(next) => setPartition(next ?? '0', true)}
          allowDeselect={false}
          searchable
          w={150}
        />
        <Legend isCompacted={log?.compaction != null} />
      </div>
      <div className={styles.strips}>
        {keys.map((key) => (
          <SegmentStrip
            key={key}
            log={logs[key] as ReplicaLog}
            axis={axis}
            nowMs={nowMs}
            isLeader={logs[key]?.brokerId === leader}
            isSelected={key === shown}
            selectedOffset={key === shown ? segment : null}
            onSelect={(offset) => {
              setSelected(key);
              setSegment(offset);
            }}
          />
        ))}
      </div>
      {log && (
        <>
          <div className={styles.atWork}>
            <RetentionAtWork log={log} nowMs={nowMs} />
            {log.compaction && <CompactionAtWork log={log} compaction={log.compaction} />}
            <LogEvents events={ofPartition} logs={logs} />
          </div>
          <Section title={t('topics.segmentsOf', { id: log.brokerId })}>
            <p className={styles.dir}>
              <code>{log.dir}</code>
            </p>
            <SegmentTable
              topic={props.topic}
              log={log}
              nowMs={nowMs}
              selected={segment}
              onSelect={setSegment}
            />
          </Section>
        </>
      )}
    </>
  );
}

function Legend({ isCompacted }: { readonly isCompacted: boolean }) {
  const t = useT();
  const states = isCompacted
    ? (['kept', 'active', 'cleaned', 'due'] as const)
    : (['kept', 'active', 'due'] as const);
  return (
    <ul className={styles.legend}>
      {states.map((state) => (
        <li key={state}>
          <span className={styles.swatch} data-state={state} aria-hidden="true" />
          {t(`topics.segment-${state}`)}
        </li>
      ))}
    </ul>
  );
}
