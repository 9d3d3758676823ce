/** One message by its place: a link that opens it. */
import type { ReactNode } from 'react';
import { useFormat, useT } from '../i18n/index.ts';
import { copyText } from '../ui/copy-text.ts';
import { href, navigate } from '../ui/route.ts';
import { CardFacts, ObjectLink } from './object-link.tsx';

export function OffsetLink(props: {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly className?: string | undefined;
  /** Instead of the number. */
  readonly children?: ReactNode;
}) {
  const t = useT();
  const format = useFormat();
  const { topic, partition, offset } = props;
  const target = offsetHref(topic, partition, offset);
  return (
    <ObjectLink
      href={target}
      className={props.className}
      card={
        <CardFacts
          title={topic}
          facts={[
            [t('common.partition'), partition],
            [t('common.offset'), format.number(offset)],
          ]}
        />
      }
      actions={[
        { label: t('common.showMessage'), icon: 'message', perform: () => navigate(target) },
        {
          label: t('common.copyOffset'),
          icon: 'copy',
          perform: () => copyText(String(offset)),
        },
      ]}
    >
      {props.children ?? format.number(offset)}
    </ObjectLink>
  );
}

/** The address of one message. */
export function offsetHref(topic: string, partition: number, offset: number): string {
  return href('messages', topic, { partition: String(partition), offset: String(offset) });
}
