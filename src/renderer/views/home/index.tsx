/** The start: the cluster is up, its address, what goes on in it, a first message, your app. */
import { useT } from '../../i18n/index.ts';
import { isAnswering } from '../../objects/answering.ts';
import { BrokerBadge } from '../../ui/broker-badge.tsx';
import { SkeletonRows } from '../../ui/states.tsx';
import type { ClusterState } from '../../../main/contract/index.ts';
import { Address } from './address.tsx';
import { attentionOf } from './attention.ts';
import { AttentionList } from './attention-list.tsx';
import { ConnectApp } from './connect-app.tsx';
import { FirstMessage } from './first-message.tsx';
import styles from './home.module.css';
import { figuresOf, needsOf, snippetTopics } from './model.ts';
import { NextSteps } from './next-steps.tsx';
import { Now } from './now.tsx';
import { useForeignEntry, useHome, useIsNewcomer } from './use-home.ts';

const titleKeys = {
  starting: 'home.titleStarting',
  ready: 'home.titleReady',
  degraded: 'home.titleDegraded',
  stopped: 'home.titleStopped',
  unreachable: 'home.titleUnreachable',
} as const;

export function HomeView() {
  const t = useT();
  const isNewcomer = useIsNewcomer();
  const foreign = useForeignEntry();
  const { cluster, groups, brokers, producers, points, partitions, events, info } = useHome();
  if (!cluster || isNewcomer === null) {
    return (
      <div className={styles.home}>
        <SkeletonRows count={6} heightPx={40} />
      </div>
    );
  }
  const attention = attentionOf({ cluster, groups, brokers, partitions });
  const figures = figuresOf(cluster, groups, producers, points.at(-1));
  const first = <FirstMessage cluster={cluster} isReadOnly={foreign?.isReadOnly ?? false} />;
  return (
    <div className={styles.home}>
      <header className={styles.head}>
        <h1 className={styles.title}>
          {t(titleKeys[cluster.phase])}
          <Badges cluster={cluster} />
        </h1>
        <p className={styles.lead}>
          {t(cluster.kind === 'local' ? 'home.lead' : 'home.leadForeign')}
        </p>
      </header>
      <div className={styles.columns}>
        <div className={styles.column}>
          <Address bootstrap={cluster.bootstrap} portInstead={info?.portInstead ?? null} />
          {isNewcomer && first}
          <AttentionList items={attention} />
          <Now figures={figures} points={points} events={events ?? []} />
          {!isNewcomer && first}
        </div>
        <ConnectApp
          bootstrap={cluster.bootstrap}
          topicLines={snippetTopics(cluster).join('\n')}
          needs={foreign && needsOf(foreign.security)}
        />
      </div>
      <NextSteps />
    </div>
  );
}

function Badges({ cluster }: { readonly cluster: ClusterState }) {
  return (
    <span className={styles.badges} aria-hidden="true">
      {Object.values(cluster.brokers).map((broker) => (
        <BrokerBadge key={broker.id} id={broker.id} isOutlined={!isAnswering(broker)} />
      ))}
    </span>
  );
}
