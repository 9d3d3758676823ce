/** Language, theme, notifications. */
import { SegmentedControl, Switch } from '@mantine/core';
import type { Language, Theme } from '../../../main/contract/index.ts';
import { useT } from '../../i18n/index.ts';
import { Section } from '../../ui/page.tsx';
import { SettingRow } from './setting-row.tsx';
import styles from './settings.module.css';
import { useAppInfo, useSettings } from './use-settings.ts';

export function GeneralSection() {
  const t = useT();
  const { settings, save } = useSettings();
  const isDesktop = useAppInfo().value?.shell === 'electron';
  return (
    <Section title={t('settings.general')}>
      <div className={styles.rows}>
        <SettingRow
          title={t('settings.language')}
          hint={t('settings.languageHint')}
          error={save.error}
        >
          <SegmentedControl
            aria-label={t('settings.language')}
            value={settings.language}
            onChange={(language) => void save.run({ language: language as Language | 'system' })}
            data={[
              { value: 'system', label: t('settings.languageSystem') },
              { value: 'en', label: <span lang="en">English</span> },
              { value: 'ko', label: <span lang="ko">한국어</span> },
            ]}
          />
        </SettingRow>
        <SettingRow title={t('settings.theme')}>
          <SegmentedControl
            aria-label={t('settings.theme')}
            value={settings.theme}
            onChange={(theme) => void save.run({ theme: theme as Theme })}
            data={[
              { value: 'system', label: t('frame.themeSystem') },
              { value: 'light', label: t('frame.themeLight') },
              { value: 'dark', label: t('frame.themeDark') },
            ]}
          />
        </SettingRow>
        {isDesktop && (
          <SettingRow title={t('settings.notifications')} hint={t('settings.notificationsHint')}>
            <Switch
              aria-label={t('settings.notifications')}
              checked={settings.isNotifying}
              onChange={(event) => void save.run({ isNotifying: event.currentTarget.checked })}
            />
          </SettingRow>
        )}
      </div>
    </Section>
  );
}
