/** The metadata quorum in a line, and in full under the pointer or the focus. */
import { HoverCard } from '@mantine/core';
import { useFormat, useT } from '../../i18n/index.ts';
import { Copy } from '../../ui/copy.tsx';
import { useNowMs } from '../../ui/ticks.ts';
import { Term } from '../../ui/term.tsx';
import type { ClusterState, QuorumReplica, QuorumState } from '../../../main/contract/index.ts';
import styles from './cluster.module.css';

export function Quorum(props: { readonly cluster: ClusterState; readonly atMs: number | null }) {
  const t = useT();
  const { cluster } = props;
  const { quorum } = cluster;
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
      {quorum && (
        <HoverCard position="bottom-start" shadow="none">
          <HoverCard.Target>
            <button type="button" className={styles.quorumButton}>
              {t('cluster.quorumSummary', {
                voters: Object.keys(quorum.voters).length,
                observers: Object.keys(quorum.observers).length,
              })}
            </button>
          </HoverCard.Target>
          <HoverCard.Dropdown>
            <QuorumTable quorum={quorum} atMs={props.atMs} />
          </HoverCard.Dropdown>
        </HoverCard>
      )}
      {cluster.clusterId && (
        <span className={styles.clusterId}>
          {t('cluster.clusterId')} <code>{cluster.clusterId}</code>
          <Copy text={cluster.clusterId} label={t('common.copyName')} />
        </span>
      )}
    </div>
  );
}

function QuorumTable(props: { readonly quorum: QuorumState; readonly atMs: number | null }) {
  const t = useT();
  const format = useFormat();
  const { quorum } = props;
  const tickMs = useNowMs();
  const nowMs = props.atMs ?? tickMs;
  const rows: readonly (readonly [string, QuorumReplica, boolean])[] = [
    ...Object.entries(quorum.voters).map(([id, one]) => [id, one, true] as const),
    ...Object.entries(quorum.observers).map(([id, one]) => [id, one, false] as const),
  ];
  return (
    <>
      <table className={styles.quorumTable}>
        <thead>
          <tr>
            <th scope="col">{t('common.brokers')}</th>
            <th scope="col">{t('cluster.quorumRole')}</th>
            <th scope="col" className="num">
              {t('cluster.logEnd')}
            </th>
            <th scope="col" className="num">
              {t('cluster.quorumLag')}
            </th>
            <th scope="col" className="num">
              {t('cluster.lastFetch')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([id, { logEndOffset, lag, lastFetchMs }, isVoter]) => (
            <tr key={id}>
              <th scope="row">{id}</th>
              <td>
                {Number(id) === quorum.leaderId
                  ? t('cluster.roleLeader')
                  : t(isVoter ? 'cluster.voter' : 'cluster.observer')}
              </td>
              <td className="num">{logEndOffset < 0 ? '–' : format.number(logEndOffset)}</td>
              <td className="num">{format.number(lag)}</td>
              <td className="num">
                {lastFetchMs === null ? '–' : format.ago(Math.max(0, nowMs - lastFetchMs))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="soft">
        {t('cluster.quorumHighWatermark', { offset: format.number(quorum.highWatermark) })}
      </p>
    </>
  );
}
