/** The first screen of a newcomer: the cluster is up, its address, a first message, your app. */
import { Button, CopyButton } from '@mantine/core';
import { useT } from '../../i18n/index.ts';
import { BrokerBadge } from '../../ui/broker-badge.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { href } from '../../ui/route.ts';
import { SkeletonRows } from '../../ui/states.tsx';
import type { ClusterState } from '../../../main/contract/index.ts';
import { ConnectApp } from './connect-app.tsx';
import { FirstMessage } from './first-message.tsx';
import styles from './home.module.css';
import { useHome } from './use-home.ts';

const titleKeys = {
  starting: 'home.titleStarting',
  ready: 'home.titleReady',
  degraded: 'home.titleDegraded',
  stopped: 'home.titleStopped',
  unreachable: 'home.titleUnreachable',
} as const;

export function HomeView() {
  const t = useT();
  const { cluster, info } = useHome();
  if (!cluster) {
    return (
      <div className={styles.home}>
        <SkeletonRows count={6} heightPx={40} />
      </div>
    );
  }
  return (
    <div className={styles.home}>
      <header className={styles.head}>
        <h1 className={styles.title}>
          {t(titleKeys[cluster.phase])}
          <Badges cluster={cluster} />
        </h1>
        <p className={styles.lead}>{t('home.lead')}</p>
      </header>
      <div className={styles.columns}>
        <div className={styles.column}>
          <Address bootstrap={cluster.bootstrap} />
          {info?.portInstead && (
            <p className={styles.note}>
              <Icon name="info" />
              {t('frame.portInstead', info.portInstead)}
            </p>
          )}
          <FirstMessage cluster={cluster} />
        </div>
        <ConnectApp bootstrap={cluster.bootstrap} />
      </div>
      <Next />
    </div>
  );
}

function Badges({ cluster }: { readonly cluster: ClusterState }) {
  return (
    <span className={styles.badges} aria-hidden="true">
      {Object.values(cluster.brokers).map(({ id, phase, isFenced }) => (
        <BrokerBadge key={id} id={id} isOutlined={isFenced || phase !== 'ready'} />
      ))}
    </span>
  );
}

function Address({ bootstrap }: { readonly bootstrap: string }) {
  const t = useT();
  return (
    <section className={styles.section}>
      <h2 className={styles.sectionTitle}>{t('home.addressTitle')}</h2>
      <p className="soft">{t('home.addressText')}</p>
      <div className={styles.address}>
        <code>{bootstrap}</code>
        <CopyButton value={bootstrap} timeout={1800}>
          {({ copied, copy }) => (
            <Button
              variant={copied ? 'default' : 'filled'}
              leftSection={<Icon name={copied ? 'check' : 'copy'} size={14} />}
              onClick={copy}
              aria-label={t('home.copyAddress')}
            >
              {t(copied ? 'home.copied' : 'home.copy')}
            </Button>
          )}
        </CopyButton>
      </div>
    </section>
  );
}

const steps = [
  { key: 'Shop', icon: 'scenario', to: href('scenarios', 'e-commerce') },
  { key: 'Kill', icon: 'bolt', to: href('cluster') },
  { key: 'Topics', icon: 'topic', to: href('topics', null, { create: '1' }) },
] as const satisfies readonly { key: string; icon: IconName; to: string }[];

function Next() {
  const t = useT();
  return (
    <nav className={styles.next} aria-label={t('home.nextTitle')}>
      {steps.map(({ key, icon, to }) => (
        <a key={key} className={styles.nextLink} href={to}>
          <Icon name={icon} size={20} />
          <span>
            <strong>{t(`home.next${key}`)}</strong>
            <span className={styles.nextText}>{t(`home.next${key}Text`)}</span>
          </span>
        </a>
      ))}
    </nav>
  );
}
