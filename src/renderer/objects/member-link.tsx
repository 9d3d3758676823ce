/** A member of a consumer group. */
import type { ReactNode } from 'react';
import { useLive } from '../client/live.ts';
import { useT } from '../i18n/index.ts';
import { copyText } from '../ui/copy-text.ts';
import { href, navigate } from '../ui/route.ts';
import { CardFacts, ObjectLink } from './object-link.tsx';

export function MemberLink(props: {
  readonly groupId: string;
  readonly memberId: string;
  readonly className?: string | undefined;
  /** Instead of the id. */
  readonly children?: ReactNode;
}) {
  const t = useT();
  const { groupId, memberId } = props;
  const target = href('groups', groupId, { member: memberId });
  return (
    <ObjectLink
      href={target}
      className={props.className}
      card={<MemberCard groupId={groupId} memberId={memberId} />}
      actions={[
        { label: t('common.openGroup'), icon: 'group', perform: () => navigate(target) },
        { label: t('common.copyMemberId'), icon: 'copy', perform: () => copyText(memberId) },
      ]}
    >
      {props.children ?? memberId}
    </ObjectLink>
  );
}

function MemberCard(props: { readonly groupId: string; readonly memberId: string }) {
  const t = useT();
  const { groupId, memberId } = props;
  const member = useLive('group', { groupId }).value?.members[memberId];
  if (!member) return <CardFacts title={memberId} facts={[]} />;
  const assigned = Object.entries(member.assignment)
    .map(([topic, partitions]) => `${topic} ${partitions.join(', ')}`)
    .join('; ');
  return (
    <CardFacts
      title={member.clientId}
      facts={[
        [t('common.member'), member.instanceId ?? memberId],
        [t('common.host'), member.host],
        [t('common.assignment'), assigned === '' ? t('common.none') : assigned],
      ]}
    />
  );
}
