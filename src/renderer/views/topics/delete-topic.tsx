/** A topic gone, or made anew without its records; typed where records are lost. */
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
  const { run, isRunning, error } = useDeleteTopic();
  return (
    <Confirm
      title={t('topics.deleteTitle', { topic })}
      action={t('topics.deleteTopic')}
      isDanger
      {...(props.recordCount > 0 && { typedText: topic })}
      isRunning={isRunning}
      error={error}
      onConfirm={async () => {
        if (!(await run(topic))) return;
        showToast({ tone: 'done', text: t('topics.deleted', { topic }) });
        props.onDone();
      }}
      onClose={props.onClose}
    >
      <Lost recordCount={props.recordCount} />
      <p>{t('topics.deleteText')}</p>
    </Confirm>
  );
}

export function TruncateTopic(props: Props) {
  const t = useT();
  const { topic } = props;
  const { run, isRunning, error } = useTruncateTopic();
  return (
    <Confirm
      title={t('topics.truncateTitle', { topic })}
      action={t('topics.truncate')}
      isDanger
      {...(props.recordCount > 0 && { typedText: topic })}
      isRunning={isRunning}
      error={error}
      onConfirm={async () => {
        if (!(await run(topic))) return;
        showToast({ tone: 'done', text: t('topics.truncated', { topic }) });
        props.onDone();
        props.onClose();
      }}
      onClose={props.onClose}
    >
      <Lost recordCount={props.recordCount} />
      <p>{t('topics.truncateText')}</p>
      <p>{t('topics.truncateGroups')}</p>
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
