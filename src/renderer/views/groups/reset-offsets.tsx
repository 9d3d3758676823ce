/** Moves the committed offsets of a group: first shows what would be committed. */
import { Button, Modal, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { ErrorNote, SkeletonRows } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { fromLocalInput, toLocalInput } from '../../ui/local-time.ts';
import type { GroupDetail } from '../../../main/contract/index.ts';
import styles from './groups.module.css';
import {
  offsetRows,
  type ResetName,
  resetNames,
  type ResetRow,
  resetRows,
  resetTarget,
  topicsOf,
} from './model.ts';
import { useResetOffsets, useResetPreview } from './use-groups.ts';

const typingPauseMs = 300;

const targetKeys = {
  earliest: 'groups.toEarliest',
  latest: 'groups.toLatest',
  offset: 'groups.toOffset',
  timestamp: 'groups.toTime',
  'shift-by': 'groups.toShift',
} as const;

export function ResetOffsets(props: { readonly group: GroupDetail; readonly onClose: () => void }) {
  const t = useT();
  const { group } = props;
  const topics = topicsOf(group);
  const [topic, setTopic] = useState(topics[0] ?? '');
  const [partitions, setPartitions] = useState<readonly string[]>([]);
  const [name, setName] = useState<ResetName>('earliest');
  const [number, setNumber] = useState(0);
  const [timestampMs, setTimestampMs] = useState(Date.now);
  const { groupId } = group;
  const reset = {
    groupId,
    topic,
    partitions: partitions.length > 0 ? partitions.map(Number) : undefined,
    target: resetTarget(name, number, timestampMs),
  };
  const [settled] = useDebouncedValue(JSON.stringify(reset), typingPauseMs);
  const preview = useResetPreview(JSON.parse(settled) as typeof reset);
  const action = useResetOffsets();
  const rows = preview.value ? resetRows(group, topic, preview.value.offsets) : [];
  const partitionChoices = offsetRows(group)
    .filter((row) => row.topic === topic)
    .map((row) => String(row.partition));

  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t('groups.reset')}
      size={620}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className={styles.form}
        onSubmit={async (event) => {
          event.preventDefault();
          if (await action.run(reset)) props.onClose();
        }}
      >
        <div className={styles.pair}>
          <Select
            label={t('common.topic')}
            data={[...topics]}
            value={topic}
            onChange={(next) => {
              setTopic(next ?? '');
              setPartitions([]);
            }}
            allowDeselect={false}
          />
          <MultiSelect
            label={t('groups.partitions')}
            data={partitionChoices}
            value={[...partitions]}
            onChange={setPartitions}
            placeholder={partitions.length === 0 ? t('groups.allPartitions') : ''}
            clearable
          />
        </div>
        <div className={styles.pair}>
          <Select
            label={t('groups.resetTo')}
            data={resetNames.map((value) => ({ value, label: t(targetKeys[value]) }))}
            value={name}
            onChange={(next) => setName(next as ResetName)}
            allowDeselect={false}
          />
          {(name === 'offset' || name === 'shift-by') && (
            <NumberInput
              label={t(targetKeys[name])}
              description={name === 'shift-by' ? t('groups.shiftHint') : undefined}
              inputWrapperOrder={['label', 'input', 'description']}
              value={number}
              onChange={(next) => setNumber(Number(next) || 0)}
              min={name === 'offset' ? 0 : undefined}
              allowDecimal={false}
            />
          )}
          {name === 'timestamp' && (
            <TextInput
              type="datetime-local"
              step={1}
              label={t('groups.toTime')}
              defaultValue={toLocalInput(timestampMs)}
              onChange={(event) => {
                const atMs = fromLocalInput(event.currentTarget.value);
                if (atMs !== null) setTimestampMs(atMs);
              }}
            />
          )}
        </div>
        <div>
          <h3 className={styles.previewTitle}>{t('groups.preview')}</h3>
          {preview.error !== null && <ErrorNote error={preview.error} />}
          {preview.status === 'loading' && !preview.value && <SkeletonRows count={3} />}
          {rows.length > 0 && <Preview rows={rows} />}
        </div>
        {action.error !== null && <ErrorNote error={action.error} />}
        <div className={styles.buttons}>
          <Button variant="default" onClick={props.onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={rows.length === 0} loading={action.isRunning}>
            {t('groups.resetAction', { count: rows.length })}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Preview({ rows }: { readonly rows: readonly ResetRow[] }) {
  const t = useT();
  const format = useFormat();
  return (
    <div className={styles.preview}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t('common.partition')}</th>
            <th scope="col" className="num">
              {t('groups.now')}
            </th>
            <th scope="col" className="num">
              {t('groups.next')}
            </th>
            <th scope="col" className="num">
              {t('groups.difference')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.partition}>
              <td>{row.partition}</td>
              <td className="num">{row.now === null ? '–' : format.number(row.now)}</td>
              <td className="num">{format.number(row.next)}</td>
              <td className="num">
                {row.difference === null ? '–' : signed(row.difference, format)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function signed(value: number, format: ReturnType<typeof useFormat>): string {
  if (value === 0) return '0';
  return `${value > 0 ? '+' : '−'}${format.number(Math.abs(value))}`;
}
