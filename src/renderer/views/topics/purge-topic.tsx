/** Deletes records from the beginning of partitions, and says first how many will go. */
import { MultiSelect, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { fromLocalInput, toLocalInput } from '../../ui/local-time.ts';
import { ErrorNote } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { showToast } from '../../ui/toasts.ts';
import type { PurgePreview, PurgeTarget } from '../../../main/contract/index.ts';
import styles from './topics.module.css';
import { usePurge, usePurgePreview } from './use-topics.ts';

type Until = PurgeTarget['to'];

const hourMs = 3_600_000;
const shownRows = 8;

export function PurgeTopic(props: {
  readonly topic: string;
  readonly partitionCount: number;
  readonly onClose: () => void;
}) {
  const t = useT();
  const format = useFormat();
  const { topic } = props;
  const [until, setUntil] = useState<Until>('all');
  const [offset, setOffset] = useState(0);
  const [time, setTime] = useState(() => toLocalInput(Date.now() - hourMs));
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const target = targetOf(until, offset, time);
  const partitions = chosen.length === 0 ? undefined : chosen.map(Number);
  const preview = usePurgePreview(topic, target, partitions);
  const { run, isRunning, error } = usePurge();
  const count = preview.value?.recordCount ?? 0;
  const amount = format.number(count);
  return (
    <Confirm
      title={t('topics.purgeTitle', { topic })}
      action={t('topics.purgeAction', { count, amount })}
      isDanger
      {...(count > 0 && { typedText: topic })}
      isRunning={isRunning}
      error={error}
      onConfirm={async () => {
        if (!preview.value) return;
        const gone = await run(topic, preview.value);
        if (gone === undefined) return;
        showToast({
          tone: 'done',
          text: t('topics.purged', { count: gone, amount: format.number(gone) }),
        });
        props.onClose();
      }}
      onClose={props.onClose}
    >
      <div className={styles.form}>
        <p>{t('topics.deleteRecordsText')}</p>
        <SegmentedControl
          aria-label={t('topics.purgeUntil')}
          data={(['all', 'offset', 'time'] as const).map((value) => ({
            value,
            label: t(`topics.purge-${value}`),
          }))}
          value={until}
          onChange={(value) => setUntil(value as Until)}
        />
        {until === 'offset' && (
          <NumberInput
            label={t('topics.purgeBeforeOffset')}
            value={offset}
            onChange={(value) => setOffset(Math.max(0, Number(value) || 0))}
            min={0}
            allowDecimal={false}
          />
        )}
        {until === 'time' && (
          <TextInput
            type="datetime-local"
            step={1}
            label={t('topics.purgeBeforeTime')}
            value={time}
            onChange={(event) => setTime(event.currentTarget.value)}
          />
        )}
        <MultiSelect
          label={t('common.partitions')}
          placeholder={chosen.length === 0 ? t('topics.allPartitions') : ''}
          data={Array.from({ length: props.partitionCount }, (_, index) => String(index))}
          value={[...chosen]}
          onChange={setChosen}
          clearable
        />
        {preview.status === 'failed' && <ErrorNote error={preview.error} />}
        {preview.value && <Preview preview={preview.value} />}
      </div>
    </Confirm>
  );
}

function targetOf(until: Until, offset: number, time: string): PurgeTarget | null {
  if (until === 'all') return { to: 'all' };
  if (until === 'offset') return { to: 'offset', offset };
  const timestampMs = fromLocalInput(time);
  return timestampMs === null ? null : { to: 'time', timestampMs };
}

function Preview({ preview }: { readonly preview: PurgePreview }) {
  const t = useT();
  const format = useFormat();
  const due = preview.partitions.filter(({ recordCount }) => recordCount > 0);
  const amount = format.number(preview.recordCount);
  return (
    <div className={styles.preview} aria-live="polite">
      <p className={styles.lost}>
        {preview.recordCount > 0
          ? t('topics.recordsLost', { count: preview.recordCount, amount })
          : t('topics.nothingLost')}
      </p>
      {due.length > 0 && (
        <table className={table.table} aria-label={t('topics.purgePreview')}>
          <thead>
            <tr>
              <th scope="col">{t('common.partition')}</th>
              <th scope="col" className="num">
                {t('topics.startOffset')}
              </th>
              <th scope="col" className="num">
                {t('topics.newStart')}
              </th>
              <th scope="col" className="num">
                {t('topics.records')}
              </th>
            </tr>
          </thead>
          <tbody>
            {due.slice(0, shownRows).map((row) => (
              <tr key={row.partition}>
                <td>{row.partition}</td>
                <td className="num">{format.number(row.logStartOffset)}</td>
                <td className="num">{format.number(row.before)}</td>
                <td className="num">{format.number(row.recordCount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {due.length > shownRows && (
        <p className="soft">{t('topics.moreRows', { count: due.length - shownRows })}</p>
      )}
    </div>
  );
}
