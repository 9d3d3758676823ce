/** What counts for all brokers: settings, versions, and what clients are asked to tell. */
import { Tabs } from '@mantine/core';
import { useT } from '../../i18n/index.ts';
import { CopyLink } from '../../ui/copy-link.tsx';
import { Crumbs } from '../../ui/crumbs.tsx';
import { Page } from '../../ui/page.tsx';
import { href, useQueryState } from '../../ui/route.ts';
import { ApiVersionsTable } from './api-versions.tsx';
import { BrokerConfigs } from './broker-configs.tsx';
import styles from './brokers.module.css';
import { ClientMetrics } from './client-metrics.tsx';

const tabNames = ['settings', 'versions', 'metrics'] as const;
type TabName = (typeof tabNames)[number];

export function AllBrokersPage() {
  const t = useT();
  const [tab, setTab] = useQueryState<TabName>('tab', 'settings');
  return (
    <Page
      title={
        <Crumbs parent={{ label: t('brokers.title'), href: href('brokers') }}>
          {t('brokers.all')}
        </Crumbs>
      }
      note={t('brokers.allText')}
      actions={<CopyLink />}
    >
      <Tabs
        value={tabNames.includes(tab) ? tab : 'settings'}
        onChange={(next) => setTab((next ?? 'settings') as TabName, true)}
        keepMounted={false}
      >
        <Tabs.List>
          {tabNames.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`brokers.tab-${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="settings" className={styles.panel ?? ''}>
          <BrokerConfigs brokerId={null} />
        </Tabs.Panel>
        <Tabs.Panel value="versions" className={styles.panel ?? ''}>
          <ApiVersionsTable brokerId={null} />
        </Tabs.Panel>
        <Tabs.Panel value="metrics" className={styles.panel ?? ''}>
          <ClientMetrics />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
