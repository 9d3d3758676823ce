/** A broker by its number, in its hue. */
import { useLive } from '../client/live.ts';
import { useT } from '../i18n/index.ts';
import { BrokerBadge } from '../ui/broker-badge.tsx';
import { href, navigate } from '../ui/route.ts';
import { copyText } from '../ui/copy-text.ts';
import { CardFacts, ObjectLink } from './object-link.tsx';

export function BrokerLink(props: { readonly id: number; readonly isOutlined?: boolean }) {
  const t = useT();
  const { id } = props;
  const broker = useLive('cluster', {}).value?.brokers[id];
  return (
    <ObjectLink
      href={href('cluster')}
      card={<BrokerCard id={id} />}
      actions={[
        {
          label: t('common.openInCluster'),
          icon: 'cluster',
          perform: () => navigate(href('cluster')),
        },
        {
          label: t('brokers.open'),
          icon: 'broker',
          perform: () => navigate(href('brokers', String(id))),
        },
        {
          label: t('common.copyAddress'),
          icon: 'copy',
          perform: () => copyText(broker ? `${broker.host}:${broker.port}` : ''),
        },
      ]}
    >
      <BrokerBadge id={id} isOutlined={props.isOutlined ?? false} />
      <span className="sr-only">{t('common.broker', { id })}</span>
    </ObjectLink>
  );
}

function BrokerCard({ id }: { readonly id: number }) {
  const t = useT();
  const cluster = useLive('cluster', {}).value;
  const broker = cluster?.brokers[id];
  const title = t('common.broker', { id });
  if (!broker) return <CardFacts title={title} facts={[]} />;
  const phase = t(`cluster.phase-${broker.phase}`);
  return (
    <CardFacts
      title={title}
      facts={[
        [
          t('common.state'),
          broker.isFenced && broker.phase !== 'lost' ? t('cluster.phase-fenced') : phase,
        ],
        [t('cluster.port'), broker.port],
        [t('cluster.pid'), broker.pid ?? '–'],
        [t('cluster.controller'), t(cluster.controllerId === id ? 'common.yes' : 'common.no')],
        [t('cluster.leadsHead'), `${broker.leaderCount} / ${broker.replicaCount}`],
      ]}
    />
  );
}
