/** More partitions, with what that does to the order of keys shown on real ones. */
import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Icon } from '../../ui/icon.tsx';
import table from '../../ui/table.module.css';
import { showToast } from '../../ui/toasts.ts';
import { keyMoves } from './key-example.ts';
import styles from './topics.module.css';
import { useAddPartitions } from './use-topics.ts';

export function AddPartitions(props: {
  readonly topic: string;
  readonly presentCount: number;
  readonly onClose: () => void;
}) {
  const t = useT();
  const { topic, presentCount } = props;
  const { run, isRunning, error } = useAddPartitions();
  const [count, setCount] = useState(presentCount + 1);
  const moves = keyMoves(presentCount, count);
  return (
    <Confirm
      title={t('topics.addPartitions')}
      action={t('topics.addPartitionsAction', { count: count - presentCount })}
      isRunning={isRunning}
      error={error}
      onConfirm={async () => {
        if (!(await run(topic, count))) return;
        showToast({ tone: 'done', text: t('topics.partitionsAdded', { topic, total: count }) });
        props.onClose();
      }}
      onClose={props.onClose}
    >
      <div className={styles.form}>
        <NumberInput
          label={t('topics.newPartitionCount', { present: presentCount })}
          value={count}
          onChange={(value) => setCount(Math.max(presentCount + 1, Number(value) || 0))}
          min={presentCount + 1}
          max={10_000}
          allowDecimal={false}
        />
        <div className={styles.warning}>
          <Icon name="warning" size={16} />
          <div>
            <strong>{t('topics.keysMove')}</strong>
            <p>{t('topics.addPartitionsText')}</p>
          </div>
        </div>
        <table className={table.table} aria-label={t('topics.keyExample')}>
          <thead>
            <tr>
              <th scope="col">{t('common.key')}</th>
              <th scope="col">{t('topics.keyBefore', { count: presentCount })}</th>
              <th scope="col">{t('topics.keyAfter', { count })}</th>
              <th scope="col">{t('topics.keyOrder')}</th>
            </tr>
          </thead>
          <tbody>
            {moves.map((move) => (
              <tr key={move.key}>
                <td>
                  <code>{move.key}</code>
                </td>
                <td>{move.before}</td>
                <td>{move.after}</td>
                <td>{t(move.before === move.after ? 'topics.keyKept' : 'topics.keySplit')}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="soft">{t('topics.neverFewer')}</p>
      </div>
    </Confirm>
  );
}
