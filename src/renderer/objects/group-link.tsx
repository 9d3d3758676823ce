/** A consumer group by its id. */
import type { ReactNode } from 'react';
import { useLive } from '../client/live.ts';
import { useFormat, useT } from '../i18n/index.ts';
import { href, navigate } from '../ui/route.ts';
import { copyText } from '../ui/copy-text.ts';
import { CardFacts, ObjectLink } from './object-link.tsx';

export function GroupLink(props: {
  readonly groupId: string;
  readonly className?: string | undefined;
  /** Instead of the id. */
  readonly children?: ReactNode;
}) {
  const t = useT();
  const { groupId } = props;
  return (
    <ObjectLink
      href={href('groups', groupId)}
      className={props.className}
      card={<GroupCard groupId={groupId} />}
      actions={[
        {
          label: t('common.openGroup'),
          icon: 'group',
          perform: () => navigate(href('groups', groupId)),
        },
        { label: t('common.copyName'), icon: 'copy', perform: () => copyText(groupId) },
      ]}
    >
      {props.children ?? groupId}
    </ObjectLink>
  );
}

function GroupCard({ groupId }: { readonly groupId: string }) {
  const t = useT();
  const format = useFormat();
  const summary = useLive('groups', {}).value?.groups[groupId];
  if (!summary) return <CardFacts title={groupId} facts={[]} />;
  return (
    <CardFacts
      title={groupId}
      facts={[
        [t('common.state'), t(`groups.phase-${summary.phase}`)],
        [t('groups.members'), summary.memberCount],
        [t('common.topics'), summary.topics.join(', ')],
        [t('groups.lag'), format.number(summary.lag)],
      ]}
    />
  );
}
