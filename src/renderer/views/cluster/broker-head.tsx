/** The head of a broker's column: its state, its process, what can be done to it. */
import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { type Translate, useFormat, useT } from '../../i18n/index.ts';
import { BrokerBadge } from '../../ui/broker-badge.tsx';
import { BrokerStatus } from '../../ui/broker-status.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { useNowMs } from '../../ui/ticks.ts';
import type { BrokerState, ClusterState } from '../../../main/contract/index.ts';
import styles from './broker-head.module.css';
import { actsFor, type BrokerAct, isRemovable } from './model.ts';

const icons: { readonly [Act in BrokerAct]: IconName } = {
  start: 'play',
  stop: 'stop',
  restart: 'restart',
  kill: 'bolt',
  freeze: 'snow',
  thaw: 'play',
  remove: 'trash',
};

export function BrokerHead(props: {
  readonly broker: BrokerState;
  readonly cluster: ClusterState;
  /** Many brokers side by side: only what tells them apart. */
  readonly isNarrow: boolean;
  /** Null: nothing can be done here, as with somebody else's processes or in the past. */
  readonly onAct: ((act: BrokerAct, brokerId: number) => void) | null;
}) {
  const t = useT();
  const { broker, cluster, isNarrow, onAct } = props;
  return (
    <div className={styles.head} data-narrow={isNarrow || undefined}>
      <div className={styles.line}>
        <BrokerBadge id={broker.id} />
        {!isNarrow && <span className={styles.name}>{t('common.broker', { id: broker.id })}</span>}
        {cluster.controllerId === broker.id && (
          <span className={styles.controller} title={t('cluster.controller')}>
            <Icon name="crown" size={13} />
            <span className={isNarrow ? 'sr-only' : undefined}>{t('cluster.controller')}</span>
          </span>
        )}
        <QuorumTag cluster={cluster} brokerId={broker.id} isNarrow={isNarrow} />
      </div>
      <div className={styles.line}>
        <BrokerStatus broker={broker} />
        {onAct && <Acts broker={broker} cluster={cluster} isNarrow={isNarrow} onAct={onAct} />}
      </div>
      <ProcessFacts broker={broker} isNarrow={isNarrow} />
      {(broker.offlineLogDirs?.length ?? 0) > 0 && (
        <span className={styles.exit} title={broker.offlineLogDirs?.join('\n')}>
          <Icon name="warning" size={13} />{' '}
          {t('cluster.dirsOffline', { count: broker.offlineLogDirs?.length ?? 0 })}
        </span>
      )}
    </div>
  );
}

/** Voter or observer of the metadata quorum, and how far behind its leader. */
function QuorumTag(props: {
  readonly cluster: ClusterState;
  readonly brokerId: number;
  readonly isNarrow: boolean;
}) {
  const t = useT();
  const { cluster, brokerId, isNarrow } = props;
  const voter = cluster.quorum?.voters[brokerId];
  const place = voter ?? cluster.quorum?.observers[brokerId];
  if (!place || (isNarrow && place.lag === 0 && voter)) return null;
  const word = t(voter ? 'cluster.voter' : 'cluster.observer');
  return (
    <span className={styles.quorum} data-late={place.lag > 0 || undefined}>
      {isNarrow ? word.slice(0, 3) : word}
      {place.lag > 0 && ` −${place.lag}`}
    </span>
  );
}

function Acts(props: {
  readonly broker: BrokerState;
  readonly cluster: ClusterState;
  readonly isNarrow: boolean;
  readonly onAct: (act: BrokerAct, brokerId: number) => void;
}) {
  const t = useT();
  const { id } = props.broker;
  const canGo = isRemovable(props.cluster, id);
  const acts = [...actsFor(props.broker), ...(canGo ? (['remove'] as const) : [])];
  if (props.isNarrow) return <ActsMenu id={id} acts={acts} onAct={props.onAct} />;
  if (acts.length === 1 && acts[0] === 'start') {
    return (
      <Button
        size="compact-xs"
        leftSection={<Icon name="play" size={12} />}
        onClick={() => props.onAct('start', id)}
      >
        {t('cluster.startBroker', { id })}
      </Button>
    );
  }
  return (
    <span className={styles.acts}>
      {acts.map((act) => (
        <Tooltip key={act} label={t(`cluster.${act}Broker`, { id })}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={22}
            className={isHarsh(act) ? styles.kill : styles.act}
            aria-label={t(`cluster.${act}Broker`, { id })}
            onClick={() => props.onAct(act, id)}
          >
            <Icon name={icons[act]} size={15} />
          </ActionIcon>
        </Tooltip>
      ))}
    </span>
  );
}

function ActsMenu(props: {
  readonly id: number;
  readonly acts: readonly BrokerAct[];
  readonly onAct: (act: BrokerAct, brokerId: number) => void;
}) {
  const t = useT();
  const { id, acts } = props;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={22}
          className={styles.act}
          aria-label={t('common.actionsFor', { name: t('common.broker', { id }) })}
        >
          <Icon name="dots" size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {acts.map((act) => (
          <Menu.Item
            key={act}
            leftSection={<Icon name={icons[act]} />}
            onClick={() => props.onAct(act, id)}
          >
            {t(`cluster.${act}Broker`, { id })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function isHarsh(act: BrokerAct): boolean {
  return act === 'kill' || act === 'remove';
}

function ProcessFacts(props: { readonly broker: BrokerState; readonly isNarrow: boolean }) {
  const t = useT();
  const format = useFormat();
  const nowMs = useNowMs();
  const { broker } = props;
  const { startedAtMs, pid, memoryBytes, cpuShare, connectionCount, lastExit } = broker;
  const leads = t('cluster.leads', { leader: broker.leaderCount, replica: broker.replicaCount });
  if (props.isNarrow) {
    return (
      <div className={styles.facts} title={leads}>
        {broker.leaderCount} / {broker.replicaCount}
      </div>
    );
  }
  const facts = [
    `${t('cluster.port')} ${broker.port}`,
    pid === null ? null : `${t('cluster.pid')} ${pid}`,
    startedAtMs === null ? null : `${t('cluster.up')} ${format.span(nowMs - startedAtMs)}`,
    memoryBytes === null ? null : format.bytes(memoryBytes),
    cpuShare === null ? null : `${t('cluster.cpu')} ${format.percent(cpuShare, 1)}`,
    connectionCount === null ? null : `${t('cluster.connections')} ${connectionCount}`,
  ].filter((fact) => fact !== null);
  return (
    <div className={styles.facts}>
      {facts.map((fact, place) => (
        <span key={place} className={styles.fact} title={fact}>
          {fact}
        </span>
      ))}
      <span className={styles.leads}>{leads}</span>
      {(broker.restartCount > 0 || lastExit) && (
        <span
          className={styles.exit}
          data-calm={lastExit?.reason === 'stopped' || undefined}
          title={lastExit?.message}
        >
          {exitText(broker, t, format.time, format.span(countdown(broker, nowMs)))}
        </span>
      )}
    </div>
  );
}

function exitText(
  { restartCount, lastExit, backoffUntilMs }: BrokerState,
  t: Translate,
  time: (atMs: number) => string,
  untilRestart: string,
): string {
  return [
    backoffUntilMs === null ? null : t('cluster.restartsIn', { span: untilRestart }),
    restartCount > 0 ? t('cluster.restarts', { count: restartCount }) : null,
    lastExit &&
      t('cluster.lastExit', {
        time: time(lastExit.atMs),
        reason: t(`cluster.exit-${lastExit.reason}`),
      }),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

function countdown({ backoffUntilMs }: BrokerState, nowMs: number): number {
  return backoffUntilMs === null
    ? 0
    : Math.max(1, Math.ceil((backoffUntilMs - nowMs) / 1000)) * 1000;
}
