/** One partition beside the map: who holds it, where each stands, and what can be done with it. */
import { ActionIcon, Button } from '@mantine/core';
import { useFormat, useT } from '../../i18n/index.ts';
import { BrokerLink } from '../../objects/broker-link.tsx';
import { TopicLink } from '../../objects/topic-link.tsx';
import { CopyLink } from '../../ui/copy-link.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ErrorNote } from '../../ui/states.tsx';
import { Term } from '../../ui/term.tsx';
import type { ClusterState, OffsetsState, PartitionName } from '../../../main/contract/index.ts';
import { Glyph } from './glyph.tsx';
import { brokersOf, copiedShare, positionOf, roleOf } from './model.ts';
import styles from './panel.module.css';
import { roleKeys } from './replica-words.ts';
import { useCancelMove } from './use-replicas.ts';

export function PartitionPanel(props: {
  readonly cluster: ClusterState;
  readonly offsets: OffsetsState | undefined;
  readonly name: PartitionName;
  readonly isPast: boolean;
  readonly onMove: () => void;
  readonly onElect: () => void;
  readonly onClose: () => void;
}) {
  const t = useT();
  const format = useFormat();
  const { cluster, offsets, name } = props;
  const state = cluster.topics[name.topic]?.partitions[name.partition];
  if (!state) return null;
  const { leader, leaderEpoch, isr, elr, lastKnownElr } = state;
  const list = (ids: readonly number[]) => (ids.length === 0 ? '–' : ids.join(', '));
  return (
    <aside className={styles.panel} aria-label={t('common.partitionOf', name)}>
      <header className={styles.head}>
        <h2 className={styles.title}>
          <TopicLink topic={name.topic} /> <span className="soft">·</span> {name.partition}
        </h2>
        <CopyLink />
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('common.close')}
          onClick={props.onClose}
        >
          <Icon name="close" />
        </ActionIcon>
      </header>
      <dl className={styles.facts}>
        <div>
          <dt>{t('common.leader')}</dt>
          <dd>{leader < 0 ? t('cluster.noLeader') : <BrokerLink id={leader} />}</dd>
        </div>
        <div>
          <dt>
            <Term name="leaderEpoch">{t('cluster.leaderEpoch')}</Term>
          </dt>
          <dd>{format.number(leaderEpoch)}</dd>
        </div>
        <div>
          <dt>
            <Term name="isr">{t('cluster.isr')}</Term>
          </dt>
          <dd>{list(isr)}</dd>
        </div>
        <div>
          <dt>
            <Term name="elr">{t('cluster.elrLong')}</Term>
          </dt>
          <dd>{elr === null ? t('cluster.notTold') : list(elr)}</dd>
        </div>
        {lastKnownElr !== null && lastKnownElr.length > 0 && (
          <div>
            <dt>{t('cluster.lastKnownElr')}</dt>
            <dd>{list(lastKnownElr)}</dd>
          </div>
        )}
      </dl>
      <Replicas cluster={cluster} offsets={offsets} name={name} />
      <Moving cluster={cluster} offsets={offsets} name={name} isPast={props.isPast} />
      {props.isPast ? (
        <p className="soft">{t('cluster.pastNoActs')}</p>
      ) : (
        <div className={styles.acts}>
          <Button variant="default" onClick={props.onMove}>
            {t('cluster.moveReplica')}
          </Button>
          <Button variant="default" onClick={props.onElect}>
            {t('cluster.electLeader')}
          </Button>
        </div>
      )}
    </aside>
  );
}

type Parts = {
  readonly cluster: ClusterState;
  readonly offsets: OffsetsState | undefined;
  readonly name: PartitionName;
};

function Replicas({ cluster, offsets, name }: Parts) {
  const t = useT();
  const format = useFormat();
  const state = cluster.topics[name.topic]?.partitions[name.partition];
  if (!state) return null;
  const told = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : format.number(value);
  const brokers = new Map(brokersOf(cluster).map((broker) => [broker.id, broker]));
  return (
    <>
      <table className={styles.replicas}>
        <thead>
          <tr>
            <th scope="col">{t('common.replicas')}</th>
            <th scope="col" className="num">
              {t('cluster.logStart')}
            </th>
            <th scope="col" className="num">
              <Term name="highWatermark">{t('cluster.hwShort')}</Term>
            </th>
            <th scope="col" className="num">
              <Term name="logEnd">{t('cluster.logEnd')}</Term>
            </th>
            <th scope="col" className="num">
              {t('cluster.behindShort')}
            </th>
            <th scope="col" className="num">
              {t('cluster.size')}
            </th>
          </tr>
        </thead>
        <tbody>
          {state.replicas.map((id, index) => {
            const broker = brokers.get(id);
            const role = broker ? roleOf(state, broker) : 'offline';
            const at = positionOf(offsets, name.topic, name.partition, id);
            const damage = cluster.damages[`${name.topic}/${name.partition}/${id}`];
            return (
              <tr key={id}>
                <th scope="row">
                  <Glyph role={role} brokerId={id} isSmall /> <BrokerLink id={id} />{' '}
                  <span className="soft">
                    {t(roleKeys[role])}
                    {index === 0 && ` · ${t('cluster.preferred')}`}
                  </span>
                  {damage && (
                    <span className={styles.damage} title={damage.file}>
                      {t(`cluster.damage-${damage.state}`, { offset: damage.offset })}
                    </span>
                  )}
                </th>
                <td className="num">{told(at?.logStartOffset)}</td>
                <td className="num">{told(at?.highWatermark)}</td>
                <td className="num">{told(at?.logEndOffset)}</td>
                <td className="num">{told(at?.behindCount)}</td>
                <td className="num">
                  {at?.sizeBytes === null || at === null ? '–' : format.bytes(at.sizeBytes)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {cluster.kind === 'foreign' && <p className={styles.note}>{t('cluster.foreignPositions')}</p>}
    </>
  );
}

/** A reassignment on its way: how far, and the way back. */
function Moving({ cluster, offsets, name, isPast }: Parts & { readonly isPast: boolean }) {
  const t = useT();
  const cancel = useCancelMove();
  const state = cluster.topics[name.topic]?.partitions[name.partition];
  if (!state || state.adding.length + state.removing.length === 0) return null;
  const share = copiedShare(offsets, state, name);
  return (
    <section className={styles.moving} aria-label={t('cluster.reassigning')}>
      <strong>{t('cluster.reassigning')}</strong>
      <span>
        {t('cluster.reassignFromTo', {
          adding: state.adding.join(', ') || '–',
          removing: state.removing.join(', ') || '–',
        })}
      </span>
      <progress
        value={share ?? undefined}
        max={1}
        aria-label={t('cluster.copying')}
        className={styles.progress}
      />
      <span className={styles.row}>
        <span>
          {share === null
            ? t('cluster.copying')
            : t('cluster.copied', { percent: Math.floor(share * 100) })}
        </span>
        {!isPast && (
          <Button
            size="compact-xs"
            variant="default"
            loading={cancel.isRunning}
            onClick={() => void cancel.run([name])}
          >
            {t('cluster.cancelMove')}
          </Button>
        )}
      </span>
      {cancel.error !== null && <ErrorNote error={cancel.error} />}
    </section>
  );
}
