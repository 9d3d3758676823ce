/** Loads that run, each with its rate, to be changed or stopped. */
import { Button, Menu } from '@mantine/core';
import { ContractError, type LoadState } from '../../../../main/contract/index.ts';
import { useFormat, useT } from '../../../i18n/index.ts';
import { TopicLink } from '../../../objects/topic-link.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { ErrorNote } from '../../../ui/states.tsx';
import { Time } from '../../../ui/time.tsx';
import { rates } from './model.ts';
import styles from './produce.module.css';
import { useLoadActions, useLoads } from './use-produce.ts';
import { useRateText } from './use-rate-text.ts';

export function RunningLoads() {
  const t = useT();
  const loads = Object.entries(useLoads());
  if (loads.length === 0) return null;
  return (
    <section className={styles.loads} aria-label={t('produce.running')}>
      <h3 className={styles.heading}>{t('produce.running')}</h3>
      <ul>
        {loads.map(([taskId, load]) => (
          <Load key={taskId} taskId={taskId} load={load} />
        ))}
      </ul>
    </section>
  );
}

function Load({ taskId, load }: { readonly taskId: string; readonly load: LoadState }) {
  const t = useT();
  const format = useFormat();
  const rateText = useRateText();
  const { stop, setRate } = useLoadActions();
  const { name, topic, ratePerS, sentCount, failedCount, wantedPerS, lastError } = load;
  return (
    <li className={styles.load}>
      <span className={styles.loadName}>
        {name} → <TopicLink topic={topic} to="messages" />
      </span>
      <span className={styles.loadRate}>{t('common.perS', { rate: format.number(ratePerS) })}</span>
      <Menu>
        <Menu.Target>
          <Button size="compact-xs" variant="subtle">
            {t('produce.wanted', { rate: rateText(wantedPerS) })}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {rates.map((rate) => (
            <Menu.Item key={String(rate)} onClick={() => void setRate.run(taskId, rate)}>
              {rateText(rate)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <span className={styles.soft}>
        {t('produce.sentCount', { count: sentCount, amount: format.number(sentCount) })}
      </span>
      {failedCount > 0 && (
        <span className={styles.failed}>
          {t('produce.failedCount', { count: failedCount, amount: format.number(failedCount) })}
        </span>
      )}
      <Time atMs={load.startedAtMs} />
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<Icon name="stop" size={12} />}
        loading={stop.isRunning}
        aria-label={t('produce.stopNamed', { name })}
        onClick={() => void stop.run(taskId)}
      >
        {t('produce.stop')}
      </Button>
      {lastError && (
        <div className={styles.loadError}>
          <ErrorNote error={new ContractError(lastError.code, lastError.data, lastError.message)} />
        </div>
      )}
    </li>
  );
}
