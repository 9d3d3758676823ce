/** Takes a broker away for real, and shows how long the others took. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ClusterState } from '../../../main/contract/index.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Icon } from '../../ui/icon.tsx';
import { EmptyState, ErrorNote, SkeletonRows } from '../../ui/states.tsx';
import tableStyles from '../../ui/table.module.css';
import { Tag } from '../../ui/tag.tsx';
import { type Measurement, spreadNames, spreadsOf, targetsOf } from './elections.ts';
import styles from './kraft.module.css';
import questionStyles from './questions.module.css';
import { SpreadStrip } from './spread-strip.tsx';
import { type ElectionAct, type useElections, useRestartsItself } from './use-elections.ts';

type Asked = { readonly act: 'kill' | 'freeze'; readonly brokerId: number };

export function KraftMeasure({
  elections,
}: {
  readonly elections: ReturnType<typeof useElections>;
}) {
  const t = useT();
  const [asked, setAsked] = useState<Asked | null>(null);
  const { cluster, measurements, act } = elections;
  if (!cluster) return <SkeletonRows count={3} />;
  const isLocal = cluster.kind === 'local';
  const perform = async (name: ElectionAct, brokerId: number) => {
    const isDone = await act.run(name, brokerId);
    if (isDone) setAsked(null);
  };
  return (
    <>
      <p className={questionStyles.lead}>
        {t(isLocal ? 'questions.measureText' : 'questions.measureForeign')}
      </p>
      {isLocal && <Buttons cluster={cluster} onAsk={setAsked} onAct={perform} />}
      {act.error !== null && asked === null && <ErrorNote error={act.error} />}
      {measurements.length === 0 ? (
        <EmptyState icon="crown" title={t('questions.measuredEmptyTitle')}>
          {t(isLocal ? 'questions.measuredEmpty' : 'questions.measuredEmptyForeign')}
        </EmptyState>
      ) : (
        <>
          <Measurements measurements={measurements} />
          <Spreads measurements={measurements} />
        </>
      )}
      {asked && (
        <Ask
          cluster={cluster}
          asked={asked}
          isRunning={act.isRunning}
          error={act.error}
          onConfirm={() => void perform(asked.act, asked.brokerId)}
          onClose={() => {
            act.clear();
            setAsked(null);
          }}
        />
      )}
    </>
  );
}

function Buttons(props: {
  readonly cluster: ClusterState;
  readonly onAsk: (asked: Asked) => void;
  readonly onAct: (act: ElectionAct, brokerId: number) => void;
}) {
  const t = useT();
  const { cluster, onAsk, onAct } = props;
  const { controllerId, leaderId, isSafe } = targetsOf(cluster);
  const away = Object.values(cluster.brokers);
  return (
    <div className={styles.buttons}>
      {controllerId !== null && (
        <>
          <Button
            leftSection={<Icon name="bolt" size={13} />}
            disabled={!isSafe}
            onClick={() => onAsk({ act: 'kill', brokerId: controllerId })}
          >
            {t('questions.killController', { id: controllerId })}
          </Button>
          <Button
            variant="default"
            leftSection={<Icon name="snow" size={13} />}
            disabled={!isSafe}
            onClick={() => onAsk({ act: 'freeze', brokerId: controllerId })}
          >
            {t('questions.freezeController', { id: controllerId })}
          </Button>
        </>
      )}
      {leaderId !== null && (
        <Button
          variant="default"
          leftSection={<Icon name="bolt" size={13} />}
          disabled={!isSafe}
          onClick={() => onAsk({ act: 'kill', brokerId: leaderId })}
        >
          {t('questions.killLeader', { id: leaderId })}
        </Button>
      )}
      {away
        .filter(({ phase }) => phase === 'frozen')
        .map(({ id }) => (
          <Button key={id} variant="default" onClick={() => onAct('thaw', id)}>
            {t('cluster.thawBroker', { id })}
          </Button>
        ))}
      {away
        .filter(({ phase }) => phase === 'exited' || phase === 'crashed')
        .map(({ id }) => (
          <Button key={id} variant="default" onClick={() => onAct('start', id)}>
            {t('cluster.startBroker', { id })}
          </Button>
        ))}
      {!isSafe && (
        <span className={questionStyles.hint}>
          {t(away.length < 3 ? 'questions.tooSmall' : 'questions.tooFew')}
        </span>
      )}
      {isSafe && leaderId === null && (
        <span className={questionStyles.hint}>{t('questions.noLeader')}</span>
      )}
    </div>
  );
}

function Ask(props: {
  readonly cluster: ClusterState;
  readonly asked: Asked;
  readonly isRunning: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}) {
  const t = useT();
  const restartsItself = useRestartsItself();
  const { act, brokerId: id } = props.asked;
  const action = t(`cluster.${act}Broker`, { id });
  const count = props.cluster.brokers[id]?.leaderCount ?? 0;
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
      <p>
        {t(`cluster.${act}Text`, { count })}{' '}
        {act === 'kill' && t(restartsItself ? 'cluster.killThenBack' : 'cluster.killThenDown')}
      </p>
    </Confirm>
  );
}

const shownMax = 12;

function Measurements({ measurements }: { readonly measurements: readonly Measurement[] }) {
  const t = useT();
  const format = useFormat();
  const span = (ms: number | null, isOver: boolean) => {
    if (ms !== null) return format.span(ms);
    return isOver ? '–' : t('questions.waiting');
  };
  return (
    <div className={tableStyles.wrap}>
      <table className={tableStyles.table} aria-label={t('questions.measured')}>
        <thead>
          <tr>
            <th scope="col">{t('questions.colTime')}</th>
            <th scope="col">{t('questions.colWhat')}</th>
            <th scope="col" className="num">
              {t('questions.colController')}
            </th>
            <th scope="col" className="num">
              {t('questions.colFirst')}
            </th>
            <th scope="col" className="num">
              {t('questions.colLast')}
            </th>
            <th scope="col" className="num">
              {t('questions.colLeaders')}
            </th>
            <th scope="col" className="num">
              {t('questions.colBack')}
            </th>
          </tr>
        </thead>
        <tbody>
          {measurements.slice(0, shownMax).map((each) => (
            <tr key={each.id}>
              <td>{format.time(each.atMs)}</td>
              <td>
                {t(`questions.cause-${each.cause}`, { id: each.brokerId })}
                {each.controllerAfterMs !== null && <Tag>{t('questions.wasController')}</Tag>}
              </td>
              <td className="num">{span(each.controllerAfterMs, each.isOver)}</td>
              <td className="num">{span(each.firstLeaderAfterMs, each.isOver)}</td>
              <td className="num">{span(each.lastLeaderAfterMs, each.isOver)}</td>
              <td className="num">{format.number(each.leaderCount)}</td>
              <td className="num">
                {each.backAfterMs === null ? t('questions.waiting') : format.span(each.backAfterMs)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Spreads({ measurements }: { readonly measurements: readonly Measurement[] }) {
  const t = useT();
  const spreads = spreadsOf(measurements);
  const known = spreadNames.flatMap((name) => {
    const spread = spreads[name];
    return spread ? [{ name, spread }] : [];
  });
  if (known.length === 0) return null;
  const maxMs = Math.max(...known.map(({ spread }) => spread.max));
  return (
    <div className={styles.spreads}>
      <h3 className={styles.heading}>{t('questions.distribution')}</h3>
      {known.map(({ name, spread }) => (
        <SpreadStrip key={name} name={t(`questions.dist-${name}`)} spread={spread} maxMs={maxMs} />
      ))}
    </div>
  );
}
