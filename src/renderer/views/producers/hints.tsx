/** What a producer's behaviour suggests to change, in plain words. */
import { useFormat, useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import type { ProducerHint } from '../../../main/contract/index.ts';
import styles from './producers.module.css';

export function Hints({ hints }: { readonly hints: readonly ProducerHint[] }) {
  const t = useT();
  if (hints.length === 0) {
    return (
      <p className={styles.fine}>
        <Icon name="check" size={15} />
        {t('producers.noHints')}
      </p>
    );
  }
  return (
    <ul className={styles.hints}>
      {hints.map((hint) => (
        <Hint key={hint.kind} hint={hint} />
      ))}
    </ul>
  );
}

function Hint({ hint }: { readonly hint: ProducerHint }) {
  const t = useT();
  const values = useHintValues(hint);
  const isSerious = hint.kind === 'errors';
  return (
    <li className={styles.hint} data-tone={isSerious ? 'failure' : 'attention'}>
      <Icon name={isSerious ? 'error' : 'info'} size={16} />
      <div>
        <strong>{t(`producers.hint-${hint.kind}-what`, values)}</strong>
        <p>{t(`producers.hint-${hint.kind}-do`, values)}</p>
      </div>
    </li>
  );
}

function useHintValues(hint: ProducerHint): { readonly [name: string]: string | number } {
  const t = useT();
  const format = useFormat();
  switch (hint.kind) {
    case 'tiny-batches':
      return {
        records: format.rate(hint.records),
        batchesPerS: format.rate(hint.batchesPerS),
      };
    case 'no-compression':
      return { rate: t('common.perS', { rate: format.bytes(hint.bytesPerS) }) };
    case 'open-transaction':
      return { age: format.span(hint.ageMs), topic: hint.topic };
    case 'not-idempotent':
      return {};
    default: {
      const { kind: _, ...values } = hint;
      return values;
    }
  }
}
