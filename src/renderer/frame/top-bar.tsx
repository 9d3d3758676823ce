/** State of the cluster, its address, the palette, language and theme. */
import { ActionIcon, Button, Menu, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useConnection, useLive } from '../client/live.ts';
import { useLanguage, useT } from '../i18n/index.ts';
import { Copy } from '../ui/copy.tsx';
import { Icon } from '../ui/icon.tsx';
import { KeyCaps } from '../ui/key-caps.tsx';
import { href } from '../ui/route.ts';
import { followLink } from './go.ts';
import { Status } from '../ui/status.tsx';
import { Term } from '../ui/term.tsx';
import type { ClusterState, Theme } from '../../main/contract/index.ts';
import { openPalette } from './palette/palette-store.ts';
import { clusterTone, countReady } from './cluster-summary.ts';
import { ClusterSwitcher } from './cluster-switcher.tsx';
import { saveSettings, useSettings } from './preferences.ts';
import styles from './top-bar.module.css';

export function TopBar() {
  const t = useT();
  const { value: cluster } = useLive('cluster', {});
  const isStale = useConnection().phase !== 'open';
  return (
    // Links in it lead the pane in use.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <section
      className={styles.bar}
      aria-label={t('frame.status')}
      onClick={(event) => followLink(event)}
    >
      <ClusterSwitcher />
      {cluster && (
        <div className={styles.cluster} data-stale={isStale || undefined}>
          <ClusterStatus cluster={cluster} />
          <span className={styles.bootstrap}>
            <Term name="bootstrap">bootstrap.servers</Term>
            <code className={styles.address}>{cluster.bootstrap}</code>
            <Copy text={cluster.bootstrap} label={t('frame.copyBootstrap')} />
          </span>
        </div>
      )}
      <div className={styles.tools}>
        <Button
          variant="default"
          className={styles.palette}
          leftSection={<Icon name="search" size={14} />}
          rightSection={<KeyCaps keys="mod+k" />}
          onClick={openPalette}
          aria-keyshortcuts="Control+K"
          title={t('frame.palette')}
        >
          {t('frame.paletteShort')}
        </Button>
        <LanguageSwitch />
        <ThemeMenu />
      </div>
    </section>
  );
}

function ClusterStatus({ cluster }: { readonly cluster: ClusterState }) {
  const t = useT();
  const brokers = Object.values(cluster.brokers);
  return (
    <a className={styles.status} href={href('cluster')}>
      <Status tone={clusterTone(cluster)}>
        <strong>{t(`frame.${cluster.phase}`)}</strong>
      </Status>
      <span className={styles.count}>
        {t('frame.brokersUp', { up: countReady(cluster), all: brokers.length })}
      </span>
    </a>
  );
}

function LanguageSwitch() {
  const t = useT();
  const language = useLanguage();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('frame.language')}
      value={language}
      onChange={(value) => void saveSettings({ language: value === 'ko' ? 'ko' : 'en' })}
      data={[
        { value: 'en', label: <span lang="en">EN</span> },
        { value: 'ko', label: <span lang="ko">한국어</span> },
      ]}
    />
  );
}

const themes = [
  { theme: 'light', icon: 'sun', label: 'frame.themeLight' },
  { theme: 'dark', icon: 'moon', label: 'frame.themeDark' },
  { theme: 'system', icon: 'system', label: 'frame.themeSystem' },
] as const satisfies readonly { theme: Theme; icon: string; label: string }[];

function ThemeMenu() {
  const t = useT();
  const { settings } = useSettings();
  const { colorScheme } = useMantineColorScheme();
  const icon = colorScheme === 'dark' ? 'moon' : colorScheme === 'light' ? 'sun' : 'system';
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label={t('frame.theme')}>
          <Icon name={icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {themes.map((entry) => (
          <Menu.Item
            key={entry.theme}
            leftSection={<Icon name={entry.icon} />}
            rightSection={settings.theme === entry.theme && <Icon name="check" size={14} />}
            onClick={() => void saveSettings({ theme: entry.theme })}
          >
            {t(entry.label)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
