/** Brokers, controller and the live map of partitions. */
import { Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { Copy } from '../../ui/copy.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href, navigate, useRoute } from '../../ui/route.ts';
import { ErrorNote, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Term } from '../../ui/term.tsx';
import type { ClusterState } from '../../../main/contract/index.ts';
import { BrokerConfirm } from './broker-confirm.tsx';
import styles from './cluster.module.css';
import { Legend } from './legend.tsx';
import { type BrokerAct, parseAct, topicRowsOf } from './model.ts';
import { PartitionMap } from './partition-map.tsx';
import { Producers } from './producers.tsx';
import { useBrokerAct, useCluster, useRestartPolicy } from './use-cluster.ts';

export function ClusterView() {
  const t = useT();
  const { status, value, error } = useCluster();
  return (
    <Page
      title={t('cluster.title')}
      note={value && <Quorum cluster={value} />}
      actions={value?.kind === 'local' && <RestartSwitch />}
    >
      {value ? (
        <Cluster cluster={value} />
      ) : status === 'failed' ? (
        <ErrorState error={error} />
      ) : (
        <SkeletonRows count={9} heightPx={26} />
      )}
    </Page>
  );
}

function RestartSwitch() {
  const t = useT();
  const { isAlways, change } = useRestartPolicy();
  return (
    <Switch
      size="xs"
      checked={isAlways}
      onChange={(event) => void change.run(event.currentTarget.checked)}
      label={t('cluster.restartPolicy')}
    />
  );
}

function Quorum({ cluster }: { readonly cluster: ClusterState }) {
  const t = useT();
  return (
    <div className={styles.quorum}>
      <span>
        <Term name="controller">{t('cluster.controller')}</Term>{' '}
        <strong>
          {cluster.controllerId < 0
            ? t('cluster.noController')
            : t('cluster.controllerIs', { id: cluster.controllerId })}
        </strong>
      </span>
      <span>
        <Term name="quorumEpoch">{t('cluster.quorumEpoch')}</Term>{' '}
        <strong>{cluster.quorumEpoch < 0 ? '–' : cluster.quorumEpoch}</strong>
      </span>
      {cluster.clusterId && (
        <span className={styles.clusterId}>
          {t('cluster.clusterId')} <code>{cluster.clusterId}</code>
          <Copy text={cluster.clusterId} label={t('common.copyName')} />
        </span>
      )}
    </div>
  );
}

type Asked = { readonly act: BrokerAct; readonly brokerId: number };

function Cluster({ cluster }: { readonly cluster: ClusterState }) {
  const t = useT();
  const [filter, setFilter] = useState('');
  const [isInternalShown, setIsInternalShown] = useState(true);
  const { asked, ask, clear } = useAsked();
  const action = useBrokerAct();
  const topics = topicRowsOf(cluster, filter, isInternalShown);

  async function perform({ act, brokerId }: Asked): Promise<void> {
    if (await action.run(act, brokerId)) clear();
  }
  function onAct(act: BrokerAct, brokerId: number): void {
    action.clear();
    if (act === 'start' || act === 'thaw') void perform({ act, brokerId });
    else ask({ act, brokerId });
  }

  return (
    <>
      {cluster.phase === 'stopped' && (
        <div className={styles.stopped} role="status">
          <Icon name="warning" size={18} />
          <div>
            <strong>{t('cluster.allStoppedTitle')}</strong>
            <p>{t('cluster.allStoppedText')}</p>
          </div>
        </div>
      )}
      {action.error !== null && !asked && <ErrorNote error={action.error} />}
      <div className={styles.tools}>
        <Legend />
        <TextInput
          size="xs"
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          placeholder={t('cluster.filter')}
          aria-label={t('cluster.filter')}
          leftSection={<Icon name="search" size={14} />}
        />
        <Switch
          size="xs"
          checked={isInternalShown}
          onChange={(event) => setIsInternalShown(event.currentTarget.checked)}
          label={t('common.showInternal')}
        />
      </div>
      <PartitionMap cluster={cluster} topics={topics} isFiltered={filter !== ''} onAct={onAct} />
      <Producers producers={cluster.producers} />
      {asked && (
        <BrokerConfirm
          cluster={cluster}
          act={asked.act}
          brokerId={asked.brokerId}
          isRunning={action.isRunning}
          error={action.error}
          onConfirm={() => void perform(asked)}
          onClose={clear}
        />
      )}
    </>
  );
}

/** The question that is open: asked by a button here, or by an address (`?broker=2&act=kill`). */
function useAsked() {
  const { query } = useRoute();
  const act = parseAct(query['act']);
  const asked: Asked | null = act ? { act, brokerId: Number(query['broker']) } : null;
  return {
    asked,
    ask: ({ act: next, brokerId }: Asked) =>
      navigate(href('cluster', null, { broker: String(brokerId), act: next }), true),
    clear: () => navigate(href('cluster'), true),
  };
}
