/** Subscriptions by which clients are asked to tell of themselves (KIP-714). */
import { ActionIcon, Button, Modal, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { EmptyState, ErrorNote, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { showToast } from '../../ui/toasts.ts';
import type { ClientMetricsSubscription } from '../../../main/contract/index.ts';
import styles from './brokers.module.css';
import { useClientMetrics, useDeleteClientMetrics, useSetClientMetrics } from './use-brokers.ts';

export function ClientMetrics() {
  const t = useT();
  const format = useFormat();
  const { value, status, error, reload } = useClientMetrics();
  const remove = useDeleteClientMetrics();
  const set = useSetClientMetrics();
  const [isAdding, setIsAdding] = useState(false);
  if (!value) {
    if (status === 'failed') return <ErrorState error={error} onRetry={reload} />;
    return <SkeletonRows count={3} />;
  }
  const add = (
    <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setIsAdding(true)}>
      {t('brokers.addMetrics')}
    </Button>
  );
  const drop = async (row: ClientMetricsSubscription) => {
    if (!(await remove.run(row.name))) return;
    reload();
    const perform = async () => {
      await set.run(row);
      reload();
    };
    showToast({
      tone: 'done',
      text: t('brokers.metricsDeleted', { name: row.name }),
      undo: { label: t('common.undo'), perform },
    });
  };
  return (
    <>
      {remove.error !== null && <ErrorNote error={remove.error} />}
      {value.subscriptions.length === 0 ? (
        <EmptyState icon="producer" title={t('brokers.noMetrics')} action={add}>
          {t('brokers.noMetricsText')}
        </EmptyState>
      ) : (
        <>
          <div className={styles.tools}>{add}</div>
          <table className={table.table} aria-label={t('brokers.tab-metrics')}>
            <thead>
              <tr>
                <th scope="col">{t('brokers.metricsName')}</th>
                <th scope="col">{t('brokers.metricsPrefixes')}</th>
                <th scope="col">{t('brokers.metricsEvery')}</th>
                <th scope="col">{t('brokers.metricsWho')}</th>
                <th scope="col">
                  <span className="sr-only">{t('frame.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {value.subscriptions.map((row) => (
                <tr key={row.name}>
                  <td>{row.name}</td>
                  <td>
                    <code>{row.metrics.join(', ') || '–'}</code>
                  </td>
                  <td>{format.span(row.intervalMs)}</td>
                  <td>{row.match.join(', ') || t('brokers.metricsEverybody')}</td>
                  <td className="num">
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={t('brokers.deleteMetrics', { name: row.name })}
                      onClick={() => void drop(row)}
                    >
                      <Icon name="trash" size={15} />
                    </ActionIcon>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      {isAdding && (
        <AddSubscription
          onClose={() => setIsAdding(false)}
          onDone={() => {
            setIsAdding(false);
            reload();
          }}
        />
      )}
    </>
  );
}

const intervalDefaultS = 5;

function AddSubscription(props: { readonly onClose: () => void; readonly onDone: () => void }) {
  const t = useT();
  const [name, setName] = useState('all-clients');
  const [metrics, setMetrics] = useState('*');
  const [intervalS, setIntervalS] = useState(intervalDefaultS);
  const [match, setMatch] = useState('');
  const { run, isRunning, error } = useSetClientMetrics();
  const submit = async () => {
    const done = await run({
      name: name.trim(),
      metrics: members(metrics),
      intervalMs: intervalS * 1000,
      match: members(match),
    });
    if (done) props.onDone();
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t('brokers.addMetrics')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextInput
          label={t('brokers.metricsName')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <TextInput
          label={t('brokers.metricsPrefixes')}
          description={t('brokers.metricsPrefixesHint')}
          value={metrics}
          onChange={(event) => setMetrics(event.currentTarget.value)}
        />
        <NumberInput
          label={t('brokers.metricsSeconds')}
          value={intervalS}
          onChange={(value) => setIntervalS(Number(value) || intervalDefaultS)}
          min={1}
          max={3600}
          allowDecimal={false}
        />
        <TextInput
          label={t('brokers.metricsWho')}
          description={t('brokers.metricsWhoHint')}
          value={match}
          onChange={(event) => setMatch(event.currentTarget.value)}
        />
        {error !== null && <ErrorNote error={error} />}
        <div className={styles.buttons}>
          <Button variant="default" onClick={props.onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={isRunning} disabled={name.trim() === ''}>
            {t('brokers.addMetrics')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** `*` is every metric, which Kafka writes as one empty prefix or a star. */
function members(text: string): readonly string[] {
  return text
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '');
}
