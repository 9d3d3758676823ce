/** A replica to another log folder of the same broker. */
import { Select } from '@mantine/core';
import { useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { showToast } from '../../ui/toasts.ts';
import type { LogDirReplica } from '../../../main/contract/index.ts';
import styles from './brokers.module.css';
import { useMoveReplica } from './use-brokers.ts';

export function MoveReplica(props: {
  readonly brokerId: number;
  readonly replica: LogDirReplica;
  readonly paths: readonly string[];
  readonly onClose: () => void;
}) {
  const t = useT();
  const format = useFormat();
  const { topic, partition, sizeBytes } = props.replica;
  const [path, setPath] = useState(props.paths[0] ?? '');
  const { run, isRunning, error } = useMoveReplica();
  return (
    <Confirm
      title={t('brokers.moveTitle', { topic, partition })}
      action={t('brokers.move')}
      isRunning={isRunning}
      error={error}
      onConfirm={async () => {
        if (!(await run({ brokerId: props.brokerId, topic, partition, path }))) return;
        showToast({ tone: 'done', text: t('brokers.moveStarted', { topic, partition }) });
        props.onClose();
      }}
      onClose={props.onClose}
    >
      <div className={styles.form}>
        <p>{t('brokers.moveText', { size: format.bytes(sizeBytes) })}</p>
        <Select
          label={t('brokers.folder')}
          data={[...props.paths]}
          value={path}
          onChange={(next) => setPath(next ?? path)}
          allowDeselect={false}
        />
      </div>
    </Confirm>
  );
}
