/** A topic by name. */
import type { ReactNode } from 'react';
import { useLive } from '../client/live.ts';
import { useFormat, useT } from '../i18n/index.ts';
import { href, navigate } from '../ui/route.ts';
import { copyText } from '../ui/copy-text.ts';
import { CardFacts, ObjectLink } from './object-link.tsx';

export function TopicLink(props: {
  readonly topic: string;
  readonly className?: string | undefined;
  /** Instead of the name. */
  readonly children?: ReactNode;
  /** Where the link itself leads. */
  readonly to?: 'topics' | 'messages';
}) {
  const t = useT();
  const { topic, to = 'topics' } = props;
  return (
    <ObjectLink
      href={href(to, topic)}
      className={props.className}
      card={<TopicCard topic={topic} />}
      actions={[
        {
          label: t('common.openTopic'),
          icon: 'topic',
          perform: () => navigate(href('topics', topic)),
        },
        {
          label: t('common.openMessages'),
          icon: 'message',
          perform: () => navigate(href('messages', topic)),
        },
        { label: t('common.copyName'), icon: 'copy', perform: () => copyText(topic) },
      ]}
    >
      {props.children ?? topic}
    </ObjectLink>
  );
}

function TopicCard({ topic }: { readonly topic: string }) {
  const t = useT();
  const format = useFormat();
  const summary = useLive('topics', {}).value?.topics[topic];
  if (!summary) return <CardFacts title={topic} facts={[]} />;
  const rate = (perS: number | null) => (perS === null ? '–' : format.rate(perS));
  return (
    <CardFacts
      title={topic}
      facts={[
        [t('common.partitions'), summary.partitionCount],
        [t('topics.replication'), summary.replicationFactor],
        [t('topics.records'), format.number(summary.recordCount)],
        [t('topics.recordsIn'), rate(summary.recordsInPerS)],
        [t('topics.recordsOut'), rate(summary.recordsOutPerS)],
      ]}
    />
  );
}
