/** One broker: settings, disks, clients, versions and the log of its process. */
import { Tabs } from '@mantine/core';
import { useFormat, useT } from '../../i18n/index.ts';
import { BrokerBadge } from '../../ui/broker-badge.tsx';
import { CopyLink } from '../../ui/copy-link.tsx';
import { Crumbs } from '../../ui/crumbs.tsx';
import { BrokerStatus } from '../../ui/broker-status.tsx';
import { Page } from '../../ui/page.tsx';
import { href, useQueryState } from '../../ui/route.ts';
import { EmptyState, SkeletonRows } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { ApiVersionsTable } from './api-versions.tsx';
import { BrokerConfigs } from './broker-configs.tsx';
import { BrokerLog } from './broker-log.tsx';
import { Connections } from './connections.tsx';
import { LogDirs } from './log-dirs.tsx';
import { type BrokerRow, brokerRows } from './model.ts';
import styles from './brokers.module.css';
import { useBrokers, useClusterState } from './use-brokers.ts';

const tabNames = ['settings', 'disks', 'connections', 'versions', 'log'] as const;
type TabName = (typeof tabNames)[number];

export function BrokerDetail({ brokerId }: { readonly brokerId: number }) {
  const t = useT();
  const cluster = useClusterState();
  const { value } = useBrokers();
  const [tab, setTab] = useQueryState<TabName>('tab', 'settings');
  const row = cluster && brokerRows(cluster, value).find(({ id }) => id === brokerId);
  return (
    <Page
      title={
        <Crumbs parent={{ label: t('brokers.title'), href: href('brokers') }}>
          <span className={styles.title}>
            <BrokerBadge id={brokerId} />
            {t('common.broker', { id: brokerId })}
          </span>
        </Crumbs>
      }
      note={row && <Facts row={row} />}
      actions={<CopyLink />}
      isFilled
    >
      {!cluster && <SkeletonRows count={6} />}
      {cluster && !row && (
        <EmptyState icon="broker" title={t('brokers.unknown', { id: brokerId })} />
      )}
      {row && (
        <Tabs
          value={tabNames.includes(tab) ? tab : 'settings'}
          onChange={(next) => setTab((next ?? 'settings') as TabName, true)}
          keepMounted={false}
          className={styles.tabs ?? ''}
        >
          <Tabs.List>
            {tabNames.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {t(`brokers.tab-${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="settings" className={styles.panel ?? ''}>
            <BrokerConfigs brokerId={brokerId} />
          </Tabs.Panel>
          <Tabs.Panel value="disks" className={styles.panel ?? ''}>
            <LogDirs brokerId={brokerId} />
          </Tabs.Panel>
          <Tabs.Panel value="connections" className={styles.panel ?? ''}>
            <Connections brokerId={brokerId} isOurs={cluster.kind === 'local'} />
          </Tabs.Panel>
          <Tabs.Panel value="versions" className={styles.panel ?? ''}>
            <ApiVersionsTable brokerId={brokerId} />
          </Tabs.Panel>
          <Tabs.Panel value="log" className={styles.panel ?? ''}>
            {cluster.kind === 'local' ? (
              <BrokerLog brokerId={brokerId} />
            ) : (
              <EmptyState icon="info" title={t('brokers.foreignLog')}>
                {t('brokers.foreignLogText')}
              </EmptyState>
            )}
          </Tabs.Panel>
        </Tabs>
      )}
    </Page>
  );
}

function Facts({ row }: { readonly row: BrokerRow }) {
  const t = useT();
  const format = useFormat();
  return (
    <span className={styles.facts}>
      <BrokerStatus broker={row} />
      <code>{`${row.host}:${row.port}`}</code>
      {row.isController && <span>{t('brokers.role-active-controller')}</span>}
      {row.startedAtMs !== null && (
        <span>
          {t('brokers.started')} <Time atMs={row.startedAtMs} />
        </span>
      )}
      <span>
        {t('brokers.leadsOf', {
          leaders: format.number(row.leaderCount),
          replicas: format.number(row.replicaCount),
        })}
      </span>
      {row.pid !== null && <span>{t('brokers.pid', { pid: row.pid })}</span>}
    </span>
  );
}
