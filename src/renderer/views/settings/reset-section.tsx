/** The ways back: to the default settings, or to the first day. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { entryName } from '../../objects/cluster-entry.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Section } from '../../ui/page.tsx';
import { showToast } from '../../ui/toasts.ts';
import { foreignRows, localRows } from './model.ts';
import { SettingRow } from './setting-row.tsx';
import styles from './settings.module.css';
import { useClusters, useMeasuring } from './use-cluster-actions.ts';
import { useResetAll, useResetSettings } from './use-settings.ts';

export function ResetSection() {
  const t = useT();
  const reset = useResetSettings();
  const [isAsking, setIsAsking] = useState(false);
  useMeasuring();
  return (
    <Section title={t('settings.reset')}>
      <div className={styles.rows}>
        <SettingRow
          title={t('settings.resetSettings')}
          hint={t('settings.resetSettingsText')}
          error={reset.error}
        >
          <Button
            variant="default"
            loading={reset.isRunning}
            onClick={async () => {
              if (!(await reset.run())) return;
              showToast({ tone: 'done', text: t('settings.resetSettingsDone') });
            }}
          >
            {t('settings.resetSettingsAction')}
          </Button>
        </SettingRow>
        <SettingRow title={t('settings.resetAll')} hint={t('settings.resetAllText')}>
          <Button variant="default" className={styles.danger} onClick={() => setIsAsking(true)}>
            {t('settings.resetAllAction')}
          </Button>
        </SettingRow>
      </div>
      {isAsking && <ResetAll onClose={() => setIsAsking(false)} />}
    </Section>
  );
}

function ResetAll({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const format = useFormat();
  const { clusters } = useClusters();
  const reset = useResetAll();
  return (
    <Confirm
      title={t('settings.resetAllTitle')}
      action={t('settings.resetAllAction')}
      isDanger
      typedText={t('settings.resetAllTyped')}
      isRunning={reset.isRunning}
      error={reset.error}
      onConfirm={async () => {
        if (!(await reset.run())) return;
        showToast({ tone: 'done', text: t('settings.resetDone') });
        onClose();
      }}
      onClose={onClose}
    >
      <p>{t('settings.resetAllLost')}</p>
      <ul className={styles.lost}>
        {localRows(clusters).map((row) => (
          <li key={row.id}>
            {t('settings.resetAllCluster', {
              name: entryName(row, t),
              size: format.bytes(row.sizeBytes ?? 0),
            })}
          </li>
        ))}
        {foreignRows(clusters)
          .filter(({ isDefault }) => !isDefault)
          .map((row) => (
            <li key={row.id}>{t('settings.resetAllConnection', { name: entryName(row, t) })}</li>
          ))}
        <li>{t('settings.resetAllRest')}</li>
      </ul>
    </Confirm>
  );
}
