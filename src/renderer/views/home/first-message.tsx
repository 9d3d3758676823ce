/** Sends one message and shows the way that it took, as it takes it. */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { BrokerBadge } from '../../ui/broker-badge.tsx';
import { Icon } from '../../ui/icon.tsx';
import { href } from '../../ui/route.ts';
import { ErrorNote } from '../../ui/states.tsx';
import type { ClusterState } from '../../../main/contract/index.ts';
import styles from './home.module.css';
import { firstTopic, type Journey, keepersOf } from './model.ts';
import { useFirstMessage } from './use-home.ts';

export function FirstMessage(props: {
  readonly cluster: ClusterState;
  readonly isReadOnly: boolean;
}) {
  const t = useT();
  const { cluster, isReadOnly } = props;
  const { journey, send } = useFirstMessage(cluster);
  const [text, setText] = useState<string | null>(null);
  const value = text ?? t('home.defaultMessage');
  const canSend = !isReadOnly && (cluster.phase === 'ready' || cluster.phase === 'degraded');
  return (
    <section className={styles.section}>
      <h2 className={styles.sectionTitle}>{t('home.firstTitle')}</h2>
      <p className="soft">{t('home.firstText', { topic: firstTopic })}</p>
      <form
        className={styles.send}
        onSubmit={(event) => {
          event.preventDefault();
          void send.run(value);
        }}
      >
        <TextInput
          size="xs"
          className={styles.input}
          aria-label={t('home.message')}
          value={value}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button
          type="submit"
          loading={send.isRunning}
          disabled={!canSend}
          leftSection={<Icon name="send" size={14} />}
        >
          {t('home.send')}
        </Button>
      </form>
      {isReadOnly && (
        <p className={styles.note}>
          <Icon name="info" />
          <span>
            {t('home.readOnly')} <a href={href('settings', 'clusters')}>{t('home.toSettings')}</a>
          </span>
        </p>
      )}
      {send.error !== null && <ErrorNote error={send.error} />}
      {journey && <JourneyPicture journey={journey} cluster={cluster} />}
    </section>
  );
}

function JourneyPicture(props: { readonly journey: Journey; readonly cluster: ClusterState }) {
  const t = useT();
  const format = useFormat();
  const { journey, cluster } = props;
  const { partition, offset, ackMs, arrivedMs } = journey;
  const keepers = partition === null ? null : keepersOf(cluster, partition);
  return (
    <div className={styles.journey} role="status" aria-label={t('home.journey')}>
      <div className={styles.stop}>
        <Icon name="producer" size={18} />
        <strong>{t('home.stepProducer')}</strong>
        <span>{t('home.stepPage')}</span>
      </div>
      <span className={styles.way} data-done={ackMs !== null || undefined}>
        <span>
          {ackMs === null ? t('home.onTheWay') : t('home.acked', { span: format.span(ackMs) })}
        </span>
      </span>
      <div className={styles.stop} data-pending={ackMs === null || undefined}>
        <span className={styles.keepers}>
          {keepers && <BrokerBadge id={keepers.leader} />}
          {keepers?.copies.map((id) => (
            <BrokerBadge key={id} id={id} isOutlined />
          ))}
          {!keepers && <Icon name="cluster" size={18} />}
        </span>
        <strong>{firstTopic}</strong>
        {partition !== null && offset !== null && (
          <span>{t('home.place', { partition, offset })}</span>
        )}
      </div>
      <span className={styles.way} data-done={arrivedMs !== null || undefined}>
        <span>
          {arrivedMs === null
            ? t('home.onTheWay')
            : t('home.arrived', { span: format.span(arrivedMs) })}
        </span>
      </span>
      <div className={styles.stop} data-pending={arrivedMs === null || undefined}>
        <Icon name="group" size={18} />
        <strong>{t('home.stepConsumer')}</strong>
        <span>{t('home.stepPage')}</span>
      </div>
      {arrivedMs !== null && (
        <p className={styles.arrived}>
          <Icon name="check" size={16} />
          <strong>{t('home.arrivedTitle')}</strong>
          <q>{journey.text}</q>
          <a href={href('messages', firstTopic)}>{t('home.seeMessages')}</a>
        </p>
      )}
    </div>
  );
}
