/** How long and how large the app's own memory of the past is. */
import { Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { Section } from '../../ui/page.tsx';
import { showToast } from '../../ui/toasts.ts';
import { isHistoryDays, isHistoryMegabytes, megabyte } from './model.ts';
import { SettingRow } from './setting-row.tsx';
import styles from './settings.module.css';
import { useSettings } from './use-settings.ts';

export function HistorySection() {
  const t = useT();
  const { settings, save } = useSettings();
  const [typed, setTyped] = useState<{ readonly days?: number; readonly size?: number }>({});
  const days = typed.days ?? settings.historyDays;
  const size = typed.size ?? Math.round(settings.historyMaxBytes / megabyte);
  const isGood = isHistoryDays(days) && isHistoryMegabytes(size);
  const isChanged = typed.days !== undefined || typed.size !== undefined;
  return (
    <Section title={t('settings.history')}>
      <p className={styles.note}>{t('settings.historyNote')}</p>
      <form
        className={styles.rows}
        noValidate
        onSubmit={async (event) => {
          event.preventDefault();
          if (!isGood) return;
          const saved = await save.run({ historyDays: days, historyMaxBytes: size * megabyte });
          if (!saved) return;
          setTyped({});
          showToast({ tone: 'done', text: t('settings.savedWord') });
        }}
      >
        <SettingRow title={t('settings.historyDays')} hint={t('settings.historyHint')}>
          <NumberInput
            aria-label={t('settings.historyDays')}
            value={days}
            onChange={(value) => setTyped({ ...typed, days: Number(value) })}
            error={isHistoryDays(days) ? null : t('settings.historyForm')}
            suffix={` ${t('settings.historyDaysUnit')}`}
            allowDecimal={false}
            w={150}
          />
        </SettingRow>
        <SettingRow title={t('settings.historySize')} error={save.error}>
          <NumberInput
            aria-label={t('settings.historySize')}
            value={size}
            onChange={(value) => setTyped({ ...typed, size: Number(value) })}
            error={isHistoryMegabytes(size) ? null : t('settings.historySizeForm')}
            suffix=" MB"
            step={64}
            allowDecimal={false}
            w={150}
          />
        </SettingRow>
        <div className={styles.buttons} style={{ paddingTop: 12 }}>
          <Button type="submit" disabled={!isChanged || !isGood} loading={save.isRunning}>
            {t('common.save')}
          </Button>
        </div>
      </form>
    </Section>
  );
}
