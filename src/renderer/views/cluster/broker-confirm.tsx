/** What will happen to the broker and to the cluster, before it does. */
import { useT } from '../../i18n/index.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { ClusterState } from '../../../main/contract/index.ts';
import styles from './cluster.module.css';
import { type BrokerAct, lossOf } from './model.ts';
import { useRestartPolicy } from './use-cluster.ts';

export function BrokerConfirm(props: {
  readonly cluster: ClusterState;
  readonly act: Exclude<BrokerAct, 'remove'>;
  readonly brokerId: number;
  readonly isRunning: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}) {
  const t = useT();
  const { act, brokerId: id, cluster } = props;
  const { isAlways } = useRestartPolicy();
  const action = t(`cluster.${act}Broker`, { id });
  const loss = act === 'start' || act === 'thaw' ? 'none' : lossOf(cluster, id);
  return (
    <Confirm
      title={action}
      action={action}
      isDanger={act === 'kill'}
      isRunning={props.isRunning}
      error={props.error}
      onConfirm={props.onConfirm}
      onClose={props.onClose}
    >
      {act !== 'start' && act !== 'thaw' && (
        <p>
          {t(`cluster.${act}Text`, { count: cluster.brokers[id]?.leaderCount ?? 0 })}{' '}
          {act === 'kill' && t(isAlways ? 'cluster.killThenBack' : 'cluster.killThenDown')}
        </p>
      )}
      {loss !== 'none' && (
        <p className={styles.loss}>
          <Icon name="warning" />
          <span>{t(loss === 'all' ? 'cluster.lastBroker' : 'cluster.majorityLost')}</span>
        </p>
      )}
    </Confirm>
  );
}
