/** A partition of a topic. */
import type { ReactNode } from 'react';
import { useLive } from '../client/live.ts';
import { useFormat, useT } from '../i18n/index.ts';
import { copyText } from '../ui/copy-text.ts';
import { href, navigate } from '../ui/route.ts';
import { CardFacts, ObjectLink } from './object-link.tsx';

export function PartitionLink(props: {
  readonly topic: string;
  readonly partition: number;
  readonly className?: string | undefined;
  /** Instead of the number. */
  readonly children?: ReactNode;
  /** Where the link itself leads. */
  readonly to?: 'topics' | 'messages';
}) {
  const t = useT();
  const { topic, partition, to = 'topics' } = props;
  const query = { partition: String(partition) };
  return (
    <ObjectLink
      href={href(to, topic, query)}
      className={props.className}
      card={<PartitionCard topic={topic} partition={partition} />}
      actions={[
        {
          label: t('common.openTopic'),
          icon: 'topic',
          perform: () => navigate(href('topics', topic, query)),
        },
        {
          label: t('common.openMessages'),
          icon: 'message',
          perform: () => navigate(href('messages', topic, query)),
        },
        {
          label: t('common.openInCluster'),
          icon: 'cluster',
          perform: () => navigate(href('cluster', null, { partition: `${topic}/${partition}` })),
        },
        {
          label: t('common.copyName'),
          icon: 'copy',
          perform: () => copyText(`${topic}-${partition}`),
        },
      ]}
    >
      {props.children ?? partition}
    </ObjectLink>
  );
}

function PartitionCard(props: { readonly topic: string; readonly partition: number }) {
  const t = useT();
  const format = useFormat();
  const { topic, partition } = props;
  const title = t('common.partitionOf', { topic, partition });
  const state = useLive('cluster', {}).value?.topics[topic]?.partitions[partition];
  if (!state) return <CardFacts title={title} facts={[]} />;
  return (
    <CardFacts
      title={title}
      facts={[
        [t('common.leader'), state.leader < 0 ? t('common.none') : state.leader],
        [t('common.replicas'), state.replicas.join(', ')],
        [t('common.isr'), state.isr.join(', ')],
        [t('common.epoch'), format.number(state.leaderEpoch)],
      ]}
    />
  );
}
