/** The questions before a topic is changed for good. */
import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { Confirm } from '../../ui/confirm.tsx';
import styles from './topics.module.css';
import { useAddPartitions, useDeleteTopic, useEmptyTopic } from './use-topics.ts';

export function DeleteTopic(props: {
  readonly topic: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const t = useT();
  const { run, isRunning, error } = useDeleteTopic();
  return (
    <Confirm
      title={t('topics.deleteTitle', { topic: props.topic })}
      action={t('topics.deleteTopic')}
      isDanger
      typedText={props.topic}
      isRunning={isRunning}
      error={error}
      onConfirm={async () => {
        if (await run(props.topic)) props.onDone();
      }}
      onClose={props.onClose}
    >
      {t('topics.deleteText')}
    </Confirm>
  );
}

export function EmptyTopic(props: {
  readonly topic: string;
  readonly partitions: readonly number[];
  readonly onClose: () => void;
}) {
  const t = useT();
  const { run, isRunning, error } = useEmptyTopic();
  return (
    <Confirm
      title={t('topics.deleteRecords')}
      action={t('topics.deleteRecords')}
      isDanger
      typedText={props.topic}
      isRunning={isRunning}
      error={error}
      onConfirm={async () => {
        if (await run(props.topic, props.partitions)) props.onClose();
      }}
      onClose={props.onClose}
    >
      {t('topics.deleteRecordsText')}
    </Confirm>
  );
}

export function AddPartitions(props: {
  readonly topic: string;
  readonly presentCount: number;
  readonly onClose: () => void;
}) {
  const t = useT();
  const { run, isRunning, error } = useAddPartitions();
  const [count, setCount] = useState(props.presentCount + 1);
  return (
    <Confirm
      title={t('topics.addPartitions')}
      action={t('topics.addPartitions')}
      isRunning={isRunning}
      error={error}
      onConfirm={async () => {
        if (await run(props.topic, count)) props.onClose();
      }}
      onClose={props.onClose}
    >
      <div className={styles.form}>
        <p>{t('topics.addPartitionsText')}</p>
        <NumberInput
          label={t('topics.partitionCount')}
          value={count}
          onChange={(value) => setCount(Number(value) || props.presentCount + 1)}
          min={props.presentCount + 1}
          max={1000}
          allowDecimal={false}
        />
      </div>
    </Confirm>
  );
}
