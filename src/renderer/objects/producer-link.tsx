/** A producer by its id in the stream of producers. */
import type { ReactNode } from 'react';
import { useLive } from '../client/live.ts';
import { useFormat, useT } from '../i18n/index.ts';
import { copyText } from '../ui/copy-text.ts';
import { href, navigate } from '../ui/route.ts';
import { CardFacts, ObjectLink } from './object-link.tsx';

export function ProducerLink(props: {
  readonly producer: string;
  readonly className?: string | undefined;
  /** Instead of the key. */
  readonly children?: ReactNode;
}) {
  const t = useT();
  const { producer } = props;
  const target = href('producers', producer);
  return (
    <ObjectLink
      href={target}
      className={props.className}
      card={<ProducerCard producer={producer} />}
      actions={[
        { label: t('common.openProducer'), icon: 'producer', perform: () => navigate(target) },
        { label: t('common.copyName'), icon: 'copy', perform: () => copyText(producer) },
      ]}
    >
      {props.children ?? producer}
    </ObjectLink>
  );
}

function ProducerCard({ producer }: { readonly producer: string }) {
  const t = useT();
  const format = useFormat();
  const state = useLive('producers', {}).value?.producers[producer];
  if (!state) return <CardFacts title={producer} facts={[]} />;
  return (
    <CardFacts
      title={state.clientId ?? producer}
      facts={[
        [t('common.host'), state.host ?? '–'],
        [t('common.topics'), Object.keys(state.topics).sort().join(', ')],
        [t('common.rate'), t('common.perS', { rate: format.rate(state.recordsPerS) })],
      ]}
    />
  );
}
