/** A topic gone, or made anew without its records; typed where records are lost. */
import type { ReactNode } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { showToast } from '../../ui/toasts.ts';
import styles from './topics.module.css';
import { useDeleteTopic, useTruncateTopic } from './use-topics.ts';

type Props = {
  readonly topic: string;
  readonly recordCount: number;
  readonly onClose: () => void;
  readonly onDone: () => void;
};

export function DeleteTopic(props: Props) {
  const t = useT();
  const { topic } = props;
  return (
    <LosingRecords
      {...props}
      action={useDeleteTopic()}
      title={t('topics.deleteTitle', { topic })}
      label={t('topics.deleteTopic')}
      doneText={t('topics.deleted', { topic })}
    >
      <p>{t('topics.deleteText')}</p>
    </LosingRecords>
  );
}

export function TruncateTopic(props: Props) {
  const t = useT();
  const { topic, onDone, onClose } = props;
  return (
    <LosingRecords
      {...props}
      action={useTruncateTopic()}
      title={t('topics.truncateTitle', { topic })}
      label={t('topics.truncate')}
      doneText={t('topics.truncated', { topic })}
      onDone={() => {
        onDone();
        onClose();
      }}
    >
      <p>{t('topics.truncateText')}</p>
      <p>{t('topics.truncateGroups')}</p>
    </LosingRecords>
  );
}

function LosingRecords(
  props: Props & {
    readonly action: ReturnType<typeof useDeleteTopic>;
    readonly title: string;
    readonly label: string;
    readonly doneText: string;
    readonly children: ReactNode;
  },
) {
  const { topic, recordCount } = props;
  const { run, isRunning, error } = props.action;
  return (
    <Confirm
      title={props.title}
      action={props.label}
      isDanger
      {...(recordCount > 0 && { typedText: topic })}
      isRunning={isRunning}
      error={error}
      onConfirm={async () => {
        if (!(await run(topic))) return;
        showToast({ tone: 'done', text: props.doneText });
        props.onDone();
      }}
      onClose={props.onClose}
    >
      <Lost recordCount={recordCount} />
      {props.children}
    </Confirm>
  );
}

function Lost({ recordCount }: { readonly recordCount: number }) {
  const t = useT();
  const format = useFormat();
  const amount = format.number(recordCount);
  return (
    <p className={styles.lost}>
      {recordCount > 0
        ? t('topics.recordsLost', { count: recordCount, amount })
        : t('topics.nothingLost')}
    </p>
  );
}
