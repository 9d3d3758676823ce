/** The head of a broker's column: its state, its process, what can be done to it. */
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import { type Translate, useFormat, useT } from '../../i18n/index.ts';
import { BrokerBadge } from '../../ui/broker-badge.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Status, type Tone } from '../../ui/status.tsx';
import type { BrokerPhase, BrokerState } from '../../../main/contract/index.ts';
import styles from './broker-head.module.css';
import { actsFor, type BrokerAct } from './model.ts';

const icons: { readonly [Act in BrokerAct]: IconName } = {
  start: 'play',
  stop: 'stop',
  restart: 'restart',
  kill: 'bolt',
  freeze: 'snow',
  thaw: 'play',
};

const tones: { readonly [Phase in BrokerPhase]: Tone } = {
  starting: 'busy',
  ready: 'done',
  frozen: 'attention',
  stopping: 'busy',
  exited: 'quiet',
  crashed: 'failure',
  backoff: 'failure',
  foreign: 'done',
};

export function BrokerHead(props: {
  readonly broker: BrokerState;
  readonly isController: boolean;
  readonly isLocal: boolean;
  readonly onAct: (act: BrokerAct, brokerId: number) => void;
}) {
  const t = useT();
  const { broker } = props;
  const isFenced = broker.phase === 'ready' && broker.isFenced;
  return (
    <div className={styles.head}>
      <div className={styles.line}>
        <BrokerBadge id={broker.id} />
        <span className={styles.name}>{t('common.broker', { id: broker.id })}</span>
        {props.isController && (
          <span className={styles.controller}>
            <Icon name="crown" size={13} />
            {t('cluster.controller')}
          </span>
        )}
      </div>
      <div className={styles.line}>
        <Status tone={isFenced ? 'attention' : tones[broker.phase]}>
          {t(isFenced ? 'cluster.phase-fenced' : `cluster.phase-${broker.phase}`)}
        </Status>
        {props.isLocal && <Acts broker={broker} onAct={props.onAct} />}
      </div>
      <ProcessFacts broker={broker} />
    </div>
  );
}

function Acts(props: {
  readonly broker: BrokerState;
  readonly onAct: (act: BrokerAct, brokerId: number) => void;
}) {
  const t = useT();
  const { id } = props.broker;
  const acts = actsFor(props.broker);
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
            className={act === 'kill' ? styles.kill : styles.act}
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

function ProcessFacts({ broker }: { readonly broker: BrokerState }) {
  const t = useT();
  const format = useFormat();
  const nowMs = useNow();
  const { startedAtMs, pid, memoryBytes, cpuShare, connectionCount, lastExit } = broker;
  const facts = [
    `${t('cluster.port')} ${broker.port}`,
    pid === null ? null : `${t('cluster.pid')} ${pid}`,
    startedAtMs === null ? null : `${t('cluster.up')} ${format.span(nowMs - startedAtMs)}`,
    memoryBytes === null ? null : format.bytes(memoryBytes),
    cpuShare === null ? null : `${t('cluster.cpu')} ${format.rate(cpuShare * 100)} %`,
    connectionCount === null ? null : `${t('cluster.connections')} ${connectionCount}`,
    t('cluster.leads', { leader: broker.leaderCount, replica: broker.replicaCount }),
  ];
  return (
    <div className={styles.facts}>
      {facts.map((fact) => fact !== null && <span key={fact}>{fact}</span>)}
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

/** Ticks once a second, for uptimes and countdowns. */
function useNow(): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
