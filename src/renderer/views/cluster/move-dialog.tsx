/** Moving a replica: where from, where to, and what that will do, before it is done. */
import { Select } from '@mantine/core';
import { useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { isAnswering } from '../../objects/answering.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { ErrorNote } from '../../ui/states.tsx';
import { showToast } from '../../ui/toasts.ts';
import type { ClusterState, PartitionName, ReassignPlan } from '../../../main/contract/index.ts';
import { brokersOf } from './model.ts';
import styles from './dialogs.module.css';
import { replicasAfter } from './move-model.ts';
import { useReassign, useReassignPlan } from './use-replicas.ts';

export function MoveDialog(props: {
  readonly cluster: ClusterState;
  readonly name: PartitionName;
  /** What was dragged; null where it is to be chosen. */
  readonly from: number | null;
  readonly to: number | null;
  readonly onClose: () => void;
}) {
  const t = useT();
  const { cluster, name } = props;
  const state = cluster.topics[name.topic]?.partitions[name.partition];
  const replicas = state?.replicas ?? [];
  const free = brokersOf(cluster).filter(
    (broker) => isAnswering(broker) && !replicas.includes(broker.id),
  );
  const [from, setFrom] = useState<number | null>(props.from ?? replicas.at(-1) ?? null);
  const [to, setTo] = useState<number | null>(props.to ?? free[0]?.id ?? null);
  const after = replicasAfter(replicas, from, to);
  const plan = useReassignPlan(after && [{ ...name, replicas: after }]);
  const action = useReassign();
  const partition = `${name.topic}-${name.partition}`;

  async function perform(): Promise<void> {
    if (!after || !(await action.run([{ ...name, replicas: after }]))) return;
    showToast({ tone: 'done', text: t('cluster.moveStarted', { partition, to: to ?? -1 }) });
    props.onClose();
  }
  return (
    <Confirm
      title={t('cluster.moveTitle', { partition })}
      action={t('cluster.moveAction')}
      isRunning={action.isRunning}
      error={action.error}
      onConfirm={() => void perform()}
      onClose={props.onClose}
    >
      <div className={styles.fromTo}>
        <Choice
          label={t('cluster.moveFrom')}
          value={from}
          ids={replicas}
          leader={state?.leader ?? -1}
          onChange={setFrom}
        />
        <Choice
          label={t('cluster.moveTo')}
          value={to}
          ids={free.map(({ id }) => id)}
          leader={-1}
          onChange={setTo}
        />
      </div>
      {free.length === 0 && <p>{t('cluster.moveNowhere')}</p>}
      {plan.error !== null && <ErrorNote error={plan.error} />}
      {plan.value && after && <PlanWords plan={plan.value} />}
    </Confirm>
  );
}

function Choice(props: {
  readonly label: string;
  readonly value: number | null;
  readonly ids: readonly number[];
  readonly leader: number;
  readonly onChange: (id: number | null) => void;
}) {
  const t = useT();
  return (
    <Select
      size="xs"
      label={props.label}
      value={props.value === null ? null : String(props.value)}
      data={props.ids.map((id) => ({
        value: String(id),
        label:
          t('common.broker', { id }) +
          (id === props.leader ? ` (${t('cluster.roleLeader').toLowerCase()})` : ''),
      }))}
      allowDeselect={false}
      onChange={(value) => props.onChange(value === null ? null : Number(value))}
    />
  );
}

/** What the cluster will do, in the order in which it does. */
export function PlanWords({ plan }: { readonly plan: ReassignPlan }) {
  const t = useT();
  const format = useFormat();
  const steps = plan.partitions;
  const movedLeaders = steps.filter(({ isLeaderMoved }) => isLeaderMoved);
  const [only] = steps;
  const isOne = steps.length === 1 && only !== undefined;
  return (
    <ul className={styles.plan} aria-label={t('cluster.planTitle')}>
      {isOne && (
        <li>
          {t('cluster.planReplicas', {
            before: only.before.join(', '),
            after: only.replicas.join(', '),
          })}
        </li>
      )}
      {!isOne && <li>{t('cluster.planCount', { count: steps.length })}</li>}
      <li>
        {plan.copyBytes === null
          ? t('cluster.planBytesUnknown')
          : t('cluster.planBytes', { bytes: format.bytes(plan.copyBytes) })}
      </li>
      <li>
        {movedLeaders.length === 0
          ? t('cluster.planLeaderStays')
          : isOne
            ? t('cluster.planLeaderMoves', { id: only.leader })
            : t('cluster.planLeadersMove', { count: movedLeaders.length })}
      </li>
      <li className="soft">{t('cluster.planOldStays')}</li>
    </ul>
  );
}
