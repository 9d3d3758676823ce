/** Removing a broker: first its replicas go elsewhere, then it goes. */
import { useFormat, useT } from '../../i18n/index.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ErrorNote } from '../../ui/states.tsx';
import { showToast } from '../../ui/toasts.ts';
import type { ClusterState } from '../../../main/contract/index.ts';
import styles from './dialogs.module.css';
import { PlanWords } from './move-dialog.tsx';
import { stuckOn } from './move-model.ts';
import { useDrainPlan, useReassign, useRemoveBroker } from './use-replicas.ts';

export function RemoveDialog(props: {
  readonly cluster: ClusterState;
  readonly brokerId: number;
  readonly onClose: () => void;
}) {
  const t = useT();
  const format = useFormat();
  const { brokerId: id, cluster } = props;
  const replicaCount = cluster.brokers[id]?.replicaCount ?? 0;
  const isDraining = Object.values(cluster.topics).some(({ partitions }) =>
    Object.values(partitions).some(({ removing }) => removing.includes(id)),
  );
  const stuck = isDraining ? null : stuckOn(cluster, id);
  const plan = useDrainPlan(stuck === null ? id : null);
  const drain = useReassign();
  const remove = useRemoveBroker();
  const isEmpty = replicaCount === 0;

  async function perform(): Promise<void> {
    if (isEmpty) {
      if (!(await remove.run(id))) return;
      showToast({ tone: 'done', text: t('cluster.removed', { id }) });
      props.onClose();
    } else if (plan.value && plan.value.partitions.length > 0) {
      await drain.run(
        plan.value.partitions.map(({ topic, partition, replicas }) => ({
          topic,
          partition,
          replicas,
        })),
      );
    }
  }
  return (
    <Confirm
      title={t('cluster.removeBroker', { id })}
      action={
        isEmpty
          ? t('cluster.removeBroker', { id })
          : t('cluster.drainAction', { count: replicaCount })
      }
      isDanger={isEmpty}
      isImpossible={stuck !== null}
      isRunning={drain.isRunning || remove.isRunning || (isDraining && !isEmpty)}
      error={drain.error ?? remove.error}
      onConfirm={() => void perform()}
      onClose={props.onClose}
    >
      <ol className={styles.steps}>
        <li data-done={isEmpty || undefined}>
          {isEmpty
            ? t('cluster.drained')
            : isDraining
              ? t('cluster.draining', { count: format.number(replicaCount) })
              : t('cluster.drainText', { count: format.number(replicaCount) })}
          {!isEmpty && !isDraining && plan.value && <PlanWords plan={plan.value} />}
          {stuck && (
            <p className={styles.warning} role="alert">
              <Icon name="warning" size={16} />
              {t('cluster.drainNowhere', { ...stuck, id })}
            </p>
          )}
          {plan.error !== null && !isEmpty && <ErrorNote error={plan.error} />}
        </li>
        <li>{t('cluster.removeText')}</li>
      </ol>
    </Confirm>
  );
}
